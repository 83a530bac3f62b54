//! Zendesk's `schedules` and `holidays` → business hours by name.
//!
//! <https://developer.zendesk.com/api-reference/ticketing/ticket-management/schedules/>
//! A schedule may carry its `holidays`, as the program that fetched both puts them together; a
//! page of holidays beside one schedule alone belongs to that schedule.

use chrono::{NaiveDate, TimeDelta, Weekday};
use serde_json::Value;

use super::pages::{self, Place};
use super::zones;
use crate::domain::moment;
use crate::domain::schedule::{Schedule, Span};
use crate::domain::zone::Zone;

/// Minutes of a day and of a week.
const DAY: i64 = 24 * 60;
const WEEK: i64 = 7 * DAY;
/// Longest holiday in days: a longer one is a slip.
const MAX_HOLIDAY: i64 = 366;

/// Hours before their holidays are known.
struct Hours {
    name: String,
    zone: Zone,
    week: Vec<Span>,
    closed: Vec<NaiveDate>,
}

/// Reads every schedule of a file, in the order of the file: the first is the helpdesk's own.
pub fn read(bytes: &[u8]) -> Result<Vec<(String, Schedule)>, String> {
    let mut schedules: Vec<Hours> = Vec::new();
    let mut closed = Vec::new();
    for page in pages::read(bytes)? {
        let lists_holidays = page.get("holidays").is_some() && page.get("intervals").is_none();
        if lists_holidays {
            for (place, row) in pages::rows(&page, "holidays", "", "")? {
                closed.extend(holiday(row, &place)?);
            }
            if page.get("schedules").is_none() && page.get("schedule").is_none() {
                continue;
            }
        }
        for (place, row) in pages::rows(&page, "schedules", "schedule", "intervals")? {
            schedules.push(hours(row, &place)?);
        }
    }
    match schedules.as_mut_slice() {
        _ if closed.is_empty() => {}
        [only] => only.closed.extend(closed),
        _ => {
            return Err(
                "`holidays` stand beside more than one schedule; put them into each schedule as \
                 its `holidays`"
                    .to_owned(),
            );
        }
    }
    if schedules.is_empty() {
        return Err("holds no schedule; export it again".to_owned());
    }
    let made = schedules.into_iter().map(|hours| {
        let schedule = Schedule::new(hours.zone, &hours.week, hours.closed);
        let schedule = schedule.map_err(|bad| format!("the hours {} cannot be", bad.0))?;
        Ok((hours.name, schedule))
    });
    made.collect()
}

fn hours(row: &Value, place: &Place) -> Result<Hours, String> {
    let name = pages::text(row, place, "name")?.to_owned();
    let zone = pages::text(row, place, "time_zone")?;
    let zone = zones::named(zone).ok_or_else(|| {
        let what = format!("\"{zone}\" is no time zone that is known; write its IANA name");
        format!("`{}` {what}", place.below("time_zone"))
    })?;
    let mut week = Vec::new();
    let intervals = pages::list(row.get("intervals"), place, "intervals")?;
    for (at, interval) in intervals.iter().enumerate() {
        interval_spans(interval, &place.below("intervals").at(at), &mut week)?;
    }
    let mut closed = Vec::new();
    let holidays = pages::list(row.get("holidays"), place, "holidays")?;
    for (at, row) in holidays.iter().enumerate() {
        closed.extend(holiday(row, &place.below("holidays").at(at))?);
    }
    Ok(Hours {
        name,
        zone,
        week,
        closed,
    })
}

/// Minutes since Sunday 00:00, split at each midnight.
fn interval_spans(row: &Value, place: &Place, week: &mut Vec<Span>) -> Result<(), String> {
    let minute = |member: &str| {
        let minute = row.get(member).and_then(Value::as_i64);
        let minute = minute.filter(|minute| (0..=WEEK).contains(minute));
        minute.ok_or_else(|| place.wrong(member, "is no minute of a week, 0 to 10080"))
    };
    let (start, end) = (minute("start_time")?, minute("end_time")?);
    if end <= start {
        return Err(place.wrong("end_time", "is not after `start_time`"));
    }
    let mut from = start;
    while from < end {
        let midnight = (from / DAY + 1) * DAY;
        let to = end.min(midnight);
        let begins = from / DAY * DAY;
        let minute = |at: i64| u16::try_from(at - begins).unwrap_or_default();
        week.push(Span {
            day: day(from / DAY),
            from: minute(from),
            to: minute(to),
        });
        from = to;
    }
    Ok(())
}

/// The day of the week so many days after Sunday.
fn day(after_sunday: i64) -> Weekday {
    let place = u8::try_from((after_sunday + 6) % 7).unwrap_or_default();
    Weekday::try_from(place).unwrap_or(Weekday::Sun)
}

/// Every day of a holiday, its last one too.
fn holiday(row: &Value, place: &Place) -> Result<Vec<NaiveDate>, String> {
    let date = |member: &str| {
        let text = pages::text(row, place, member)?;
        moment::date(text).ok_or_else(|| place.wrong(member, "is no date that exists"))
    };
    let (first, last) = (date("start_date")?, date("end_date")?);
    let days = (last - first).num_days();
    if !(0..MAX_HOLIDAY).contains(&days) {
        return Err(place.wrong(
            "end_date",
            "is before `start_date` or more than a year after",
        ));
    }
    let days = (0..=days).filter_map(|n| first.checked_add_signed(TimeDelta::days(n)));
    Ok(days.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schedule() -> Value {
        json!({"id": 360, "name": "Berlin office", "time_zone": "Berlin",
            "intervals": [{"start_time": 1980, "end_time": 2460},
                          {"start_time": 9960, "end_time": 10080},
                          {"start_time": 2820, "end_time": 3000}]})
    }

    fn holidays() -> Value {
        json!([{"id": 1, "name": "May", "start_date": "2026-05-01", "end_date": "2026-05-03"}])
    }

    #[test]
    fn minutes_of_a_week_become_days() {
        let (name, read) = read(json!({"schedules": [schedule()]}).to_string().as_bytes())
            .unwrap()
            .remove(0);
        assert_eq!(name, "Berlin office");
        assert_eq!(read.zone().name(), "Europe/Berlin");
        let spans: Vec<_> = read.spans().iter().map(ToString::to_string).collect();
        assert_eq!(
            spans,
            [
                "mon 09:00-17:00",
                "mon 23:00-24:00",
                "tue 00:00-02:00",
                "sat 22:00-24:00"
            ]
        );
    }

    #[test]
    fn holidays_close_every_day_of_theirs() {
        let mut with = schedule();
        with["holidays"] = holidays();
        let pages = format!(
            "{}\n{}",
            json!({"schedules": [schedule()]}),
            json!({"holidays": holidays()})
        );
        let beside = json!({"schedules": [schedule()], "holidays": holidays()});
        for text in [with.to_string(), pages, beside.to_string()] {
            let read = read(text.as_bytes()).unwrap();
            let days: Vec<_> = read[0]
                .1
                .closed_days()
                .iter()
                .map(ToString::to_string)
                .collect();
            assert_eq!(days, ["2026-05-01", "2026-05-02", "2026-05-03"]);
        }
    }

    #[test]
    fn what_is_no_schedule_is_refused_by_its_member() {
        let refused = |change: &dyn Fn(&mut Value)| {
            let mut page = json!({"schedules": [schedule()]});
            change(&mut page);
            read(page.to_string().as_bytes()).unwrap_err()
        };
        let words = refused(&|page| page["schedules"][0]["time_zone"] = json!("Atlantis"));
        assert!(words.contains("schedules[0].time_zone"), "{words}");
        let words = refused(&|page| page["schedules"][0]["intervals"][0]["end_time"] = json!(9));
        assert!(
            words.contains("schedules[0].intervals[0].end_time"),
            "{words}"
        );
        let words = refused(&|page| page["schedules"] = json!([]));
        assert!(words.contains("no schedule"), "{words}");
        let words = refused(&|page| {
            page["schedules"] = json!([schedule(), schedule()]);
            page["holidays"] = holidays();
        });
        assert!(words.contains("more than one schedule"), "{words}");
        let words = refused(&|page| {
            page["holidays"] = json!([{"start_date": "2026-02-30", "end_date": "2026-03-01"}]);
        });
        assert!(words.contains("holidays[0].start_date"), "{words}");
    }
}
