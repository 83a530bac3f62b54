//! One ticket in lines: read out, noted on, changed.

use super::word::Named;
use super::{Opened, Plain, Writing};
use crate::cli::{ask, tickets};
use crate::domain::Command as Wish;
use crate::domain::tickets::{
    Changes, Command, EntryKind, FieldValue, Handle, Priority, Thread, Ticket, TicketId,
};
use crate::error::{Error, ErrorKind, Result};

/// The line that adds a note, and the one that throws it away.
const ADD: &str = ".";
const DROP: &str = ".drop";

impl Plain<'_> {
    /// Opens a row of the list, from 1.
    pub(super) fn open_row(&mut self, number: usize) -> Result<()> {
        let id = self.row(number)?;
        self.read_out(id)
    }

    pub(super) fn open_ticket(&mut self, handle: &Handle) -> Result<()> {
        let id = ask::locate(&self.store, handle)?;
        self.read_out(id)
    }

    /// Reads the open ticket again.
    pub(super) fn show(&mut self) -> Result<()> {
        let id = self.opened()?.id;
        self.read_out(id)
    }

    fn row(&self, number: usize) -> Result<TicketId> {
        let row = number.checked_sub(1).and_then(|at| self.rows.get(at));
        row.map(|row| row.id).ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("the list has no row {number}"))
                .hint("list reads it out")
        })
    }

    fn opened(&self) -> Result<&Opened> {
        self.open.as_ref().ok_or_else(|| {
            Error::new(ErrorKind::Usage, "no ticket is open").hint("open one first: 1, or open ID")
        })
    }

    fn thread(&self, id: TicketId) -> Result<Thread> {
        ask::thread(&self.store, &Handle::Local(id.0))
    }

    fn read_out(&mut self, id: TicketId) -> Result<()> {
        let thread = self.thread(id)?;
        let now = self.now();
        let ticket = std::slice::from_ref(&thread.ticket);
        let standings = ask::standings(&self.store, ticket, now, None)?;
        let standing = standings.first().and_then(Option::as_ref);
        let number = thread.ticket.number();
        let due = standing.and_then(|standing| standing.next_breach_at);
        self.watch(id, &number, due);
        let zone = &self.config.desk.zone;
        tickets::print_thread(&thread, standing, now, zone, self.output)?;
        if thread.draft.is_some() {
            self.say(&format!("DRAFT {number}; note goes on with it"))?;
        }
        self.open = Some(Opened { id, number });
        Ok(())
    }

    /// Adds a note at once, or begins one.
    pub(super) fn note(&mut self, text: Option<String>) -> Result<()> {
        let ticket = self.opened()?.clone();
        let draft = self.thread(ticket.id)?.draft;
        match (text, draft) {
            (Some(_), Some(_)) => Err(Error::new(
                ErrorKind::Refused,
                format!("a draft waits on {}", ticket.number),
            )
            .hint("note goes on with it, and .drop throws it away")),
            (Some(body), None) => self.add_note(&ticket, body),
            (None, draft) => {
                let lines = draft.iter().flat_map(|draft| draft.lines());
                let lines: Vec<_> = lines.map(str::to_owned).collect();
                let begins = if lines.is_empty() {
                    "begins"
                } else {
                    "goes on behind the draft"
                };
                let number = &ticket.number;
                let head = format!("NOTE {number} {begins}; stays in the team; a single . adds it");
                self.say(&head)?;
                for line in &lines {
                    self.say(line)?;
                }
                self.writing = Some(Writing { ticket, lines });
                Ok(())
            }
        }
    }

    /// Takes a line of the note.
    pub(super) fn write(&mut self, line: &str) -> Result<()> {
        let Some(mut writing) = self.writing.take() else {
            return Ok(());
        };
        match line.trim_end() {
            ADD => {
                let body = writing.lines.join("\n");
                return self.add_note(&writing.ticket, body);
            }
            DROP => {
                writing.lines.clear();
                self.keep(&writing)?;
                return self.say_draft(&writing, "thrown away");
            }
            line => writing.lines.push(line.to_owned()),
        }
        // Kept line by line: whatever ends the program, the words are there.
        let kept = self.keep(&writing);
        self.writing = Some(writing);
        kept
    }

    pub(super) fn say_draft(&mut self, writing: &Writing, what: &str) -> Result<()> {
        if writing.lines.is_empty() && what.starts_with("kept") {
            return Ok(());
        }
        self.say(&format!("DRAFT {} {what}", writing.ticket.number))
    }

    fn keep(&mut self, writing: &Writing) -> Result<()> {
        let draft = Command::SaveDraft {
            ticket: writing.ticket.id,
            body: writing.lines.join("\n"),
        };
        self.perform(Wish::Tickets(draft)).map(|_changes| ())
    }

    fn add_note(&mut self, ticket: &Opened, body: String) -> Result<()> {
        let note = Command::Note {
            ticket: ticket.id,
            body,
            status: None,
        };
        let changes = self.perform(Wish::Tickets(note))?;
        self.tell(&changes)
    }

    /// Sets a field of the open ticket, or of those named.
    pub(super) fn set(&mut self, field: FieldValue, named: &[Named]) -> Result<()> {
        let tickets = if named.is_empty() {
            vec![self.opened()?.id]
        } else {
            let id = |named: &Named| match named {
                Named::Row(number) => self.row(*number),
                Named::Handle(handle) => ask::locate(&self.store, handle),
            };
            named.iter().map(id).collect::<Result<_>>()?
        };
        let fields = vec![field];
        let changes = self.perform(Wish::Tickets(Command::Set { tickets, fields }))?;
        self.tell(&changes)
    }

    /// Takes the last action back, or does it again.
    pub(super) fn reverse(&mut self, wish: Wish, word: &str) -> Result<()> {
        let changes = self.perform(wish)?;
        let summary = changes.summary.split_once(": ");
        let summary = summary.map_or(&*changes.summary, |(_, what)| what);
        self.say(&format!("{word} {summary}"))?;
        self.tell(&changes)
    }

    fn perform(&self, wish: Wish) -> Result<Changes> {
        let (store, actor, now) = (&self.store, &self.actor, self.now());
        let outcome = self.session.shield(|_| store.perform(wish, actor, now))?;
        Ok(outcome.changes)
    }

    /// Says each change of state once.
    fn tell(&mut self, changes: &Changes) -> Result<()> {
        let tickets = ask::full(&self.store, changes.tickets())?;
        let called = |id: TicketId| {
            let ticket = tickets.iter().find(|ticket| ticket.id == id);
            ticket.map_or_else(|| id.0.to_string(), Ticket::number)
        };
        let priority = |priority: Option<Priority>| priority.map_or("none", Priority::name);
        for entry in changes
            .entries
            .iter()
            .filter(|entry| entry.kind == EntryKind::Note)
        {
            self.say(&format!("NOTE {} added", called(entry.ticket)))?;
        }
        for edit in &changes.edits {
            let (number, before, after) = (called(edit.ticket), &edit.before, &edit.after);
            if before.status != after.status {
                let (to, from) = (after.status.label(), before.status.label());
                self.say(&format!("STATUS {number} {to}, was {from}"))?;
            }
            if before.priority != after.priority {
                let (to, from) = (priority(after.priority), priority(before.priority));
                self.say(&format!("PRIORITY {number} {to}, was {from}"))?;
            }
        }
        match changes.masked_remark() {
            Some(remark) => self.say(&remark),
            None => Ok(()),
        }
    }
}
