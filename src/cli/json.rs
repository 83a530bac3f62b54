//! The shapes of `--json`, named and ordered as in the contract. Every member is always there;
//! what a later room fills is empty or null until then.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::domain::Instant;
use crate::domain::desk::{JournalEntry, OutboxRow, UndoClass};
use crate::domain::tickets::history::Standing;
use crate::domain::tickets::{
    Attachment, Changes, Entry, EntryId, EntryKind, FieldChange, Kind, OutboxAction, OutboxItem,
    Person, Priority, Source, Status, Thread, Ticket, TicketId,
};
use crate::formats::clocks::clocks_json;
use crate::jobs::import::FileReport;
use crate::store::Finding;

/// A member that is null until the room that fills it stands.
type NotYet = Option<()>;
/// A list that is empty until the room that fills it stands.
type NoneYet = [(); 0];

/// TICKET.
#[derive(Debug, Serialize)]
pub(super) struct TicketJson<'a> {
    id: TicketId,
    source: Source,
    external_id: Option<&'a str>,
    url: Option<&'a str>,
    subject: &'a str,
    kind: Kind,
    status: Status,
    priority: Option<Priority>,
    requester: Option<&'a Person>,
    assignee: Option<&'a str>,
    group: Option<&'a str>,
    tags: &'a [String],
    merchant: Option<&'a str>,
    method: Option<&'a str>,
    created_at: Instant,
    updated_at: Instant,
    solved_at: Option<Instant>,
    follow_up_at: NotYet,
    sla: Box<RawValue>,
    next_breach_at: Option<Instant>,
    unclocked: bool,
    jira: &'a [String],
    dirty: bool,
}

impl<'a> TicketJson<'a> {
    /// A ticket with its clocks as they stand; without, as one that has none.
    pub(super) fn new(ticket: &'a Ticket, standing: Option<&Standing>) -> Self {
        let clocks = standing.map_or(&[][..], |standing| &standing.clocks);
        let why = standing.and_then(|standing| standing.why.as_deref());
        Self {
            id: ticket.id,
            source: ticket.source,
            external_id: ticket.external_id.as_deref(),
            url: ticket.url.as_deref(),
            subject: &ticket.subject,
            kind: ticket.kind,
            status: ticket.status,
            priority: ticket.priority,
            requester: ticket.requester.as_ref(),
            assignee: ticket.assignee.as_ref().and_then(Person::called),
            group: ticket.group.as_deref(),
            tags: &ticket.tags,
            merchant: ticket.merchant.as_deref(),
            method: ticket.method.as_deref(),
            created_at: ticket.created_at,
            updated_at: ticket.updated_at,
            solved_at: ticket.solved_at,
            follow_up_at: None,
            sla: clocks_json(clocks, why),
            next_breach_at: standing.and_then(|standing| standing.next_breach_at),
            unclocked: standing.is_some_and(|standing| standing.is_unclocked),
            jira: &ticket.jira,
            dirty: ticket.dirty,
        }
    }
}

/// `ticket show`: TICKET with its timeline.
#[derive(Debug, Serialize)]
pub(super) struct ThreadJson<'a> {
    #[serde(flatten)]
    ticket: TicketJson<'a>,
    timeline: Vec<EntryJson<'a>>,
    promises: NoneYet,
    links: NoneYet,
    outbox: Vec<OutboxJson<'a>>,
    case: NotYet,
}

impl<'a> ThreadJson<'a> {
    pub(super) fn new(
        thread: &'a Thread,
        standing: Option<&Standing>,
        outbox: &'a [OutboxRow],
    ) -> Self {
        Self {
            ticket: TicketJson::new(&thread.ticket, standing),
            timeline: thread.entries.iter().map(EntryJson::new).collect(),
            promises: [],
            links: [],
            outbox: outbox
                .iter()
                .map(|row| OutboxJson::new(&row.item, Some(row.since)))
                .collect(),
            case: None,
        }
    }
}

#[derive(Debug, Serialize)]
struct EntryJson<'a> {
    id: EntryId,
    at: Instant,
    kind: EntryKind,
    author: Option<&'a str>,
    public: bool,
    text: &'a str,
    changes: &'a [FieldChange],
    attachments: &'a [Attachment],
}

impl<'a> EntryJson<'a> {
    fn new(entry: &'a Entry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            kind: entry.kind,
            author: entry.author.as_ref().and_then(Person::called),
            public: entry.public,
            text: &entry.text,
            changes: &entry.changes,
            attachments: &entry.attachments,
        }
    }
}

/// A row of the outbox, as it waits or as a dry run would put it there.
#[derive(Debug, Serialize)]
struct OutboxJson<'a> {
    id: Option<i64>,
    ticket: TicketId,
    action: &'static str,
    state: &'static str,
    since: Option<Instant>,
    hold_until: NotYet,
    tries: u32,
    error: NotYet,
    body: Option<&'a str>,
    changes: &'a [FieldChange],
}

impl<'a> OutboxJson<'a> {
    fn new(item: &'a OutboxItem, since: Option<Instant>) -> Self {
        let (body, changes): (_, &[FieldChange]) = match &item.action {
            OutboxAction::Note { body } => (Some(body.as_str()), &[]),
            OutboxAction::Set { changes } => (None, changes),
        };
        Self {
            id: item.id,
            ticket: item.ticket,
            action: item.action.name(),
            state: "waiting",
            since,
            hold_until: None,
            tries: 0,
            error: None,
            body,
            changes,
        }
    }
}

/// `--dry-run`.
#[derive(Debug, Serialize)]
pub(super) struct PlanJson<'a> {
    changes: Vec<FieldChange>,
    outbox: Vec<OutboxJson<'a>>,
    undo: Option<UndoClass>,
}

impl<'a> PlanJson<'a> {
    pub(super) fn new(changes: &'a Changes) -> Self {
        Self {
            changes: changes.field_changes(),
            outbox: changes
                .outbox
                .iter()
                .map(|item| OutboxJson::new(item, None))
                .collect(),
            undo: changes.undo,
        }
    }
}

/// `import`.
#[derive(Debug, Serialize)]
pub(super) struct ImportsJson<'a> {
    imports: Vec<ImportJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ImportJson<'a> {
    file: &'a str,
    kind: &'a str,
    new: u64,
    updated: u64,
    unchanged: u64,
    skipped: u64,
    warnings: Vec<WarningJson<'a>>,
    /// What the columns of a table were taken for.
    columns: Vec<ColumnJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ColumnJson<'a> {
    field: &'a str,
    column: &'a str,
}

#[derive(Debug, Serialize)]
struct WarningJson<'a> {
    line: Option<u64>,
    message: &'a str,
}

impl<'a> ImportsJson<'a> {
    pub(super) fn new(reports: &'a [FileReport]) -> Self {
        let imports = reports.iter().map(|report| ImportJson {
            file: &report.file,
            kind: &report.kind,
            new: report.new,
            updated: report.updated,
            unchanged: report.unchanged,
            skipped: report.skipped,
            warnings: report
                .warnings
                .iter()
                .map(|warning| WarningJson {
                    line: warning.line,
                    message: &warning.message,
                })
                .collect(),
            columns: report
                .columns
                .iter()
                .map(|(field, column)| ColumnJson { field, column })
                .collect(),
        });
        Self {
            imports: imports.collect(),
        }
    }
}

/// `doctor`.
#[derive(Debug, Serialize)]
pub(super) struct FindingsJson<'a> {
    findings: Vec<FindingJson<'a>>,
}

#[derive(Debug, Serialize)]
struct FindingJson<'a> {
    severity: &'static str,
    what: &'a str,
    #[serde(rename = "where")]
    place: &'a str,
    cure: &'a str,
    repaired: bool,
}

impl<'a> FindingsJson<'a> {
    pub(super) fn new(findings: &'a [Finding]) -> Self {
        let findings = findings.iter().map(|finding| FindingJson {
            severity: super::desk::severity_name(finding.severity),
            what: &finding.what,
            place: &finding.place,
            cure: &finding.cure,
            repaired: finding.repaired,
        });
        Self {
            findings: findings.collect(),
        }
    }
}

/// `undo` and `redo`: what was taken back or done again, and the tickets as they are now.
#[derive(Debug, Serialize)]
pub(super) struct ReversalJson<'a> {
    pub(super) action: &'static str,
    pub(super) summary: &'a str,
    pub(super) tickets: Vec<TicketJson<'a>>,
}

/// `undo --list`.
#[derive(Debug, Serialize)]
pub(super) struct ActionsJson<'a> {
    actions: Vec<ActionJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ActionJson<'a> {
    id: i64,
    at: Instant,
    actor: &'a str,
    summary: &'a str,
    undo: Option<UndoClass>,
    undone: bool,
}

impl<'a> ActionsJson<'a> {
    pub(super) fn new(entries: &'a [JournalEntry]) -> Self {
        let actions = entries.iter().map(|entry| ActionJson {
            id: entry.id,
            at: entry.at,
            actor: &entry.actor,
            summary: &entry.changes.summary,
            undo: entry.changes.undo,
            undone: entry.undone,
        });
        Self {
            actions: actions.collect(),
        }
    }
}
