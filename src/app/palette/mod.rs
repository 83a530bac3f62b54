//! The lines of the palette and the help.
//!
//! Commands and views are there at once; tickets and people are asked from the store as one types
//! and stand below, so that no line moves under a finger.

mod search;

use super::App;
use super::action::{self, Action, Scope};
use super::kit::picker::Picker;
use super::when::When;
use crate::domain::desk::View;
use crate::domain::text;
use crate::domain::tickets::words::fold;
use crate::domain::tickets::{ListRow, Person, Role, TicketId};

pub(super) use search::Asked;
pub use search::{PREFIXES, shown_key};

/// What a line does when it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Runs an action.
    Action(Action),
    /// Shows a view.
    View(View),
    /// Opens a ticket.
    Ticket(TicketId),
    /// Shows the tickets of a person.
    Person(Person),
}

/// The sorts of lines, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Command,
    View,
    Ticket,
    Person,
}

impl Choice {
    fn sort(&self) -> Sort {
        match self {
            Self::Action(_) => Sort::Command,
            Self::View(_) => Sort::View,
            Self::Ticket(_) => Sort::Ticket,
            Self::Person(_) => Sort::Person,
        }
    }
}

/// A line of the palette or the help, as it stands at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// What it does.
    pub does: Choice,
    /// What is searched: its title.
    pub title: String,
    /// Its keys.
    pub keys: Vec<String>,
    /// Where it is heard, or what it is.
    pub place: &'static str,
    /// What it would do now, or why it cannot.
    pub when: When,
}

impl CommandLine {
    /// The action it runs, if it runs one.
    pub fn action(&self) -> Option<Action> {
        match self.does {
            Choice::Action(action) => Some(action),
            _ => None,
        }
    }

    fn is_setting(&self) -> bool {
        let spec = self.action().and_then(Action::spec);
        spec.is_some_and(|spec| spec.is_setting)
    }

    fn is(&self, sort: Sort) -> bool {
        self.does.sort() == sort
    }
}

/// The palette over these lines.
pub(super) fn palette(lines: Vec<CommandLine>) -> Picker<CommandLine> {
    Picker::found_by(lines, search::everything)
}

/// The palette that shows commands only where they are asked for.
pub(super) fn finder(lines: Vec<CommandLine>) -> Picker<CommandLine> {
    Picker::found_by(lines, search::desk)
}

/// The lines of those actions that `wanted` takes, in the order of the table.
pub(super) fn lines(app: &App, wanted: impl Fn(&action::ActionSpec) -> bool) -> Vec<CommandLine> {
    let here = app.scope();
    let specs = action::all().filter(|spec| wanted(spec));
    specs.map(|spec| line(app, here, spec)).collect()
}

fn line(app: &App, here: Scope, spec: &action::ActionSpec) -> CommandLine {
    let heard = |scope: &&Scope| **scope == here || **scope == Scope::Global;
    let place = spec.scopes.iter().find(|scope| **scope == here);
    let place = place.or(spec.scopes.first()).copied();
    let place = place.unwrap_or(Scope::Global).title();
    let when = if spec.scopes.iter().any(|scope| heard(&scope)) {
        (spec.when)(app)
    } else {
        When::No(format!("not here: only in the {}", place.to_lowercase()))
    };
    CommandLine {
        does: Choice::Action(spec.action),
        title: spec.title.to_owned(),
        keys: app.keymap.keys(spec.action),
        place,
        when,
    }
}

/// A view as a line.
pub(super) fn view_line(view: View) -> CommandLine {
    CommandLine {
        title: format!("View: {}", text::line(&view.name)),
        keys: Vec::new(),
        place: Scope::Global.title(),
        when: When::Yes(text::line(&view.query).into_owned()),
        does: Choice::View(view),
    }
}

/// A ticket as a line.
pub(super) fn ticket_line(row: &ListRow) -> CommandLine {
    CommandLine {
        does: Choice::Ticket(row.id),
        title: format!(
            "#{}  {}",
            text::line(&row.number()),
            text::line(&row.subject)
        ),
        keys: Vec::new(),
        place: "ticket",
        when: When::Yes(format!(
            "{}, {}",
            row.status.label(),
            text::line(&row.client)
        )),
    }
}

/// A person as a line.
pub(super) fn person_line(person: Person) -> CommandLine {
    let mail = person.email.as_deref().map(text::line).unwrap_or_default();
    let title = match (&*person.name, &*mail) {
        ("", mail) => mail.to_owned(),
        (name, "") => text::line(name).into_owned(),
        (name, mail) => format!("{}  {mail}", text::line(name)),
    };
    let part = match (person.role, &person.organization) {
        (Role::Agent, _) => "what is assigned to them".to_owned(),
        (_, Some(organization)) => format!("what they asked, {}", text::line(organization)),
        (_, None) => "what they asked".to_owned(),
    };
    CommandLine {
        title,
        keys: Vec::new(),
        place: "person",
        when: When::Yes(part),
        does: Choice::Person(person),
    }
}

/// Puts lines of one sort in the place of those that were there; the choice stays on its line.
pub(super) fn put(picker: &mut Picker<CommandLine>, sort: Sort, lines: Vec<CommandLine>) {
    let change = |items: &mut Vec<CommandLine>| {
        items.retain(|line| !line.is(sort));
        items.extend(lines);
        items.sort_by_key(|line| line.does.sort());
    };
    picker.renew(change, |one, other| one.does == other.does);
}

/// Drops what was found for another text and does not show the words of this one: nothing stale
/// is chosen while the store has not answered.
pub(super) fn drop_stale(picker: &mut Picker<CommandLine>) {
    let text = picker.input().text().to_owned();
    let asked = Asked::of(&text);
    let stays = |line: &CommandLine| {
        let words = match line.does.sort() {
            Sort::Command | Sort::View => return true,
            Sort::Ticket => asked.tickets(),
            Sort::Person => asked.people(),
        };
        let title = fold(&line.title);
        words.is_some_and(|words| {
            let words = fold(words);
            words.split_whitespace().all(|word| title.contains(word))
        })
    };
    picker.renew(
        |items| items.retain(stays),
        |one, other| one.does == other.does,
    );
}
