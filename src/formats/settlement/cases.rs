//! The kinds of cases: which members each has, and what comes out.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Answer;
use super::input::{Bad, Object, Read, date, sort, whole};
use super::once::Once;
use crate::domain::Refusal;
use crate::domain::calendar::{BusinessDays, Calendars};
use crate::domain::money::Currency;
use crate::domain::settlement::billing::MAX_BILLING_LAG;
use crate::domain::settlement::lag::MAX_LAG;
use crate::domain::settlement::reserve::{MAX_BASIS_POINTS, MAX_HOLD, Reserve};
use crate::domain::settlement::{
    Adjust, BillingCycle, Cadence, CutOff, Lag, LagUnit, PayoutSchedule, TimeOfDay, iso_weekday,
    threshold, timeline,
};
use crate::domain::spelling::nearest;
use crate::domain::zone::Zone;

/// The kinds there are.
const KINDS: [&str; 4] = ["lag", "billing_cycle", "threshold", "reserve"];

/// Most calendars of one case.
const MAX_CALENDARS: usize = 16;
/// Most unions and zones that are kept: a batch has some dozens.
const MAX_KEPT: usize = 256;

/// One line, before anything is known of its kind. What it holds beside, an expected outcome or
/// a note, is skipped unread: it is half of the bytes.
#[derive(Debug, Deserialize)]
pub(super) struct Case {
    id: Option<Value>,
    kind: Option<Value>,
    input: Option<Once>,
}

/// What came out of a case, with the members of its kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// From capture to settlement, and to payout if a schedule is given.
    Lag {
        /// The capture with the offset of the cut-off's zone.
        local_capture: String,
        /// The day it counts for.
        trade_date: NaiveDate,
        /// The day from which the lag is counted.
        effective_trade_date: NaiveDate,
        /// The day on which it settles.
        settlement_date: NaiveDate,
        /// The day it is paid out.
        #[serde(skip_serializing_if = "Option::is_none")]
        payout_date: Option<NaiveDate>,
    },
    /// A billing period.
    BillingCycle {
        /// Its first day.
        period_start: NaiveDate,
        /// Its last day.
        period_end: NaiveDate,
        /// The day on which it is billed.
        billed_on: NaiveDate,
        /// The day on which the money leaves.
        settlement_day: NaiveDate,
    },
    /// Payout runs.
    Threshold {
        /// The runs in order.
        runs: Vec<RunOut>,
        /// What the last one carries.
        closing_balance: i64,
    },
    /// A rolling reserve.
    Reserve {
        /// The settlements in the order given.
        batches: Vec<BatchOut>,
        /// The sum of what is withheld.
        total_withheld: i64,
    },
}

/// One payout run; amounts in minor units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunOut {
    run_date: NaiveDate,
    balance_before: i64,
    paid: i64,
    carried: i64,
}

/// One settlement with its reserve; amounts in minor units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BatchOut {
    settlement_date: NaiveDate,
    gross: i64,
    fees: i64,
    withheld: i64,
    net: i64,
    release_date: NaiveDate,
}

/// Calculates cases, and keeps the calendars and zones they name.
#[derive(Debug)]
pub(super) struct Cases<'a> {
    calendars: &'a Calendars,
    unions: HashMap<String, Arc<BusinessDays>>,
    zones: HashMap<String, Zone>,
}

impl<'a> Cases<'a> {
    /// A calculator on these calendars.
    pub(super) fn new(calendars: &'a Calendars) -> Self {
        Self {
            calendars,
            unions: HashMap::new(),
            zones: HashMap::new(),
        }
    }

    /// Calculates one case.
    pub(super) fn answer(&mut self, case: &Case) -> Read<Answer> {
        let id = need("id", case.id.as_ref())?;
        if !(id.is_string() || id.is_number()) {
            let refusal = Refusal::new(format!("expected a string, found {}", sort(id)));
            return Err(bad("id", refusal));
        }
        let kind = need("kind", case.kind.as_ref())?;
        let input = need("input", case.input.as_ref().map(|input| &input.0))?;
        let Some(kind) = kind.as_str() else {
            let refusal = Refusal::new(format!("expected a string, found {}", sort(kind)));
            return Err(bad("kind", refusal));
        };
        let outcome = match kind {
            "lag" => self.lag(input)?,
            "billing_cycle" => self.billing_cycle(input)?,
            "threshold" => self.threshold(input)?,
            "reserve" => self.reserve(input)?,
            _ => {
                let near = nearest(kind, KINDS);
                let cure = near.map_or_else(
                    || format!("there are {}", KINDS.join(", ")),
                    |near| format!("did you mean {near}?"),
                );
                let refusal = Refusal::new(format!("there is no kind `{kind}`"));
                return Err(bad("kind", refusal.cure(cure)));
            }
        };
        Ok(Answer {
            id: id.clone(),
            outcome,
        })
    }

    fn lag(&mut self, value: &Value) -> Read<Outcome> {
        let input = Object::new(
            value,
            "input",
            &[
                "method",
                "captured_at",
                "cutoff",
                "calendars",
                "lag",
                "roll_trade_date",
                "payout_schedule",
                "payout_calendars",
            ],
        )?;
        let captured = input.instant("captured_at")?;
        let days = self.days(input, "calendars")?;
        let cut_off = self.cut_off(input, &days)?;
        let lag = lag(input)?;
        let roll = input.flag("roll_trade_date", true)?;
        let settled = timeline::settle(captured, &cut_off, roll, lag, &days)
            .map_err(input.about("captured_at"))?;
        let payout_date = match input.get("payout_schedule") {
            Some(_) => {
                let schedule = schedule(input)?;
                let payout_days = match input.get("payout_calendars") {
                    Some(_) => self.days(input, "payout_calendars")?,
                    None => days,
                };
                let payout = schedule.first(settled.settlement_date, &payout_days);
                Some(payout.map_err(input.about("payout_schedule"))?.date)
            }
            None => None,
        };
        Ok(Outcome::Lag {
            local_capture: settled.local_capture.to_rfc3339(),
            trade_date: settled.trade_date,
            effective_trade_date: settled.effective_trade_date,
            settlement_date: settled.settlement_date,
            payout_date,
        })
    }

    fn billing_cycle(&mut self, value: &Value) -> Read<Outcome> {
        let known = [
            "method",
            "cycle",
            "captured_at",
            "tz",
            "settlement_lag_t2_days",
        ];
        let input = Object::new(value, "input", &known)?;
        let name = input.text("cycle")?;
        let cycle = BillingCycle::from_name(name).ok_or_else(|| {
            let refusal = Refusal::new(format!("`{name}` is no billing cycle"));
            input.bad("cycle", refusal.cure("write daily, weekly or monthly"))
        })?;
        let captured = input.instant("captured_at")?;
        let zone = self.zone(input, "tz")?;
        let lag = input.small("settlement_lag_t2_days", MAX_BILLING_LAG)?;
        let t2 = self
            .union(&["T2"])
            .map_err(input.about("settlement_lag_t2_days"))?;
        let day = zone.local(captured).date_naive();
        let period = cycle.period(day);
        let period = period.map_err(input.about("captured_at"))?;
        let settlement_day = period.settlement_day(lag, &t2);
        Ok(Outcome::BillingCycle {
            period_start: period.start,
            period_end: period.end,
            billed_on: period.billed_on,
            settlement_day: settlement_day.map_err(input.about("captured_at"))?,
        })
    }

    fn threshold(&mut self, value: &Value) -> Read<Outcome> {
        let known = [
            "currency",
            "minimum_payout",
            "net_by_settlement_date",
            "payout_schedule",
            "payout_calendars",
        ];
        let input = Object::new(value, "input", &known)?;
        check_currency(input)?;
        let minimum = input.number("minimum_payout")?;
        if minimum < 0 {
            let refusal = Refusal::new(format!("{minimum} is below zero"));
            return Err(input.bad("minimum_payout", refusal.cure("write 0 or more")));
        }
        let rows = input.list("net_by_settlement_date")?;
        let mut net = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let [settled, minor] = row_of(input, "net_by_settlement_date", at, row)?;
            let read = || Ok((date(settled)?, whole(minor)?));
            let name = || format!("net_by_settlement_date[{at}]");
            net.push(read().map_err(|refusal| input.bad(&name(), refusal))?);
        }
        let schedule = schedule(input)?;
        let days = self.days(input, "payout_calendars")?;
        let runs = threshold::runs(minimum, &net, &schedule, &days)
            .map_err(input.about("net_by_settlement_date"))?;
        let closing_balance = threshold::closing_balance(&runs);
        let run_out = |run: threshold::Run| RunOut {
            run_date: run.date,
            balance_before: run.balance_before,
            paid: run.paid,
            carried: run.carried,
        };
        Ok(Outcome::Threshold {
            runs: runs.into_iter().map(run_out).collect(),
            closing_balance,
        })
    }

    fn reserve(&mut self, value: &Value) -> Read<Outcome> {
        let known = [
            "currency",
            "reserve_basis_points",
            "hold_days",
            "calendars",
            "batches",
        ];
        let input = Object::new(value, "input", &known)?;
        check_currency(input)?;
        let basis_points = input.small("reserve_basis_points", MAX_BASIS_POINTS)?;
        let hold_days = input.small("hold_days", MAX_HOLD)?;
        let reserve =
            Reserve::new(basis_points, hold_days).map_err(input.about("reserve_basis_points"))?;
        let days = self.days(input, "calendars")?;
        let rows = input.list("batches")?;
        let mut batches = Vec::with_capacity(rows.len());
        let mut total = 0i64;
        for (at, row) in rows.iter().enumerate() {
            let [settled, gross, fees] = row_of(input, "batches", at, row)?;
            let mut read = || {
                let (settled, gross, fees) = (date(settled)?, whole(gross)?, whole(fees)?);
                let batch = reserve.apply(settled, gross, fees, &days)?;
                total = total.checked_add(batch.withheld).ok_or_else(|| {
                    Refusal::new("what is withheld adds up to more than any account holds")
                })?;
                Ok(BatchOut {
                    settlement_date: settled,
                    gross,
                    fees,
                    withheld: batch.withheld,
                    net: batch.net,
                    release_date: batch.release_date,
                })
            };
            let batch = read().map_err(|refusal| input.bad(&format!("batches[{at}]"), refusal));
            batches.push(batch?);
        }
        Ok(Outcome::Reserve {
            batches,
            total_withheld: total,
        })
    }

    /// The cut-off; if none is given, 24:00 in the zone of the first calendar.
    fn cut_off(&mut self, input: Object<'_>, days: &BusinessDays) -> Read<CutOff> {
        let Some(value) = input.get("cutoff") else {
            let first = days.calendars().first();
            return Ok(CutOff {
                time: TimeOfDay::END,
                zone: first.map_or_else(Zone::default, |calendar| calendar.zone.clone()),
            });
        };
        let cut_off = Object::new(value, "input.cutoff", &["time", "tz"])?;
        let time = cut_off.text("time")?.parse();
        Ok(CutOff {
            time: time.map_err(cut_off.about("time"))?,
            zone: self.zone(cut_off, "tz")?,
        })
    }

    /// The business days of the calendars that a member names.
    fn days(&mut self, input: Object<'_>, name: &'static str) -> Read<Arc<BusinessDays>> {
        let codes = input.codes(name)?;
        if codes.len() > MAX_CALENDARS {
            let refusal = Refusal::new(format!("{} calendars are too many", codes.len()));
            return Err(input.bad(name, refusal.cure(format!("name at most {MAX_CALENDARS}"))));
        }
        self.union(&codes).map_err(input.about(name))
    }

    fn union(&mut self, codes: &[&str]) -> Result<Arc<BusinessDays>, Refusal> {
        let key = codes.join("\n");
        if let Some(days) = self.unions.get(&key) {
            return Ok(Arc::clone(days));
        }
        let days = Arc::new(self.calendars.union(codes)?);
        if self.unions.len() >= MAX_KEPT {
            self.unions.clear();
        }
        self.unions.insert(key, Arc::clone(&days));
        Ok(days)
    }

    fn zone(&mut self, input: Object<'_>, name: &'static str) -> Read<Zone> {
        let wanted = input.text(name)?;
        if let Some(zone) = self.zones.get(wanted) {
            return Ok(zone.clone());
        }
        let zone = Zone::named(wanted).ok_or_else(|| {
            let names = Zone::names();
            let near = nearest(wanted, names.iter().map(String::as_str));
            let cure = near.map_or_else(
                || "name it as Europe/Berlin".to_owned(),
                |near| format!("did you mean {near}?"),
            );
            let refusal = Refusal::missing(format!("there is no time zone `{wanted}`"));
            input.bad(name, refusal.cure(cure))
        })?;
        if self.zones.len() >= MAX_KEPT {
            self.zones.clear();
        }
        self.zones.insert(wanted.to_owned(), zone.clone());
        Ok(zone)
    }
}

fn need<'a>(member: &str, value: Option<&'a Value>) -> Read<&'a Value> {
    value.ok_or_else(|| bad(member, Refusal::new("is missing").cure("add it")))
}

fn bad(member: &str, refusal: Refusal) -> Bad {
    Bad {
        member: member.to_owned(),
        refusal,
    }
}

fn lag(input: Object<'_>) -> Read<Lag> {
    let lag = Object::new(input.need("lag")?, "input.lag", &["n", "unit"])?;
    let n = lag.small("n", MAX_LAG)?;
    let unit = match lag.text("unit")? {
        "business" => LagUnit::Business,
        "calendar" => LagUnit::Calendar,
        other => {
            let refusal = Refusal::new(format!("`{other}` is no unit of days"));
            return Err(lag.bad("unit", refusal.cure("write business or calendar")));
        }
    };
    Lag::new(n, unit).map_err(lag.about("n"))
}

fn schedule(input: Object<'_>) -> Read<PayoutSchedule> {
    let value = input.need("payout_schedule")?;
    let known = ["type", "iso_weekday", "iso_weekdays", "day", "adjust"];
    let schedule = Object::new(value, "input.payout_schedule", &known)?;
    let day_of_week = |name: &str, number: i64| {
        iso_weekday(number).ok_or_else(|| {
            let refusal = Refusal::new(format!("{number} is no weekday"));
            schedule.bad(name, refusal.cure("write 1 for Monday to 7 for Sunday"))
        })
    };
    let cadence = match schedule.text("type")? {
        "daily" => Cadence::Daily,
        "weekly" => Cadence::Weekly(day_of_week("iso_weekday", schedule.number("iso_weekday")?)?),
        "twice_weekly" => {
            let name = "iso_weekdays";
            let wrong = |what: String| {
                let refusal = Refusal::new(what).cure("write two different days, as [2, 5]");
                schedule.bad(name, refusal)
            };
            let [one, other] = schedule.list(name)? else {
                return Err(wrong("expected a list of two weekdays".to_owned()));
            };
            let read = |value| {
                let number = whole(value).map_err(schedule.about(name))?;
                day_of_week(name, number)
            };
            let days = [read(one)?, read(other)?];
            Cadence::twice_weekly(days).ok_or_else(|| wrong(format!("{one} is named twice")))?
        }
        "monthly" => {
            let day = schedule.number("day")?;
            Cadence::monthly(day).ok_or_else(|| {
                let refusal = Refusal::new(format!("{day} is no day of a month"));
                schedule.bad("day", refusal.cure("write a number from 1 to 31"))
            })?
        }
        "last_business_day" => Cadence::LastBusinessDay,
        other => {
            let all = [
                "daily",
                "weekly",
                "twice_weekly",
                "monthly",
                "last_business_day",
            ];
            let near = nearest(other, all);
            let cure = near.map_or_else(
                || format!("write {}", all.join(", ")),
                |near| format!("did you mean {near}?"),
            );
            let refusal = Refusal::new(format!("`{other}` is no payout schedule"));
            return Err(schedule.bad("type", refusal.cure(cure)));
        }
    };
    let adjust = match schedule.get("adjust") {
        None => Adjust::default(),
        Some(_) => {
            let name = schedule.text("adjust")?;
            Adjust::from_name(name).ok_or_else(|| {
                let refusal = Refusal::new(format!("`{name}` is no way to adjust a date"));
                let cure = "write following, preceding or modified_following";
                schedule.bad("adjust", refusal.cure(cure))
            })?
        }
    };
    Ok(PayoutSchedule { cadence, adjust })
}

/// Amounts are minor units whatever the currency; one that does not exist is a slip all the same.
fn check_currency(input: Object<'_>) -> Read<()> {
    if input.get("currency").is_some() {
        Currency::named(input.text("currency")?).map_err(input.about("currency"))?;
    }
    Ok(())
}

/// A row of a list: so many values.
fn row_of<'a, const N: usize>(
    input: Object<'_>,
    name: &str,
    at: usize,
    row: &'a Value,
) -> Read<&'a [Value; N]> {
    let values = row
        .as_array()
        .and_then(|row| row.first_chunk::<N>().filter(|_| row.len() == N));
    values.ok_or_else(|| -> Bad {
        let refusal = Refusal::new(format!(
            "expected a list of {N} values, found {}",
            sort(row)
        ));
        input.bad(&format!("{name}[{at}]"), refusal)
    })
}
