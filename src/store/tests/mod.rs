//! The store through its own doors, on temporary files.

mod agreement;
mod clocks;
mod commands;
mod files;
mod finding;
mod imports;
mod paging;
mod slots;

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::DateTime;
use tempfile::TempDir;

use super::{ImportSource, Store};
use crate::domain::schedule::Schedule;
use crate::domain::tickets::filter::Context;
use crate::domain::tickets::records::{
    Change, EntryRecord, OrganizationRecord, PersonRecord, Record, Said, TicketRecord,
};
use crate::domain::tickets::{
    self, EntryKind, Filter, Handle, Kind, Priority, Source, Status, TicketId,
};
use crate::domain::zone::Zone;
use crate::domain::{Actor, Answer, Command, Instant, Query};

/// An instant so many seconds after the desk's day one.
pub(super) fn at(seconds: i64) -> Instant {
    DateTime::from_timestamp(1_750_000_000 + seconds, 0).unwrap()
}

pub(super) fn me() -> Actor {
    Actor::new("ana@example.com")
}

/// A store in a folder of its own.
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) path: PathBuf,
    folder: TempDir,
}

pub(super) fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    Desk {
        store: Store::open(&path).unwrap(),
        path,
        folder,
    }
}

impl Desk {
    pub(super) fn import(&self, records: Vec<Record>) -> Vec<Change> {
        let source = ImportSource {
            file: "export.ndjson".into(),
            kind: "zendesk".into(),
            bytes: 1,
        };
        let mut import = self.store.import(source, at(0)).unwrap();
        let changes = import.write(records).unwrap();
        import.finish().unwrap();
        changes
    }

    pub(super) fn ask(&self, query: tickets::Query) -> tickets::Answer {
        match self.store.ask(Query::Tickets(query)).unwrap() {
            Answer::Tickets(answer) => answer,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn thread(&self, id: TicketId) -> tickets::Thread {
        match self.ask(tickets::Query::Thread(id)) {
            tickets::Answer::Thread(Some(thread)) => *thread,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn count(&self, filter: &Filter) -> u64 {
        let context = Context {
            me: &[],
            zone: &Zone::default(),
            schedule: &Schedule::default(),
            now: at(0),
            marked: &BTreeSet::new(),
        };
        match self.ask(tickets::Query::Count(filter.select(&context))) {
            tickets::Answer::Count(count) => count,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn locate(&self, handle: &str) -> Option<TicketId> {
        let handle = Handle::parse(handle).unwrap();
        match self.ask(tickets::Query::Locate(handle)) {
            tickets::Answer::Locate(id) => id,
            other => panic!("{other:?}"),
        }
    }

    /// Every row of the tables that commands write, as text.
    pub(super) fn dump(&self) -> String {
        let connection = rusqlite::Connection::open(&self.path).unwrap();
        let mut dump = String::new();
        for table in [
            "ticket",
            "entry",
            "outbox",
            "draft",
            "ticket_tag",
            "setting",
        ] {
            let mut statement = connection
                .prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))
                .unwrap();
            let columns = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let values: Vec<String> = (0..columns)
                    .map(|column| format!("{:?}", row.get_ref(column).unwrap()))
                    .collect();
                dump.extend([table, " ", &values.join("|"), "\n"]);
            }
        }
        dump
    }
}

pub(super) fn ticket(id: i64) -> TicketRecord {
    TicketRecord {
        source: Source::Zendesk,
        id,
        said: Said::WHOLE,
        deleted: false,
        url: Some(format!("https://acme.zendesk.com/api/v2/tickets/{id}.json")),
        subject: format!("Refund {id} missing"),
        description: Some("Where is it?".into()),
        kind: Kind::Inquiry,
        status: Status::Open,
        priority: None,
        requester: None,
        assignee: None,
        organization: None,
        team: None,
        tags: Vec::new(),
        fields: Vec::new(),
        created_at: at(0),
        updated_at: at(id),
        generated: 0,
        people: Vec::new(),
        solved_at: None,
        organization_named: None,
        team_named: None,
        titles: std::sync::Arc::default(),
        entries: Vec::new(),
    }
}

pub(super) fn whole(ticket: TicketRecord) -> Record {
    Record::Ticket(Box::new(ticket))
}

pub(super) fn person(id: i64, name: &str) -> PersonRecord {
    PersonRecord {
        source: Source::Zendesk,
        id,
        name: name.into(),
        email: Some(format!("{}@example.com", name.to_lowercase())),
        role: None,
        organization: None,
        updated_at: None,
    }
}

pub(super) fn organization(id: i64, name: &str) -> OrganizationRecord {
    OrganizationRecord {
        source: Source::Zendesk,
        id,
        name: name.into(),
        partner: false,
        updated_at: Some(at(0)),
    }
}

pub(super) fn comment(id: i64, ticket: i64) -> EntryRecord {
    EntryRecord {
        source: Source::Zendesk,
        id,
        ticket,
        at: at(id),
        kind: EntryKind::Reply,
        author: None,
        public: true,
        text: format!("comment {id}"),
        changes: Vec::new(),
        attachments: Vec::new(),
        version: 0,
    }
}

pub(super) fn note(ticket: TicketId, body: &str) -> Command {
    Command::Tickets(tickets::Command::Note {
        ticket,
        body: body.into(),
        status: None,
    })
}

pub(super) fn save_draft(ticket: TicketId, body: &str) -> Command {
    Command::Tickets(tickets::Command::SaveDraft {
        ticket,
        body: body.into(),
    })
}

pub(super) fn set_status(tickets: &[TicketId], status: Status) -> Command {
    Command::Tickets(tickets::Command::Set {
        tickets: tickets.to_vec(),
        fields: vec![tickets::FieldValue::Status(status)],
    })
}

pub(super) fn set_priority(tickets: &[TicketId], priority: Option<Priority>) -> Command {
    Command::Tickets(tickets::Command::Set {
        tickets: tickets.to_vec(),
        fields: vec![tickets::FieldValue::Priority(priority)],
    })
}
