//! The way of one payment from its capture to the client's account, as dates.
//!
//! Some ten steps of integer arithmetic; nothing is allocated once the calendars know the year.
//! Why each date is what it is, [`super::words`] says.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::billing::Period;
use super::cutoff::CutOff;
use super::lag::Lag;
use super::payout::PayoutDate;
use super::plan::Plan;
use crate::domain::calendar::BusinessDays;
use crate::domain::money::{Currency, Money};
use crate::domain::{Instant, Refusal};

/// From capture to settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The capture in the zone of the cut-off.
    pub local_capture: DateTime<FixedOffset>,
    /// The day it counts for.
    pub trade_date: NaiveDate,
    /// The day from which the lag is counted.
    pub effective_trade_date: NaiveDate,
    /// The day on which it settles.
    pub settlement_date: NaiveDate,
}

/// Cut-off, roll and lag of one capture.
pub fn settle(
    captured: Instant,
    cut_off: &CutOff,
    roll: bool,
    lag: Lag,
    days: &BusinessDays,
) -> Result<Settled, Refusal> {
    let local_capture = cut_off.local(captured);
    let trade_date = cut_off.trade_date(&local_capture)?;
    let effective_trade_date = Lag::effective_trade_date(trade_date, roll, days)?;
    Ok(Settled {
        local_capture,
        trade_date,
        effective_trade_date,
        settlement_date: lag.settlement_date(effective_trade_date, days)?,
    })
}

/// How long a payment is on its way to the receiver's account, by currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// SEPA credit transfer: the same or the next business day of T2 (Directive (EU) 2015/2366,
    /// article 83).
    Sepa,
    /// SPEI in Mexico, Pix in Brazil: the same day, holidays too.
    Instant,
    /// Through correspondents: one or two business days, which nobody promises.
    Correspondent,
}

impl Way {
    /// The usual way of a currency; unknown ones go through correspondents.
    pub fn of(currency: Option<Currency>) -> Self {
        match currency.map(Currency::code) {
            Some("EUR") => Self::Sepa,
            Some("MXN" | "BRL") => Self::Instant,
            _ => Self::Correspondent,
        }
    }
}

/// The days between which the receiver's account is credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// By which way.
    pub way: Way,
}

/// What is left of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// The amount.
    pub gross: Money,
    /// The fee, if the contract names one.
    pub fee: Option<Money>,
    /// What is withheld, and the day it comes back.
    pub withheld: Option<(Money, NaiveDate)>,
    /// What is left.
    pub net: Money,
    /// The least that is paid out, if this alone does not reach it.
    pub missed_minimum: Option<Money>,
}

/// Every date of one payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The capture.
    pub captured_at: Instant,
    /// From capture to settlement.
    pub settled: Settled,
    /// The billing period with its settlement day, if the client's cycle is known.
    pub billed: Option<(Period, NaiveDate)>,
    /// The payout, if the client's schedule is known.
    pub payout: Option<PayoutDate>,
    /// When the receiver sees the money, if the payout is known.
    pub credit: Option<Credit>,
    /// What is left of the amount, if one is given.
    pub breakdown: Option<Breakdown>,
}

/// Follows one capture through the rules of a plan.
pub fn compose(plan: &Plan, captured_at: Instant) -> Result<Timeline, Refusal> {
    let days = &plan.days.value;
    let settled = settle(
        captured_at,
        &plan.cut_off.value,
        plan.roll.value,
        plan.lag.value,
        days,
    )?;
    let billed = match &plan.billing {
        Some(billing) => {
            let terms = &billing.value;
            let period = terms
                .cycle
                .period(terms.zone.local(captured_at).date_naive())?;
            Some((period, period.settlement_day(terms.lag, &plan.t2)?))
        }
        None => None,
    };
    let payout = match &plan.payout {
        Some(payout) => {
            let billed = billed.map(|(_, day)| day);
            let from = billed.map_or(settled.settlement_date, |day| {
                day.max(settled.settlement_date)
            });
            let terms = &payout.value;
            let payout = terms.schedule.first(from, &terms.days)?;
            let credit = credit(payout.date, plan.currency, &plan.t2, &terms.days)?;
            Some((payout, credit))
        }
        None => None,
    };
    let payout_days = plan
        .payout
        .as_ref()
        .map_or(days, |payout| &payout.value.days);
    Ok(Timeline {
        captured_at,
        settled,
        billed,
        payout: payout.map(|(payout, _)| payout),
        credit: payout.map(|(_, credit)| credit),
        breakdown: breakdown(plan, settled.settlement_date, payout_days)?,
    })
}

fn credit(
    paid: NaiveDate,
    currency: Option<Currency>,
    t2: &BusinessDays,
    days: &BusinessDays,
) -> Result<Credit, Refusal> {
    let way = Way::of(currency);
    let (from, to) = match way {
        Way::Sepa => {
            let from = t2.on_or_after(paid)?;
            (from, t2.add(from, 1)?)
        }
        Way::Instant => (paid, paid),
        Way::Correspondent => (days.add(paid, 1)?, days.add(paid, 2)?),
    };
    Ok(Credit { from, to, way })
}

fn breakdown(
    plan: &Plan,
    settled: NaiveDate,
    days: &BusinessDays,
) -> Result<Option<Breakdown>, Refusal> {
    let Some(deductions) = &plan.deductions else {
        return Ok(None);
    };
    let gross = deductions.gross;
    let fee = match &deductions.fee {
        Some(fee) => Some(fee.charge(gross)?),
        None => None,
    };
    let after_fee = match fee {
        Some(fee) => gross.checked_sub(fee)?,
        None => gross,
    };
    let (withheld, net) = match deductions.reserve {
        Some(reserve) => {
            let fees = fee.map_or(0, |fee| fee.minor);
            let batch = reserve.apply(settled, gross.minor, fees, days)?;
            let withheld = Money::new(batch.withheld, gross.currency);
            let net = Money::new(batch.net, gross.currency);
            (Some((withheld, batch.release_date)), net)
        }
        None => (None, after_fee),
    };
    Ok(Some(Breakdown {
        gross,
        fee,
        withheld,
        net,
        missed_minimum: deductions
            .minimum
            .filter(|minimum| net.minor <= 0 || net.minor < minimum.minor),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settlement::fixture::{calendars, day, days, method};
    use crate::domain::settlement::{Adjust, BillingCycle, Cadence, TimeOfDay, WhatIf};
    use crate::domain::zone::Zone;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    fn of(what_if: &WhatIf, at: &str) -> Result<Timeline, Refusal> {
        let plan = Plan::new(&method(2, &["T2"]), None, what_if, &calendars())?;
        compose(&plan, at.parse().unwrap())
    }

    #[test]
    fn the_payout_waits_for_settlement_and_billing() {
        let daily = WhatIf {
            payout: Some(Cadence::Daily),
            ..WhatIf::default()
        };
        let timeline = of(&daily, "2026-04-02T14:00:00Z").unwrap();
        assert_eq!(timeline.settled.settlement_date, day("2026-04-08"));
        assert_eq!(timeline.payout.unwrap().date, day("2026-04-08"));
        assert_eq!(timeline.billed, None);

        let billed = WhatIf {
            billing: Some(BillingCycle::Monthly),
            billing_lag: Some(1),
            ..daily
        };
        let timeline = of(&billed, "2026-04-02T14:00:00Z").unwrap();
        let (period, leaves) = timeline.billed.unwrap();
        assert_eq!(period.billed_on, day("2026-05-04"));
        assert_eq!(leaves, day("2026-05-05"));
        assert_eq!(timeline.payout.unwrap().date, day("2026-05-05"));
        assert_eq!(
            of(&WhatIf::default(), "2026-04-02T14:00:00Z")
                .unwrap()
                .credit,
            None
        );
    }

    #[test]
    fn the_account_is_credited_by_the_way_of_its_currency() {
        for (currency, from, to) in [
            ("EUR", "2026-04-08", "2026-04-09"),
            ("BRL", "2026-04-08", "2026-04-08"),
            ("MXN", "2026-04-08", "2026-04-08"),
            ("PLN", "2026-04-09", "2026-04-10"),
        ] {
            let what_if = WhatIf {
                payout: Some(Cadence::Daily),
                amount: Some(Money::new(1, Currency::named(currency).unwrap())),
                ..WhatIf::default()
            };
            let credit = of(&what_if, "2026-04-02T14:00:00Z")
                .unwrap()
                .credit
                .unwrap();
            assert_eq!((credit.from, credit.to), (day(from), day(to)), "{currency}");
        }
    }

    #[test]
    fn a_year_that_a_calendar_does_not_know_is_refused() {
        let plan = Plan::new(
            &method(2, &["T2", "SHORT"]),
            None,
            &WhatIf::default(),
            &calendars(),
        );
        let plan = plan.unwrap();
        let at = |text: &str| compose(&plan, text.parse().unwrap());
        assert!(at("2026-12-29T10:00:00Z").is_ok());
        for beyond in [
            "2026-12-30T10:00:00Z",
            "2027-02-01T10:00:00Z",
            "2025-12-31T10:00:00Z",
        ] {
            let refusal = at(beyond).unwrap_err();
            assert!(
                refusal
                    .reason
                    .starts_with("calendar SHORT knows 2026 to 2026, not")
            );
        }
    }

    proptest! {
        #[test]
        fn dates_follow_each_other_and_are_business_days(
            seconds in 0i64..94_608_000,
            lag in "[0-9][bc]",
            minutes in 0u16..=1440,
            zone in 0usize..4,
            roll in any::<bool>(),
            cadence in 0usize..6,
            adjust in 0usize..3,
            both in any::<bool>(),
        ) {
            let zones = ["Europe/Amsterdam", "America/Santiago", "Asia/Kolkata", "Pacific/Apia"];
            let cut_off = CutOff {
                time: TimeOfDay::from_minutes(minutes).unwrap(),
                zone: Zone::named(zones[zone]).unwrap(),
            };
            let lag: Lag = lag.parse().unwrap();
            let captured = Instant::from_timestamp(1_735_689_600 + seconds, 0).unwrap();
            let codes: &[&str] = if both { &["T2", "US"] } else { &["T2"] };
            let days = days(codes);
            let settled = settle(captured, &cut_off, roll, lag, &days).unwrap();
            let local = settled.local_capture.date_naive();
            prop_assert!(settled.trade_date == local || settled.trade_date == local.succ_opt().unwrap());
            prop_assert!(settled.trade_date <= settled.effective_trade_date);
            prop_assert!(settled.effective_trade_date <= settled.settlement_date);
            prop_assert!(days.is_business_day(settled.settlement_date).unwrap());
            prop_assert!(!roll || days.is_business_day(settled.effective_trade_date).unwrap());

            let cadence = ["daily", "weekly:sat", "twice:sun,thu", "monthly:31", "monthly:1", "last"][cadence];
            let schedule = crate::domain::settlement::PayoutSchedule {
                cadence: Cadence::parse(cadence).unwrap(),
                adjust: Adjust::ALL[adjust],
            };
            let paid = schedule.first(settled.settlement_date, &days).unwrap();
            prop_assert!(paid.date >= settled.settlement_date);
            prop_assert!(days.is_business_day(paid.date).unwrap());

            // A longer lag never settles earlier.
            let longer = Lag::new(lag.n() + 1, lag.unit()).unwrap();
            let later = settle(captured, &cut_off, roll, longer, &days).unwrap();
            prop_assert!(later.settlement_date >= settled.settlement_date);
            // Nor does a later capture.
            let later = settle(captured + TimeDelta::seconds(3601), &cut_off, roll, lag, &days);
            let is_fold = later.as_ref().is_ok_and(|l| l.local_capture.naive_local() < settled.local_capture.naive_local());
            prop_assert!(is_fold || later.unwrap().settlement_date >= settled.settlement_date);
        }

        #[test]
        fn any_spelling_of_an_instant_gives_the_same_dates(
            seconds in 0i64..94_608_000,
            hours in -12i32..=14,
        ) {
            let at = Instant::from_timestamp(1_735_689_600 + seconds, 0).unwrap();
            let offset = FixedOffset::east_opt(hours * 3600).unwrap();
            let spelt = at.with_timezone(&offset).to_rfc3339();
            let daily = WhatIf { payout: Some(Cadence::Daily), ..WhatIf::default() };
            let one = of(&daily, &at.to_rfc3339()).unwrap();
            prop_assert_eq!(of(&daily, &spelt).unwrap(), one);
        }
    }
}
