//! What a command does, as data: everything else is read off it.
//!
//! The rows to write, the timeline entry with from and to, the outbox row, the inverse for
//! undo and the text of a dry run are all views of one [`Changes`].

use serde::{Deserialize, Serialize};

use super::ticket::{EntryId, EntryKind, FieldChange, Priority, Status, TicketId};
use crate::domain::Instant;
use crate::domain::desk::{Setting, UndoClass, View, ViewEdit};

/// The columns of a ticket that commands may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editable {
    /// Where it stands.
    pub status: Status,
    /// How pressing it is.
    pub priority: Option<Priority>,
    /// Solved at, while solved or closed.
    pub solved_at: Option<Instant>,
    /// Last changed at.
    pub updated_at: Instant,
}

/// One ticket's columns before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketEdit {
    /// Which ticket.
    pub ticket: TicketId,
    /// As it was when the command was decided.
    pub before: Editable,
    /// As it shall be.
    pub after: Editable,
}

impl TicketEdit {
    /// The changes a person would name; bookkeeping columns are left out.
    pub fn field_changes(&self) -> Vec<FieldChange> {
        let mut changes = Vec::new();
        if self.before.status != self.after.status {
            changes.push(FieldChange {
                field: "status".into(),
                from: Some(self.before.status.name().into()),
                to: Some(self.after.status.name().into()),
            });
        }
        if self.before.priority != self.after.priority {
            changes.push(FieldChange {
                field: "priority".into(),
                from: self.before.priority.map(|p| p.name().into()),
                to: self.after.priority.map(|p| p.name().into()),
            });
        }
        changes
    }
}

/// A timeline entry to add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEntry {
    /// The id it was given; none until it is written.
    pub id: Option<EntryId>,
    /// Which ticket.
    pub ticket: TicketId,
    /// When.
    pub at: Instant,
    /// What it is.
    pub kind: EntryKind,
    /// Who did it (a mail address or "me").
    pub author: String,
    /// True if the requester sees it.
    pub public: bool,
    /// Its text.
    pub text: String,
    /// Its field changes.
    pub changes: Vec<FieldChange>,
}

/// What a helpdesk shall be asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum OutboxAction {
    /// Add an internal note.
    Note {
        /// Its text.
        body: String,
    },
    /// Set fields.
    Set {
        /// The fields with the values they had here.
        changes: Vec<FieldChange>,
    },
}

impl OutboxAction {
    /// The word in lists and `--json`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Note { .. } => "note",
            Self::Set { .. } => "set",
        }
    }
}

/// A row of the outbox to add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxItem {
    /// The id it was given; none until it is written.
    pub id: Option<i64>,
    /// Which ticket.
    pub ticket: TicketId,
    /// What to ask for.
    pub action: OutboxAction,
}

/// A note that is being written, before and after; an absent text is no draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftEdit {
    /// Which ticket.
    pub ticket: TicketId,
    /// The draft as it was.
    pub before: Option<String>,
    /// The draft as it shall be.
    pub after: Option<String>,
}

/// A value the desk shall remember.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingEdit {
    /// Which setting.
    pub setting: Setting,
    /// Its new value.
    pub value: String,
}

/// All that a command does, written in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Columns of tickets.
    pub edits: Vec<TicketEdit>,
    /// Timeline entries to add.
    pub entries: Vec<NewEntry>,
    /// Outbox rows to add.
    pub outbox: Vec<OutboxItem>,
    /// Drafts to write or remove.
    pub drafts: Vec<DraftEdit>,
    /// Settings to remember.
    pub settings: Vec<SettingEdit>,
    /// Views to keep or forget.
    #[serde(default)]
    pub views: Vec<ViewEdit>,
    /// How it can be taken back; none for what undo does not list (drafts, settings).
    pub undo: Option<UndoClass>,
    /// Card numbers that were masked in what a person wrote.
    #[serde(default)]
    pub masked: usize,
    /// What was done, in a few words ("note on #48213").
    pub summary: String,
}

impl Changes {
    /// Every ticket that is touched, each once, in order of first mention.
    pub fn tickets(&self) -> Vec<TicketId> {
        let mut seen = Vec::new();
        let all = self.edits.iter().map(|e| e.ticket);
        for id in all
            .chain(self.entries.iter().map(|e| e.ticket))
            .chain(self.drafts.iter().map(|d| d.ticket))
        {
            if !seen.contains(&id) {
                seen.push(id);
            }
        }
        seen
    }

    /// What to say of masked card numbers, if there were any.
    pub fn masked_remark(&self) -> Option<String> {
        match self.masked {
            0 => None,
            1 => Some("1 card number masked".to_owned()),
            many => Some(format!("{many} card numbers masked")),
        }
    }

    /// The changes of fields a dry run prints, over all tickets; a note counts as one.
    pub fn field_changes(&self) -> Vec<FieldChange> {
        let mut changes: Vec<_> = self
            .edits
            .iter()
            .flat_map(TicketEdit::field_changes)
            .collect();
        for entry in self.entries.iter().filter(|e| e.kind == EntryKind::Note) {
            changes.push(FieldChange {
                field: "note".into(),
                from: None,
                to: Some(entry.text.clone()),
            });
        }
        let query = |view: &Option<View>| view.as_ref().map(|view| view.query.clone());
        changes.extend(self.views.iter().map(|edit| FieldChange {
            field: format!("view {}", edit.name()),
            from: query(&edit.before),
            to: query(&edit.after),
        }));
        changes
    }
}
