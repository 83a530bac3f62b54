//! Business time: weekly opening hours in a zone, without holidays.
//!
//! SLA clocks, follow-ups and promises all measure with this. Hours are local; each edge is an
//! instant of its own, so a day with a change of the clocks is as long as it really is. An edge
//! that the spring change skips is the instant of the change; one that occurs twice in autumn is
//! the first for an opening and the second for a closing.
//!
//! A schedule keeps each year it was asked about as a list of opening hours with running sums:
//! made in some microseconds, then every question is a search in it. It is shared freely between
//! threads.

use std::cmp::Ordering;
use std::fmt;
use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Weekday};

use super::Instant;
use super::zone::{Occurrence, Zone};

/// Years in which business time is known; outside them it is always closed.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;
/// How many those are.
const YEAR_COUNT: usize = 300;
/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Opening hours on one day of the week, in minutes after local midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The day.
    pub day: Weekday,
    /// When it opens.
    pub from: u16,
    /// When it closes: later than `from`, at most 1440 (`24:00`).
    pub to: u16,
}

impl Span {
    /// The names of days in files, Monday first.
    pub const DAYS: [&'static str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// The day with this name.
    pub fn day_named(name: &str) -> Option<Weekday> {
        let place = Self::DAYS.iter().position(|day| *day == name)?;
        Weekday::try_from(u8::try_from(place).ok()?).ok()
    }

    /// The minutes after midnight of a time from `00:00` to `24:00`.
    pub fn minute(text: &str) -> Option<u16> {
        let (hours, minutes) = text.split_once(':')?;
        let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
            let whole = text.bytes().all(|byte| byte.is_ascii_digit());
            let number = text.parse::<u16>().ok()?;
            (whole && lengths.contains(&text.len())).then_some(number)
        };
        let (hours, minutes) = (digits(hours, 1..=2)?, digits(minutes, 2..=2)?);
        let minute = hours * 60 + minutes;
        (minutes < 60 && minute <= DAY).then_some(minute)
    }
}

/// "mon 09:00-17:00".
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = Self::DAYS.get(index(self.day)).copied().unwrap_or_default();
        let (from, to) = (self.from, self.to);
        write!(
            f,
            "{day} {:02}:{:02}-{:02}:{:02}",
            from / 60,
            from % 60,
            to / 60,
            to % 60
        )
    }
}

/// Opening hours that cannot be: they close before they open, or after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSpan(pub Span);

/// A week of opening hours in a zone, with the days it stays closed.
#[derive(Clone, Debug)]
pub struct Schedule {
    zone: Zone,
    /// By day of the week from Monday; in order, without overlaps.
    week: [Vec<(u16, u16)>; 7],
    /// In order.
    closed: Vec<NaiveDate>,
    years: Box<[OnceLock<Box<Year>>]>,
}

/// One local year of opening hours.
#[derive(Clone, Debug)]
struct Year {
    /// Its first and the next one's first second, since 1970.
    start: i64,
    end: i64,
    open: Vec<Open>,
    /// Business seconds of the year.
    total: i64,
}

/// Opening hours as instants, with the business seconds of the year before them.
#[derive(Clone, Copy, Debug)]
struct Open {
    from: i64,
    to: i64,
    before: i64,
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        self.zone == other.zone && self.week == other.week && self.closed == other.closed
    }
}

/// Office hours in UTC.
impl Default for Schedule {
    fn default() -> Self {
        Self::office(Zone::default())
    }
}

impl Schedule {
    /// Monday to Friday, 09:00 to 17:00: where nothing else is said.
    pub fn office(zone: Zone) -> Self {
        let mut week: [Vec<(u16, u16)>; 7] = Default::default();
        for day in week.iter_mut().take(5) {
            day.push((9 * 60, 17 * 60));
        }
        Self {
            zone,
            week,
            closed: Vec::new(),
            years: vec![OnceLock::new(); YEAR_COUNT].into_boxed_slice(),
        }
    }

    /// A schedule of these hours; hours that overlap or touch are one. `closed` are local days
    /// without any business time.
    pub fn new(
        zone: Zone,
        week: &[Span],
        closed: impl IntoIterator<Item = NaiveDate>,
    ) -> Result<Self, BadSpan> {
        let mut days: [Vec<(u16, u16)>; 7] = Default::default();
        for span in week {
            if span.from >= span.to || span.to > DAY {
                return Err(BadSpan(*span));
            }
            if let Some(day) = days.get_mut(index(span.day)) {
                day.push((span.from, span.to));
            }
        }
        for day in &mut days {
            day.sort_unstable();
            let mut joined: Vec<(u16, u16)> = Vec::with_capacity(day.len());
            for (from, to) in day.drain(..) {
                match joined.last_mut() {
                    Some(last) if from <= last.1 => last.1 = last.1.max(to),
                    _ => joined.push((from, to)),
                }
            }
            *day = joined;
        }
        let mut closed: Vec<_> = closed.into_iter().collect();
        closed.sort_unstable();
        closed.dedup();
        Ok(Self {
            zone,
            week: days,
            closed,
            years: vec![OnceLock::new(); YEAR_COUNT].into_boxed_slice(),
        })
    }

    /// The zone of its hours.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Its hours, Monday first.
    pub fn spans(&self) -> Vec<Span> {
        let days = self.week.iter().enumerate();
        days.flat_map(|(i, hours)| {
            let day = u8::try_from(i).ok().and_then(|i| Weekday::try_from(i).ok());
            let day = day.unwrap_or(Weekday::Mon);
            hours.iter().map(move |(from, to)| Span {
                day,
                from: *from,
                to: *to,
            })
        })
        .collect()
    }

    /// Its local days without business time, in order.
    pub fn closed_days(&self) -> &[NaiveDate] {
        &self.closed
    }

    /// Business seconds from one instant to another; none if that is not later.
    pub fn elapsed(&self, from: Instant, to: Instant) -> i64 {
        if to <= from {
            return 0;
        }
        let (Some((first, a)), Some((last, b))) = (self.year_at(from), self.year_at(to)) else {
            return 0;
        };
        let whole: i64 = (first..last)
            .map(|year| self.year(year).map_or(0, |year| year.total))
            .sum();
        whole + b.before(to.timestamp()) - a.before(from.timestamp())
    }

    /// The earliest instant at which `seconds` of business time have passed since `start`;
    /// `start` itself for none. `None` if that never comes.
    pub fn after(&self, start: Instant, seconds: i64) -> Option<Instant> {
        if seconds <= 0 {
            return Some(start);
        }
        let (first, year) = self.year_at(start)?;
        let mut left = seconds + year.before(start.timestamp());
        for year in first..=*YEARS.end() {
            let year = self.year(year)?;
            if left <= year.total {
                let i = year.open.partition_point(|open| open.before < left);
                let open = year.open.get(i.checked_sub(1)?)?;
                return DateTime::from_timestamp(open.from + left - open.before, 0);
            }
            left -= year.total;
        }
        None
    }

    /// The latest instant from which `seconds` of business time pass until `end`; `end` itself
    /// for none. `None` if there never were so many.
    pub fn before(&self, end: Instant, seconds: i64) -> Option<Instant> {
        if seconds <= 0 {
            return Some(end);
        }
        let (last, year) = self.year_at(end)?;
        // Business seconds of the year from its start until the instant sought.
        let mut left = year.before(end.timestamp()) - seconds;
        let mut at = last;
        while left < 0 {
            at -= 1;
            left += self.year(at)?.total;
        }
        let year = self.year(at)?;
        let i = year.open.partition_point(|open| open.before <= left);
        let open = year.open.get(i.checked_sub(1)?)?;
        DateTime::from_timestamp(open.from + left - open.before, 0)
    }

    /// True if business time passes in the second from `at`.
    pub fn is_open(&self, at: Instant) -> bool {
        self.next_open(at) == Some(at)
    }

    /// The earliest instant from `at` on in which business time passes.
    pub fn next_open(&self, at: Instant) -> Option<Instant> {
        let (first, _) = self.year_at(at)?;
        let second = at.timestamp();
        (first..=*YEARS.end()).find_map(|year| {
            let year = self.year(year)?;
            let i = year.open.partition_point(|open| open.to <= second);
            let open = year.open.get(i)?;
            let from = open.from.max(second);
            if from == second {
                Some(at)
            } else {
                DateTime::from_timestamp(from, 0)
            }
        })
    }

    /// The local year of an instant, or none outside [`YEARS`].
    fn year_at(&self, at: Instant) -> Option<(i32, &Year)> {
        let number = at.year();
        let year = self.year(number)?;
        match at.timestamp() {
            second if second < year.start => Some((number - 1, self.year(number - 1)?)),
            second if second >= year.end => Some((number + 1, self.year(number + 1)?)),
            _ => Some((number, year)),
        }
    }

    fn year(&self, number: i32) -> Option<&Year> {
        let slot = usize::try_from(number.checked_sub(*YEARS.start())?).ok()?;
        let slot = self.years.get(slot)?;
        Some(slot.get_or_init(|| Box::new(self.make_year(number))))
    }

    fn make_year(&self, number: i32) -> Year {
        let first = NaiveDate::from_ymd_opt(number, 1, 1).unwrap_or_default();
        let next = NaiveDate::from_ymd_opt(number + 1, 1, 1).unwrap_or_default();
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp();
        let (start, end) = (midnight(first), midnight(next));
        // A day more on either side: local and UTC days differ by less than that.
        let offsets = self.zone.offsets(start - 2 * 86_400, end + 2 * 86_400);
        let mut open: Vec<Open> = Vec::with_capacity(366);
        let mut total = 0;
        let skip = self.closed.partition_point(|day| *day < first);
        let mut closed = self.closed.iter().skip(skip).peekable();
        let days = std::iter::successors(Some(first), |day| day.checked_add_days(Days::new(1)));
        for day in days.take_while(|day| *day < next) {
            if closed.peek().is_some_and(|next| **next == day) {
                closed.next();
                continue;
            }
            let midnight = midnight(day);
            let hours = self.week.get(index(day.weekday())).into_iter().flatten();
            for (opens, closes) in hours {
                let opens = midnight + i64::from(*opens) * 60;
                let closes = midnight + i64::from(*closes) * 60;
                // Where midnight itself occurs twice, a closing at 24:00 lies after the next
                // opening at 00:00: those minutes count once.
                let free = open.last().map_or(i64::MIN, |last| last.to);
                let from = offsets.instant(opens, Occurrence::First).max(free);
                let to = offsets.instant(closes, Occurrence::Second);
                if from.cmp(&to) == Ordering::Less {
                    open.push(Open {
                        from,
                        to,
                        before: total,
                    });
                    total += to - from;
                }
            }
        }
        Year {
            start: offsets.instant(start, Occurrence::First),
            end: offsets.instant(end, Occurrence::First),
            open,
            total,
        }
    }
}

impl Year {
    /// Business seconds of the year before an instant.
    fn before(&self, second: i64) -> i64 {
        let i = self.open.partition_point(|open| open.from < second);
        let Some(open) = i.checked_sub(1).and_then(|i| self.open.get(i)) else {
            return 0;
        };
        open.before + second.min(open.to) - open.from
    }
}

/// Where a day stands in a week, Monday first.
fn index(day: Weekday) -> usize {
    usize::try_from(day.num_days_from_monday()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};
    use proptest::prelude::*;

    fn nine_to_five(zone: &str) -> Schedule {
        let days = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ];
        let week = days.map(|day| Span {
            day,
            from: 9 * 60,
            to: 17 * 60,
        });
        let may_day = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
        Schedule::new(Zone::named(zone).unwrap(), &week, [may_day]).unwrap()
    }

    fn sundays(zone: &str) -> Schedule {
        let all_day = Span {
            day: Weekday::Sun,
            from: 0,
            to: DAY,
        };
        Schedule::new(Zone::named(zone).unwrap(), &[all_day], []).unwrap()
    }

    fn at(m: u32, d: u32, h: u32, min: u32) -> Instant {
        Utc.with_ymd_and_hms(2026, m, d, h, min, 0).unwrap()
    }

    #[test]
    fn weekends_and_holidays_do_not_count() {
        let berlin = nine_to_five("Europe/Berlin");
        // Friday 16:30 local plus an hour is Monday 09:30.
        assert_eq!(
            berlin.after(at(4, 24, 14, 30), 3_600),
            Some(at(4, 27, 7, 30))
        );
        assert_eq!(berlin.elapsed(at(4, 24, 14, 30), at(4, 27, 7, 45)), 75 * 60);
        // Thursday 16:00 plus four hours over the holiday is Monday noon.
        assert_eq!(
            berlin.after(at(4, 30, 14, 0), 4 * 3_600),
            Some(at(5, 4, 10, 0))
        );
        assert_eq!(
            berlin.before(at(5, 4, 10, 0), 4 * 3_600),
            Some(at(4, 30, 14, 0))
        );
        // A whole day of business time ends when its day ends.
        assert_eq!(
            berlin.after(at(4, 27, 7, 0), 8 * 3_600),
            Some(at(4, 27, 15, 0))
        );
        assert!(!berlin.is_open(at(5, 1, 10, 0)) && berlin.is_open(at(5, 4, 7, 0)));
        assert_eq!(berlin.next_open(at(4, 30, 15, 0)), Some(at(5, 4, 7, 0)));
    }

    #[test]
    fn days_of_a_change_are_as_long_as_they_are() {
        let berlin = sundays("Europe/Berlin");
        assert_eq!(berlin.elapsed(at(3, 28, 0, 0), at(3, 31, 0, 0)), 1_380 * 60);
        assert_eq!(
            berlin.elapsed(at(10, 24, 0, 0), at(10, 27, 0, 0)),
            1_500 * 60
        );
        // Friday 16:00 and two hours over the change is Monday 10:00 summer time.
        let office = nine_to_five("Europe/Berlin");
        assert_eq!(office.after(at(3, 27, 15, 0), 7_200), Some(at(3, 30, 8, 0)));
    }

    #[test]
    fn a_midnight_that_occurs_twice_counts_once() {
        // Havana set its clocks back from 01:00 to 00:00 on 1 November 2020.
        let days = [Weekday::Sat, Weekday::Sun].map(|day| Span {
            day,
            from: 0,
            to: DAY,
        });
        let havana = Schedule::new(Zone::named("America/Havana").unwrap(), &days, []).unwrap();
        let day = |m, d| Utc.with_ymd_and_hms(2020, m, d, 0, 0, 0).unwrap();
        assert_eq!(havana.elapsed(day(10, 30), day(11, 4)), 49 * 3_600);
    }

    #[test]
    fn hours_that_overlap_are_one_and_impossible_ones_refused() {
        let span = |from, to| Span {
            day: Weekday::Tue,
            from,
            to,
        };
        let zone = Zone::default;
        let joined = Schedule::new(
            zone(),
            &[span(600, 720), span(540, 610), span(720, 800)],
            [],
        );
        assert_eq!(joined.unwrap().spans(), [span(540, 800)]);
        for bad in [span(600, 600), span(600, 500), span(600, 1_441)] {
            assert_eq!(Schedule::new(zone(), &[bad], []), Err(BadSpan(bad)));
        }
    }

    #[test]
    fn times_of_a_day_are_read_until_its_end() {
        assert_eq!(Span::minute("00:00"), Some(0));
        assert_eq!(Span::minute("9:05"), Some(545));
        assert_eq!(Span::minute("24:00"), Some(DAY));
        for bad in [
            "", "9", "24:01", "12:60", "12:5", "+1:00", "012:00", "12:00:00", "-1:00",
        ] {
            assert_eq!(Span::minute(bad), None, "{bad}");
        }
        assert_eq!(Span::day_named("sun"), Some(Weekday::Sun));
        assert_eq!(Span::day_named("Sunday"), None);
    }

    #[test]
    fn a_week_without_hours_never_comes() {
        let never = Schedule::new(Zone::default(), &[], []).unwrap();
        assert_eq!(never.after(at(1, 1, 0, 0), 1), None);
        assert_eq!(never.before(at(1, 1, 0, 0), 1), None);
        assert_eq!(never.next_open(at(1, 1, 0, 0)), None);
        assert_eq!(never.elapsed(at(1, 1, 0, 0), at(12, 1, 0, 0)), 0);
    }

    fn zones() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "UTC",
            "Europe/Berlin",
            "America/Sao_Paulo",
            "America/Santiago",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "America/Havana",
            "Africa/Casablanca",
        ])
    }

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        let span = (0_u8..7, 0_u16..1_439, 1_u16..1_440).prop_map(|(day, from, length)| Span {
            day: Weekday::try_from(day).unwrap(),
            from,
            to: (from + length).min(DAY),
        });
        prop::collection::vec(span, 1..9)
    }

    fn second(at: i64) -> Instant {
        DateTime::from_timestamp(at, 0).unwrap()
    }

    proptest! {
        #[test]
        fn adding_and_subtracting_are_inverse(
            zone in zones(), week in spans(),
            start in 1_200_000_000_i64..2_000_000_000, seconds in 1_i64..3_000_000,
        ) {
            let schedule = Schedule::new(Zone::named(zone).unwrap(), &week, []).unwrap();
            // A minute a week takes longer than the years that are known.
            let end = schedule.after(second(start), seconds);
            prop_assume!(end.is_some());
            let end = end.unwrap();
            prop_assert_eq!(schedule.elapsed(second(start), end), seconds);
            // One second earlier it was not reached yet.
            let earlier = second(end.timestamp() - 1);
            prop_assert_eq!(schedule.elapsed(second(start), earlier), seconds - 1);
            let back = schedule.before(end, seconds).unwrap();
            prop_assert_eq!(schedule.elapsed(back, end), seconds);
            prop_assert!(back >= second(start));
            prop_assert_eq!(schedule.after(back, seconds), Some(end));
        }

        #[test]
        fn elapsed_time_adds_up_and_never_exceeds_the_clock(
            zone in zones(), week in spans(),
            start in 1_200_000_000_i64..2_000_000_000,
            a in 0_i64..90_000_000, b in 0_i64..90_000_000,
        ) {
            let schedule = Schedule::new(Zone::named(zone).unwrap(), &week, []).unwrap();
            let (from, mid, to) = (second(start), second(start + a), second(start + a + b));
            let parts = schedule.elapsed(from, mid) + schedule.elapsed(mid, to);
            prop_assert_eq!(schedule.elapsed(from, to), parts);
            prop_assert!((0..=a + b).contains(&parts));
        }
    }
}
