//! Paging equals a full sort, whatever the sort, the direction, the filter and the anchor.

use proptest::prelude::*;

use super::*;
use crate::domain::tickets::filter::Sort;
use crate::domain::tickets::filter::selection::{
    Check, Feature, Named, Party, Pattern, Range, Selection, Valued, Want, Who,
};
use crate::domain::tickets::{
    Anchor, ListRow, Page, PageRequest, Position, Query, SortField, SortKey,
};

impl Desk {
    pub(super) fn page(&self, selection: &Selection, anchor: Anchor, limit: u32) -> Page {
        let request = PageRequest {
            selection: selection.clone(),
            anchor,
            limit,
        };
        match self.ask(Query::Page(request)) {
            tickets::Answer::Page(page) => page,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn matches(&self, selection: Selection) -> u64 {
        match self.ask(Query::Count(selection)) {
            tickets::Answer::Count(count) => count,
            other => panic!("{other:?}"),
        }
    }
}

/// One ticket of a random desk, in the columns that filters and sorts look at.
#[derive(Clone, Debug)]
struct Seed {
    status: Status,
    priority: Option<Priority>,
    created: i64,
    updated: i64,
    tag: Option<&'static str>,
    assignee: Option<i64>,
    organization: Option<i64>,
    deleted: bool,
}

fn seed() -> impl Strategy<Value = Seed> {
    (
        prop::sample::select(Status::ALL),
        prop::option::of(prop::sample::select(Priority::ALL)),
        0..6_i64,
        0..6_i64,
        prop::sample::select(vec![None, Some("billing"), Some("Refund")]),
        prop::option::of(1..3_i64),
        prop::option::of(1..3_i64),
        prop::bool::weighted(0.1),
    )
        .prop_map(
            |(status, priority, created, updated, tag, assignee, organization, deleted)| Seed {
                status,
                priority,
                created,
                updated,
                tag,
                assignee,
                organization,
                deleted,
            },
        )
}

fn build(seeds: &[Seed]) -> Desk {
    let desk = desk();
    let mut records: Vec<Record> = seeds
        .iter()
        .zip(1..)
        .map(|(seed, id)| {
            let mut record = ticket(id);
            record.subject = if id % 2 == 0 {
                "PIX 50%_off".into()
            } else {
                "blik ñ".into()
            };
            record.status = seed.status;
            record.priority = seed.priority;
            record.created_at = at(seed.created);
            record.updated_at = at(seed.updated);
            record.tags = seed.tag.iter().map(|tag| (*tag).to_owned()).collect();
            record.assignee = seed.assignee;
            record.organization = seed.organization;
            record.requester = Some(2);
            record.deleted = seed.deleted;
            whole(record)
        })
        .collect();
    records.push(Record::Person(person(1, "Ana")));
    records.push(Record::Person(person(2, "Bo")));
    records.push(Record::Organization(organization(1, "Acme Pay")));
    records.push(Record::Organization(organization(2, "Zeta")));
    desk.import(records);
    desk
}

/// Conditions of every kind that rows alone decide, with what they should say of a ticket.
type Rule = Box<dyn Fn(&Seed, i64) -> bool>;

fn yes(check: Check) -> Want {
    Want::Is(check)
}

fn no(check: Check) -> Want {
    Want::Not(Box::new(yes(check)))
}

fn one(id: i64) -> Range {
    Range { from: id, to: id }
}

fn conditions() -> Vec<(Vec<Want>, Rule)> {
    let open = || {
        let open = Status::ALL.iter().copied().filter(|s| s.is_open());
        Check::Status(open.collect())
    };
    let named = |text: &str| Check::Person(Party::Assignee, vec![Who::Named(text.into())]);
    let ana = || named("an");
    let mine = |address: &str| {
        let addresses = vec![address.to_owned()];
        Check::Person(Party::Assignee, vec![Who::Address(addresses)])
    };
    let tagged = || {
        let tags = ["REFUND", "other"].map(|text| Pattern {
            text: text.into(),
            open: false,
        });
        Check::Value(Valued::Tag, tags.into())
    };
    let high = || Check::Priority(vec![Priority::High, Priority::Urgent]);
    let solved = || Check::Status(vec![Status::Solved]);
    let name = |named, text: &str| Check::Name(named, vec![text.to_owned()]);
    vec![
        (vec![], Box::new(|_, _| true)),
        (vec![Want::Any(vec![])], Box::new(|_, _| false)),
        (vec![yes(open())], Box::new(|t, _| t.status.is_open())),
        (
            vec![yes(Check::Status(vec![Status::Pending, Status::New]))],
            Box::new(|t, _| matches!(t.status, Status::Pending | Status::New)),
        ),
        (
            vec![yes(solved())],
            Box::new(|t, _| t.status == Status::Solved),
        ),
        (
            vec![no(solved())],
            Box::new(|t, _| t.status != Status::Solved),
        ),
        (
            vec![
                no(Check::Status(vec![Status::Solved, Status::Closed])),
                no(high()),
            ],
            Box::new(|t, _| t.status.is_open() && t.priority < Some(Priority::High)),
        ),
        (vec![yes(solved()), yes(open())], Box::new(|_, _| false)),
        (
            vec![yes(high())],
            Box::new(|t, _| t.priority >= Some(Priority::High)),
        ),
        (
            vec![yes(Check::Has(Feature::Priority))],
            Box::new(|t, _| t.priority.is_some()),
        ),
        (
            vec![no(Check::Has(Feature::Priority))],
            Box::new(|t, _| t.priority.is_none()),
        ),
        (
            vec![yes(tagged())],
            Box::new(|t, _| t.tag == Some("Refund")),
        ),
        (
            vec![no(tagged()), yes(open())],
            Box::new(|t, _| t.tag != Some("Refund") && t.status.is_open()),
        ),
        (vec![yes(ana())], Box::new(|t, _| t.assignee == Some(1))),
        (vec![no(ana())], Box::new(|t, _| t.assignee != Some(1))),
        (
            vec![yes(mine("bo@example.com"))],
            Box::new(|t, _| t.assignee == Some(2)),
        ),
        (
            vec![yes(Check::Person(
                Party::Assignee,
                vec![Who::Nobody, Who::Named("bo@".into())],
            ))],
            Box::new(|t, _| t.assignee != Some(1)),
        ),
        (
            vec![yes(Check::Person(
                Party::Assignee,
                vec![Who::Address(vec![])],
            ))],
            Box::new(|_, _| false),
        ),
        (
            vec![yes(name(Named::Organization, "acme"))],
            Box::new(|t, _| t.organization == Some(1)),
        ),
        (
            vec![yes(Check::External(vec![one(2), one(5), one(99)]))],
            Box::new(|_, id| id == 2 || id == 5),
        ),
        (
            vec![no(Check::External(vec![one(2)]))],
            Box::new(|_, id| id != 2),
        ),
        (
            vec![yes(Check::Id(vec![one(1), Range { from: 4, to: 6 }]))],
            Box::new(|_, id| id == 1 || (4..=6).contains(&id)),
        ),
        (
            vec![yes(Check::Has(Feature::Dirty))],
            Box::new(|_, _| false),
        ),
        (vec![no(Check::Has(Feature::Draft))], Box::new(|_, _| true)),
        (
            vec![
                yes(Check::Kind(vec![Kind::Inquiry])),
                yes(Check::Source(vec![Source::Zendesk])),
            ],
            Box::new(|_, _| true),
        ),
        (
            vec![yes(Check::Source(vec![Source::Local]))],
            Box::new(|_, _| false),
        ),
        (vec![yes(name(Named::Group, "x"))], Box::new(|_, _| false)),
    ]
}

/// Every ticket of which this holds, newest change first.
fn all(want: Want) -> Selection {
    Selection {
        want,
        sort: Sort::default(),
        limit: None,
    }
}

/// Sorts by what a row says; the others are by what is worked out of it.
const ROW_SORTS: [SortField; 5] = [
    SortField::Updated,
    SortField::Created,
    SortField::Priority,
    SortField::Status,
    SortField::Id,
];

/// The list as it must be: all that match, sorted in memory.
fn expected(desk: &Desk, seeds: &[Seed], selection: &Selection, rule: &Rule) -> Vec<Position> {
    let sort = selection.sort;
    let mut list: Vec<Position> = seeds
        .iter()
        .zip(1..)
        .filter(|(seed, id)| !seed.deleted && rule(seed, *id))
        .map(|(seed, remote)| {
            let id = desk.locate(&format!("zd:{remote}")).unwrap();
            let sort = match sort.field {
                SortField::Updated => at(seed.updated).timestamp(),
                SortField::Created => at(seed.created).timestamp(),
                SortField::Priority => seed.priority.map_or(0, Priority::code),
                SortField::Status => seed.status.code(),
                _ => id.0,
            };
            Position {
                sort: SortKey::Number(sort),
                id,
            }
        })
        .collect();
    list.sort_unstable();
    if sort.descending {
        list.reverse();
    }
    list.truncate(
        selection
            .limit
            .map_or(usize::MAX, |limit| usize::try_from(limit).unwrap()),
    );
    list
}

fn places(rows: &[ListRow]) -> Vec<Position> {
    rows.iter().map(ListRow::position).collect()
}

/// Asserts that `page` is `want[from..to]`, and says so at its ends.
fn check(page: &Page, want: &[Position], from: usize, to: usize, what: &str) {
    assert_eq!(places(&page.rows), want[from..to], "{what}");
    assert_eq!(page.at_start, from == 0, "{what}: start");
    assert_eq!(page.at_end, to == want.len(), "{what}: end");
}

fn check_list(desk: &Desk, selection: &Selection, want: &[Position]) {
    let (count, limit) = (want.len(), 3_usize);
    assert_eq!(
        desk.matches(selection.clone()),
        u64::try_from(count).unwrap(),
        "{selection:?}"
    );
    let page = |anchor| desk.page(selection, anchor, 3);
    check(&page(Anchor::Start), want, 0, count.min(limit), "start");
    check(
        &page(Anchor::End),
        want,
        count.saturating_sub(limit),
        count,
        "end",
    );
    let full = desk.page(selection, Anchor::Start, 100);
    if selection.limit.is_some() {
        assert_eq!(places(&full.rows), want);
        return;
    }
    for (index, row) in full.rows.iter().enumerate() {
        let here = row.position();
        let what = format!("{selection:?} at {index}");
        check(
            &page(Anchor::After(here.clone())),
            want,
            index + 1,
            count.min(index + 1 + limit),
            &what,
        );
        check(
            &page(Anchor::Before(here.clone())),
            want,
            index.saturating_sub(limit),
            index,
            &what,
        );
        check(
            &page(Anchor::From(here.clone())),
            want,
            index,
            count.min(index + limit),
            &what,
        );
        check(
            &page(Anchor::Ticket(row.id)),
            want,
            index,
            count.min(index + limit),
            &what,
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn paging_equals_a_full_sort(seeds in prop::collection::vec(seed(), 0..11)) {
        let desk = build(&seeds);
        for (wants, rule) in conditions() {
            for field in ROW_SORTS {
                for descending in [false, true] {
                    let sort = Sort { field, descending };
                    for limit in [None, Some(4)] {
                        let want = Want::All(wants.clone());
                        let selection = Selection { want, sort, limit };
                        let list = expected(&desk, &seeds, &selection, &rule);
                        check_list(&desk, &selection, &list);
                    }
                }
            }
        }
    }
}

#[test]
fn a_place_whose_row_has_gone_still_leads_on() {
    let desk = desk();
    desk.import((1..=6).map(|id| whole(ticket(id))).collect());
    let selection = all(yes(Check::Status(vec![Status::Open])));
    let rows = desk.page(&selection, Anchor::Start, 10).rows;
    let gone = rows[0].position();
    desk.store
        .perform(set_status(&[gone.id], Status::Pending), &me(), at(100))
        .unwrap();
    let rest: Vec<_> = rows[1..].iter().map(|row| row.id).collect();
    let ids = |page: &Page| page.rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let after = desk.page(&selection, Anchor::After(gone.clone()), 10);
    assert_eq!(ids(&after), rest);
    assert!(after.at_start && after.at_end);
    let from = desk.page(&selection, Anchor::From(gone.clone()), 10);
    assert_eq!(ids(&from), rest);
    let before = desk.page(&selection, Anchor::Before(gone.clone()), 10);
    assert!(before.rows.is_empty() && before.at_start && !before.at_end);
    // A ticket that has left the list: its beginning.
    assert_eq!(
        ids(&desk.page(&selection, Anchor::Ticket(gone.id), 10)),
        rest
    );
    assert!(desk.page(&selection, Anchor::Start, 0).rows.is_empty());
}

#[test]
fn a_row_shows_names_and_what_waits() {
    let desk = desk();
    let mut record = ticket(7);
    record.requester = Some(1);
    record.assignee = Some(2);
    record.organization = Some(1);
    record.people = vec![person(1, "Ana"), person(2, "Bo")];
    desk.import(vec![whole(record)]);
    let row = || desk.page(&all(Want::All(vec![])), Anchor::Start, 1).rows[0].clone();
    assert_eq!(
        (row().client.as_str(), row().assignee.as_str()),
        ("Ana", "Bo")
    );
    assert_eq!(row().handle(), "zd:7");
    desk.import(vec![Record::Organization(organization(1, "Acme Pay"))]);
    assert_eq!(row().client, "Acme Pay");
    assert!(!row().dirty && !row().draft);
    let id = row().id;
    desk.store
        .perform(save_draft(id, "half"), &me(), at(1))
        .unwrap();
    assert!(row().draft && !row().dirty);
    desk.store.perform(note(id, "whole"), &me(), at(2)).unwrap();
    assert!(row().dirty && !row().draft);
}
