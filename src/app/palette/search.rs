//! What a typed text finds among the lines: by prefix, by title, by words, by key.

use super::{CommandLine, Sort};
use crate::app::key::{Chord, Key};
use crate::app::kit::picker::{Match, fuzzy, whole};
use crate::domain::tickets::words::fold;

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

/// What a typed text asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Asked<'a> {
    Everything(&'a str),
    Commands(&'a str),
    Number(&'a str),
    People(&'a str),
    Settings(&'a str),
    Key(&'a str),
}

impl<'a> Asked<'a> {
    pub(in crate::app) fn of(text: &'a str) -> Self {
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
    pub(in crate::app) fn tickets(self) -> Option<&'a str> {
        match self {
            Self::Number(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => long(text),
            Self::Everything(text) => long(text),
            _ => None,
        }
    }

    /// The words that people are looked for by, if they are.
    pub(in crate::app) fn people(self) -> Option<&'a str> {
        match self {
            Self::People(text) | Self::Everything(text) => long(text),
            _ => None,
        }
    }
}

fn long(text: &str) -> Option<&str> {
    Some(text).filter(|text| text.chars().count() >= ASKED_FROM)
}

/// What a text finds. Nothing typed: commands and views in the order given.
pub(super) fn everything(text: &str, lines: &[CommandLine]) -> Vec<Match> {
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
            let meant = named
                .into_iter()
                .filter(|one| is_meant(one, text))
                .collect();
            found.extend(late(meant, &found).into_iter().take(NAMED_MOST));
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

/// As [`everything`], without commands and views unless a prefix asks for them.
pub(super) fn desk(text: &str, lines: &[CommandLine]) -> Vec<Match> {
    let mut found = everything(text, lines);
    if matches!(Asked::of(text), Asked::Everything(_)) {
        let is_desk = |found: &Match| {
            let line = lines.get(found.item);
            line.is_some_and(|line| line.is(Sort::Ticket) || line.is(Sort::Person))
        };
        found.retain(is_desk);
    }
    found
}

/// True if the letters that fit stand in about as many pieces as words were typed: a name of a
/// person is scattered over many titles, and means none of them.
fn is_meant(found: &Match, text: &str) -> bool {
    let pieces = 1 + found
        .hits
        .windows(2)
        .filter(|pair| matches!(pair, [one, next] if one + 1 != *next))
        .count();
    pieces <= text.split_whitespace().count() + 1
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Action;
    use crate::app::palette::Choice;
    use crate::app::when::When;
    use crate::domain::tickets::TicketId;

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
        let found = everything(text, &lines).into_iter();
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
