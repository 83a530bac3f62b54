//! What the desk itself remembers, and the journal that undo reads.

use serde::{Deserialize, Serialize};

use super::Instant;
use super::Refusal;
use super::spelling::meant;
use super::tickets::{Changes, Filter, OutboxItem};

/// A thing the desk remembers between starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// The theme chosen with `Space T`.
    Theme,
    /// Set once the first-run card was put away.
    Greeted,
    /// Whether the queue has a preview: "on" or "off".
    Preview,
    /// Where it stands: "beside" or "below" the list.
    PreviewPlace,
    /// Set once the tour was walked to its end.
    Toured,
    /// The commands picked from the palette, newest first.
    Picked,
}

impl Setting {
    /// Every setting.
    pub const ALL: [Self; 6] = [
        Self::Theme,
        Self::Greeted,
        Self::Preview,
        Self::PreviewPlace,
        Self::Toured,
        Self::Picked,
    ];

    /// The name under which it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Greeted => "greeted",
            Self::Preview => "preview",
            Self::PreviewPlace => "preview_place",
            Self::Toured => "toured",
            Self::Picked => "picked",
        }
    }
}

/// A change to what the desk remembers.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Remembers a value.
    Remember {
        /// Which setting.
        setting: Setting,
        /// Its new value.
        value: String,
    },
    /// Keeps a query under a name; what had the name before is replaced.
    SaveView {
        /// The name.
        name: String,
        /// The query, as it is typed.
        query: String,
    },
    /// Forgets a view.
    DeleteView {
        /// Its name, in any case.
        name: String,
    },
}

/// Longest name of a view: it has to fit a list beside its query.
const MAX_VIEW_CHARS: usize = 60;

/// A query with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Its name; no two views differ in the case of its letters alone.
    pub name: String,
    /// Its place among the views.
    pub place: i64,
    /// The query as text, so that `today` means each day anew.
    pub query: String,
}

impl View {
    /// True if people call it so.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.trim())
    }

    /// The view of this name. Refused with the nearest name if there is none.
    pub fn named<'a>(views: &'a [Self], name: &str) -> Result<&'a Self, Refusal> {
        let found = views.iter().find(|view| view.is_called(name));
        found.ok_or_else(|| {
            let name = name.trim();
            let names = views.iter().map(|view| &*view.name);
            Refusal::missing(format!("There is no view `{name}`{}", meant(name, names)))
        })
    }
}

/// A view before and after; an absent one does not exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewEdit {
    /// As it was.
    pub before: Option<View>,
    /// As it shall be.
    pub after: Option<View>,
}

impl ViewEdit {
    /// The same change backwards.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            before: self.after.clone(),
            after: self.before.clone(),
        }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        let view = self.after.as_ref().or(self.before.as_ref());
        view.map_or("", |view| &view.name)
    }
}

/// What keeping a query under a name changes, given the views there are.
///
/// Refused if the name is none or the query cannot be read.
pub fn save_view(views: &[View], name: &str, query: &str) -> Result<Changes, Refusal> {
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_control) {
        return Err(Refusal::new("A view has a name of visible letters."));
    }
    if name.chars().count() > MAX_VIEW_CHARS {
        let reason = format!("The name of a view has at most {MAX_VIEW_CHARS} characters.");
        return Err(Refusal::new(reason));
    }
    let filter = Filter::parse(query).map_err(|error| {
        let refusal = Refusal::new(format!("The query cannot be read: {}", error.message));
        match error.nearest {
            Some(near) => refusal.cure(format!("did you mean `{near}`?")),
            None => refusal,
        }
    })?;
    let before = views.iter().find(|view| view.is_called(name));
    let last = views.iter().map(|view| view.place).max();
    let after = View {
        name: name.to_owned(),
        place: before.map_or_else(|| last.unwrap_or(0) + 1, |view| view.place),
        query: filter.to_string(),
    };
    if before == Some(&after) {
        return Ok(Changes {
            summary: format!("view {name} is as it was"),
            ..Changes::default()
        });
    }
    let done = if before.is_some() { "changed" } else { "saved" };
    Ok(Changes {
        views: vec![ViewEdit {
            before: before.cloned(),
            after: Some(after),
        }],
        undo: Some(UndoClass::Local),
        summary: format!("view {name} {done}"),
        ..Changes::default()
    })
}

/// What forgetting a view changes.
pub fn delete_view(views: &[View], name: &str) -> Result<Changes, Refusal> {
    let view = View::named(views, name)?;
    Ok(Changes {
        views: vec![ViewEdit {
            before: Some(view.clone()),
            after: None,
        }],
        undo: Some(UndoClass::Local),
        summary: format!("view {} deleted", view.name),
        ..Changes::default()
    })
}

/// Whether views stand as `entry` left them (or, if it was taken back, as it found them), so that
/// it can be reversed without overwriting what came later.
pub fn check_views(entry: &JournalEntry, views: &[View]) -> Result<(), Refusal> {
    let verb = if entry.undone { "redone" } else { "undone" };
    for edit in &entry.changes.views {
        let expected = if entry.undone {
            &edit.before
        } else {
            &edit.after
        };
        let now = views.iter().find(|view| view.is_called(edit.name()));
        if now != expected.as_ref() {
            return Err(Refusal::new(format!(
                "The view {} has changed since, so \"{}\" cannot be {verb}.",
                edit.name(),
                entry.changes.summary
            ))
            .cure("save or delete the view itself"));
        }
    }
    Ok(())
}

/// A question about the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalQuery {
    /// The newest entries over all actors, newest first.
    Recent {
        /// At most this many.
        limit: u32,
    },
}

/// How far an action can be taken back, easiest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UndoClass {
    /// Never left this machine: undone without limit.
    #[default]
    Local,
    /// Waits in the outbox: undone as long as nothing has left.
    Held,
    /// Delivered: undone by writing the old value back.
    Compensable,
    /// Cannot be undone.
    Final,
}

/// One action of a person, as the journal keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntry {
    /// Row id; a later action has a greater one.
    pub id: i64,
    /// When it was done.
    pub at: Instant,
    /// Who did it (see [`super::Actor`]).
    pub actor: String,
    /// What it changed, with the ids that were given.
    pub changes: Changes,
    /// True once it was taken back (and can be done again).
    pub undone: bool,
}

/// A row of the outbox: what a helpdesk shall be asked to do, and how that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxRow {
    /// What is asked, with its id.
    pub item: OutboxItem,
    /// The ticket's handle.
    pub handle: String,
    /// When it was put there.
    pub since: Instant,
}
