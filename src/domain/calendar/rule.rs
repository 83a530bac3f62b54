//! The language in which holidays are written: one day a line, as `Easter-2 Good Friday`.
//!
//! | day | is |
//! |---|---|
//! | `1 May` | that date every year |
//! | `2025-05-01` | that date of that year |
//! | `Easter-2`, `Easter`, `Easter+1` | counted from Easter Sunday (Meeus/Jones/Butcher, Gregorian) |
//! | `1st Mon Feb`, `last Mon May` | the first, second … or last such weekday of a month |
//! | `Fri from 19 Jun` | the first such weekday on or after a date |
//! | `March equinox`, `September equinox` | as Japan's almanac computes them (1980 to 2099) |
//!
//! After the day may stand what happens to it: `to Monday` (any other day moves to the next
//! Monday), `Sunday to Monday`, `substitute` (on a weekend it moves to the next weekday that is
//! no holiday), `observed` (Sunday moves to the next day that is no holiday), and `since 2024`,
//! `until 2025` (years, both included). What follows is its name.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A day that comes back each year, and what moves it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    /// The holiday's name.
    pub(super) name: String,
    pub(super) on: On,
    pub(super) moves: Move,
    pub(super) since: Option<i32>,
    pub(super) until: Option<i32>,
}

/// On which day of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    /// Month and day.
    Date(u32, u32),
    /// This day alone.
    Once(NaiveDate),
    /// Days after Easter Sunday.
    Easter(i64),
    /// The n-th weekday of a month, from 1.
    Nth(u8, Weekday, u32),
    /// The last weekday of a month.
    Last(Weekday, u32),
    /// The first weekday on or after month and day.
    From(Weekday, u32, u32),
    /// The equinox of March or September.
    Equinox(u32),
}

/// What a weekend does to a holiday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Move {
    /// Nothing.
    #[default]
    Stays,
    /// Every other day moves to the next Monday (Colombia, Ley 51 de 1983).
    ToMonday,
    /// Sunday moves to Monday (United States Code, title 5, section 6103, as the Federal Reserve keeps it).
    SundayToMonday,
    /// On a weekend it moves to the next weekday that is no holiday (United Kingdom).
    Substitute,
    /// Sunday moves to the next day that is no holiday (Japan, Act on National Holidays, article 3).
    Observed,
}

impl Rule {
    /// Reads one line. The error says what is wrong with it.
    pub(super) fn parse(line: &str) -> Result<Self, String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (on, mut rest) = On::parse(&words).ok_or_else(|| {
            format!(
                "`{line}` names no day; write 2026-05-01, 1 May, Easter-2, 1st Mon Feb, last Mon \
                 May or Fri from 19 Jun, then the name"
            )
        })?;
        let mut rule = Self {
            name: String::new(),
            on,
            moves: Move::Stays,
            since: None,
            until: None,
        };
        loop {
            rest = match rest {
                ["to", "Monday", rest @ ..] => {
                    rule.moves = Move::ToMonday;
                    rest
                }
                ["Sunday", "to", "Monday", rest @ ..] => {
                    rule.moves = Move::SundayToMonday;
                    rest
                }
                ["substitute", rest @ ..] => {
                    rule.moves = Move::Substitute;
                    rest
                }
                ["observed", rest @ ..] => {
                    rule.moves = Move::Observed;
                    rest
                }
                [word @ ("since" | "until"), year, rest @ ..] => {
                    let number = year.parse().map_err(|_no_number| {
                        format!("`{line}`: after `{word}` stands a year, not `{year}`")
                    })?;
                    if *word == "since" {
                        rule.since = Some(number);
                    } else {
                        rule.until = Some(number);
                    }
                    rest
                }
                _ => break,
            };
        }
        if rest
            .first()
            .is_some_and(|word| word.starts_with(['-', '+']))
        {
            return Err(format!(
                "`{line}`: a name begins with no sign; write Easter-2 without a blank"
            ));
        }
        if rest.is_empty() {
            return Err(format!(
                "`{line}` has no name; write what the day is called"
            ));
        }
        rule.name = rest.join(" ");
        Ok(rule)
    }

    /// Its day in a year before anything moves it.
    pub(super) fn day(&self, year: i32) -> Option<NaiveDate> {
        let holds =
            self.since.is_none_or(|since| year >= since) && self.until.is_none_or(|u| year <= u);
        self.on.day(year).filter(|_| holds)
    }
}

impl On {
    fn parse<'a, 'w>(words: &'a [&'w str]) -> Option<(Self, &'a [&'w str])> {
        match words {
            [nth, day, of, rest @ ..]
                if ordinal(nth).is_some() && weekday(day).is_some() && month(of).is_some() =>
            {
                let (nth, day, of) = (ordinal(nth)?, weekday(day)?, month(of)?);
                Some((Self::Nth(nth, day, of), rest))
            }
            ["last", day, of, rest @ ..] if weekday(day).is_some() => {
                Some((Self::Last(weekday(day)?, month(of)?), rest))
            }
            [day, "from", number, of, rest @ ..] if weekday(day).is_some() => {
                let (of, number) = date(number, of)?;
                Some((Self::From(weekday(day)?, of, number), rest))
            }
            ["March", "equinox", rest @ ..] => Some((Self::Equinox(3), rest)),
            ["September", "equinox", rest @ ..] => Some((Self::Equinox(9), rest)),
            [first, rest @ ..] if first.starts_with("Easter") => {
                let days = first.strip_prefix("Easter")?;
                let days = if days.is_empty() {
                    0
                } else {
                    days.parse().ok()?
                };
                let is_near = (-200..=200).contains(&days);
                is_near.then_some((Self::Easter(days), rest))
            }
            [number, of, rest @ ..] if is_number(number) && month(of).is_some() => {
                let (of, number) = date(number, of)?;
                Some((Self::Date(of, number), rest))
            }
            [first, rest @ ..] => {
                let day = NaiveDate::parse_from_str(first, "%Y-%m-%d").ok()?;
                Some((Self::Once(day), rest))
            }
            [] => None,
        }
    }

    fn day(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Date(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Once(day) => (day.year() == year).then_some(day),
            Self::Easter(days) => easter(year)?.checked_add_signed(chrono::TimeDelta::days(days)),
            Self::Nth(nth, day, month) => {
                NaiveDate::from_weekday_of_month_opt(year, month, day, nth)
            }
            Self::Last(day, month) => NaiveDate::from_weekday_of_month_opt(year, month, day, 5)
                .or_else(|| NaiveDate::from_weekday_of_month_opt(year, month, day, 4)),
            Self::From(day, month, first) => {
                let first = NaiveDate::from_ymd_opt(year, month, first)?;
                let days = first.weekday().days_since(day);
                first.checked_add_days(Days::new(u64::from((7 - days) % 7)))
            }
            Self::Equinox(month) => equinox(year, month),
        }
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, in_century) = (year % 19, year / 100, year % 100);
    let epact = {
        let correction = (century - (century + 8) / 25 + 1) / 3;
        (19 * golden + century - century / 4 - correction + 15) % 30
    };
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(days / 31).ok()?,
        u32::try_from(days % 31 + 1).ok()?,
    )
}

/// The equinox as Japan's almanac computes it, in millionths of a day (valid 1980 to 2099).
fn equinox(year: i32, month: u32) -> Option<NaiveDate> {
    if !(1980..=2099).contains(&year) {
        return None;
    }
    let base: i64 = if month == 3 { 20_843_100 } else { 23_248_800 };
    let years = i64::from(year - 1980);
    let day = (base + 242_194 * years) / 1_000_000 - years / 4;
    NaiveDate::from_ymd_opt(year, month, u32::try_from(day).ok()?)
}

fn date(day: &str, of: &str) -> Option<(u32, u32)> {
    let (day, of) = (day.parse().ok()?, month(of)?);
    // A leap year, so that 29 February can be written.
    NaiveDate::from_ymd_opt(2024, of, day).map(|_| (of, day))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn ordinal(word: &str) -> Option<u8> {
    let all = ["1st", "2nd", "3rd", "4th", "5th"];
    let at = all.iter().position(|one| *one == word)?;
    u8::try_from(at + 1).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    if word.len() == 3 {
        word.parse().ok()
    } else {
        None
    }
}

fn month(word: &str) -> Option<u32> {
    if word.len() != 3 {
        return None;
    }
    word.parse()
        .ok()
        .map(|month: chrono::Month| month.number_from_month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(line: &str, year: i32) -> String {
        let rule = Rule::parse(line).unwrap();
        rule.day(year)
            .map_or("none".to_owned(), |day| day.to_string())
    }

    #[test]
    fn days_are_found() {
        assert_eq!(day("1 May Labour Day", 2026), "2026-05-01");
        assert_eq!(day("Easter-2 Good Friday", 2026), "2026-04-03");
        assert_eq!(day("Easter Easter Sunday", 2035), "2035-03-25");
        assert_eq!(day("Easter+60 Corpus Christi", 2028), "2028-06-15");
        assert_eq!(day("3rd Mon Nov Revolution Day", 2026), "2026-11-16");
        assert_eq!(day("last Mon May Spring bank holiday", 2026), "2026-05-25");
        assert_eq!(day("Fri from 19 Jun Midsummer Eve", 2026), "2026-06-19");
        assert_eq!(day("Fri from 19 Jun Midsummer Eve", 2027), "2027-06-25");
        assert_eq!(day("March equinox Vernal Equinox Day", 2026), "2026-03-20");
        assert_eq!(
            day("September equinox Autumnal Equinox Day", 2028),
            "2028-09-22"
        );
        assert_eq!(day("2026-05-04 Bridge", 2026), "2026-05-04");
        assert_eq!(day("2026-05-04 Bridge", 2027), "none");
        assert_eq!(day("2026-05-25 May Revolution Day", 2026), "2026-05-25");
        assert_eq!(day("20 Nov since 2024 Consciência Negra", 2023), "none");
        assert_eq!(day("29 Feb Leap Day", 2026), "none");
    }

    #[test]
    fn the_rest_of_the_line_is_read() {
        let rule = Rule::parse("9 Jul to Monday since 2026 Chiquinquirá").unwrap();
        assert_eq!((rule.moves, rule.since), (Move::ToMonday, Some(2026)));
        assert_eq!(rule.name, "Chiquinquirá");
        let rule = Rule::parse("4 Jul Sunday to Monday Independence Day").unwrap();
        assert_eq!(rule.moves, Move::SundayToMonday);
    }

    #[test]
    fn a_line_that_names_no_day_or_nothing_is_refused() {
        for line in [
            "31 Feb Nothing",
            "Easterly wind",
            "6th Mon May X",
            "Monday",
            "2026-02-30 X",
            "",
        ] {
            assert!(
                Rule::parse(line).unwrap_err().contains("names no day"),
                "{line}"
            );
        }
        assert!(Rule::parse("1 May").unwrap_err().contains("no name"));
        assert!(
            Rule::parse("Easter -2 Good Friday")
                .unwrap_err()
                .contains("without a blank")
        );
        assert!(
            Rule::parse("1 May since ever X")
                .unwrap_err()
                .contains("not `ever`")
        );
    }

    #[test]
    fn easter_is_where_tables_have_it() {
        // United States Naval Observatory, dates of Easter.
        let known = [
            (1900, "1900-04-15"),
            (1961, "1961-04-02"),
            (2000, "2000-04-23"),
            (2008, "2008-03-23"),
            (2024, "2024-03-31"),
            (2038, "2038-04-25"),
            (2099, "2099-04-12"),
        ];
        for (year, expected) in known {
            assert_eq!(day("Easter Easter Sunday", year), expected);
        }
    }

    /// A line that may be a rule or nearly one.
    fn line() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "1",
            "29",
            "31",
            "Feb",
            "May",
            "Dec",
            "Easter",
            "Easter-2",
            "Easter+999",
            "1st",
            "5th",
            "last",
            "Mon",
            "Fri",
            "from",
            "to",
            "Monday",
            "Sunday",
            "since",
            "until",
            "2026",
            "2026-02-29",
            "2026-05-01",
            "March",
            "equinox",
            "substitute",
            "observed",
            "é",
            "",
        ]);
        let word = prop_oneof![9 => word.prop_map(str::to_owned), 1 => any::<String>()];
        prop::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn a_line_is_read_or_refused_and_never_ends_the_program(line in line(), year in 1890..2210) {
            match Rule::parse(&line) {
                Ok(rule) => {
                    prop_assert!(!rule.name.is_empty());
                    if let (Some(day), On::Date(..) | On::Nth(..) | On::Last(..) | On::Once(_)) =
                        (rule.day(year), rule.on)
                    {
                        prop_assert_eq!(day.year(), year);
                    }
                }
                Err(what) => prop_assert!(!what.is_empty()),
            }
        }

        #[test]
        fn a_date_with_a_name_is_that_date(
            year in 1900..2200, ordinal in 1u32..=365, name in "[A-Za-z][a-z]{0,9}( [A-Z][a-z]{1,9}){0,2}"
        ) {
            let date = NaiveDate::from_yo_opt(year, ordinal).unwrap();
            let keyword = ["to", "Sunday", "since", "until", "substitute", "observed"];
            prop_assume!(!name.split(' ').any(|word| keyword.contains(&word)));
            let rule = Rule::parse(&format!("{date} {name}")).unwrap();
            prop_assert_eq!(rule.day(year), Some(date));
            prop_assert_eq!(rule.name, name);
        }
    }
}
