//! The SQL agrees with the slow evaluator: random questions to random desks.
//!
//! Some hundred in the default run; `PAYDESK_AGREEMENT=10000` asks so many.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rusqlite::{Connection, params};

use super::*;
use crate::domain::tickets::Anchor;
use crate::domain::tickets::filter::evaluate::{self, Human, Row};
use crate::domain::tickets::filter::random;
use crate::domain::tickets::filter::selection::Selection;
use crate::domain::tickets::history::NO_INSTANT;
use crate::domain::tickets::words::{self, Tokens};
use crate::store::text;

/// Questions in the default run.
const QUESTIONS: usize = 400;
/// Questions to one desk.
const A_DESK: usize = 100;
/// Tickets of a desk.
const TICKETS: usize = 24;

/// The organization of each of the people, by its place in the names: a ticket's own goes before.
const EMPLOYERS: [Option<usize>; 5] = [Some(0), None, Some(1), None, None];

/// Makes a random row what a store can hold.
fn settled(mut row: Row, place: i64) -> Row {
    row.id = place;
    row.external = row.external.map(|_| 48_200 + place);
    for (title, value) in ["payment_method", "method"].iter().zip(&row.methods) {
        row.fields.push(((*title).to_owned(), value.clone()));
    }
    row.methods.truncate(2);
    match row.fields.iter().find(|(title, _)| title == "merchant") {
        Some((_, value)) => row.merchant = Some(value.clone()),
        None => row.fields.extend(
            row.merchant
                .clone()
                .map(|one| ("merchant_id".to_owned(), one)),
        ),
    }
    if let Some(group) = &mut row.group {
        let place = random::NAMES.iter().position(|one| *one == group.name);
        group.remote = 89 + row_id(place).unwrap();
    }
    // Mentions come from texts.
    let mentions = row.references.iter().chain(&row.codes);
    let mentions: Vec<&str> = mentions.map(String::as_str).collect();
    row.messages.push(mentions.join(" "));
    row.messages.retain(|text| !text.is_empty());
    if row.organization.is_none()
        && let Some(one) = row.requester.as_ref().and_then(person_place)
    {
        row.organization = EMPLOYERS[one].map(|name| random::NAMES[name].to_owned());
    }
    row
}

fn person_place(human: &Human) -> Option<usize> {
    random::PEOPLE
        .iter()
        .position(|(_, _, remote)| *remote == human.remote)
}

fn seconds(at: Option<Instant>) -> Option<i64> {
    at.map(|at| at.timestamp())
}

fn row_id(place: Option<usize>) -> Option<i64> {
    place.map(|place| i64::try_from(place).unwrap() + 1)
}

/// What every desk knows.
fn write_names(connection: &Connection) {
    for (name, id) in random::NAMES.iter().zip(1_i64..) {
        for table in ["organization", "team"] {
            let sql = format!(
                "INSERT INTO {table} (id, source, external_id, known, name) VALUES (?1, 1, ?2, 1, ?3)"
            );
            connection
                .execute(&sql, params![id, 89 + id, name])
                .unwrap();
        }
    }
    for ((name, email, remote), id) in random::PEOPLE.iter().zip(1_i64..) {
        let employer = EMPLOYERS[usize::try_from(id - 1).unwrap()];
        connection
            .execute(
                "INSERT INTO person (id, source, external_id, known, name, email, organization_id) \
                 VALUES (?1, 1, ?2, 2, ?3, ?4, ?5)",
                params![
                    id,
                    remote,
                    name,
                    email.map(str::to_lowercase),
                    row_id(employer)
                ],
            )
            .unwrap();
    }
    for (title, id) in FIELD_TITLES.iter().zip(1_i64..) {
        connection
            .execute(
                "INSERT INTO field (id, source, external_id, known, title) VALUES (?1, 1, ?1, 1, ?2)",
                params![id, title],
            )
            .unwrap();
    }
    for ((key, status, stage), id) in random::ISSUES.iter().zip(1_i64..) {
        let stages = ["to_do", "in_progress", "done"];
        let stage = stage.and_then(|stage| stages.iter().position(|one| *one == stage));
        connection
            .execute(
                "INSERT INTO issue (id, key, known, status, stage) VALUES (?1, ?2, 1, ?3, ?4)",
                params![id, key, status, row_id(stage).map(|stage| stage - 1)],
            )
            .unwrap();
    }
}

/// Titles of the custom fields as a helpdesk shows them.
const FIELD_TITLES: [&str; 6] = [
    "Risk level",
    "PSP ref",
    " Merchant",
    "Merchant-ID",
    "Payment  method",
    "Method",
];

fn write(connection: &Connection, row: &Row, presence: i64, stale: bool) {
    let named = |name: &Option<String>| {
        let name = name.as_ref()?;
        row_id(random::NAMES.iter().position(|one| one == name))
    };
    let person = |human: &Option<Human>| row_id(human.as_ref().and_then(person_place));
    let team = row.group.as_ref().map(|group| group.name.clone());
    let clocks = i64::from(row.due.is_some())
        + 2 * i64::from(row.paused)
        + 4 * i64::from(row.late)
        + 8 * i64::from(row.unclocked);
    let requester = row.requester.as_ref().map_or_else(String::new, |human| {
        let email = human.email.as_deref().unwrap_or_default();
        words::sort_key(if human.name.is_empty() {
            email
        } else {
            &human.name
        })
    });
    let (first, messages) = match row.messages.split_first() {
        Some((first, rest)) => (Some(first), rest),
        None => (None, &[][..]),
    };
    connection
        .execute(
            "INSERT INTO ticket (id, source, external_id, presence, status, priority, kind, \
             requester_id, assignee_id, organization_id, team_id, created_at, updated_at, solved_at, \
             subject, description, due_at, clocks, replied_at, waiting_since, message_at, attached, \
             follow_up_at, snoozed_until, promised_at, subject_key, requester_key) VALUES \
             (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                row.id,
                row.source.code(),
                row.external,
                presence,
                row.status.code(),
                row.priority.map_or(0, Priority::code),
                row.kind.code(),
                person(&row.requester),
                person(&row.assignee),
                named(&row.organization),
                named(&team),
                row.created.timestamp(),
                row.updated.timestamp(),
                seconds(row.solved),
                row.subject,
                first,
                seconds(row.due).unwrap_or(NO_INSTANT),
                clocks,
                seconds(row.reply),
                seconds(row.waiting),
                row.message.timestamp(),
                row.attached,
                seconds(row.follow_up).unwrap_or(NO_INSTANT),
                seconds(row.snoozed),
                seconds(row.promise),
                words::sort_key(&row.subject),
                requester,
            ],
        )
        .unwrap();
    let put = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
        connection.execute(sql, values).unwrap();
    };
    for tag in &row.tags {
        put("INSERT INTO ticket_tag VALUES (?1, ?2)", &[&row.id, tag]);
    }
    let mut tokens = Tokens::default();
    tokens.add(&row.subject);
    for text in &row.messages {
        tokens.add(text);
    }
    for (title, value) in &row.fields {
        let own = |one: &&str| words::title_name(one) == *title;
        let field = row_id(FIELD_TITLES.iter().position(own)).unwrap();
        put(
            "INSERT INTO ticket_field VALUES (?1, ?2, ?3)",
            &[&row.id, &field, value],
        );
        tokens.add(value);
        tokens.put(&text::field_token(field, value));
    }
    for text in messages {
        put(
            "INSERT INTO entry (ticket_id, source, at, kind, public, text) VALUES (?1, 1, 0, 0, 1, ?2)",
            &[&row.id, text],
        );
    }
    if stale {
        put(
            "INSERT INTO stale (ticket_id, mark) VALUES (?1, 0)",
            &[&row.id],
        );
        tokens = Tokens::default();
        tokens.add("refund 48213");
    }
    let words = tokens.into_text();
    // A ticket that is no longer open may stand among the words of the open ones still, and one that
    // was opened again stands there only once it is settled.
    let is_absent = stale && row.id % 2 == 0;
    let stands = |index: &&str| !(is_absent && index.starts_with("open_"));
    for index in ["ticket_text", "open_text"]
        .iter()
        .filter(|index| stands(index))
    {
        put(
            &format!("INSERT INTO {index} (rowid, words) VALUES (?1, ?2)"),
            &[&row.id, &words],
        );
    }
    let references = row.references.iter().map(|text| (0, text));
    let mentions = references.chain(row.codes.iter().map(|text| (1, text)));
    for ((kind, text), id) in mentions.zip(row.id * 64..) {
        put(
            "INSERT INTO mention VALUES (?1, ?2, ?3)",
            &[&id, &kind, text],
        );
        let indexes = ["mention_text", "open_mention"];
        for index in indexes.iter().filter(|index| stands(index)) {
            put(
                &format!("INSERT INTO {index} (rowid, text) VALUES (?1, ?2)"),
                &[&id, text],
            );
        }
    }
    for ((currency, value), id) in row.amounts.iter().zip(row.id * 64..) {
        put(
            "INSERT INTO amount VALUES (?1, ?2, ?3)",
            &[&id, currency, value],
        );
    }
    for issue in &row.issues {
        put(
            "INSERT OR IGNORE INTO ticket_issue SELECT ?1, id, 1 FROM issue WHERE key = ?2",
            &[&row.id, &issue.key],
        );
    }
    if row.draft {
        put(
            "INSERT INTO draft (ticket_id, at, body) VALUES (?1, 0, 'half')",
            &[&row.id],
        );
    }
    if row.dirty {
        put(
            "INSERT INTO outbox (ticket_id, since, action) VALUES (?1, 0, '{}')",
            &[&row.id],
        );
    }
}

/// A desk of these tickets; two stubs of them do not count.
fn build(rows: &[Row]) -> Desk {
    let desk = desk();
    let connection = Connection::open(&desk.path).unwrap();
    connection.execute_batch("BEGIN").unwrap();
    write_names(&connection);
    for (place, row) in rows.iter().enumerate() {
        write(&connection, row, 1, place % 7 == 3);
    }
    for (place, row) in rows.iter().take(2).enumerate() {
        let id = 1_000 + i64::try_from(place).unwrap();
        let gone = Row {
            id,
            external: row.external.map(|_| id),
            ..row.clone()
        };
        write(&connection, &gone, 2, false);
    }
    connection.execute_batch("COMMIT").unwrap();
    desk
}

fn expected(rows: &[Row], selection: &Selection) -> Vec<TicketId> {
    let mut list: Vec<&Row> = rows
        .iter()
        .filter(|row| evaluate::holds(row, &selection.want))
        .collect();
    list.sort_by(|left, right| evaluate::order(left, right, selection.sort));
    let limit = selection.limit.map_or(usize::MAX, |limit| limit as usize);
    list.iter()
        .take(limit)
        .map(|row| TicketId(row.id))
        .collect()
}

fn ask(desk: &Desk, selection: &Selection) -> Vec<TicketId> {
    let mut ids = Vec::new();
    let mut anchor = Anchor::Start;
    loop {
        let page = desk.page(selection, anchor, 7);
        ids.extend(page.rows.iter().map(|row| row.id));
        match page.rows.last() {
            Some(last) if !page.at_end => anchor = Anchor::After(last.position()),
            _ => return ids,
        }
    }
}

#[test]
fn the_sql_agrees_with_the_slow_evaluator() {
    let asked = std::env::var("PAYDESK_AGREEMENT").ok();
    let questions = asked.map_or(QUESTIONS, |count| count.parse().unwrap());
    let seed = [7; 32];
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (rows, selections) = (random::row(), random::selection());
    for _ in 0..questions.div_ceil(A_DESK) {
        let rows: Vec<Row> = (1..)
            .take(TICKETS)
            .map(|place| settled(rows.new_tree(&mut runner).unwrap().current(), place))
            .collect();
        let desk = build(&rows);
        for _ in 0..A_DESK {
            let selection = selections.new_tree(&mut runner).unwrap().current();
            let want = expected(&rows, &selection);
            let found = ask(&desk, &selection);
            if found != want {
                let differs = |row: &&Row| {
                    let id = TicketId(row.id);
                    found.contains(&id) != want.contains(&id)
                };
                let rows: Vec<_> = rows.iter().filter(differs).take(1).collect();
                panic!("{found:?}, not {want:?}: {selection:?}\n{rows:#?}");
            }
            let count = u64::try_from(want.len()).unwrap();
            assert_eq!(desk.matches(selection.clone()), count, "{selection:?}");
        }
    }
}
