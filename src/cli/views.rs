//! `paydesk view`: named queries, how many tickets each holds, and how many of them are late.

use serde::Serialize;

use super::json::PlanJson;
use super::print::{Output, Table, terminal_width};
use super::query::{self, Asker};
use super::session::{Session, actor};
use super::{Verdict, ask};
use crate::domain::desk::{self, View};
use crate::domain::tickets::Filter;
use crate::domain::tickets::filter::{Expr, Test};
use crate::domain::{Command as Wish, moment};
use crate::error::Result;
use crate::store::Store;

const HEADS: [&str; 4] = ["NAME", "TICKETS", "LATE", "QUERY"];

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Lists the views, how many tickets each holds and how many of these are breached
    #[command(after_help = "Example: paydesk view list")]
    List,
    /// Keeps a query under a name; what had the name before is replaced
    Save(SaveArgs),
    /// Forgets a view
    #[command(after_help = "Example: paydesk view delete \"stuck refunds\"")]
    Delete {
        /// The view
        #[arg(value_name = "NAME")]
        name: String,
        /// Shows what would change, and changes nothing
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: paydesk view save \"stuck refunds\" is:open refund idle:3d sort:sla

`paydesk ticket list --help` says what a query may be."
)]
pub(super) struct SaveArgs {
    /// The view
    #[arg(value_name = "NAME")]
    name: String,
    /// The query; empty is every ticket. Words may start with -
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Shows what would change, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

/// `view list`.
#[derive(Debug, Serialize)]
struct ViewsJson<'a> {
    views: Vec<ViewJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ViewJson<'a> {
    name: &'a str,
    query: String,
    /// How many tickets it holds; none if it cannot be read.
    count: Option<u64>,
    /// How many of them are breached.
    late: Option<u64>,
    /// Why it cannot be read.
    error: Option<String>,
}

/// `view delete`.
#[derive(Debug, Serialize)]
struct DeletedJson<'a> {
    name: &'a str,
    deleted: bool,
}

pub(super) fn run(session: &Session, command: &Command, output: &mut Output) -> Result<Verdict> {
    match command {
        Command::List => list(session, output),
        Command::Save(args) => save(session, args, output),
        Command::Delete { name, dry_run } => delete(session, name, *dry_run, output),
    }
}

fn list(session: &Session, output: &mut Output) -> Result<Verdict> {
    let asker = Asker::new(session)?;
    let store = session.store_with_clocks()?;
    let views = ask::views(&store)?;
    let mut counted = Vec::with_capacity(views.len());
    for view in &views {
        counted.push(count(&store, &asker, view)?);
    }
    if session.is_json() {
        output.json(&ViewsJson { views: counted })?;
        return Ok(Verdict::Done);
    }
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), moment::count);
    let rows = counted.into_iter().map(|view| {
        vec![
            view.name.to_owned(),
            number(view.count),
            number(view.late),
            match view.error {
                Some(error) => format!("{} (cannot be read: {error})", view.query),
                None => view.query,
            },
        ]
    });
    let heads = HEADS.map(str::to_owned).to_vec();
    let rows = std::iter::once(heads).chain(rows).collect();
    for line in Table::new(&HEADS, terminal_width()).lay_out(rows) {
        output.line(&line)?;
    }
    Ok(Verdict::Done)
}

/// A view with its counts; one that another version saved may be beyond this one.
fn count<'a>(store: &Store, asker: &Asker, view: &'a View) -> Result<ViewJson<'a>> {
    let mut filter = match Filter::parse(&view.query) {
        Ok(filter) => filter,
        Err(error) => {
            return Ok(ViewJson {
                name: &view.name,
                query: view.query.clone(),
                count: None,
                late: None,
                error: Some(error.message),
            });
        }
    };
    let query = filter.to_string();
    // A limit is for lists; counts are of all.
    filter.limit = None;
    let late = Filter {
        want: Expr::all(vec![filter.want.clone(), Expr::Test(Test::Breached)]),
        ..filter.clone()
    };
    Ok(ViewJson {
        name: &view.name,
        query,
        count: Some(ask::count(store, asker.select(&filter))?),
        late: Some(ask::count(store, asker.select(&late))?),
        error: None,
    })
}

fn save(session: &Session, args: &SaveArgs, output: &mut Output) -> Result<Verdict> {
    let query = args.query.join(" ");
    if let Err(error) = Filter::parse(&query) {
        return Ok(query::report(&query, &error));
    }
    let wish = desk::Command::SaveView {
        name: args.name.clone(),
        query,
    };
    let Some((store, summary)) = carry_out(session, wish, args.dry_run, output)? else {
        return Ok(Verdict::Done);
    };
    if session.is_json() {
        let asker = Asker::new(session)?;
        let views = ask::views(&store)?;
        let view = View::named(&views, &args.name)?;
        output.json(&count(&store, &asker, view)?)?;
    } else {
        output.line(&summary)?;
    }
    Ok(Verdict::Done)
}

fn delete(session: &Session, name: &str, dry_run: bool, output: &mut Output) -> Result<Verdict> {
    let wish = desk::Command::DeleteView {
        name: name.to_owned(),
    };
    if let Some((_, summary)) = carry_out(session, wish, dry_run, output)? {
        if session.is_json() {
            output.json(&DeletedJson {
                name,
                deleted: true,
            })?;
        } else {
            output.line(&summary)?;
        }
    }
    Ok(Verdict::Done)
}

/// Carries out a wish and returns the store and what was done, or prints what it would change.
fn carry_out(
    session: &Session,
    wish: desk::Command,
    dry_run: bool,
    output: &mut Output,
) -> Result<Option<(Store, String)>> {
    let actor = actor(&session.config()?);
    let store = session.store()?;
    let wish = Wish::Desk(wish);
    if !dry_run {
        let outcome = session.shield(|_| store.perform(wish, &actor, session.now()))?;
        return Ok(Some((store, outcome.changes.summary)));
    }
    let changes = store.plan(&wish, &actor, session.now())?;
    if session.is_json() {
        output.json(&PlanJson::new(&changes))?;
    }
    for change in changes
        .field_changes()
        .iter()
        .filter(|_| !session.is_json())
    {
        let query = |query: &Option<String>| query.clone().unwrap_or_else(|| "none".to_owned());
        let (from, to) = (query(&change.from), query(&change.to));
        output.line(&format!("{}: {from} -> {to}", change.field))?;
    }
    Ok(None)
}
