//! Paging equals a full sort, whatever the sort, the direction, the filter and the anchor.

use proptest::prelude::*;

use super::*;
use crate::domain::tickets::filter::{Sort, Term, Test, Who};
use crate::domain::tickets::{Anchor, ListRow, Page, PageRequest, Query, SortField};

impl Desk {
    fn page(&self, filter: &Filter, anchor: Anchor, limit: u32) -> Page {
        let request = PageRequest {
            filter: filter.clone(),
            anchor,
            limit,
        };
        match self.ask(Query::Page(request)) {
            tickets::Answer::Page(page) => page,
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

/// Filters of every kind of term, with what they should say of a ticket.
type Rule = Box<dyn Fn(&Seed, i64) -> bool>;

fn filters() -> Vec<(Vec<Term>, Rule)> {
    fn yes(test: Test) -> Term {
        Term {
            negated: false,
            test,
        }
    }
    fn no(test: Test) -> Term {
        Term {
            negated: true,
            test,
        }
    }
    fn open() -> Vec<Status> {
        Status::ALL
            .iter()
            .copied()
            .filter(|s| s.is_open())
            .collect()
    }
    let ana = || Test::Assignee(vec![Who::Named("aN".into())]);
    let mine = || Test::Assignee(vec![Who::Me(vec!["bo@example.com".into()])]);
    let tagged = || Test::Tag(vec!["REFUND".into(), "other".into()]);
    let high = || Test::Priority(vec![Priority::High, Priority::Urgent]);
    let solved = || Test::Status(vec![Status::Solved]);
    vec![
        (vec![], Box::new(|_, _| true)),
        (
            vec![yes(Test::Status(open()))],
            Box::new(|t, _| t.status.is_open()),
        ),
        (
            vec![yes(Test::Status(vec![Status::Pending, Status::New]))],
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
                no(Test::Status(vec![Status::Solved, Status::Closed])),
                no(high()),
            ],
            Box::new(|t, _| t.status.is_open() && t.priority < Some(Priority::High)),
        ),
        (
            vec![yes(solved()), yes(Test::Status(open()))],
            Box::new(|_, _| false),
        ),
        (
            vec![yes(high())],
            Box::new(|t, _| t.priority >= Some(Priority::High)),
        ),
        (
            vec![yes(Test::HasPriority)],
            Box::new(|t, _| t.priority.is_some()),
        ),
        (
            vec![no(Test::HasPriority)],
            Box::new(|t, _| t.priority.is_none()),
        ),
        (
            vec![yes(tagged())],
            Box::new(|t, _| t.tag == Some("Refund")),
        ),
        (
            vec![no(tagged()), yes(Test::Status(open()))],
            Box::new(|t, _| t.tag != Some("Refund") && t.status.is_open()),
        ),
        (vec![yes(ana())], Box::new(|t, _| t.assignee == Some(1))),
        (vec![no(ana())], Box::new(|t, _| t.assignee != Some(1))),
        (vec![yes(mine())], Box::new(|t, _| t.assignee == Some(2))),
        (
            vec![yes(Test::Assignee(vec![
                Who::Nobody,
                Who::Named("bo@".into()),
            ]))],
            Box::new(|t, _| t.assignee != Some(1)),
        ),
        (
            vec![yes(Test::Assignee(vec![Who::Me(vec![])]))],
            Box::new(|_, _| false),
        ),
        (
            vec![yes(Test::Organization(vec!["ACME".into()]))],
            Box::new(|t, _| t.organization == Some(1)),
        ),
        (
            vec![yes(Test::Subject(vec!["0%_O".into()]))],
            Box::new(|_, id| id % 2 == 0),
        ),
        (
            vec![yes(Test::Subject(vec!["Ñ".into()]))],
            Box::new(|_, id| id % 2 == 1),
        ),
        (
            vec![yes(Test::Subject(vec!["5_%".into()]))],
            Box::new(|_, _| false),
        ),
        (
            vec![yes(Test::Text("zet".into()))],
            Box::new(|t, _| t.organization == Some(2)),
        ),
        (
            vec![yes(Test::Text("#3".into()))],
            Box::new(|_, id| id == 3),
        ),
        (
            vec![yes(Test::External(vec![2, 5, 99]))],
            Box::new(|_, id| id == 2 || id == 5),
        ),
        (vec![no(Test::External(vec![2]))], Box::new(|_, id| id != 2)),
        (
            vec![yes(Test::Id(vec![1, 4]))],
            Box::new(|_, id| id == 1 || id == 4),
        ),
        (vec![yes(Test::Dirty)], Box::new(|_, _| false)),
        (vec![no(Test::Draft)], Box::new(|_, _| true)),
        (
            vec![
                yes(Test::Kind(vec![Kind::Inquiry])),
                yes(Test::Source(vec![Source::Zendesk])),
            ],
            Box::new(|_, _| true),
        ),
        (
            vec![yes(Test::Source(vec![Source::Local]))],
            Box::new(|_, _| false),
        ),
        (
            vec![yes(Test::Group(vec!["x".into()]))],
            Box::new(|_, _| false),
        ),
    ]
}

/// The list as it must be: all that match, sorted in memory.
fn expected(desk: &Desk, seeds: &[Seed], filter: &Filter, rule: &Rule) -> Vec<(i64, TicketId)> {
    let sort = filter.sort;
    let mut list: Vec<(i64, TicketId)> = seeds
        .iter()
        .zip(1..)
        .filter(|(seed, id)| !seed.deleted && rule(seed, *id))
        .map(|(seed, remote)| {
            let id = desk.locate(&format!("zd:{remote}")).unwrap();
            let value = match sort.field {
                SortField::Updated => at(seed.updated).timestamp(),
                SortField::Created => at(seed.created).timestamp(),
                SortField::Priority => seed.priority.map_or(0, Priority::code),
                SortField::Status => seed.status.code(),
                SortField::Id => id.0,
            };
            (value, id)
        })
        .collect();
    list.sort_unstable();
    if sort.descending {
        list.reverse();
    }
    list.truncate(
        filter
            .limit
            .map_or(usize::MAX, |limit| usize::try_from(limit).unwrap()),
    );
    list
}

fn places(rows: &[ListRow]) -> Vec<(i64, TicketId)> {
    rows.iter().map(|row| (row.sort, row.id)).collect()
}

/// Asserts that `page` is `want[from..to]`, and says so at its ends.
fn check(page: &Page, want: &[(i64, TicketId)], from: usize, to: usize, what: &str) {
    assert_eq!(places(&page.rows), want[from..to], "{what}");
    assert_eq!(page.at_start, from == 0, "{what}: start");
    assert_eq!(page.at_end, to == want.len(), "{what}: end");
}

fn check_list(desk: &Desk, filter: &Filter, want: &[(i64, TicketId)]) {
    let (count, limit) = (want.len(), 3_usize);
    assert_eq!(
        desk.count(filter.clone()),
        u64::try_from(count).unwrap(),
        "{filter:?}"
    );
    let page = |anchor| desk.page(filter, anchor, 3);
    check(&page(Anchor::Start), want, 0, count.min(limit), "start");
    check(
        &page(Anchor::End),
        want,
        count.saturating_sub(limit),
        count,
        "end",
    );
    let full = desk.page(filter, Anchor::Start, 100);
    if filter.limit.is_some() {
        assert_eq!(places(&full.rows), want);
        return;
    }
    for (index, row) in full.rows.iter().enumerate() {
        let here = row.position();
        let what = format!("{filter:?} at {index}");
        check(
            &page(Anchor::After(here)),
            want,
            index + 1,
            count.min(index + 1 + limit),
            &what,
        );
        check(
            &page(Anchor::Before(here)),
            want,
            index.saturating_sub(limit),
            index,
            &what,
        );
        check(
            &page(Anchor::From(here)),
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
        for (terms, rule) in filters() {
            for field in SortField::ALL {
                for descending in [false, true] {
                    let sort = Sort { field, descending };
                    for limit in [None, Some(4)] {
                        let filter = Filter { terms: terms.clone(), sort, limit };
                        let want = expected(&desk, &seeds, &filter, &rule);
                        check_list(&desk, &filter, &want);
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
    let filter = Filter {
        terms: vec![Term {
            negated: false,
            test: Test::Status(vec![Status::Open]),
        }],
        ..Filter::default()
    };
    let rows = desk.page(&filter, Anchor::Start, 10).rows;
    let gone = rows[0].position();
    desk.store
        .perform(set_status(&[gone.id], Status::Pending), &me(), at(100))
        .unwrap();
    let rest: Vec<_> = rows[1..].iter().map(|row| row.id).collect();
    let ids = |page: &Page| page.rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let after = desk.page(&filter, Anchor::After(gone), 10);
    assert_eq!(ids(&after), rest);
    assert!(after.at_start && after.at_end);
    let from = desk.page(&filter, Anchor::From(gone), 10);
    assert_eq!(ids(&from), rest);
    let before = desk.page(&filter, Anchor::Before(gone), 10);
    assert!(before.rows.is_empty() && before.at_start && !before.at_end);
    // A ticket that has left the list: its beginning.
    assert_eq!(ids(&desk.page(&filter, Anchor::Ticket(gone.id), 10)), rest);
    assert!(desk.page(&filter, Anchor::Start, 0).rows.is_empty());
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
    let row = || desk.page(&Filter::default(), Anchor::Start, 1).rows[0].clone();
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
