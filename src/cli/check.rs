//! `paydesk check`: whether identifiers are valid, and what is wrong with those that are not.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Verdict;
use super::print::{Output, Table, count, terminal_width};
use super::session::Session;
use crate::domain::merchants::identifiers::{
    Checked, Kind, check, guess, kind, kinds, nearest_kind,
};
use crate::domain::redact::mask_pans;
use crate::domain::{Instant, text};
use crate::error::{Error, ErrorKind, Result};
use crate::formats::checks::{self, Answer};
use crate::jobs::batch::{self, Form};

const HEADS: [&str; 4] = ["", "KIND", "VALUE", "WHY"];
const LIST_HEADS: [&str; 4] = ["KIND", "IN", "NAME", "EXAMPLE"];

#[derive(Debug, clap::Args)]
#[command(
    override_usage = "paydesk check KIND VALUE...\n       paydesk check VALUE...\n       paydesk check --batch FILE\n       paydesk check --list",
    after_help = "Example: paydesk check mx_clabe 032180000118359719\n\nWithout a kind it says what the value may be, best guess first. Exit code 3 if one is invalid."
)]
pub(super) struct Args {
    /// A kind of `--list` and its values; or values alone, whose kind is guessed
    #[arg(value_name = "KIND VALUE", required_unless_present_any = ["list", "batch"])]
    words: Vec<String>,
    /// Lists the kinds with country, name and an example
    #[arg(long, conflicts_with_all = ["words", "batch"])]
    list: bool,
    /// Checks JSON Lines of {"kind", "value"}; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    batch: Option<PathBuf>,
}

#[derive(Serialize)]
struct Results<T> {
    results: Vec<T>,
}

/// The guesses for one value; the best one's members stand in the open.
#[derive(Serialize)]
struct Guessed<'a> {
    kind: Option<&'static str>,
    value: &'a str,
    valid: bool,
    compact: Option<&'a str>,
    reason: Option<&'a str>,
    guesses: Vec<Answer<'a>>,
}

#[derive(Serialize)]
struct KindJson {
    kind: &'static str,
    country: Option<&'static str>,
    name: &'static str,
    example: &'static str,
    example_valid: bool,
    example_about: &'static str,
}

#[derive(Serialize)]
struct Kinds {
    kinds: Vec<KindJson>,
}

pub(super) fn run(session: &Session, args: &Args, output: &mut Output) -> Result<Verdict> {
    if args.list {
        return list(session, output);
    }
    if let Some(file) = &args.batch {
        return check_file(session, file, output);
    }
    let (first, rest) = args.words.split_first().ok_or_else(nothing_to_check)?;
    // `IBAN` is the kind, whatever the shift key says.
    match kind(&first.to_lowercase()) {
        Some(kind) if rest.is_empty() => Err(Error::new(
            ErrorKind::Usage,
            format!("there is no value to check as {}", kind.name),
        )
        .hint(format!("paydesk check {} VALUE", kind.name))),
        Some(kind) => check_values(session, kind, rest, output),
        None if is_like_a_kind(first) => {
            let fault = checks::unknown_kind(first);
            let error = Error::new(ErrorKind::Usage, fault.what);
            Err(fault.cure.into_iter().fold(error, Error::hint))
        }
        None => guess_values(session, &args.words, output),
    }
}

fn nothing_to_check() -> Error {
    Error::new(ErrorKind::Usage, "there is nothing to check").hint("paydesk check KIND VALUE")
}

/// True for a word that was meant as the name of a kind: lower case, and near one or joined with
/// `_` as most are.
fn is_like_a_kind(word: &str) -> bool {
    let is_name = word.starts_with(|c: char| c.is_ascii_lowercase())
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    is_name && (word.contains('_') || nearest_kind(word).is_some())
}

fn verdict(all_valid: bool) -> Verdict {
    if all_valid {
        Verdict::Done
    } else {
        Verdict::No
    }
}

fn check_values(
    session: &Session,
    kind: &'static Kind,
    values: &[String],
    output: &mut Output,
) -> Result<Verdict> {
    let now = session.now();
    let checked: Vec<(&str, Checked)> = values
        .iter()
        .map(|value| (value.as_str(), check(kind, value, now)))
        .collect();
    if session.is_json() {
        let results = checked.iter();
        let results = results.map(|(value, checked)| Answer::new(kind, value, checked));
        output.json(&Results {
            results: results.collect(),
        })?;
    } else {
        let rows = checked.iter();
        let rows = rows.map(|(value, checked)| row(kind, value, checked));
        print(rows.collect(), output)?;
    }
    Ok(verdict(checked.iter().all(|(_, checked)| checked.valid)))
}

fn guess_values(session: &Session, values: &[String], output: &mut Output) -> Result<Verdict> {
    let now = session.now();
    let all: Vec<_> = values.iter().map(|value| guess_value(value, now)).collect();
    let is_valid = |guesses: &[(&Kind, Checked)]| guesses.first().is_some_and(|(_, g)| g.valid);
    if session.is_json() {
        let results = all.iter().map(|(value, guesses, unknown)| {
            let best = guesses.first();
            Guessed {
                kind: best.map(|(kind, _)| kind.name),
                value,
                valid: is_valid(guesses),
                compact: best.and_then(|(_, checked)| checked.compact.as_deref()),
                reason: match best {
                    Some((_, checked)) => checked.reason.as_deref(),
                    None => Some(*unknown),
                },
                guesses: guesses
                    .iter()
                    .map(|(kind, checked)| Answer::new(kind, value, checked))
                    .collect(),
            }
        });
        output.json(&Results {
            results: results.collect(),
        })?;
    } else {
        let mut rows = Vec::new();
        for (value, guesses, unknown) in &all {
            for (kind, checked) in guesses {
                rows.push(row(kind, value, checked));
            }
            if guesses.is_empty() {
                rows.push(["no", "?", &**value, *unknown].map(str::to_owned).to_vec());
            }
        }
        print(rows, output)?;
    }
    Ok(verdict(all.iter().all(|(_, guesses, _)| is_valid(guesses))))
}

/// The guesses for a value, and what to say if there are none. A card number is shown masked.
fn guess_value(
    value: &str,
    now: Instant,
) -> (Cow<'_, str>, Vec<(&'static Kind, Checked)>, &'static str) {
    let guesses = guess(value, now);
    if !guesses.first().is_some_and(|(_, checked)| checked.valid) {
        let (masked, cards) = mask_pans(value);
        if cards > 0 {
            return (masked, Vec::new(), CARD);
        }
    }
    (Cow::Borrowed(value), guesses, UNKNOWN)
}

/// What is said of a card number.
const CARD: &str = "it has the format of a card number: keep it out of tickets and mails";
/// What is said of a value that fits no kind.
const UNKNOWN: &str = "it has the format of no kind that is known";

fn row(kind: &Kind, value: &str, checked: &Checked) -> Vec<String> {
    let sign = if checked.valid { "ok" } else { "no" };
    let shown = checked.compact.as_deref().unwrap_or(value);
    vec![
        sign.to_owned(),
        kind.name.to_owned(),
        shown.to_owned(),
        why(kind, checked),
    ]
}

/// The reason of a "no"; for a "yes" what it is and what was proved.
fn why(kind: &Kind, checked: &Checked) -> String {
    if let Some(reason) = &checked.reason {
        return reason.clone();
    }
    let Some(proof) = &checked.proof else {
        return kind.title.to_owned();
    };
    let proved: Vec<_> = proof.proved().collect();
    let proved = match proved.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        all => all.concat(),
    };
    let list = proof
        .list
        .map_or_else(String::new, |list| format!(" ({list})"));
    let warning = proof
        .warning
        .map_or_else(String::new, |warning| format!("; {warning}"));
    format!("{}: {proved}{list} right{warning}", kind.title)
}

fn print(rows: Vec<Vec<String>>, output: &mut Output) -> Result<()> {
    let mut table = Table::new(&HEADS, None);
    for line in table.lay_out(rows) {
        output.line(&line)?;
    }
    Ok(())
}

fn list(session: &Session, output: &mut Output) -> Result<Verdict> {
    if session.is_json() {
        let kinds = kinds().map(|kind| KindJson {
            kind: kind.name,
            country: kind.country,
            name: kind.title,
            example: kind.example.value,
            example_valid: kind.example.valid,
            example_about: kind.example.about,
        });
        output.json(&Kinds {
            kinds: kinds.collect(),
        })?;
        return Ok(Verdict::Done);
    }
    let mut table = Table::new(&LIST_HEADS, terminal_width());
    let heads = LIST_HEADS.map(str::to_owned).to_vec();
    let rows = kinds().map(|kind| {
        let example = kind.example;
        let valid = if example.valid { "" } else { "invalid: " };
        vec![
            kind.name.to_owned(),
            kind.country.unwrap_or("-").to_owned(),
            kind.title.to_owned(),
            format!("{} ({valid}{})", example.value, example.about),
        ]
    });
    for line in table.lay_out(std::iter::once(heads).chain(rows).collect()) {
        output.line(&line)?;
    }
    Ok(Verdict::Done)
}

fn check_file(session: &Session, file: &Path, output: &mut Output) -> Result<Verdict> {
    let now = session.now();
    let is_json = session.is_json();
    let answer = |_state: &mut (), line: &[u8], out: &mut Vec<u8>| {
        let question = checks::read(line)?;
        let checked = check(question.kind, &question.value, now);
        if is_json {
            checks::write(question.kind, &question.value, &checked, out);
        } else {
            let cells = row(question.kind, &question.value, &checked);
            out.extend_from_slice(text::line(&cells.join("  ")).as_bytes());
        }
        Ok(checked.valid)
    };
    let form = if is_json { Form::Json } else { Form::Lines };
    let answers =
        session.shield_file(file, |cancel| batch::run(file, form, || (), answer, cancel))?;
    let (all, no) = (answers.count, answers.refusals);
    output.copy(|out| answers.write(out))?;
    if !is_json {
        output.remark(&format!("{} checked, {no} invalid", count(all, "value")));
    }
    Ok(verdict(no == 0))
}
