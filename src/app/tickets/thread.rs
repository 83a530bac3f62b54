//! A ticket's timeline as lines of a given width: what the reader scrolls and the preview shows.

use crate::app::kit::wrap;
use crate::domain::tickets::{Entry, EntryKind, FieldChange, Role, Thread};
use crate::domain::zone::Zone;
use crate::domain::{Instant, moment, text};

/// Longest line of a message in cells: beyond it the eye loses the next line.
pub const MAX_LINE: usize = 90;

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The head of a message: who, from where, when.
    Head {
        /// Author's name.
        name: String,
        /// Organization and role in a few words.
        from: String,
        /// True for an internal note.
        internal: bool,
        /// When.
        at: String,
    },
    /// A line of a message.
    Body {
        /// The text, cut to the width.
        text: String,
        /// True for an internal note.
        internal: bool,
        /// True for quoted text (`> …`).
        quoted: bool,
    },
    /// Something that happened to the ticket.
    System {
        /// What, in a few words.
        text: String,
        /// When.
        at: String,
    },
    /// Nothing.
    Blank,
}

/// Lays out a timeline. `cells` is the width of the text, without edge and margin.
pub fn lines(thread: &Thread, cells: usize, now: Instant, zone: &Zone) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for entry in &thread.entries {
        let system = is_system(entry);
        // A blank row between entries, but none between two that merely happened.
        let apart = match lines.last() {
            None => false,
            Some(Line::System { .. }) => !system,
            Some(_) => true,
        };
        if apart {
            lines.push(Line::Blank);
        }
        let at = moment::when(entry.at, now, zone);
        if system {
            lines.push(Line::System {
                text: system_text(entry),
                at,
            });
        } else {
            push_message(&mut lines, entry, at, cells.clamp(2, MAX_LINE));
        }
    }
    lines
}

/// True for what happened to a ticket, false for what someone wrote.
pub fn is_system(entry: &Entry) -> bool {
    !matches!(entry.kind, EntryKind::Reply | EntryKind::Note)
}

fn push_message(lines: &mut Vec<Line>, entry: &Entry, at: String, cells: usize) {
    let internal = !entry.public;
    let (name, from) = author(entry);
    lines.push(Line::Head {
        name,
        from,
        internal,
        at,
    });
    let safe = text::screen(&entry.text);
    for paragraph in safe.trim_end().split('\n') {
        let paragraph = paragraph.replace('\t', "    ");
        let quoted = paragraph.trim_start().starts_with('>');
        for text in wrap::wrap(&paragraph, cells) {
            lines.push(Line::Body {
                text,
                internal,
                quoted,
            });
        }
    }
    for attachment in &entry.attachments {
        let name = wrap::cut(&text::line(&attachment.name), cells.saturating_sub(10), '…');
        lines.push(Line::Body {
            text: format!("attached: {name}"),
            internal,
            quoted: true,
        });
    }
}

/// Who wrote it and where they belong.
fn author(entry: &Entry) -> (String, String) {
    let Some(person) = &entry.author else {
        return ("system".to_owned(), String::new());
    };
    let name = match (person.name.is_empty(), &person.email) {
        (false, _) => text::line(&person.name).into_owned(),
        (true, Some(email)) => text::line(email).into_owned(),
        (true, None) => "unknown".to_owned(),
    };
    let role = match person.role {
        Role::EndUser => "client",
        Role::Agent => "support",
        Role::Partner => "partner",
    };
    let from = match &person.organization {
        Some(organization) => format!("{}, {role}", text::line(organization)),
        None => role.to_owned(),
    };
    (name, from)
}

/// What happened, with from and to: `status open, was new, by Ana Nowak`.
pub fn system_text(entry: &Entry) -> String {
    let mut words: Vec<String> = entry.changes.iter().map(change_text).collect();
    if !entry.text.is_empty() {
        words.push(text::line(&entry.text).into_owned());
    }
    if let Some(person) = &entry.author {
        let name = if person.name.is_empty() {
            person.email.as_deref()
        } else {
            Some(&*person.name)
        };
        words.push(format!("by {}", text::line(name.unwrap_or("unknown"))));
    }
    words.join(", ")
}

fn change_text(change: &FieldChange) -> String {
    let field = text::line(&change.field);
    let show = |value: &Option<String>| match value.as_deref() {
        None | Some("") => "none".to_owned(),
        Some(value) => text::line(value).replace('_', " "),
    };
    match &change.from {
        None => format!("{field} {}", show(&change.to)),
        Some(_) => format!("{field} {}, was {}", show(&change.to), show(&change.from)),
    }
}
