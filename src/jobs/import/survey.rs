//! A look over a whole table before its rows are read: how it is encoded, and whether its dates
//! begin with the day or with the month.

use super::columns::Columns;
use super::parts::{Form, Part, broken};
use super::walk::Steps;
use super::{ImportOptions, stopped_checking};
use crate::error::{Error, ErrorKind, Result};
use crate::formats::dates::{What, evidence, instant};
use crate::formats::export::{Fault, Order};
use crate::formats::rows;
use crate::formats::table::{Header, Limits, Table};
use crate::jobs::{CancelToken, OnProgress};

/// Looks at a part that is a table, and keeps what shows.
pub(super) fn look(
    part: &mut Part<'_>,
    options: &ImportOptions,
    cancel: &CancelToken,
    progress: OnProgress<'_>,
) -> Result<()> {
    let Form::Unseen(system) = part.form else {
        return Ok(());
    };
    let name = &part.name;
    let (columns, charset, local) = part.read(|reader| {
        let mut steps = Steps::new("looking at", name, part.total());
        let table = Table::open_as(reader, Limits::default(), options.charset);
        let mut table = table.map_err(|fault| broken(name, fault))?;
        let first = Columns::of(system, table.header(), &options.table(options.dates));
        let first = first.map_err(|fault| refused(name, table.header(), &fault))?;
        let mut shown = Shown::default();
        let mut local = None;
        loop {
            if cancel.is_cancelled() {
                return Err(stopped_checking(name));
            }
            steps.at(table.bytes_done(), progress);
            match table.next_row() {
                Ok(Some(row)) => {
                    for column in first.moments() {
                        let cell = row.get(*column);
                        shown.see(cell, row.line);
                        let lacks_zone =
                            || instant(cell, None, Order::DayFirst) == Err(What::NoZone);
                        if local.is_none() && options.is_zone_assumed && lacks_zone() {
                            local = Some(row.line);
                        }
                    }
                }
                Ok(None) => break,
                // Told by the pass that reads rows.
                Err(rows::Fault::Row { .. } | rows::Fault::Cut { .. }) => {}
                Err(fault) => return Err(broken(name, fault)),
            }
        }
        let dates = match options.dates {
            Order::Unknown => shown.order().map_err(|lines| contrary(name, lines))?,
            said => said,
        };
        let columns = Columns::of(system, table.header(), &options.table(dates));
        let columns = columns.map_err(|fault| refused(name, table.header(), &fault))?;
        Ok((columns, table.charset(), local))
    })?;
    if options.charset.is_none() && !charset.is_unicode() {
        part.remarks.push(format!(
            "read as {} text; say --encoding if that is wrong",
            charset.name()
        ));
    }
    if let (Some(_), Some(zone)) = (local, &options.zone) {
        part.remarks.push(format!(
            "times without an offset are read in {}, the desk's zone; --tz says another",
            zone.name()
        ));
    }
    part.form = Form::Table(Box::new(columns), charset);
    Ok(())
}

/// The first dates that can be read one way only, by their lines.
#[derive(Debug, Default)]
struct Shown {
    day_first: Option<u64>,
    month_first: Option<u64>,
}

impl Shown {
    fn see(&mut self, cell: &str, line: u64) {
        let first = match evidence(cell) {
            Some(Order::DayFirst) => &mut self.day_first,
            Some(Order::MonthFirst) => &mut self.month_first,
            Some(Order::Unknown) | None => return,
        };
        first.get_or_insert(line);
    }

    /// What they show; two lines that show the contrary are an error.
    fn order(&self) -> Result<Order, (u64, u64)> {
        match (self.day_first, self.month_first) {
            (Some(day), Some(month)) => Err((day, month)),
            (Some(_), None) => Ok(Order::DayFirst),
            (None, Some(_)) => Ok(Order::MonthFirst),
            (None, None) => Ok(Order::Unknown),
        }
    }
}

fn contrary(name: &str, (day, month): (u64, u64)) -> Error {
    let message = format!(
        "{name}: the date of line {day} begins with the day, that of line {month} with the month"
    );
    Error::new(ErrorKind::Input, message)
        .hint("say --dates dmy or --dates mdy, and correct the others")
}

fn refused(name: &str, header: &Header, fault: &Fault) -> Error {
    let message = format!("{name} line {}: {}", header.line, fault.what);
    Error::new(ErrorKind::Input, message).hint(fault.cure)
}
