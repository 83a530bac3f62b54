//! `[sla]`, `[schedules.NAME]` and `[[policies]]`: what SLA clocks go by.
//!
//! Each line is checked when the configuration is read; a schedule with the holidays of its
//! calendars is made when somebody asks for it ([`Config::desk_schedule`]).

use std::sync::Arc;

use chrono::{NaiveDate, Weekday};

use super::Config;
use super::section::{Entry, Section, Table};
use crate::domain::calendar::Calendars;
use crate::domain::moment;
use crate::domain::schedule::{Schedule, Span};
use crate::domain::spelling::{meant, nearest};
use crate::domain::tickets::Priority;
use crate::domain::tickets::clocks::{
    Condition, Conditions, Field, Goal, MAX_TARGET_SECONDS, Metric, Policy, Target, Targets,
};
use crate::domain::tickets::history::ClockRules;
use crate::domain::zone::Zone;
use crate::error::{Error, ErrorKind, Result};

/// The switches of `[sla]`.
pub(super) const SWITCHES: &[&str] = &[
    "first_reply_on_agent_tickets",
    "solve_drops_replies",
    "count_solved_time",
    "keep_superseded_breach",
    "schedule_revises_breach",
    "merge_solves",
    "count_side_comments",
];

/// The keys of a schedule, beside the days of the week.
pub(super) const SCHEDULE_KEYS: &[&str] = &["zone", "week", "holidays", "calendars"];

/// The keys of a policy.
pub(super) const POLICY_KEYS: &[&str] = &["name", "all", "any", "targets"];

/// Most days, conditions or targets in one list: some for each week of ten years.
const MAX_ITEMS: usize = 500;

/// Years in which the holidays of a calendar close a schedule, where the calendar knows them.
const HOLIDAY_YEARS: std::ops::RangeInclusive<i32> = 2000..=2060;

/// A schedule as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hours {
    /// Its zone; none: that of the desk.
    pub zone: Option<Zone>,
    /// Its hours.
    pub week: Vec<Span>,
    /// Days on which it stays closed.
    pub holidays: Vec<NaiveDate>,
    /// Codes of calendars on whose holidays it stays closed.
    pub calendars: Vec<String>,
}

impl Config {
    /// What the clocks of tickets go by: the policies, the desk's hours (office hours where
    /// `[desk]` names none) and the switches. Fails as [`Config::desk_schedule`] does.
    pub fn clock_rules(&self) -> Result<ClockRules> {
        let hours = self.desk_schedule()?.or_else(|| self.office_hours());
        Ok(ClockRules::new(self.policies.clone(), hours, self.sla))
    }

    /// The schedule that `[desk] schedule` names, or none if it names none.
    ///
    /// Fails with [`ErrorKind::Usage`] if there is none of that name, or if it names a calendar
    /// that does not exist.
    pub fn desk_schedule(&self) -> Result<Option<Schedule>> {
        let Some(name) = &self.desk.schedule else {
            return Ok(None);
        };
        self.schedule(name).map(Some)
    }

    /// A schedule of the configuration by name, with the holidays of its calendars.
    pub fn schedule(&self, name: &str) -> Result<Schedule> {
        let found = self.schedules.iter().find(|(own, _)| own == name);
        let Some((_, hours)) = found else {
            let names = self.schedules.iter().map(|(own, _)| own.as_str());
            let hint = nearest(name, names).map_or_else(
                || format!("write its hours below [schedules.{name}]"),
                |near| format!("did you mean \"{near}\"?"),
            );
            let what = format!("no schedule of the configuration is called \"{name}\"");
            return Err(Error::new(ErrorKind::Usage, what).hint(hint));
        };
        let mut closed = hours.holidays.clone();
        if !hours.calendars.is_empty() {
            let calendars = self.calendars()?;
            for code in &hours.calendars {
                closed.extend(holidays_of(&calendars, code, name)?);
            }
        }
        let zone = hours.zone.as_ref().unwrap_or(&self.desk.zone).clone();
        Schedule::new(zone, &hours.week, closed).map_err(|bad| {
            let what = format!("schedule \"{name}\": the hours {} cannot be", bad.0);
            Error::new(ErrorKind::Usage, what)
        })
    }

    /// Monday to Friday, 09:00 to 17:00 in the desk's zone: where nothing else is said.
    pub fn office_hours(&self) -> Option<Schedule> {
        Some(Schedule::office(self.desk.zone.clone()))
    }
}

/// The holidays of a calendar in the years that it knows.
fn holidays_of(calendars: &Calendars, code: &str, schedule: &str) -> Result<Vec<NaiveDate>> {
    let wrong = |refusal: crate::domain::Refusal| {
        let cause = Error::from(refusal).one_line();
        Error::new(
            ErrorKind::Usage,
            format!("schedule \"{schedule}\": {cause}"),
        )
    };
    let calendar = calendars.get(code).map_err(wrong)?;
    let known = calendar.years().unwrap_or(HOLIDAY_YEARS);
    let mut days = Vec::new();
    for year in HOLIDAY_YEARS.filter(|year| known.contains(year)) {
        let holidays = calendar.holidays(year).map_err(wrong)?;
        days.extend(holidays.iter().map(|holiday| holiday.date));
    }
    Ok(days)
}

/// Reads `[sla]`.
pub(super) fn overlay_switches(config: &mut Config, section: &Section<'_>) -> Result<()> {
    for entry in section.table()?.entries() {
        let sla = &mut config.sla;
        let switch = match entry.key {
            "first_reply_on_agent_tickets" => &mut sla.first_reply_on_agent_tickets,
            "solve_drops_replies" => &mut sla.solve_drops_replies,
            "count_solved_time" => &mut sla.count_solved_time,
            "keep_superseded_breach" => &mut sla.keep_superseded_breach,
            "schedule_revises_breach" => &mut sla.schedule_revises_breach,
            "merge_solves" => &mut sla.merge_solves,
            "count_side_comments" => &mut sla.count_side_comments,
            _ => return Err(entry.unknown(SWITCHES)),
        };
        *switch = entry.boolean()?;
    }
    Ok(())
}

/// Reads `[schedules]`; one of the same name as before replaces it.
pub(super) fn overlay_schedules(config: &mut Config, section: &Section<'_>) -> Result<()> {
    for table in section.tables()? {
        let hours = hours(&table)?;
        config.schedules.retain(|(name, _)| name != table.name);
        config.schedules.push((table.name.to_owned(), hours));
    }
    Ok(())
}

fn hours(table: &Table<'_>) -> Result<Hours> {
    let mut hours = Hours::default();
    for entry in table.entries() {
        match entry.key {
            "zone" => hours.zone = Some(entry.zone()?),
            "week" => {
                for (text, line) in entry.items(MAX_ITEMS)? {
                    let spans = week(&text).map_err(|what| entry.error_on(line, &what))?;
                    hours.week.extend(spans);
                }
            }
            "holidays" => {
                for (text, line) in entry.items(MAX_ITEMS)? {
                    hours.holidays.push(moment::date(&text).ok_or_else(|| {
                        let what = format!("`{text}` is no date; write it as \"2026-05-01\"");
                        entry.error_on(line, &what)
                    })?);
                }
            }
            "calendars" => hours.calendars = entry.strings()?,
            key => {
                let Some(day) = Span::day_named(key) else {
                    return Err(entry.unknown(&[SCHEDULE_KEYS, &Span::DAYS].concat()));
                };
                let spans = spans(&[day], entry.string()?).map_err(|what| entry.error(&what))?;
                hours.week.extend(spans);
            }
        }
    }
    if hours.week.is_empty() {
        return Err(table.error("has no hours; write week = \"mon-fri 09:00-17:00\""));
    }
    Ok(hours)
}

/// `mon-fri 09:00-12:00 13:00-17:00`.
fn week(text: &str) -> Result<Vec<Span>, String> {
    const CURE: &str = "write days and hours, as \"mon-fri 09:00-17:00\"";
    let Some((days, hours)) = text.split_once(char::is_whitespace) else {
        return Err(format!("`{text}` names no hours; {CURE}"));
    };
    let mut named = Vec::new();
    for part in days.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let day = |name: &str| {
            Span::day_named(name).ok_or_else(|| {
                let hint = meant(name, Span::DAYS);
                format!("no day is called `{name}`{hint}")
            })
        };
        let (mut at, last) = (day(first)?, day(last)?);
        named.push(at);
        while at != last {
            at = at.succ();
            named.push(at);
        }
    }
    spans(&named, hours)
}

/// `09:00-12:00 13:00-17:00` on each of these days.
fn spans(days: &[Weekday], hours: &str) -> Result<Vec<Span>, String> {
    let mut spans = Vec::new();
    for part in hours.split_whitespace() {
        let times = part.split_once('-');
        let times = times.and_then(|(from, to)| Some((Span::minute(from)?, Span::minute(to)?)));
        let Some((from, to)) = times else {
            return Err(format!(
                "`{part}` are no hours; write them as \"09:00-17:00\", until 24:00 at most"
            ));
        };
        if to <= from {
            return Err(format!(
                "`{part}` ends before it begins; split hours over midnight into two days"
            ));
        }
        spans.extend(days.iter().map(|day| Span {
            day: *day,
            from,
            to,
        }));
    }
    Ok(spans)
}

/// Reads `[[policies]]`: they are tried in the order of the file.
pub(super) fn overlay_policies(config: &mut Config, section: &Section<'_>) -> Result<()> {
    for table in section.list()? {
        let position = i64::try_from(config.policies.len()).unwrap_or(i64::MAX);
        let policy = policy(&table, position)?;
        config.policies.push(policy);
    }
    Ok(())
}

fn policy(table: &Table<'_>, position: i64) -> Result<Policy> {
    let mut name = None;
    let mut conditions = Conditions::default();
    let mut goals = Vec::new();
    for entry in table.entries() {
        match entry.key {
            "name" => name = Some(entry.text()?),
            "all" => conditions.all = read_items(&entry, condition)?,
            "any" => conditions.any = read_items(&entry, condition)?,
            "targets" => goals = read_items(&entry, goal)?,
            _ => return Err(entry.unknown(POLICY_KEYS)),
        }
    }
    if goals.is_empty() {
        return Err(table.error("has no targets; write targets = [\"first_reply 60m business\"]"));
    }
    Ok(Policy {
        name: name.ok_or_else(|| table.error("has no name; write name = \"…\""))?,
        position,
        conditions,
        targets: Arc::new(Targets::new(goals)),
        not_understood: Vec::new(),
    })
}

/// Every item of a list; an error names its own line.
fn read_items<T>(entry: &Entry<'_>, read: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>> {
    let items = entry.items(MAX_ITEMS)?.into_iter();
    let items = items.map(|(text, line)| read(&text).map_err(|what| entry.error_on(line, &what)));
    items.collect()
}

/// `FIELD OPERATOR VALUE, VALUE`: `tags includes vip, blik`.
fn condition(text: &str) -> Result<Condition, String> {
    let mut words = text.splitn(3, char::is_whitespace);
    let (field, operator) = (words.next(), words.next());
    let (Some(field), Some(operator)) = (field, operator) else {
        return Err(format!(
            "`{text}` is no condition; write it as \"priority is high, urgent\""
        ));
    };
    let values = words.next().unwrap_or_default().split(',').map(str::trim);
    let values: Vec<_> = values
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
        .collect();
    Condition::new(field, operator, &values).map_err(|what| {
        let hint = if Field::from_name(field).is_none() {
            meant(field, Field::names())
        } else if Condition::operators().all(|known| known != operator) {
            meant(operator, Condition::operators())
        } else {
            String::new()
        };
        format!("{what} is not understood{hint}")
    })
}

/// `METRIC [PRIORITY] LENGTH [business]`: `first_reply urgent 15m business`.
fn goal(text: &str) -> Result<Goal, String> {
    let mut words = text.split_whitespace().peekable();
    let name = words.next().unwrap_or_default();
    let metric = Metric::from_name(name).ok_or_else(|| {
        let hint = meant(name, Metric::ALL.iter().map(|metric| metric.name()));
        format!("no metric is called `{name}`{hint}")
    })?;
    let priority = words.peek().and_then(|word| Priority::from_name(word));
    if priority.is_some() {
        words.next();
    }
    let word = words.next().unwrap_or_default();
    let seconds = length(word).ok_or_else(|| {
        let names = Priority::ALL.iter().map(|priority| priority.name());
        let hint = nearest(word, names).map_or_else(
            || "; write it as \"45m\", \"7h30m\" or \"90s\"".to_owned(),
            |near| format!("; did you mean the priority `{near}`?"),
        );
        format!("`{word}` in `{text}` is no length of time{hint}")
    })?;
    let business = match words.next() {
        None => false,
        Some("business") => true,
        Some(other) => {
            return Err(format!(
                "`{other}` in `{text}` means nothing; only `business` may follow the length"
            ));
        }
    };
    match words.next() {
        None => Ok(Goal {
            metric,
            priority,
            target: Target { seconds, business },
        }),
        Some(other) => Err(format!("`{other}` in `{text}` is one word too many")),
    }
}

/// `7h30m` in seconds.
fn length(text: &str) -> Option<i64> {
    let mut seconds: i64 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        let unit = match rest.as_bytes().get(digits)? {
            b'h' => 3_600,
            b'm' => 60,
            b's' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        rest = rest.get(digits + 1..)?;
    }
    (1..=MAX_TARGET_SECONDS)
        .contains(&seconds)
        .then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Config {
        Config::parse(text, "config.toml").unwrap()
    }

    #[test]
    fn a_schedule_has_its_hours_zone_and_holidays() {
        let config = config(
            "[desk]\nschedule = \"office\"\n[schedules.office]\nzone = \"Europe/Warsaw\"\n\
             week = [\"mon-thu 09:00-12:00 13:00-17:00\", \"sat,sun 10:00-24:00\"]\n\
             fri = \"09:00-15:00\"\nholidays = [\"2026-05-04\"]\ncalendars = [\"PL\"]\n",
        );
        let schedule = config.desk_schedule().unwrap().unwrap();
        assert_eq!(schedule.zone().name(), "Europe/Warsaw");
        let spans: Vec<_> = schedule.spans().iter().map(ToString::to_string).collect();
        assert_eq!(spans.len(), 11);
        assert_eq!(spans.first().unwrap(), "mon 09:00-12:00");
        assert_eq!(spans[8], "fri 09:00-15:00");
        assert_eq!(spans.last().unwrap(), "sun 10:00-24:00");
        let closed = |day: &str| schedule.closed_days().contains(&day.parse().unwrap());
        assert!(closed("2026-05-04") && closed("2026-05-01") && closed("2026-11-11"));
        assert!(!closed("2026-05-05"));
    }

    #[test]
    fn without_a_word_the_desk_keeps_office_hours_in_its_zone() {
        let config = config("[desk]\nzone = \"Europe/Berlin\"\n");
        assert_eq!(config.desk_schedule().unwrap(), None);
        let office = config.office_hours().unwrap();
        assert_eq!(office.zone().name(), "Europe/Berlin");
        assert_eq!(office.spans().len(), 5);
        assert_eq!(
            office.spans().last().unwrap().to_string(),
            "fri 09:00-17:00"
        );
    }

    #[test]
    fn a_schedule_that_cannot_be_made_says_why() {
        let error = |text: &str| config(text).desk_schedule().unwrap_err().one_line();
        let hours = "[schedules.office]\nweek = \"mon 09:00-17:00\"\n";
        assert_eq!(
            error(&format!("[desk]\nschedule = \"ofice\"\n{hours}")),
            "no schedule of the configuration is called \"ofice\"; did you mean \"office\"?"
        );
        let unknown = format!("[desk]\nschedule = \"office\"\n{hours}calendars = [\"XX-NO\"]\n");
        assert!(error(&unknown).starts_with("schedule \"office\": "));
    }

    #[test]
    fn policies_have_conditions_and_targets() {
        let config = config(
            "[[policies]]\nname = \"VIP\"\nall = [\"tags includes vip, gold\"]\n\
             any = [\"kind is incident\", \"group is Card Payments\"]\n\
             targets = [\"first_reply urgent 15m business\", \"agent_work 7h30m\"]\n\
             [[policies]]\nname = \"Rest\"\ntargets = \"next_reply 90s\"\n",
        );
        let [vip, rest] = config.policies.as_slice() else {
            panic!("two policies")
        };
        assert_eq!((vip.position, rest.position), (0, 1));
        assert_eq!(vip.conditions.any.len(), 2);
        let told: Vec<_> = vip
            .targets
            .goals()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            told,
            [
                "first reply within 15 business minutes, urgent priority",
                "agent work within 450 minutes"
            ]
        );
        assert_eq!(
            rest.targets.goals().first().unwrap().to_string(),
            "next reply within 1:30 minutes"
        );
    }

    #[test]
    fn each_switch_is_set_by_its_name_alone() {
        for name in SWITCHES {
            let on = config(&format!("[sla]\n{name} = true\n")).sla;
            let told = format!("{on:?}");
            assert!(told.contains(&format!("{name}: true")), "{told}");
            assert_eq!(told.matches("true").count(), 1, "{told}");
        }
    }
}
