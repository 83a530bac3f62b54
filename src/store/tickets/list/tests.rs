//! Which index a list walks, whatever is asked and however it is sorted.

use super::*;
use crate::domain::tickets::Kind;
use crate::domain::tickets::filter::Sort;
use crate::domain::tickets::filter::selection::{
    Check, Feature, Moment, Party, Pattern, Phrase, Place, Span, Valued, Want, Who,
};
use crate::store::migrate::{STEPS, migrate};
use crate::store::tickets::functions;

pub(in super::super) fn store() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    let connection = Connection::open(&path).unwrap();
    functions::register(&connection).unwrap();
    migrate(&connection, &path, STEPS).unwrap();
    (folder, connection)
}

pub(in super::super) fn statuses(set: &[Status]) -> Want {
    if set.is_empty() {
        return Want::All(Vec::new());
    }
    Want::Is(Check::Status(set.to_vec()))
}

fn list(connection: &Connection, field: SortField, descending: bool, want: Want) -> List {
    let selection = Selection {
        want,
        sort: Sort { field, descending },
        limit: None,
    };
    List::new(connection, &selection).unwrap().unwrap()
}

fn place(field: SortField) -> From {
    let sort = match field {
        SortField::Requester | SortField::Subject => SortKey::Text("d".into()),
        _ => SortKey::Number(4),
    };
    From {
        place: Position {
            sort,
            id: TicketId(9),
        },
        inclusive: false,
    }
}

/// What lists are often asked for, of open tickets and of all.
fn common() -> Vec<Want> {
    let day = |day: i64| chrono::DateTime::from_timestamp(day * 86_400, 0);
    let span = |from, to| vec![Span { from, to }];
    let word = Phrase {
        text: "blik".into(),
        open: false,
    };
    let tag = Pattern {
        text: "blik".into(),
        open: false,
    };
    let checks = [
        Check::Priority(vec![Priority::High, Priority::Urgent]),
        Check::Kind(vec![Kind::PartnerRequest]),
        Check::Id(vec![Range { from: 1, to: 9 }]),
        Check::When(Moment::Created, span(day(1), day(9))),
        Check::When(Moment::Updated, span(day(1), None)),
        Check::When(Moment::Solved, span(day(1), day(2))),
        Check::When(Moment::Due, span(None, day(9))),
        Check::When(Moment::FollowUp, span(None, day(9))),
        Check::When(Moment::Waiting, span(None, day(9))),
        Check::When(Moment::Message, span(None, day(9))),
        Check::Person(Party::Assignee, vec![Who::Nobody]),
        Check::Value(Valued::Tag, vec![tag]),
        Check::Has(Feature::Paused),
        Check::Breached(day(9).unwrap()),
        Check::Says(Place::Anywhere, vec![word]),
    ];
    let checks = checks.into_iter().map(Want::Is);
    let open = [Status::New, Status::Open, Status::Pending, Status::OnHold];
    let sets = [&[][..], &open[..], &open[1..2], &[Status::Solved]];
    let mut wants: Vec<Want> = sets.into_iter().map(statuses).collect();
    for check in checks {
        let open = Want::All(vec![statuses(&open), check.clone()]);
        wants.extend([Want::Not(Box::new(check.clone())), check, open]);
    }
    wants
}

/// Every plan of a list from its ends and from a place, with the stretch it is of.
fn plans(connection: &Connection, list: &List) -> Vec<(bool, String)> {
    let place = place(list.field);
    let mut plans = Vec::new();
    for direction in [Direction::Forward, Direction::Backward] {
        let mut stretches = list.stretches(None);
        stretches.extend(list.stretches(Some(&place)));
        for stretch in stretches {
            let sql = list.rows_sql(direction, &stretch, 9);
            let placed = !matches!(stretch, Stretch::Whole);
            plans.push((placed, sql.plan(connection)));
        }
    }
    plans
}

#[test]
fn every_walk_follows_its_index_and_sorts_nothing() {
    let (_folder, connection) = store();
    for want in common() {
        for field in SortField::ALL {
            for descending in [false, true] {
                let mut list = list(&connection, field, descending, want.clone());
                // As on a desk where many match.
                list.plan = Plan::default();
                let index = match list.pin().strip_prefix("INDEXED BY ") {
                    Some(index) => format!("INDEX {index}"),
                    None => String::new(),
                };
                for (placed, plan) in plans(&connection, &list) {
                    let walk = plan.split("; ").next().unwrap_or_default();
                    assert!(walk.contains(&index), "{plan}");
                    if placed {
                        assert!(walk.starts_with("SEARCH t"), "{plan}");
                    }
                    if index.is_empty() {
                        let by_id = walk.contains("INTEGER PRIMARY KEY");
                        assert!(by_id || walk == "SCAN t", "{plan}");
                    }
                    assert!(!plan.contains("TEMP B-TREE"), "{plan}");
                }
            }
        }
    }
}

#[test]
fn the_opening_view_is_covered_by_its_index() {
    let (_folder, connection) = store();
    let open = [Status::New, Status::Open, Status::Pending, Status::OnHold];
    let list = list(&connection, SortField::Created, true, statuses(&open));
    for (_, plan) in plans(&connection, &list) {
        assert!(
            plan.contains("COVERING INDEX ticket_open_created"),
            "{plan}"
        );
    }
}

#[test]
fn the_few_are_fetched_by_their_ids() {
    let (_folder, connection) = store();
    let want = Want::Is(Check::Has(Feature::Dirty));
    let list = list(&connection, SortField::Subject, false, want);
    assert!(list.plan.fetches);
    for (_, plan) in plans(&connection, &list) {
        assert!(
            plan.contains("SEARCH t USING INTEGER PRIMARY KEY"),
            "{plan}"
        );
    }
}

#[test]
fn a_place_is_found_by_both_its_columns() {
    let (_folder, connection) = store();
    let list = list(&connection, SortField::Priority, true, statuses(&[]));
    let place = place(SortField::Priority);
    let plans: Vec<_> = list
        .stretches(Some(&place))
        .into_iter()
        .map(|stretch| {
            list.walk_sql("", "", Direction::Forward, &stretch)
                .plan(&connection)
        })
        .collect();
    assert!(plans[0].contains("(priority=? AND id<?)"), "{plans:?}");
    assert!(plans[1].contains("(priority<?)"), "{plans:?}");
}
