//! What there is to say about each step of one payment.

use chrono::{Datelike, NaiveDate, Timelike};

use super::{Sentence, Step, Tongue, tongue};
use crate::domain::Refusal;
use crate::domain::calendar::BusinessDays;
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::domain::settlement::cutoff::TimeOfDay;
use crate::domain::settlement::lag::LagUnit;
use crate::domain::settlement::payout::PayoutDate;
use crate::domain::settlement::plan::{Plan, Source};
use crate::domain::settlement::timeline::{Timeline, Way};
use crate::domain::settlement::{days_after, next_day};

/// Most closed days that one sentence lists; a longer list explains nothing.
const MAX_LISTED: usize = 12;

/// Where the billing cycles and the order of the steps come from.
const PROCESS: &str =
    "https://developerhub.ppro.com/simple-api/docs/the-settlement-process-settlement-files";
/// Why a credit transfer in euro takes a business day at most.
const PAYMENT_SERVICES: &str = "Directive (EU) 2015/2366, article 83";
/// Where offsets from UTC come from.
const ZONES: &str = "IANA time zone database";

/// Says a payment's way in one language.
pub(super) struct Speaker<'a> {
    plan: &'a Plan,
    timeline: &'a Timeline,
    language: Language,
    tongue: &'static Tongue,
}

impl<'a> Speaker<'a> {
    pub(super) fn new(plan: &'a Plan, timeline: &'a Timeline, language: Language) -> Self {
        Self {
            plan,
            timeline,
            language,
            tongue: tongue(language),
        }
    }

    fn say(&self, sentence: &Sentence<'_>) -> String {
        (self.tongue.say)(sentence)
    }

    fn day(&self, day: NaiveDate) -> String {
        (self.tongue.day)(day)
    }

    fn date(&self, day: NaiveDate) -> String {
        (self.tongue.date)(day)
    }

    /// The capture as the clock on the wall shows it.
    fn captured(&self) -> String {
        let local = &self.timeline.settled.local_capture;
        let date = self.date(local.date_naive());
        format!("{date} {:02}:{:02}", local.hour(), local.minute())
    }

    /// The city of the zone in which the cut-off is read.
    fn place(&self) -> String {
        let name = self.plan.cut_off.value.zone.name();
        let city = name.rsplit('/').next().unwrap_or(name);
        match city {
            "Sao_Paulo" => "São Paulo".to_owned(),
            city => city.replace('_', " "),
        }
    }

    fn calendars(&self) -> &str {
        if self.plan.is_weekends_only {
            self.tongue.weekdays
        } else {
            self.plan.days.value.codes()
        }
    }

    pub(super) fn answer(&self) -> String {
        let timeline = self.timeline;
        let paid = timeline.payout.map(|payout| self.date(payout.date));
        let credited = timeline
            .credit
            .map(|credit| (self.date(credit.from), self.date(credit.to)));
        self.say(&Sentence::Answer {
            captured: &self.captured(),
            place: &self.place(),
            settled: &self.date(timeline.settled.settlement_date),
            paid: paid.as_deref(),
            credited: credited.as_ref().map(|(from, to)| (&**from, &**to)),
        })
    }

    pub(super) fn amount(&self) -> Option<String> {
        let breakdown = self.timeline.breakdown?;
        // Where no terms are known nothing is kept, and to say so would be a promise.
        if breakdown.fee.is_none() && breakdown.withheld.is_none() {
            return None;
        }
        let grouped = |money: Money| money.grouped(self.language);
        Some(
            self.say(&Sentence::Amount {
                gross: &grouped(breakdown.gross),
                fee: breakdown.fee.map(grouped).as_deref(),
                withheld: breakdown
                    .withheld
                    .map(|(money, _)| grouped(money))
                    .as_deref(),
                net: &grouped(breakdown.net),
            }),
        )
    }

    pub(super) fn local_capture(&self) -> Step {
        let utc = self.timeline.captured_at.format("%Y-%m-%dT%H:%M:%SZ");
        Step {
            date: Some(self.timeline.settled.local_capture.date_naive()),
            rule: "local_capture",
            why: self.say(&Sentence::LocalCapture {
                utc: &utc.to_string(),
                local: &self.captured(),
                place: &self.place(),
            }),
            source: ZONES.to_owned(),
        }
    }

    pub(super) fn cut_off(&self) -> Step {
        let cut_off = &self.plan.cut_off.value;
        let time = cut_off.time;
        let place = self.place();
        let sentence = if self.plan.is_cut_off_assumed {
            Sentence::NoCutOff { place: &place }
        } else if time == TimeOfDay::END {
            Sentence::NeverCutOff
        } else if cut_off.is_reached(&self.timeline.settled.local_capture) {
            Sentence::AtCutOff { time }
        } else {
            Sentence::BeforeCutOff { time }
        };
        Step {
            date: Some(self.timeline.settled.trade_date),
            rule: "cut_off",
            why: self.say(&sentence),
            source: self.source(&self.plan.cut_off.source),
        }
    }

    pub(super) fn roll(&self) -> Result<Step, Refusal> {
        let settled = &self.timeline.settled;
        let (from, to) = (settled.trade_date, settled.effective_trade_date);
        let mut why = if !self.plan.roll.value {
            self.say(&Sentence::NotRolled)
        } else if from == to {
            let calendars = self.calendars();
            self.say(&Sentence::Open { calendars })
        } else {
            self.say(&Sentence::Rolled {
                closed: &self.closed(&self.plan.days.value, from, to)?,
                to: &self.day(to),
            })
        };
        if self.plan.is_weekends_only {
            self.add(&mut why, &Sentence::WeekendsOnly);
        }
        Ok(Step {
            date: Some(to),
            rule: "roll",
            why,
            source: self.roll_source(),
        })
    }

    pub(super) fn lag(&self) -> Result<Step, Refusal> {
        let settled = &self.timeline.settled;
        let (from, to) = (settled.effective_trade_date, settled.settlement_date);
        let lag = self.plan.lag.value;
        let from_word = self.day(from);
        let n = lag.n();
        let calendars = self.calendars();
        // Days are counted after the trade date, or from it where there is nothing to count.
        let (sentence, closed_from) = match lag.unit() {
            LagUnit::Business if n == 0 => {
                let sentence = Sentence::NoLag {
                    from: &from_word,
                    calendars,
                };
                (self.say(&sentence), from)
            }
            LagUnit::Business => {
                let sentence = Sentence::BusinessLag {
                    n,
                    from: &from_word,
                    calendars,
                };
                let after = from.succ_opt().unwrap_or(from);
                (self.say(&sentence), after)
            }
            LagUnit::Calendar => {
                let landed = days_after(from, u64::from(n))?;
                let sentence = Sentence::CalendarLag {
                    n,
                    from: &from_word,
                    landed: &self.day(landed),
                };
                (self.say(&sentence), landed)
            }
        };
        let mut why = sentence;
        let closed = self.closed(&self.plan.days.value, closed_from, to)?;
        if !closed.is_empty() {
            self.add(&mut why, &Sentence::NotCounted { closed: &closed });
        }
        Ok(Step {
            date: Some(to),
            rule: "lag",
            why,
            source: self.lag_source(),
        })
    }

    pub(super) fn billing(&self) -> Result<Vec<Step>, Refusal> {
        let (Some(terms), Some((period, day))) = (&self.plan.billing, &self.timeline.billed) else {
            return Ok(vec![Step {
                date: None,
                rule: "billing_cycle",
                why: self.say(&Sentence::NoBilling),
                source: self.say(&Sentence::Unsourced),
            }]);
        };
        let billed = Step {
            date: Some(period.billed_on),
            rule: "billing_cycle",
            why: self.say(&Sentence::Billed {
                cycle: terms.value.cycle,
                start: &self.day(period.start),
                end: &self.day(period.end),
            }),
            source: format!("{}; {PROCESS}", self.source(&terms.source)),
        };
        let n = terms.value.lag;
        let billed_on = self.day(period.billed_on);
        let mut why = self.say(&Sentence::BillingLag {
            n,
            billed: &billed_on,
        });
        let counted = if n == 0 {
            period.billed_on
        } else {
            next_day(period.billed_on)?
        };
        let closed = self.closed(&self.plan.t2, counted, *day)?;
        if !closed.is_empty() {
            self.add(&mut why, &Sentence::NotCounted { closed: &closed });
        }
        let lag = Step {
            date: Some(*day),
            rule: "billing_lag",
            why,
            source: format!("{}; {PROCESS}", self.source(&terms.source)),
        };
        Ok(vec![billed, lag])
    }

    pub(super) fn payout(&self) -> Result<Option<Step>, Refusal> {
        let (Some(terms), Some(payout)) = (&self.plan.payout, self.timeline.payout) else {
            return Ok(Some(Step {
                date: None,
                rule: "payout",
                why: self.say(&Sentence::NoPayout),
                source: self.say(&Sentence::Unsourced),
            }));
        };
        let PayoutDate { scheduled, date } = payout;
        let settled = self.timeline.settled.settlement_date;
        let from = match self.timeline.billed {
            Some((_, day)) => day.max(settled),
            None => settled,
        };
        let schedule = terms.value.schedule;
        let mut why = self.say(&Sentence::Paid {
            cadence: schedule.cadence,
            from: &self.day(from),
            scheduled: &self.day(scheduled),
        });
        if date != scheduled {
            let (first, last) = if date > scheduled {
                (scheduled, date)
            } else {
                (next_day(date)?, next_day(scheduled)?)
            };
            let sentence = Sentence::Moved {
                adjust: schedule.adjust,
                closed: &self.closed(&terms.value.days, first, last)?,
                to: &self.day(date),
            };
            self.add(&mut why, &sentence);
        }
        Ok(Some(Step {
            date: Some(date),
            rule: "payout",
            why,
            source: self.source(&terms.source),
        }))
    }

    pub(super) fn credit(&self) -> Option<Step> {
        let credit = self.timeline.credit?;
        let source = match credit.way {
            Way::Sepa => PAYMENT_SERVICES.to_owned(),
            Way::Instant | Way::Correspondent => self.say(&Sentence::Unsourced),
        };
        Some(Step {
            date: Some(credit.to),
            rule: "credit",
            why: self.say(&Sentence::Credited { way: credit.way }),
            source,
        })
    }

    pub(super) fn breakdown(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let (Some(breakdown), Some(deductions)) = (&self.timeline.breakdown, &self.plan.deductions)
        else {
            return steps;
        };
        let client = self.plan.client.as_deref().unwrap_or_default();
        let source = self.say(&Sentence::InContract { client });
        if let (Some((withheld, release)), Some(reserve)) = (breakdown.withheld, deductions.reserve)
        {
            let (whole, hundredths) = (reserve.basis_points() / 100, reserve.basis_points() % 100);
            let point = self.tongue.point;
            steps.push(Step {
                date: Some(release),
                rule: "reserve",
                why: self.say(&Sentence::Released {
                    withheld: &withheld.grouped(self.language),
                    percent: &format!("{whole}{point}{hundredths:02}"),
                    days: reserve.hold_days(),
                }),
                source: source.clone(),
            });
        }
        if let Some(minimum) = breakdown.missed_minimum {
            steps.push(Step {
                date: None,
                rule: "minimum_payout",
                why: self.say(&Sentence::BelowMinimum {
                    minimum: &minimum.grouped(self.language),
                }),
                source,
            });
        }
        steps
    }

    fn source(&self, source: &Source) -> String {
        match source {
            Source::Page(page) => page.clone(),
            Source::Contract(client) => self.say(&Sentence::InContract { client }),
            Source::CommandLine => self.say(&Sentence::OnCommandLine),
            Source::Unsourced => self.say(&Sentence::Unsourced),
        }
    }

    /// Adds a further sentence.
    fn add(&self, why: &mut String, sentence: &Sentence<'_>) {
        why.push_str("; ");
        why.push_str(&self.say(sentence));
    }

    /// The closed days from one day to before another, as
    /// `Fri 3 Apr Good Friday (T2), Sat 4 Apr`.
    fn closed(
        &self,
        days: &BusinessDays,
        from: NaiveDate,
        before: NaiveDate,
    ) -> Result<String, Refusal> {
        let mut listed = String::new();
        let mut count = 0;
        for day in from.iter_days().take_while(|day| *day < before) {
            if days.is_business_day(day)? {
                continue;
            }
            if count == MAX_LISTED {
                listed.push_str(", …");
                break;
            }
            if count > 0 {
                listed.push_str(", ");
            }
            count += 1;
            listed.push_str(&self.day(day));
            for (name, codes) in holidays(days, day)? {
                let name = (self.tongue.holiday)(&name).map_or(name, str::to_owned);
                listed = format!("{listed} {name} ({codes})");
            }
        }
        Ok(listed)
    }

    /// Where the roll and the days of its calendars come from.
    fn roll_source(&self) -> String {
        let mut said = self.source(&self.plan.roll.source);
        if !self.plan.is_weekends_only {
            for calendar in self.plan.days.value.calendars() {
                said = format!("{said}; {}: {}", calendar.code, calendar.source);
            }
        }
        said
    }

    /// Where the lag and the choice of its calendars come from.
    fn lag_source(&self) -> String {
        let (lag, days) = (&self.plan.lag.source, &self.plan.days.source);
        let mut said = self.source(lag);
        if lag != days {
            let chosen = self.source(days);
            said = format!("{said}; {}: {chosen}", self.calendars());
        }
        said
    }
}

/// The holidays of a day: each name with the codes of the calendars that have it.
fn holidays(days: &BusinessDays, day: NaiveDate) -> Result<Vec<(String, String)>, Refusal> {
    let mut names: Vec<(String, String)> = Vec::new();
    for calendar in days.calendars() {
        if calendar.is_worked(day) {
            continue;
        }
        let mut holidays = calendar.holidays(day.year())?.into_iter();
        let Some(holiday) = holidays.find(|holiday| holiday.date == day) else {
            continue;
        };
        match names.iter_mut().find(|(name, _)| *name == holiday.name) {
            Some((_, codes)) => {
                codes.push_str(", ");
                codes.push_str(&calendar.code);
            }
            None => names.push((holiday.name, calendar.code.clone())),
        }
    }
    Ok(names)
}
