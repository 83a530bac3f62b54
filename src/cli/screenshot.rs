//! `paydesk screenshot`: a pane as a picture, drawn from the program's own cells.
//!
//! Without `--db` it shows the sample desk at its own moment, whatever the configuration and the
//! terminal say: the same command gives the same picture everywhere. A desk that is named is
//! only looked at.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;

use super::files::write_file;
use super::print::{Output, Table};
use super::session::{Session, actor};
use super::{Verdict, demo, workbench};
use crate::app::Desk;
use crate::app::key::Key;
use crate::config::Config;
use crate::domain::desk::{self, Setting};
use crate::domain::spelling::meant;
use crate::domain::{Actor, Command};
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::{self, CancelToken};
use crate::runtime::{Clock, Launch, Photo, Step};

/// A pane that can be shown: its name, what it is, and the keys that lead there.
struct Pane {
    name: &'static str,
    what: &'static str,
    keys: &'static str,
}

/// The panes and states there are. Keys are those of the default keymap.
#[rustfmt::skip]
const PANES: [Pane; 27] = [
    Pane { name: "queue", what: "the queue with its preview", keys: "j j v j v k" },
    Pane { name: "list", what: "the queue without a preview", keys: "j j p" },
    Pane { name: "preview", what: "the queue, the cursor further down", keys: "PgDn" },
    Pane { name: "marks", what: "marked rows and what can be undone", keys: "v v v s p j v v" },
    Pane { name: "filter", what: "a filter being typed", keys: "f 'tag:blik'" },
    Pane { name: "filter-error", what: "a filter that cannot be read", keys: "f Ctrl-U 'is:open asignee:me'" },
    Pane { name: "views", what: "the views and what each holds", keys: "g v" },
    Pane { name: "view-save", what: "the filter being saved as a view", keys: "f 'tag:blik' Enter Space v s" },
    Pane { name: "below", what: "the preview below the list", keys: "j j P" },
    Pane { name: "no-match", what: "a filter that hides every ticket", keys: "f Ctrl-U 'qqqq' Enter" },
    Pane { name: "ticket", what: "an open ticket", keys: "Enter" },
    Pane { name: "why", what: "why its clocks stand as they do", keys: "j j j w" },
    Pane { name: "facts", what: "what is known about a ticket", keys: "Enter c" },
    Pane { name: "find", what: "words looked for in a ticket", keys: "j j j Enter f 'blik'" },
    Pane { name: "note", what: "a note being written", keys: "n 'Acquirer confirms: down since 09:58, ETA 11:00.' Wait" },
    Pane { name: "palette", what: "every command, searched", keys: "j j Ctrl-P 'pri'" },
    Pane { name: "finder", what: "every ticket and person, searched", keys: "F 'blik'" },
    Pane { name: "help", what: "the keys of the queue", keys: "j j ?" },
    Pane { name: "help-ticket", what: "the keys of a ticket", keys: "Enter ?" },
    Pane { name: "all-keys", what: "the keys of every pane", keys: "Space k" },
    Pane { name: "tour", what: "the first step of the tour", keys: "Space ?" },
    Pane { name: "jump", what: "the question for a number", keys: "g # '48213'" },
    Pane { name: "which-key", what: "how a begun key goes on", keys: "v v s Wait" },
    Pane { name: "menu", what: "what Space begins", keys: "j j Space Wait" },
    Pane { name: "themes", what: "the list of themes", keys: "j j Space T" },
    Pane { name: "refused", what: "why a key does nothing", keys: "j j x" },
    Pane { name: FIRST_RUN, what: "the card of the first start", keys: "" },
];

/// The one pane that greets.
const FIRST_RUN: &str = "first-run";

/// The largest picture: a wall of screens, and still drawn in a blink.
const MAX_SIZE: (u16, u16) = (500, 300);

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: paydesk screenshot ticket --size 80x24 --theme light -o ticket.svg

--keys are pressed after those of the pane, written as ? and the configuration
write them, a blank between two: \"j j Enter\". Letters in quotes are typed
('is:open'), Wait lets a second pass. Without --db it is the sample desk at its
own moment, and the same command always gives the same picture."
)]
pub(super) struct Args {
    /// The pane or state; see --list
    #[arg(value_name = "PANE", required_unless_present = "list")]
    pane: Option<String>,
    /// Lists the panes
    #[arg(long)]
    list: bool,
    /// Columns and rows
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "120x40", value_parser = size)]
    size: (u16, u16),
    /// The kind of picture [default: what the name of the file ends in, else svg]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Keys to press then
    #[arg(
        long,
        value_name = "KEYS",
        default_value = "",
        allow_hyphen_values = true
    )]
    keys: String,
    /// The file to write; - is standard output
    #[arg(short, long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replaces the file if it is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    look: workbench::Look,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// A drawing that any browser shows
    Svg,
    /// A page of text with its colours
    Html,
    /// Letters alone
    Txt,
}

#[derive(Serialize)]
struct PanesJson {
    panes: Vec<PaneJson>,
}

#[derive(Serialize)]
struct PaneJson {
    name: &'static str,
    what: &'static str,
    keys: &'static str,
}

#[derive(Serialize)]
struct PictureJson<'a> {
    pane: &'a str,
    columns: u16,
    rows: u16,
    format: Format,
    /// Where it was written; none if it is here.
    file: Option<String>,
    picture: Option<String>,
}

/// `120x40`.
fn size(text: &str) -> std::result::Result<(u16, u16), String> {
    let parts = text.split_once(['x', 'X']);
    let size = parts.and_then(|(columns, rows)| Some((columns.parse().ok()?, rows.parse().ok()?)));
    match size {
        Some((columns @ 1.., rows @ 1..)) if columns <= MAX_SIZE.0 && rows <= MAX_SIZE.1 => {
            Ok((columns, rows))
        }
        Some(_) => Err(format!(
            "from 1x1 to {}x{} there is a picture",
            MAX_SIZE.0, MAX_SIZE.1
        )),
        None => Err("write it as 120x40".to_owned()),
    }
}

pub(super) fn run(
    session: &Session,
    args: &Args,
    look: &workbench::Look,
    output: &mut Output,
) -> Result<Verdict> {
    if args.list {
        return list(session, output);
    }
    let pane = named(args.pane.as_deref().unwrap_or_default())?;
    let mut steps = read_steps(pane.keys)?;
    steps.extend(read_steps(&args.keys)?);
    let title = format!("paydesk: {}", pane.what);
    let photo = match session.named_database() {
        Some(path) => {
            let launch = given_desk(session, &path, &args.look.or(look))?;
            Photo::take(launch, args.size, &steps, &title)?
        }
        None => {
            let folder = demo::throw_away_folder()?;
            let path = folder.path().join("demo.db");
            let launch = sample_desk(session, &path, pane, &args.look.or(look))?;
            Photo::take(launch, args.size, &steps, &title)?
        }
    };
    let file = args.output.as_deref();
    let file = file.filter(|path| *path != Path::new("-"));
    let format = match (args.format, file) {
        (Some(format), _) => format,
        (None, Some(file)) => ending(file)?,
        (None, None) => Format::Svg,
    };
    let picture = match format {
        Format::Svg => photo.svg(),
        Format::Html => photo.html(),
        Format::Txt => photo.text(),
    };
    if let Some(path) = file {
        session.shield(|_| write_file(path, picture.as_bytes(), args.force))?;
        output.remark(&format!("wrote {}", path.display()));
    }
    if session.is_json() {
        output.json(&PictureJson {
            pane: pane.name,
            columns: args.size.0,
            rows: args.size.1,
            format,
            file: file.map(|path| path.display().to_string()),
            picture: file.is_none().then_some(picture),
        })?;
    } else if file.is_none() {
        output.write(picture.as_bytes())?;
    }
    Ok(Verdict::Done)
}

fn list(session: &Session, output: &mut Output) -> Result<Verdict> {
    if session.is_json() {
        let pane = |pane: &Pane| PaneJson {
            name: pane.name,
            what: pane.what,
            keys: pane.keys,
        };
        let panes = PANES.iter().map(pane).collect();
        output.json(&PanesJson { panes })?;
        return Ok(Verdict::Done);
    }
    let rows = PANES
        .iter()
        .map(|pane| vec![pane.name.to_owned(), pane.what.to_owned()]);
    for line in Table::new(&["", ""], None).lay_out(rows.collect()) {
        output.line(&line)?;
    }
    Ok(Verdict::Done)
}

fn named(name: &str) -> Result<&'static Pane> {
    PANES.iter().find(|pane| pane.name == name).ok_or_else(|| {
        let meant = meant(name, PANES.iter().map(|pane| pane.name));
        Error::new(
            ErrorKind::Usage,
            format!("no pane is called `{name}`{meant}"),
        )
    })
}

/// The format that a file's name asks for.
fn ending(path: &Path) -> Result<Format> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let format = ending.map_or(Ok(Format::Svg), |ending| Format::from_str(ending, true));
    format.map_err(|_unknown| {
        let message = format!("{} does not end in svg, html or txt", path.display());
        Error::new(ErrorKind::Usage, message).hint("say which with --format, or name another file")
    })
}

/// Reads keys with typed letters in quotes between them.
fn read_steps(text: &str) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        // A quote alone is the key.
        let typed = rest.strip_prefix(['\'', '"']);
        let typed = typed.and_then(|typed| typed.split_once(first));
        if let Some((letters, after)) = typed {
            steps.extend(letters.chars().map(|c| Step::Press(Key::char(c))));
            rest = after.trim_start();
            continue;
        }
        let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        steps.push(match word {
            "Wait" => Step::Pause,
            _ => Step::Press(Key::parse(word).ok_or_else(|| {
                Error::new(ErrorKind::Usage, format!("--keys: `{word}` is no key"))
                    .hint("write for example \"j j Enter\", \"Ctrl-P\" or \"f 'is:open'\"")
            })?),
        });
        rest = after.trim_start();
    }
    Ok(steps)
}

/// A look that no environment decides.
fn dress(session: &Session, config: &Config, look: &workbench::Look) -> Result<crate::app::Look> {
    let detected = look.choose(config, |name| match name {
        "COLORTERM" => Some("truecolor".to_owned()),
        _ => None,
    });
    workbench::dress(&detected, &session.themes())
}

/// The person's own desk, to be looked at and not to be changed.
fn given_desk(session: &Session, path: &Path, look: &workbench::Look) -> Result<Launch> {
    let config = session.config()?;
    let store = session.open(path)?;
    Ok(Launch {
        look: dress(session, &config, look)?,
        desk: Desk {
            read_only: Some("a picture is being taken".to_owned()),
            ..workbench::desk(&config)?
        },
        keymap: workbench::keymap(session, &config)?,
        clock: Clock::manual(session.now()),
        actor: actor(&config),
        themes: session.themes(),
        clipboard: None,
        store,
    })
}

/// The sample desk, as everybody has it.
fn sample_desk(
    session: &Session,
    path: &Path,
    pane: &Pane,
    look: &workbench::Look,
) -> Result<Launch> {
    let mut config = Config::parse("", "")?;
    demo::sit_down(&mut config)?;
    let now = session.fixed_now().map_or_else(demo::sample_moment, Ok)?;
    let store = Session::open_by(path, &config)?;
    let cancel = CancelToken::default();
    jobs::demo::build(&store, demo::TICKETS, 1, now, &cancel, &mut |_| {})?;
    jobs::clocks::recompute(&store, &cancel, &mut |_| {})?;
    if pane.name != FIRST_RUN {
        let greeted = desk::Command::Remember {
            setting: Setting::Greeted,
            value: "yes".to_owned(),
        };
        store.perform(Command::Desk(greeted), &Actor::default(), now)?;
    }
    Ok(Launch {
        look: dress(session, &config, look)?,
        desk: Desk {
            label: "demo".to_owned(),
            ..workbench::desk(&config)?
        },
        keymap: workbench::keymap(session, &config)?,
        clock: Clock::manual(now),
        actor: actor(&config),
        themes: session.themes(),
        clipboard: None,
        store,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_with_typed_letters_between_them() {
        let press = |key| Step::Press(Key::parse(key).unwrap());
        let steps = read_steps(" f 'a b' Enter Wait \" '").unwrap();
        let expected = [
            press("f"),
            press("a"),
            press("Space"),
            press("b"),
            press("Enter"),
            Step::Pause,
            press("\""),
            press("'"),
        ];
        assert_eq!(steps, expected);
        assert!(read_steps("j Hyper-x").is_err());
    }

    #[test]
    fn a_size_has_two_numbers() {
        assert_eq!(size("80x24"), Ok((80, 24)));
        for wrong in ["80", "0x24", "80x", "900x24", "-1x2"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_pane_has_a_name_of_its_own_and_keys_that_are_keys() {
        for (at, pane) in PANES.iter().enumerate() {
            assert!(read_steps(pane.keys).is_ok(), "{}", pane.name);
            assert!(
                PANES
                    .iter()
                    .skip(at + 1)
                    .all(|other| other.name != pane.name)
            );
        }
        let error = named("quue").err().unwrap();
        assert_eq!(
            error.one_line(),
            "no pane is called `quue`; did you mean `queue`?"
        );
    }
}
