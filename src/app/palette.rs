//! The lines of the palette and the help, and what a text finds among them.
//!
//! Commands and views are there at once; tickets and people are asked from the store as one types
//! and stand below, so that no line moves under a finger.

use super::App;
use super::action::{self, Action, Scope};
use super::key::{Chord, Key};
use super::kit::picker::{Match, Picker, fuzzy, whole};
use super::when::When;
use crate::domain::desk::View;
use crate::domain::text;
use crate::domain::tickets::words::fold;
use crate::domain::tickets::{ListRow, Person, Role, TicketId};

/// What the palette is narrowed with, and the word for it; shown while nothing is typed.
pub const PREFIXES: [(&str, &str); 5] = [
    (COMMANDS, "commands"),
    (NUMBER, "ticket"),
    (PEOPLE, "person"),
    (SETTINGS, "setting"),
    (KEY, "by key"),
];
const COMMANDS: &str = ">";
const NUMBER: &str = "#";
const PEOPLE: &str = "@";
const SETTINGS: &str = "=";
const KEY: &str = "key:";

/// Commands and views that are shown above tickets and people: the letters of a word are in many
/// titles, and what fits worse than these is not meant. The prefix shows them all.
const NAMED_MOST: usize = 8;

/// Tickets and people are asked for from this many letters on: one letter finds half the desk.
const ASKED_FROM: usize = 2;

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

/// What a typed text asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked<'a> {
    Everything(&'a str),
    Commands(&'a str),
    Number(&'a str),
    People(&'a str),
    Settings(&'a str),
    Key(&'a str),
}

impl<'a> Asked<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let text = text.trim();
        let after = |prefix| text.strip_prefix(prefix).map(str::trim);
        after(COMMANDS)
            .map(Self::Commands)
            .or_else(|| after(NUMBER).map(Self::Number))
            .or_else(|| after(PEOPLE).map(Self::People))
            .or_else(|| after(SETTINGS).map(Self::Settings))
            .or_else(|| after(KEY).map(Self::Key))
            .unwrap_or(Self::Everything(text))
    }

    /// The words that tickets are looked for by, if they are.
    pub(super) fn tickets(self) -> Option<&'a str> {
        match self {
            Self::Number(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => long(text),
            Self::Everything(text) => long(text),
            _ => None,
        }
    }

    /// The words that people are looked for by, if they are.
    pub(super) fn people(self) -> Option<&'a str> {
        match self {
            Self::People(text) | Self::Everything(text) => long(text),
            _ => None,
        }
    }
}

fn long(text: &str) -> Option<&str> {
    Some(text).filter(|text| text.chars().count() >= ASKED_FROM)
}

/// The palette over these lines.
pub(super) fn palette(lines: Vec<CommandLine>) -> Picker<CommandLine> {
    Picker::found_by(lines, search)
}

/// The palette that shows commands only where they are asked for.
pub(super) fn finder(lines: Vec<CommandLine>) -> Picker<CommandLine> {
    Picker::found_by(lines, search_desk)
}

/// What a text finds. Nothing typed: commands and views in the order given.
fn search(text: &str, lines: &[CommandLine]) -> Vec<Match> {
    let of = |sort| move |line: &CommandLine| line.is(sort);
    match Asked::of(text) {
        Asked::Everything("") | Asked::Commands("") => {
            all(lines, |line| line.is(Sort::Command) || line.is(Sort::View))
        }
        Asked::Settings("") => all(lines, CommandLine::is_setting),
        Asked::Everything(text) => {
            let mut found = if is_chord(text) {
                by_key(text, lines)
            } else {
                Vec::new()
            };
            let named = by_title(text, lines, |line| {
                line.is(Sort::Command) || line.is(Sort::View)
            });
            found.extend(late(named, &found).into_iter().take(NAMED_MOST));
            found.extend(by_words(text, lines, of(Sort::Ticket)));
            found.extend(by_words(text, lines, of(Sort::Person)));
            found
        }
        Asked::Commands(text) => by_title(text, lines, of(Sort::Command)),
        Asked::Settings(text) => by_title(text, lines, CommandLine::is_setting),
        Asked::Number(text) => by_words(text, lines, of(Sort::Ticket)),
        Asked::People(text) => by_words(text, lines, of(Sort::Person)),
        Asked::Key(text) => by_key(text, lines),
    }
}

/// As [`search`], without commands and views unless a prefix asks for them.
fn search_desk(text: &str, lines: &[CommandLine]) -> Vec<Match> {
    let mut found = search(text, lines);
    if matches!(Asked::of(text), Asked::Everything(_)) {
        let desk = |found: &Match| {
            let line = lines.get(found.item);
            line.is_some_and(|line| line.is(Sort::Ticket) || line.is(Sort::Person))
        };
        found.retain(desk);
    }
    found
}

/// Those of `found` that are not among `before`.
fn late(mut found: Vec<Match>, before: &[Match]) -> Vec<Match> {
    found.retain(|one| !before.iter().any(|other| other.item == one.item));
    found
}

fn all(lines: &[CommandLine], wanted: impl Fn(&CommandLine) -> bool) -> Vec<Match> {
    let places = lines.iter().enumerate().filter(|(_, line)| wanted(line));
    places.map(|(item, _)| whole(item)).collect()
}

fn by_title(
    text: &str,
    lines: &[CommandLine],
    wanted: impl Fn(&CommandLine) -> bool,
) -> Vec<Match> {
    let lines = lines.iter().enumerate().filter(|(_, line)| wanted(line));
    fuzzy(text, lines.map(|(item, line)| (item, &*line.title)))
}

/// What the store has found, in its order; the letters of the words are brought out where the
/// title has them (a ticket may say them in a message only).
fn by_words(
    text: &str,
    lines: &[CommandLine],
    wanted: impl Fn(&CommandLine) -> bool,
) -> Vec<Match> {
    let mut found = all(lines, wanted);
    let words: Vec<Vec<char>> = text.split_whitespace().map(letters).collect();
    for one in &mut found {
        let title = lines.get(one.item).map_or("", |line| &line.title);
        let title = letters(title);
        for word in &words {
            let at = title
                .windows(word.len().max(1))
                .position(|part| part == word);
            if let Some(at) = at {
                one.hits.extend(at..at + word.len());
            }
        }
    }
    found
}

/// The letters of a text as they are compared, one for each of the text.
fn letters(text: &str) -> Vec<char> {
    let plain = |c: char| fold(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c);
    text.chars().map(plain).collect()
}

/// True if a text is keys rather than the beginning of a word: `g v`, `Ctrl-S`, `F1`.
fn is_chord(text: &str) -> bool {
    Chord::parse(text).is_some_and(|chord| match chord.0.as_slice() {
        [key] => key.text().is_none() || *key == Key::char(' '),
        _ => true,
    })
}

/// The lines with such a key: those it is first, then those it begins.
fn by_key(text: &str, lines: &[CommandLine]) -> Vec<Match> {
    let mut found: Vec<(Fit, usize)> = Vec::new();
    for (item, line) in lines.iter().enumerate() {
        let best = line.keys.iter().filter_map(|key| fit(text, key)).min();
        found.extend(best.map(|fit| (fit, item)));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, item)| whole(item)).collect()
}

/// How well a typed text fits a key, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is the key.
    Same,
    /// It is the key but for the case of its letters.
    Alike,
    /// The key begins with it.
    Begins,
}

fn fit(text: &str, key: &str) -> Option<Fit> {
    let typed = Chord::parse(text).map_or_else(|| text.to_owned(), |chord| chord.to_string());
    let begins = |key: &str, typed: &str| key.get(..typed.len()) == Some(typed);
    if key == typed {
        Some(Fit::Same)
    } else if key.eq_ignore_ascii_case(&typed) {
        Some(Fit::Alike)
    } else if begins(&key.to_ascii_lowercase(), &text.to_ascii_lowercase()) {
        Some(Fit::Begins)
    } else {
        None
    }
}

/// The key of a line that is shown: the one that was searched for, else its best.
pub fn shown_key<'a>(line: &'a CommandLine, typed: &str) -> Option<&'a str> {
    let text = match Asked::of(typed) {
        Asked::Key(text) => text,
        Asked::Everything(text) if is_chord(text) => text,
        _ => "",
    };
    let fitting = line
        .keys
        .iter()
        .filter(|_| !text.is_empty())
        .filter_map(|key| Some((fit(text, key)?, key)))
        .min_by_key(|(fit, _)| *fit)
        .map(|(_, key)| key);
    fitting.or(line.keys.first()).map(String::as_str)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn command(title: &str, keys: &[&str]) -> CommandLine {
        CommandLine {
            does: Choice::Action(Action::Undo),
            title: title.to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            place: "anywhere",
            when: When::Yes(String::new()),
        }
    }

    fn titles(text: &str) -> Vec<String> {
        let ticket = CommandLine {
            does: Choice::Ticket(TicketId(1)),
            ..command("#48213  Gone view of a shop", &[])
        };
        let lines = vec![
            command("Views", &["g v"]),
            command("Save", &["Ctrl-S", "s s"]),
            command("Solve", &["e", "S"]),
            command("Go up", &["g g"]),
            ticket,
        ];
        let found = search(text, &lines).into_iter();
        found.map(|one| lines[one.item].title.clone()).collect()
    }

    #[test]
    fn keys_are_found_with_a_prefix_and_without_one_where_they_are_no_word() {
        assert_eq!(titles("key:ctrl-s"), ["Save"]);
        assert_eq!(titles("key:s"), ["Solve", "Save"]);
        assert_eq!(titles("key:g"), ["Views", "Go up"]);
        assert_eq!(titles("g v")[0], "Views");
        assert_eq!(titles("ctrl-s")[0], "Save");
        assert_eq!(titles("s")[0], "Save", "a letter begins a word");
        assert_eq!(titles("key:hyper"), [""; 0]);
    }

    #[test]
    fn prefixes_narrow_and_what_the_store_found_stands_below() {
        assert_eq!(titles("").len(), 4, "tickets only once they are asked for");
        assert_eq!(titles("> vi"), ["Views"]);
        assert_eq!(titles("view"), ["Views", "#48213  Gone view of a shop"]);
        assert_eq!(titles("#482"), ["#48213  Gone view of a shop"]);
        assert_eq!(titles("@view"), [""; 0]);
        assert_eq!(Asked::of("#482").tickets(), Some("482"));
        assert_eq!(Asked::of("#x").tickets(), None);
        assert_eq!(Asked::of("é").people(), None, "one letter asks nobody");
        assert_eq!(Asked::of("@ ana").people(), Some("ana"));
        assert_eq!(Asked::of("> ana").people(), None);
    }

    #[test]
    fn the_key_that_was_searched_for_is_shown() {
        let line = command("Solve", &["e", "s s"]);
        assert_eq!(shown_key(&line, "key:s s"), Some("s s"));
        assert_eq!(shown_key(&line, "solve"), Some("e"));
        assert_eq!(shown_key(&line, "s s"), Some("s s"));
    }
}
