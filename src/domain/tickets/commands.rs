//! What can be done to tickets, and the rule that decides it.
//!
//! `decide` is pure: the store loads [`State`], `decide` answers with [`Changes`] or a
//! [`Refusal`], the store writes. `reversal` is the same for taking a journal entry back.

use super::changes::{
    Changes, DraftEdit, Editable, NewEntry, OutboxAction, OutboxItem, TicketEdit,
};
use super::ticket::{EntryKind, Priority, Source, Status, TicketId, handle};
use crate::domain::desk::{JournalEntry, UndoClass};
use crate::domain::{Actor, Instant, Refusal, redact};

/// Longest note in characters: Zendesk cuts comments near 65,536 bytes, so ours stay below.
pub const MAX_NOTE_CHARS: usize = 16_000;

/// A wish to change tickets.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Adds an internal note, and sets the status in the same transaction if one is given.
    Note {
        /// Which ticket.
        ticket: TicketId,
        /// Its text.
        body: String,
        /// The status to set with it.
        status: Option<Status>,
    },
    /// Sets fields of one or more tickets.
    Set {
        /// Which tickets.
        tickets: Vec<TicketId>,
        /// The new values; a later one of the same field wins.
        fields: Vec<FieldValue>,
    },
    /// Keeps the text of a note that is being written; an empty text removes it.
    SaveDraft {
        /// Which ticket.
        ticket: TicketId,
        /// The text so far.
        body: String,
    },
}

/// A field with the value it shall have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// The status.
    Status(Status),
    /// The priority; none clears it.
    Priority(Option<Priority>),
}

impl FieldValue {
    /// The value in a few words: "pending", "priority high", "no priority".
    pub fn label(self) -> String {
        match self {
            Self::Status(status) => status.label().to_owned(),
            Self::Priority(Some(priority)) => format!("priority {}", priority.name()),
            Self::Priority(None) => "no priority".to_owned(),
        }
    }
}

impl Command {
    /// The tickets whose facts `decide` needs.
    pub fn tickets(&self) -> Vec<TicketId> {
        match self {
            Self::Note { ticket, .. } | Self::SaveDraft { ticket, .. } => vec![*ticket],
            Self::Set { tickets, .. } => tickets.clone(),
        }
    }
}

/// What `decide` must know of one ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketFacts {
    /// Which ticket.
    pub id: TicketId,
    /// Where it lives.
    pub source: Source,
    /// Its id there.
    pub external_id: Option<String>,
    /// The columns commands may change.
    pub editable: Editable,
    /// The note being written.
    pub draft: Option<String>,
}

impl TicketFacts {
    fn name(&self) -> String {
        format!(
            "#{}",
            self.external_id
                .clone()
                .unwrap_or_else(|| self.id.0.to_string())
        )
    }
}

/// The state a command on tickets is decided on: the facts of those of its tickets that exist.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// One entry a ticket.
    pub tickets: Vec<TicketFacts>,
}

impl State {
    fn facts(&self, id: TicketId) -> Result<&TicketFacts, Refusal> {
        self.tickets.iter().find(|t| t.id == id).ok_or_else(|| {
            Refusal::missing(format!(
                "There is no ticket {}.",
                handle(Source::Local, None, id)
            ))
            .cure("`paydesk ticket list` shows those there are")
        })
    }
}

/// Decides a command: what it changes, or why it cannot be done.
pub fn decide(
    state: &State,
    command: &Command,
    actor: &Actor,
    now: Instant,
) -> Result<Changes, Refusal> {
    match command {
        Command::Note {
            ticket,
            body,
            status,
        } => decide_note(state, *ticket, body, *status, actor, now),
        Command::Set { tickets, fields } => decide_set(state, tickets, fields, actor, now),
        Command::SaveDraft { ticket, body } => decide_draft(state, *ticket, body),
    }
}

fn decide_draft(state: &State, ticket: TicketId, body: &str) -> Result<Changes, Refusal> {
    let facts = state.facts(ticket)?;
    // A card number is not stored, not even for a moment.
    let (body, _masked) = redact::mask_pans(body);
    let after = (!body.trim().is_empty()).then(|| body.into_owned());
    let mut changes = Changes {
        summary: format!("draft on {}", facts.name()),
        ..Changes::default()
    };
    if after != facts.draft {
        changes.drafts.push(DraftEdit {
            ticket,
            before: facts.draft.clone(),
            after,
        });
    }
    Ok(changes)
}

fn decide_note(
    state: &State,
    ticket: TicketId,
    body: &str,
    status: Option<Status>,
    actor: &Actor,
    now: Instant,
) -> Result<Changes, Refusal> {
    let facts = state.facts(ticket)?;
    refuse_closed(facts)?;
    let (text, masked) = redact::mask_pans(body.trim_end());
    if text.trim().is_empty() {
        return Err(Refusal::new("The note is empty.").cure("write a text first"));
    }
    let length = text.chars().count();
    if length > MAX_NOTE_CHARS {
        return Err(Refusal::new(format!(
            "A note has at most {MAX_NOTE_CHARS} characters; this has {length}."
        ))
        .cure("split it into several"));
    }
    // A note is a change of the ticket, here as in a helpdesk.
    let mut after = Editable {
        updated_at: now,
        ..facts.editable.clone()
    };
    let mut changes = Changes {
        summary: format!("note on {}", facts.name()),
        undo: Some(undo_class(facts)),
        ..Changes::default()
    };
    if let Some(status) = status
        && status != facts.editable.status
    {
        refuse_status(facts, status)?;
        set_status(&mut after, status, now);
        changes.summary = format!("note on {}, {}", facts.name(), status.label());
    }
    changes.masked = masked;
    if let Some(remark) = changes.masked_remark() {
        changes.summary = format!("{}, {remark}", changes.summary);
    }
    changes.entries.push(NewEntry {
        id: None,
        ticket,
        at: now,
        kind: EntryKind::Note,
        author: actor.label().to_owned(),
        public: false,
        text: text.clone().into_owned(),
        changes: Vec::new(),
    });
    if facts.source != Source::Local {
        let action = OutboxAction::Note {
            body: text.into_owned(),
        };
        changes.outbox.push(OutboxItem {
            id: None,
            ticket,
            action,
        });
    }
    if facts.draft.is_some() {
        changes.drafts.push(DraftEdit {
            ticket,
            before: facts.draft.clone(),
            after: None,
        });
    }
    push_edit(&mut changes, facts, after, actor, now);
    Ok(changes)
}

fn decide_set(
    state: &State,
    tickets: &[TicketId],
    fields: &[FieldValue],
    actor: &Actor,
    now: Instant,
) -> Result<Changes, Refusal> {
    if fields.is_empty() {
        return Err(Refusal::new("There is nothing to set.").cure("name status=… or priority=…"));
    }
    let what = fields
        .iter()
        .map(|f| f.label())
        .collect::<Vec<_>>()
        .join(", ");
    let mut changes = Changes::default();
    let mut touched = Vec::new();
    for id in tickets {
        let facts = state.facts(*id)?;
        let mut after = facts.editable.clone();
        for field in fields {
            set_field(&mut after, facts, *field, now)?;
        }
        if after == facts.editable {
            continue;
        }
        after.updated_at = now;
        changes.undo = Some(harder(changes.undo, undo_class(facts)));
        push_edit(&mut changes, facts, after, actor, now);
        touched.push(facts.name());
    }
    changes.summary = match touched.as_slice() {
        [] if tickets.len() > 1 => {
            return Err(Refusal::new(format!(
                "All {} are {what} already.",
                tickets.len()
            )));
        }
        [] => return Err(Refusal::new(format!("It is {what} already."))),
        [one] => format!("{one} {what}"),
        many => format!("{} tickets {what}", many.len()),
    };
    Ok(changes)
}

/// Sets one field in `after`; a value it already has is no change and never refused.
fn set_field(
    after: &mut Editable,
    facts: &TicketFacts,
    field: FieldValue,
    now: Instant,
) -> Result<(), Refusal> {
    match field {
        FieldValue::Status(status) if status != after.status => {
            refuse_closed(facts)?;
            refuse_status(facts, status)?;
            set_status(after, status, now);
        }
        FieldValue::Priority(priority) if priority != after.priority => {
            refuse_closed(facts)?;
            after.priority = priority;
        }
        FieldValue::Status(_) | FieldValue::Priority(_) => {}
    }
    Ok(())
}

/// Adds the edit, its timeline entry and its outbox row.
fn push_edit(
    changes: &mut Changes,
    facts: &TicketFacts,
    after: Editable,
    actor: &Actor,
    now: Instant,
) {
    let edit = TicketEdit {
        ticket: facts.id,
        before: facts.editable.clone(),
        after,
    };
    let fields = edit.field_changes();
    if !fields.is_empty() {
        let kind = if fields.iter().any(|c| c.field == "status") {
            EntryKind::Status
        } else {
            EntryKind::Field
        };
        changes.entries.push(NewEntry {
            id: None,
            ticket: facts.id,
            at: now,
            kind,
            author: actor.label().to_owned(),
            public: false,
            text: String::new(),
            changes: fields.clone(),
        });
        if facts.source != Source::Local {
            let action = OutboxAction::Set { changes: fields };
            changes.outbox.push(OutboxItem {
                id: None,
                ticket: facts.id,
                action,
            });
        }
    }
    changes.edits.push(edit);
}

fn set_status(after: &mut Editable, status: Status, now: Instant) {
    after.status = status;
    after.solved_at = if status.is_open() {
        None
    } else {
        after.solved_at.or(Some(now))
    };
}

fn undo_class(facts: &TicketFacts) -> UndoClass {
    if facts.source == Source::Local {
        UndoClass::Local
    } else {
        UndoClass::Held
    }
}

fn refuse_closed(facts: &TicketFacts) -> Result<(), Refusal> {
    if facts.editable.status == Status::Closed {
        return Err(
            Refusal::new(format!("{} is closed, and closed is final.", facts.name()))
                .cure("open a new ticket that refers to it"),
        );
    }
    Ok(())
}

/// Zendesk and Freshdesk both refuse these two.
fn refuse_status(facts: &TicketFacts, status: Status) -> Result<(), Refusal> {
    match status {
        Status::New => Err(Refusal::new(format!(
            "{} was opened; it cannot become new again.",
            facts.name()
        ))
        .cure("set it open")),
        Status::Closed if facts.source == Source::Zendesk => Err(Refusal::new(
            "Zendesk closes tickets by itself, some days after they are solved.",
        )
        .cure("set it solved")),
        _ => Ok(()),
    }
}

/// The harder of two undo classes: an action is as hard to take back as its hardest part.
fn harder(so_far: Option<UndoClass>, next: UndoClass) -> UndoClass {
    so_far.map_or(next, |so_far| so_far.max(next))
}

/// Whether a journal entry can be taken back (or, if `undone`, done again) on today's state.
///
/// Refused when a ticket has changed since: taking back must never overwrite what came later.
/// The store then applies the entry's changes backwards (or forwards).
pub fn reversal(entry: &JournalEntry, state: &State) -> Result<(), Refusal> {
    let verb = if entry.undone { "redone" } else { "undone" };
    for edit in &entry.changes.edits {
        let expected = if entry.undone {
            &edit.before
        } else {
            &edit.after
        };
        let facts = state.facts(edit.ticket)?;
        let now = &facts.editable;
        if (now.status, now.priority) != (expected.status, expected.priority) {
            return Err(Refusal::new(format!(
                "{} has changed since, so \"{}\" cannot be {verb}.",
                facts.name(),
                entry.changes.summary
            ))
            .cure("set the field itself"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};

    fn at(hour: u32) -> Instant {
        Utc.with_ymd_and_hms(2026, 4, 27, hour, 0, 0).unwrap()
    }

    fn ticket(id: i64, source: Source, status: Status) -> TicketFacts {
        TicketFacts {
            id: TicketId(id),
            source,
            external_id: (source != Source::Local).then(|| format!("48{id}")),
            editable: Editable {
                status,
                priority: None,
                solved_at: None,
                updated_at: at(8),
            },
            draft: None,
        }
    }

    fn set(ids: &[i64], field: FieldValue) -> Command {
        Command::Set {
            tickets: ids.iter().map(|id| TicketId(*id)).collect(),
            fields: vec![field],
        }
    }

    fn me() -> Actor {
        Actor::new("Ana@Example.com")
    }

    #[test]
    fn a_status_change_has_an_entry_an_outbox_row_and_its_inverse() {
        let state = State {
            tickets: vec![ticket(1, Source::Zendesk, Status::Open)],
        };
        let command = set(&[1], FieldValue::Status(Status::Solved));
        let changes = decide(&state, &command, &me(), at(9)).unwrap();
        assert_eq!(changes.summary, "#481 solved");
        assert_eq!(changes.undo, Some(UndoClass::Held));
        assert_eq!(changes.edits[0].after.solved_at, Some(at(9)));
        assert_eq!(changes.edits[0].before, state.tickets[0].editable);
        assert_eq!(changes.entries[0].kind, EntryKind::Status);
        assert_eq!(changes.entries[0].author, "ana@example.com");
        assert_eq!(changes.outbox.len(), 1);
        assert_eq!(changes.field_changes()[0].to.as_deref(), Some("solved"));
    }

    #[test]
    fn a_local_ticket_has_no_outbox_row() {
        let state = State {
            tickets: vec![ticket(1, Source::Local, Status::Open)],
        };
        let note = Command::Note {
            ticket: TicketId(1),
            body: "seen\n".into(),
            status: None,
        };
        let changes = decide(&state, &note, &Actor::default(), at(9)).unwrap();
        assert!(changes.outbox.is_empty());
        assert_eq!(changes.undo, Some(UndoClass::Local));
        assert_eq!(changes.entries[0].text, "seen");
        assert_eq!(changes.entries[0].author, "me");
    }

    #[test]
    fn what_cannot_be_done_says_why_and_what_instead() {
        let refused = |status, command: &Command| {
            let state = State {
                tickets: vec![ticket(1, Source::Zendesk, status)],
            };
            decide(&state, command, &me(), at(9)).unwrap_err()
        };
        let solve = set(&[1], FieldValue::Status(Status::Solved));
        assert!(
            refused(Status::Closed, &solve)
                .reason
                .contains("closed is final")
        );
        assert_eq!(
            refused(Status::Solved, &solve).reason,
            "It is solved already."
        );
        let renew = set(&[1], FieldValue::Status(Status::New));
        assert!(refused(Status::Open, &renew).cure.is_some());
        let close = set(&[1], FieldValue::Status(Status::Closed));
        assert!(
            refused(Status::Open, &close)
                .reason
                .starts_with("Zendesk closes")
        );
        let empty = Command::Note {
            ticket: TicketId(1),
            body: " \n".into(),
            status: None,
        };
        assert_eq!(refused(Status::Open, &empty).reason, "The note is empty.");
        let long = "x".repeat(MAX_NOTE_CHARS + 1);
        let long = Command::Note {
            ticket: TicketId(1),
            body: long,
            status: None,
        };
        assert!(refused(Status::Open, &long).reason.contains("16000"));
        assert!(refused(Status::Open, &set(&[9], FieldValue::Priority(None))).missing);
    }

    #[test]
    fn several_tickets_are_one_action_and_those_that_have_it_stay() {
        let state = State {
            tickets: vec![
                ticket(1, Source::Local, Status::Open),
                ticket(2, Source::Zendesk, Status::Pending),
                ticket(3, Source::Local, Status::Pending),
            ],
        };
        let command = set(&[1, 2, 3], FieldValue::Priority(Some(Priority::High)));
        let changes = decide(&state, &command, &me(), at(9)).unwrap();
        assert_eq!(changes.summary, "3 tickets priority high");
        assert_eq!(changes.undo, Some(UndoClass::Held));
        let command = set(&[1, 2, 3], FieldValue::Status(Status::Pending));
        let changes = decide(&state, &command, &me(), at(9)).unwrap();
        assert_eq!(changes.tickets(), [TicketId(1)]);
    }

    #[test]
    fn a_note_takes_its_draft_with_it() {
        let mut facts = ticket(1, Source::Local, Status::Open);
        facts.draft = Some("half".into());
        let state = State {
            tickets: vec![facts],
        };
        let note = Command::Note {
            ticket: TicketId(1),
            body: "whole".into(),
            status: Some(Status::Pending),
        };
        let changes = decide(&state, &note, &me(), at(9)).unwrap();
        assert_eq!(changes.drafts[0].after, None);
        assert_eq!(changes.drafts[0].before.as_deref(), Some("half"));
        assert_eq!(changes.edits[0].after.status, Status::Pending);
        assert_eq!(changes.entries.len(), 2);
    }

    #[test]
    fn a_card_number_is_masked_before_it_is_stored() {
        let state = State {
            tickets: vec![ticket(1, Source::Zendesk, Status::Open)],
        };
        let body = "card 4111 1111 1111 1111 declined".to_owned();
        let note = Command::Note {
            ticket: TicketId(1),
            body: body.clone(),
            status: None,
        };
        let changes = decide(&state, &note, &me(), at(9)).unwrap();
        assert!(!changes.entries[0].text.contains("1111 1111"));
        assert!(!format!("{:?}", changes.outbox).contains("1111 1111"));
        assert_eq!(changes.summary, "note on #481, 1 card number masked");
        let draft = Command::SaveDraft {
            ticket: TicketId(1),
            body,
        };
        let changes = decide(&state, &draft, &me(), at(9)).unwrap();
        assert!(!format!("{:?}", changes.drafts).contains("1111 1111"));
    }

    #[test]
    fn undo_is_refused_when_the_ticket_has_moved_on() {
        let mut state = State {
            tickets: vec![ticket(1, Source::Local, Status::Open)],
        };
        let command = set(&[1], FieldValue::Status(Status::Pending));
        let changes = decide(&state, &command, &me(), at(9)).unwrap();
        let after = changes.edits[0].after.clone();
        let entry = JournalEntry {
            id: 1,
            at: at(9),
            actor: String::new(),
            changes,
            undone: false,
        };
        state.tickets[0].editable = after;
        assert_eq!(reversal(&entry, &state), Ok(()));
        state.tickets[0].editable.status = Status::Solved;
        assert!(
            reversal(&entry, &state)
                .unwrap_err()
                .reason
                .contains("changed since")
        );
    }
}
