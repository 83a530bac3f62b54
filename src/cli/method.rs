//! `paydesk method`: the catalogue of payment methods, each field with who says so.

use clap::Subcommand;
use serde::Serialize;

use super::Verdict;
use super::print::{Output, Table, count, cut, labelled, terminal_width};
use super::session::Session;
use crate::domain::merchants::methods::{Filter, List, Method, Source, Sourced, Status};
use crate::error::Result;

const HEADS: [&str; 8] = [
    "CODE",
    "NAME",
    "COUNTRIES",
    "CURRENCIES",
    "FLOW",
    "REFUND",
    "LAG",
    "STATUS",
];

/// Countries or currencies in a cell before the rest is counted.
const IN_A_CELL: usize = 3;
/// Widest name in the table.
const NAME_CELLS: usize = 24;
/// Columns of the labels of `method show`.
const LABEL_CELLS: usize = 22;

/// Fields with their label.
const LABELS: &[(&str, &str)] = &[
    ("type", "Type"),
    ("status", "Status"),
    ("ppro_code", "PPRO code"),
    ("ppro_simple_tag", "Simple API tag"),
    ("countries", "Countries"),
    ("currencies", "Currencies"),
    ("flow", "Flow"),
    ("min_amount", "Smallest amount"),
    ("max_amount", "Largest amount"),
    ("session_expiry_seconds", "Session expires after"),
    ("settlement_lag", "Settlement lag"),
    ("settlement_calendar", "Calendar"),
    ("cut_off", "Cut-off"),
    ("settlement_currencies", "Settles in"),
    ("settlement_risk", "Settlement risk"),
    ("refund", "Refund"),
    ("refund_window_days", "Refund within"),
    ("recurring", "Recurring"),
    ("separate_captures", "Separate captures"),
    ("disputes", "Disputes"),
    ("required_charge_fields", "Charge needs"),
    ("onboarding", "Onboarding needs"),
    ("approval_lead_time", "Approval takes"),
    ("scheme_registration", "Scheme registration"),
    ("common_failure_codes", "Failure codes"),
];

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lists the methods
    List(ListArgs),
    /// Shows all that is published about a method, and by whom
    #[command(after_help = "Example: paydesk method show blik")]
    Show {
        /// The method: id, PPRO code, Simple API tag, name or alias
        #[arg(value_name = "CODE")]
        code: String,
    },
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Example: paydesk method list --country MX --flow voucher

A value of which nobody says where it comes from is marked ~ and may be wrong.")]
pub(super) struct ListArgs {
    /// Part of a name or code
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// Methods for payers of this country, by its two letters
    #[arg(long, value_name = "XX")]
    country: Option<String>,
    /// Methods in which one can pay in this currency
    #[arg(long, value_name = "XXX")]
    currency: Option<String>,
    /// Methods that lead the payer so: redirect, qr, voucher, push …
    #[arg(long, value_name = "FLOW")]
    flow: Option<String>,
    /// live, new, migrating, restricted or closed
    #[arg(long, value_name = "STATUS", value_parser = Status::parse)]
    status: Option<Status>,
}

#[derive(Serialize)]
struct MethodsJson<'a> {
    total: usize,
    methods: Vec<&'a Method>,
}

pub(super) fn run(session: &Session, command: &Command, output: &mut Output) -> Result<Verdict> {
    match command {
        Command::List(args) => list(session, args, output),
        Command::Show { code } => show(session, code, output),
    }
}

fn list(session: &Session, args: &ListArgs, output: &mut Output) -> Result<Verdict> {
    let catalogue = session.config()?.methods()?;
    let methods = catalogue.list(&Filter {
        country: args.country.clone(),
        currency: args.currency.clone(),
        flow: args.flow.clone(),
        status: args.status,
        text: args.text.clone(),
    })?;
    let total = methods.len();
    if session.is_json() {
        output.json(&MethodsJson { total, methods })?;
        return Ok(Verdict::Done);
    }
    let rows = methods.into_iter().map(cells);
    let rows = std::iter::once(HEADS.map(str::to_owned).to_vec()).chain(rows);
    for line in Table::new(&HEADS, terminal_width()).lay_out(rows.collect()) {
        output.line(&line)?;
    }
    output.finish()?;
    output.remark(&count(u64::try_from(total).unwrap_or(u64::MAX), "method"));
    Ok(Verdict::Done)
}

fn cells(method: &Method) -> Vec<String> {
    vec![
        method.id.clone(),
        cut(&method.name, NAME_CELLS),
        several(&method.countries),
        several(&method.currencies),
        cell(&method.flow, |flow| flow.0.join("/")),
        match &method.refund_window_days.value {
            Some(_) => cell(&method.refund_window_days, |days| format!("{}d", days.0)),
            None => cell(&method.refund, |refund| {
                if refund.supported { "yes" } else { "no" }.to_owned()
            }),
        },
        cell(&method.settlement_lag, |lag| lag.short()),
        cell(&method.status, |status| status.name().to_owned()),
    ]
}

/// A value with `~` behind it if it is unsourced.
fn cell<T>(field: &Sourced<T>, words: impl Fn(&T) -> String) -> String {
    let Some(value) = &field.value else {
        return "-".to_owned();
    };
    let mark = match field.source {
        Source::Unsourced => "~",
        Source::Said(_) | Source::Configuration => "",
    };
    format!("{}{mark}", words(value))
}

/// The first few of a list, and how many more there are.
fn several(field: &Sourced<List>) -> String {
    cell(field, |list| {
        let (first, rest) = list.0.split_at(list.0.len().min(IN_A_CELL));
        match rest.len() {
            0 => first.join(" "),
            more => format!("{} +{more}", first.join(" ")),
        }
    })
}

fn show(session: &Session, code: &str, output: &mut Output) -> Result<Verdict> {
    let method = session.config()?.method(code)?;
    if session.is_json() {
        output.json(&method)?;
    } else {
        for line in Page::of(&method) {
            output.line(&line)?;
        }
    }
    Ok(Verdict::Done)
}

/// A method as lines of at most a page's columns; only the address of a source may be wider,
/// so that it can be copied.
#[derive(Default)]
struct Page {
    lines: Vec<String>,
    /// Sources in the order in which they are named first; each is shown as its number.
    sources: Vec<String>,
}

impl Page {
    fn of(method: &Method) -> Vec<String> {
        let mut page = Self::default();
        page.lines.push(format!("{}  {}", method.id, method.name));
        if !method.aliases.is_empty() {
            page.fact("Also called", &method.aliases.join(", "));
        }
        page.lines.push(String::new());
        let mut unknown = Vec::new();
        for (name, shown) in method.fields() {
            let label = LABELS.iter().find(|(known, _)| *known == name);
            let label = label.map_or(name, |(_, label)| label);
            if shown.value.is_none() && shown.alternatives.is_empty() {
                unknown.push(label.to_lowercase());
                continue;
            }
            let value = match &shown.value {
                Some(value) => format!("{value} {}", page.mark(&shown.source)),
                None => "not known".to_owned(),
            };
            page.fact(label, &value);
            for (value, source) in &shown.alternatives {
                let other = format!("or {value} {}", page.mark(source));
                page.fact("", &other);
            }
            let note = match name {
                "session_expiry_seconds" => &method.session_expiry_note,
                "status" => &method.status_note,
                _ => &None,
            };
            if let Some(note) = note {
                page.fact("", note);
            }
        }
        if !unknown.is_empty() {
            page.fact("Not known", &unknown.join(", "));
        }
        if let Some(notes) = &method.notes {
            page.fact("Notes", notes);
        }
        page.section("Changes", method.changes.iter(), |page, change| {
            format!(
                "{}: {} {}",
                change.when,
                change.what,
                page.mark(&change.source)
            )
        });
        let disagreements = method.disagreements.iter();
        page.section("Where sources disagree", disagreements, |page, one| {
            let marks: Vec<_> = one
                .sources
                .iter()
                .map(|source| page.number(source))
                .collect();
            format!("{} {}", one.what, marks.join(" "))
        });
        page.lines.push(String::new());
        page.lines.push("Sources".to_owned());
        for (at, source) in page.sources.iter().enumerate() {
            let number = format!("[{}]", at + 1);
            page.lines.push(format!("{number:>4} {source}"));
        }
        page.lines
    }

    /// `[3]`, or that nobody says so.
    fn mark(&mut self, source: &Source) -> String {
        match source {
            Source::Unsourced => "(unsourced)".to_owned(),
            Source::Configuration => "(your configuration)".to_owned(),
            Source::Said(source) => self.number(source),
        }
    }

    fn number(&mut self, source: &str) -> String {
        let known = self.sources.iter().position(|one| one == source);
        let at = known.unwrap_or_else(|| {
            self.sources.push(source.to_owned());
            self.sources.len() - 1
        });
        format!("[{}]", at + 1)
    }

    fn fact(&mut self, label: &str, value: &str) {
        self.wrapped(&format!("{label:<LABEL_CELLS$}"), value);
    }

    /// Text behind a label; further lines stand below the first.
    fn wrapped(&mut self, label: &str, value: &str) {
        self.lines
            .extend(labelled(label, label.chars().count(), value));
    }

    fn section<'a, T: 'a>(
        &mut self,
        head: &str,
        items: impl Iterator<Item = &'a T>,
        words: impl Fn(&mut Self, &T) -> String,
    ) {
        for (at, item) in items.enumerate() {
            if at == 0 {
                self.lines.extend([String::new(), head.to_owned()]);
            }
            let words = words(self, item);
            self.wrapped("  ", &words);
        }
    }
}
