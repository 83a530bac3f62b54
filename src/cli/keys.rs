//! `paydesk keys`: every action with its keys, from the program's own table.

use std::fmt::Write as _;

use clap::ValueEnum;
use serde::Serialize;

use super::print::Output;
use super::session::Session;
use super::{Verdict, workbench};
use crate::app::action::{self, ActionSpec, Group};
use crate::app::keymap::Keymap;
use crate::error::Result;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example: paydesk keys --format md > keys.md")]
pub(super) struct Args {
    /// How they are printed
    #[arg(long, value_enum, default_value_t = Format::Txt)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page of Markdown
    Md,
    /// Columns
    Txt,
    /// One JSON document
    Json,
}

/// One action.
#[derive(Serialize)]
struct KeyJson {
    name: &'static str,
    title: &'static str,
    keys: Vec<String>,
    scopes: Vec<&'static str>,
    group: &'static str,
}

pub(super) fn run(session: &Session, args: &Args, output: &mut Output) -> Result<Verdict> {
    let keymap = workbench::keymap(session, &session.config()?)?;
    let format = if session.is_json() {
        Format::Json
    } else {
        args.format
    };
    match format {
        Format::Json => output.json(&json(&keymap))?,
        Format::Md => output.line(page(&keymap).trim_end())?,
        Format::Txt => {
            for line in columns(&keymap) {
                output.line(&line)?;
            }
        }
    }
    Ok(Verdict::Done)
}

fn scopes(spec: &ActionSpec) -> Vec<&'static str> {
    spec.scopes.iter().map(|scope| scope.title()).collect()
}

fn json(keymap: &Keymap) -> Vec<KeyJson> {
    let line = |spec: &ActionSpec| KeyJson {
        name: spec.name,
        title: spec.title,
        keys: keymap.keys(spec.action),
        scopes: scopes(spec),
        group: spec.group.title(),
    };
    action::all().map(line).collect()
}

/// The page of keys, grouped as the help groups them.
fn page(keymap: &Keymap) -> String {
    let mut page = String::from(
        "# Keys\n\nEvery action with its keys, where it is heard and its name for `[keys]` in the \
         configuration.\nWritten by `paydesk keys --format md`; a blank between two keys means one \
         after the other.\n",
    );
    for group in Group::ALL {
        let _infallible = write!(
            page,
            "\n## {}\n\n| keys | does | where | name |\n|---|---|---|---|\n",
            group.title()
        );
        for spec in action::all().filter(|spec| spec.group == group) {
            let keys = keymap.keys(spec.action).into_iter();
            let keys: Vec<String> = keys.map(|keys| format!("`{keys}`")).collect();
            let _infallible = writeln!(
                page,
                "| {} | {} | {} | `{}` |",
                keys.join(" "),
                spec.title,
                scopes(spec).join(", "),
                spec.name
            );
        }
    }
    page
}

/// Name, keys, where and title as columns, a heading for each group.
fn columns(keymap: &Keymap) -> Vec<String> {
    let rows: Vec<[String; 3]> = action::all()
        .map(|spec| {
            let keys = keymap.keys(spec.action).join(", ");
            [spec.name.to_owned(), keys, scopes(spec).join(", ")]
        })
        .collect();
    let wide = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let (names, keys, places) = (wide(0), wide(1), wide(2));
    let mut lines = Vec::with_capacity(rows.len() + Group::ALL.len() * 2);
    let mut group = None;
    for (spec, [name, key, place]) in action::all().zip(&rows) {
        if group != Some(spec.group) {
            if group.is_some() {
                lines.push(String::new());
            }
            lines.push(spec.group.title().to_owned());
            group = Some(spec.group);
        }
        lines.push(format!(
            "  {name:names$}  {key:keys$}  {place:places$}  {}",
            spec.title
        ));
    }
    lines
}
