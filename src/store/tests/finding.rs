//! What a few letters find: tickets by the beginning of their number, people by name or address.

use super::{Desk, desk, organization, person, ticket, whole};
use crate::domain::tickets::records::Record;
use crate::domain::tickets::{Answer, ListRow, Person, Query, Role};

fn numbers(desk: &Desk, digits: &str, limit: u32) -> Vec<String> {
    let digits = digits.to_owned();
    match desk.ask(Query::Numbered { digits, limit }) {
        Answer::Numbered(rows) => rows.iter().map(ListRow::number).collect(),
        other => panic!("{other:?}"),
    }
}

fn people(desk: &Desk, text: &str, limit: u32) -> Vec<Person> {
    let text = text.to_owned();
    match desk.ask(Query::People { text, limit }) {
        Answer::People(people) => people,
        other => panic!("{other:?}"),
    }
}

fn names(desk: &Desk, text: &str) -> Vec<String> {
    let people = people(desk, text, 8).into_iter();
    people.map(|person| person.name).collect()
}

#[test]
fn numbers_are_found_by_their_beginning_the_very_one_first() {
    let desk = desk();
    let made = [48, 7, 480, 489, 490, 4_800, 48_213, 148];
    let gone = super::TicketRecord {
        deleted: true,
        ..ticket(481)
    };
    let records = made.iter().map(|id| whole(ticket(*id)));
    desk.import(records.chain([whole(gone)]).collect());
    assert_eq!(
        numbers(&desk, "48", 8),
        ["48", "489", "480", "4800", "48213"]
    );
    assert_eq!(numbers(&desk, "48", 2), ["48", "489"], "no more than asked");
    assert_eq!(numbers(&desk, "4821", 8), ["48213"]);
    assert_eq!(numbers(&desk, "5", 8), [""; 0]);
    assert_eq!(numbers(&desk, "999999999999999999", 8), [""; 0]);
    assert_eq!(numbers(&desk, "no number", 8), [""; 0]);
}

#[test]
fn people_are_found_by_any_part_best_first_whatever_their_letters() {
    let desk = desk();
    let mut lukasz = person(1, "Łukasz Müller");
    lukasz.email = Some("l.muller@nordpay.example".into());
    lukasz.organization = Some(9);
    let mut agent = person(2, "Anna Muller");
    agent.role = Some(Role::Agent);
    let others = ["Samuel Mull", "Mullah", "Nobody Else", "xmullx"];
    let mut records: Vec<Record> = vec![
        Record::Organization(organization(9, "NordPay")),
        Record::Person(lukasz),
        Record::Person(agent),
    ];
    let others = others
        .iter()
        .zip(3..)
        .map(|(name, id)| Record::Person(person(id, name)));
    records.extend(others);
    desk.import(records);
    assert_eq!(
        names(&desk, "mull"),
        [
            "Mullah",
            "Anna Muller",
            "Łukasz Müller",
            "Samuel Mull",
            "xmullx"
        ],
        "what begins so, then a word that does, then the rest; each by name"
    );
    assert_eq!(names(&desk, "müller łuk"), ["Łukasz Müller"]);
    assert_eq!(names(&desk, "NORDPAY"), ["Łukasz Müller"], "by address");
    let house = names(&desk, "exa");
    assert_eq!(
        house.len(),
        6,
        "where their mail lives counts least: {house:?}"
    );
    assert_eq!(names(&desk, "zz"), [""; 0]);
    assert_eq!(people(&desk, "mull", 2).len(), 2);
    let found = people(&desk, "lukasz", 8);
    assert_eq!(found[0].organization.as_deref(), Some("NordPay"));
    assert_eq!(people(&desk, "anna", 8)[0].role, Role::Agent);
}
