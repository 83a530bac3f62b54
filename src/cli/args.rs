//! Reading of single arguments, and the one rule clap does not know: a query may start with `-`.

use std::ffi::{OsStr, OsString};

use chrono::{DateTime, NaiveDate, Utc};
use clap::{ArgAction, Command};

use crate::domain::Instant;
use crate::domain::spelling::nearest;
use crate::domain::tickets::{FieldValue, Handle, Priority, SortField, Status, filter::Sort};

/// The commands whose words are a query.
const QUERIES: &[&[&str]] = &[&["ticket", "list"], &["view", "save"]];

/// The words that clear a priority.
const NO_PRIORITY: &str = "none";

/// Moves the words of a query behind `--`, so that `-status:solved` is a word and `--json` still
/// a flag, wherever they stand.
///
/// What starts with two dashes, or is a short flag that the command knows, is a flag; the rest
/// are words, in their order. Other commands are left as they are.
pub(super) fn put_queries_last(root: &Command, args: Vec<OsString>) -> Vec<OsString> {
    let mut command = root;
    let mut path: Vec<String> = Vec::new();
    let (mut flags, mut words) = (Vec::new(), Vec::new());
    let mut rest = args.iter();
    flags.extend(rest.next().cloned());
    while let Some(arg) = rest.next() {
        let is_query = QUERIES.iter().any(|query| path.iter().eq(query.iter()));
        if arg == "--" {
            if !is_query {
                return args;
            }
            words.extend(rest.cloned());
            break;
        }
        match flag_of(root, command, arg) {
            Flag::Alone => flags.push(arg.clone()),
            Flag::WithValue => {
                flags.push(arg.clone());
                flags.extend(rest.next().cloned());
            }
            Flag::None if is_query => words.push(arg.clone()),
            Flag::None => {
                let below = arg.to_str().and_then(|name| command.find_subcommand(name));
                let Some(below) = below else { return args };
                path.push(below.get_name().to_owned());
                command = below;
                flags.push(arg.clone());
            }
        }
    }
    if !words.is_empty() {
        flags.push(OsString::from("--"));
        flags.extend(words);
    }
    flags
}

enum Flag {
    /// Not a flag.
    None,
    /// A flag, with its value in the same word if it has one.
    Alone,
    /// A flag whose value is the next word.
    WithValue,
}

/// Whether `arg` is a flag of `command` or a global one. An unknown long flag is one too, so
/// that clap refuses it and offers the nearest.
fn flag_of(root: &Command, command: &Command, arg: &OsStr) -> Flag {
    let Some(text) = arg.to_str() else {
        return Flag::None;
    };
    let mut known = command.get_arguments().chain(root.get_arguments());
    if let Some(long) = text.strip_prefix("--") {
        if long.contains('=') {
            return Flag::Alone;
        }
        let takes_value = known.any(|arg| {
            arg.get_long() == Some(long)
                && matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
        });
        return if takes_value {
            Flag::WithValue
        } else {
            Flag::Alone
        };
    }
    match text.strip_prefix('-') {
        Some("h") => Flag::Alone,
        Some("V") if std::ptr::eq(root, command) => Flag::Alone,
        _ => Flag::None,
    }
}

/// An instant as RFC 3339.
pub(super) fn moment(text: &str) -> Result<Instant, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_unreadable| "write it as 2026-04-27T08:47:00Z".to_owned())
}

/// A day as `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
        .map_err(|_no_day| "there is no such day; write it as 2026-04-27".to_owned())
}

/// What names a ticket.
pub(super) fn handle(text: &str) -> Result<Handle, String> {
    Handle::parse(text)
        .ok_or_else(|| "name a ticket as 17, zd:35436, fd:5001 or by its page".to_owned())
}

/// A status by name; `hold` is `on_hold`.
pub(super) fn status(text: &str) -> Result<Status, String> {
    let name = text.trim().to_lowercase().replace([' ', '-'], "_");
    match name.as_str() {
        "hold" => Ok(Status::OnHold),
        name => Status::from_name(name).ok_or_else(|| {
            let names = Status::ALL.iter().map(|status| status.name());
            none_of("status", text, names)
        }),
    }
}

/// A priority by name; `none` clears it.
pub(super) fn priority(text: &str) -> Result<Option<Priority>, String> {
    let name = text.trim().to_lowercase();
    if name == NO_PRIORITY {
        return Ok(None);
    }
    Priority::from_name(&name).map(Some).ok_or_else(|| {
        let names = Priority::ALL.iter().map(|priority| priority.name());
        none_of("priority", text, names.chain([NO_PRIORITY]))
    })
}

/// `FIELD=VALUE` of `ticket set`.
pub(super) fn field_value(text: &str) -> Result<FieldValue, String> {
    let Some((field, value)) = text.split_once('=') else {
        return Err("write it as status=pending or priority=high".to_owned());
    };
    match field.trim().to_lowercase().as_str() {
        "status" => status(value).map(FieldValue::Status),
        "priority" => priority(value).map(FieldValue::Priority),
        _ => Err(none_of("field", field, ["status", "priority"].into_iter())),
    }
}

/// `F`, `F-desc` or `F-asc`.
pub(super) fn sort(text: &str) -> Result<Sort, String> {
    let name = text.trim().to_lowercase();
    let (name, direction) = match name.rsplit_once('-') {
        Some((name, "desc")) => (name, Some(true)),
        Some((name, "asc")) => (name, Some(false)),
        _ => (name.as_str(), None),
    };
    let all = SortField::ALL;
    let field = all.into_iter().find(|field| field.name() == name);
    field
        .map(|field| Sort {
            field,
            descending: direction.unwrap_or_else(|| field.descends_by_default()),
        })
        .ok_or_else(|| none_of("sort", name, all.into_iter().map(SortField::name)))
}

/// "no status is called `opne`; did you mean `open`?", or the list of those there are.
fn none_of(what: &str, word: &str, all: impl Iterator<Item = &'static str> + Clone) -> String {
    let cure = match nearest(word.trim(), all.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", all.collect::<Vec<_>>().join(", ")),
    };
    format!("no {what} is called `{}`; {cure}", word.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn reordered(line: &str) -> String {
        let args = line.split(' ').map(OsString::from).collect();
        let args = put_queries_last(&super::super::Cli::command(), args);
        let args: Vec<_> = args.iter().map(|a| a.to_str().unwrap()).collect();
        args.join(" ")
    }

    #[test]
    fn the_words_of_a_query_go_last_and_flags_stay_flags() {
        assert_eq!(
            reordered("p --db ticket ticket list -tag:x --limit 5 y --json"),
            "p --db ticket ticket list --limit 5 --json -- -tag:x y"
        );
        assert_eq!(
            reordered("p ticket list --sort=id -- --odd -x"),
            "p ticket list --sort=id -- --odd -x"
        );
        assert_eq!(reordered("p ticket list -h"), "p ticket list -h");
        assert_eq!(
            reordered("p ticket list --lmit 5"),
            "p ticket list --lmit -- 5"
        );
    }

    #[test]
    fn other_commands_are_left_alone() {
        for line in [
            "p",
            "p --version",
            "p ticket note 17 --body - --json",
            "p ticket export 17 -o x",
            "p nonsense list -x",
            "p -- ticket list -x",
        ] {
            assert_eq!(reordered(line), line);
        }
    }

    #[test]
    fn fields_are_read_and_near_misses_named() {
        assert_eq!(
            field_value("status=hold"),
            Ok(FieldValue::Status(Status::OnHold))
        );
        assert_eq!(field_value("priority=none"), Ok(FieldValue::Priority(None)));
        assert_eq!(
            field_value("pirority=high").unwrap_err(),
            "no field is called `pirority`; did you mean `priority`?"
        );
        assert_eq!(
            field_value("priority=hihg").unwrap_err(),
            "no priority is called `hihg`; did you mean `high`?"
        );
        assert!(
            field_value("status")
                .unwrap_err()
                .contains("status=pending")
        );
        assert!(
            field_value("merchant=x")
                .unwrap_err()
                .ends_with("there are status, priority")
        );
    }

    #[test]
    fn a_sort_has_a_direction_of_its_own() {
        assert!(sort("updated").unwrap().descending);
        assert!(!sort("id").unwrap().descending);
        assert!(sort("id-desc").unwrap().descending);
        assert!(!sort("Created-asc").unwrap().descending);
        assert!(sort("updatd").unwrap_err().contains("`updated`"));
    }
}
