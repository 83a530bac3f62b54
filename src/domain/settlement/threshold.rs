//! The minimum payout: what is paid at each run and what is carried to the next.

use chrono::NaiveDate;

use super::next_day;
use super::payout::PayoutSchedule;
use crate::domain::Refusal;
use crate::domain::calendar::BusinessDays;

/// Most runs of one calculation: forty years of business days.
pub const MAX_RUNS: usize = 10_000;

/// One run of payouts; amounts in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The day it is paid.
    pub date: NaiveDate,
    /// What there was to pay.
    pub balance_before: i64,
    /// What was paid: all of it or nothing.
    pub paid: i64,
    /// What is left for the next run.
    pub carried: i64,
}

/// The runs that pay out net amounts, each `(settlement date, minor units)`, in any order.
///
/// Runs are the scheduled dates from the first settlement date on. A run takes what settled on or
/// before its scheduled date, before a holiday moves it, and pays the whole balance if that is
/// positive and reaches the minimum; else it carries it, a negative one too. The last run is the
/// first that has everything in; what it carries is the closing balance. No amounts, no runs.
pub fn runs(
    minimum: i64,
    net: &[(NaiveDate, i64)],
    schedule: &PayoutSchedule,
    days: &BusinessDays,
) -> Result<Vec<Run>, Refusal> {
    let mut net = net.to_vec();
    net.sort_unstable_by_key(|(settled, _)| *settled);
    let mut waiting = net.into_iter().peekable();
    let Some((first, _)) = waiting.peek() else {
        return Ok(Vec::new());
    };
    let mut scheduled = schedule.cadence.on_or_after(*first, days)?;
    let mut runs = Vec::new();
    let mut carried = 0i64;
    loop {
        if runs.len() == MAX_RUNS {
            return Err(Refusal::new(format!(
                "the settlement dates lie more than {MAX_RUNS} payout runs apart"
            ))
            .cure("correct the date that is far from the others"));
        }
        let mut balance = carried;
        while let Some((settled, amount)) = waiting.next_if(|(settled, _)| *settled <= scheduled) {
            balance = balance.checked_add(amount).ok_or_else(|| {
                Refusal::new(format!(
                    "the net amounts until {settled} add up to more than any account holds"
                ))
            })?;
        }
        let is_paid = balance > 0 && balance >= minimum;
        let paid = if is_paid { balance } else { 0 };
        carried = balance - paid;
        runs.push(Run {
            date: schedule.adjust.apply(scheduled, days)?,
            balance_before: balance,
            paid,
            carried,
        });
        if waiting.peek().is_none() {
            return Ok(runs);
        }
        scheduled = schedule.cadence.on_or_after(next_day(scheduled)?, days)?;
    }
}

/// What the last run carries; nothing without runs.
pub fn closing_balance(runs: &[Run]) -> i64 {
    runs.last().map_or(0, |run| run.carried)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settlement::fixture::{day, t2};
    use crate::domain::settlement::payout::{Adjust, Cadence};
    use proptest::prelude::*;

    fn weekly(cadence: &str) -> PayoutSchedule {
        PayoutSchedule {
            cadence: Cadence::parse(cadence).unwrap(),
            adjust: Adjust::Following,
        }
    }

    /// Runs as `date: before, paid, carried`.
    fn table(minimum: i64, net: &[(&str, i64)], cadence: &str) -> Vec<String> {
        let net: Vec<_> = net.iter().map(|(on, minor)| (day(on), *minor)).collect();
        let runs = runs(minimum, &net, &weekly(cadence), &t2()).unwrap();
        runs.iter()
            .map(|run| {
                let date = run.date.format("%m-%d");
                format!(
                    "{date}: {} {} {}",
                    run.balance_before, run.paid, run.carried
                )
            })
            .collect()
    }

    #[test]
    fn a_balance_below_the_minimum_is_carried() {
        let net = [
            ("2026-11-17", 9000),
            ("2026-11-03", 4200),
            ("2026-11-10", 3100),
        ];
        let expected = [
            "11-06: 4200 0 4200",
            "11-13: 7300 0 7300",
            "11-20: 16300 16300 0",
        ];
        assert_eq!(table(10_000, &net, "weekly:fri"), expected);
        let net = [("2026-11-03", 9_999), ("2026-11-03", 1)];
        assert_eq!(table(10_000, &net, "weekly:fri"), ["11-06: 10000 10000 0"]);
        let net = [("2026-11-03", 9_999)];
        assert_eq!(table(10_000, &net, "weekly:fri"), ["11-06: 9999 0 9999"]);
    }

    #[test]
    fn debts_are_carried_and_nothing_is_paid_for_nothing() {
        let net = [
            ("2026-11-03", -500),
            ("2026-11-10", 300),
            ("2026-11-17", 450),
        ];
        let expected = [
            "11-06: -500 0 -500",
            "11-13: -200 0 -200",
            "11-20: 250 250 0",
        ];
        assert_eq!(table(0, &net, "weekly:fri"), expected);
        assert_eq!(
            table(0, &[("2026-11-03", 0)], "weekly:fri"),
            ["11-06: 0 0 0"]
        );
        assert!(table(0, &[], "weekly:fri").is_empty());
    }

    #[test]
    fn a_moved_run_takes_what_settled_by_its_scheduled_day() {
        // Good Friday's run is paid on Tuesday 7 April without what settles that day.
        let net = [
            ("2026-04-01", 50_000),
            ("2026-04-02", 10_000),
            ("2026-04-07", 7_000),
        ];
        let expected = ["04-07: 60000 60000 0", "04-10: 7000 7000 0"];
        assert_eq!(table(0, &net, "weekly:fri"), expected);
    }

    #[test]
    fn sums_and_dates_out_of_bounds_are_refused() {
        let schedule = weekly("daily");
        let far = [(day("1901-01-01"), 1), (day("2190-01-01"), 1)];
        let refusal = runs(0, &far, &schedule, &t2()).unwrap_err();
        assert!(refusal.reason.contains("10000 payout runs"), "{refusal:?}");
        let much = [(day("2026-01-05"), i64::MAX), (day("2026-01-05"), 1)];
        assert!(runs(0, &much, &schedule, &t2()).is_err());
    }

    proptest! {
        #[test]
        fn what_came_in_is_paid_or_carried(
            net in prop::collection::vec((0u64..120, -50_000i64..50_000), 1..20),
            minimum in 0i64..40_000,
            at in 0usize..5,
        ) {
            let cadence = ["daily", "weekly:wed", "twice:tue,fri", "monthly:31", "last"][at];
            let start = day("2026-02-01");
            let net: Vec<_> = net
                .into_iter()
                .map(|(after, minor)| (start + chrono::Days::new(after), minor))
                .collect();
            let runs = runs(minimum, &net, &weekly(cadence), &t2()).unwrap();
            let paid: i64 = runs.iter().map(|run| run.paid).sum();
            let sum: i64 = net.iter().map(|(_, minor)| minor).sum();
            prop_assert_eq!(paid + closing_balance(&runs), sum);
            for run in &runs {
                prop_assert_eq!(run.paid + run.carried, run.balance_before);
                prop_assert!(run.paid == 0 || run.paid >= minimum.max(1));
            }
            prop_assert!(runs.windows(2).all(|pair| pair[0].date <= pair[1].date));
            prop_assert!(runs[0].date >= net.iter().map(|(on, _)| *on).min().unwrap());
        }
    }
}
