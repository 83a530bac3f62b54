//! Calendars and business days, on small calendars made for each test.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar(code: &str, holidays: &str) -> Calendar {
    let definition = Definition {
        holidays: holidays.to_owned(),
        ..Definition::default()
    };
    Calendar::new(code, &definition).unwrap()
}

fn days_of(calendar: &Calendar, year: i32) -> Vec<String> {
    let holidays = calendar.holidays(year).unwrap();
    let named = |holiday: Holiday| format!("{} {}", holiday.date.format("%m-%d"), holiday.name);
    holidays.into_iter().map(named).collect()
}

#[test]
fn a_weekend_moves_a_holiday_as_its_rule_says() {
    let british = calendar(
        "GB",
        "26 Dec substitute Boxing Day\n25 Dec substitute Christmas Day",
    );
    assert_eq!(
        days_of(&british, 2027)[2..],
        [
            "12-27 Christmas Day (observed)",
            "12-28 Boxing Day (observed)"
        ]
    );
    // Christmas on Sunday gives way to Boxing Day on Monday.
    assert_eq!(
        days_of(&british, 2022)[1..],
        ["12-26 Boxing Day", "12-27 Christmas Day (observed)"]
    );
    let american = calendar("US", "4 Jul Sunday to Monday Independence Day");
    assert_eq!(
        days_of(&american, 2027),
        ["07-05 Independence Day (observed)"]
    );
    assert_eq!(days_of(&american, 2026), ["07-04 Independence Day"]);
    let colombian = calendar("CO", "29 Jun to Monday Peter\nEaster+71 Heart");
    assert_eq!(days_of(&colombian, 2026), ["06-15 Heart", "06-29 Peter"]);
    assert_eq!(days_of(&colombian, 2025), ["06-30 Peter (observed); Heart"]);
    let japanese = calendar("JP", "3 May observed A\n4 May observed B\n5 May observed C");
    assert_eq!(
        days_of(&japanese, 2026).last().unwrap(),
        "05-06 A (observed)"
    );
}

#[test]
fn a_day_of_december_moves_into_the_next_year() {
    let eve = calendar("EVE", "31 Dec substitute Eve\n1 Jan substitute New Year");
    // 31 December 2022 is a Saturday, 1 January 2023 a Sunday.
    assert_eq!(
        days_of(&eve, 2022),
        ["01-01 New Year", "01-03 New Year (observed)", "12-31 Eve"]
    );
    assert_eq!(
        days_of(&eve, 2023),
        [
            "01-01 New Year",
            "01-02 Eve (observed)",
            "01-03 New Year (observed)",
            "12-31 Eve"
        ]
    );
}

#[test]
fn a_single_day_between_two_holidays_is_one_where_bridges_are() {
    let definition = Definition {
        bridges: Some(true),
        holidays: "2026-09-21 A\n2026-09-23 B\n2026-10-03 C\n2026-10-05 D".to_owned(),
        ..Definition::default()
    };
    let bridged = Calendar::new("JP", &definition).unwrap();
    // 4 October 2026 is a Sunday.
    assert_eq!(
        days_of(&bridged, 2026),
        [
            "09-21 A",
            "09-22 Day between two holidays",
            "09-23 B",
            "10-03 C",
            "10-05 D"
        ]
    );
}

#[test]
fn a_year_without_data_is_refused_and_named() {
    let definition = Definition {
        years: Some((2025, 2028)),
        holidays: "2025-05-01 Labour Day".to_owned(),
        ..Definition::default()
    };
    let peru = Calendar::new("PE", &definition).unwrap();
    assert_eq!(peru.years(), Some(2025..=2028));
    let refusal = peru.is_business_day(date("2029-01-02")).unwrap_err();
    assert_eq!(refusal.reason, "calendar PE knows 2025 to 2028, not 2029");
    assert!(refusal.cure.unwrap().contains("[calendars.PE]"));
    let mut all = Calendars::default();
    all.insert(peru);
    let days = all.union(&["pe"]).unwrap();
    assert!(days.on_or_after(date("2028-12-29")).is_ok());
    // The next business day lies in 2029, of which nothing is known.
    assert!(days.on_or_after(date("2028-12-30")).is_err());
    assert!(days.add(date("2028-12-29"), 1).is_err());
    let computed = calendar("T2", "1 May Labour Day");
    assert_eq!(computed.years(), None);
    for year in [1899, 2200, i32::MIN, i32::MAX] {
        let refusal = computed.holidays(year).unwrap_err();
        assert!(refusal.reason.contains("knows 1900 to 2199"), "{refusal:?}");
    }
}

#[test]
fn what_a_definition_names_is_replaced_and_its_days_are_added() {
    let base = calendar("PL", "1 May Labour Day");
    let changed = base
        .with(&Definition {
            name: Some("Poland and us".to_owned()),
            zone: Some("Europe/Warsaw".to_owned()),
            weekend: Some(vec!["fri".to_owned(), "sat".to_owned()]),
            holidays: "24 Apr Company day".to_owned(),
            worked: vec!["2026-05-01".to_owned()],
            ..Definition::default()
        })
        .unwrap();
    assert_eq!(
        days_of(&changed, 2026),
        ["04-24 Company day", "05-01 Labour Day"]
    );
    assert!(
        changed.is_business_day(date("2026-05-01")).unwrap(),
        "worked"
    );
    assert!(
        !changed.is_business_day(date("2026-05-02")).unwrap(),
        "Saturday"
    );
    assert!(
        changed.is_business_day(date("2026-05-03")).unwrap(),
        "Sunday"
    );
    assert_eq!(changed.zone.name(), "Europe/Warsaw");
    assert_eq!(changed.source, "your configuration");
}

#[test]
fn a_definition_that_cannot_be_says_what_is_wrong() {
    let wrong = |definition: Definition| Calendar::new("X", &definition).unwrap_err();
    let zone = wrong(Definition {
        zone: Some("Europe/Berlln".to_owned()),
        ..Definition::default()
    });
    assert!(zone.contains("did you mean \"Europe/Berlin\"?"), "{zone}");
    let weekend = wrong(Definition {
        weekend: Some(vec!["someday".to_owned()]),
        ..Definition::default()
    });
    assert!(
        weekend.contains("`someday` is no day of the week"),
        "{weekend}"
    );
    let years = wrong(Definition {
        years: Some((2028, 2025)),
        ..Definition::default()
    });
    assert!(years.contains("are no years"), "{years}");
    let worked = wrong(Definition {
        worked: vec!["2026-02-30".to_owned()],
        ..Definition::default()
    });
    assert!(worked.contains("is no date"), "{worked}");
}

#[test]
fn codes_are_found_in_any_case_and_the_nearest_is_named() {
    let mut all = Calendars::default();
    all.insert(calendar("T2", ""));
    all.insert(calendar("MX-CNBV", "12 Dec Empleado"));
    assert_eq!(all.get("mx-cnbv").unwrap().code, "MX-CNBV");
    let refusal = all.union(&["T2", "MX-CNVB"]).unwrap_err();
    assert!(refusal.missing);
    assert_eq!(refusal.cure.as_deref(), Some("did you mean MX-CNBV?"));
    assert_eq!(
        all.union(&["t2", "mx-cnbv"]).unwrap().codes(),
        "T2 + MX-CNBV"
    );
}

#[test]
fn a_calendar_is_made_when_it_is_asked_for() {
    let mut all = Calendars::default();
    all.insert_later("BAD", Arc::new(|| Err("its data are lost".to_owned())));
    all.insert_later("T2", Arc::new(|| Ok(calendar("T2", "1 May Labour Day"))));
    assert_eq!(all.get("t2").unwrap().code, "T2");
    assert_eq!(all.iter().count(), 1);
    let refusal = all.union(&["T2", "bad"]).unwrap_err();
    assert_eq!(refusal.reason, "calendar BAD: its data are lost");
    let (code, make) = all.recipe("t2").unwrap();
    assert_eq!(
        (code, make().unwrap()),
        ("T2", calendar("T2", "1 May Labour Day"))
    );
}

#[test]
fn a_closed_day_says_why() {
    let mut all = Calendars::default();
    all.insert(calendar("A", "Easter-2 Good Friday\n2026-04-11 Saint"));
    all.insert(calendar("B", "Easter-2 Viernes Santo"));
    let days = all.union(&["A", "B"]).unwrap();
    let why = |text: &str| days.why_closed(date(text)).unwrap();
    assert_eq!(why("2026-04-02"), None);
    assert_eq!(
        why("2026-04-03").as_deref(),
        Some("Good Friday (A), Viernes Santo (B)")
    );
    assert_eq!(why("2026-04-04").as_deref(), Some("Saturday"));
    assert_eq!(why("2026-04-11").as_deref(), Some("Saturday, Saint (A)"));
}

#[test]
fn business_days_are_counted_over_weekends_and_holidays() {
    let mut all = Calendars::default();
    all.insert(calendar(
        "T2",
        "Easter-2 Good Friday\nEaster+1 Easter Monday",
    ));
    let days = all.union(&["T2"]).unwrap();
    let add = |from: &str, n| days.add(date(from), n).unwrap().to_string();
    assert_eq!(add("2026-04-02", 0), "2026-04-02");
    assert_eq!(add("2026-04-03", 0), "2026-04-07", "first on or after");
    assert_eq!(add("2026-04-02", 1), "2026-04-07");
    assert_eq!(
        add("2026-04-04", 2),
        "2026-04-08",
        "counted from a Saturday"
    );
    assert_eq!(
        days.on_or_before(date("2026-04-06")).unwrap(),
        date("2026-04-02")
    );
    assert!(days.add(date("2199-12-31"), 1).is_err());
    assert!(days.add(date("2026-01-01"), u32::MAX).is_err());
    assert!(days.is_business_day(NaiveDate::MAX).is_err());
    assert!(days.is_business_day(NaiveDate::MIN).is_err());
}

#[test]
fn a_calendar_that_never_opens_is_refused() {
    let definition = Definition {
        weekend: Some(
            ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
                .map(str::to_owned)
                .to_vec(),
        ),
        ..Definition::default()
    };
    let mut all = Calendars::default();
    all.insert(Calendar::new("NEVER", &definition).unwrap());
    let days = all.union(&["NEVER"]).unwrap();
    let refusal = days.on_or_after(date("2026-01-01")).unwrap_err();
    assert!(
        refusal.reason.contains("no business day within"),
        "{refusal:?}"
    );
}

/// A calendar with holidays and worked days somewhere in two years.
fn any_calendar(code: &'static str) -> impl Strategy<Value = Calendar> {
    let weekend = prop::sample::subsequence(vec!["thu", "fri", "sat", "sun"], 0..=2);
    let days = || prop::collection::vec(0i64..730, 0..40);
    (weekend, days(), days()).prop_map(move |(weekend, closed, worked)| {
        let start = date("2026-01-01");
        let text = |day: i64| (start + TimeDelta::days(day)).to_string();
        let lines: Vec<_> = closed
            .iter()
            .map(|day| format!("{} Day", text(*day)))
            .collect();
        let definition = Definition {
            weekend: Some(weekend.iter().map(|day| (*day).to_owned()).collect()),
            holidays: lines.join("\n"),
            worked: worked.iter().map(|day| text(*day)).collect(),
            ..Definition::default()
        };
        Calendar::new(code, &definition).unwrap()
    })
}

fn pair() -> impl Strategy<Value = (Calendar, Calendar, BusinessDays)> {
    (any_calendar("A"), any_calendar("B")).prop_map(|(a, b)| {
        let mut all = Calendars::default();
        all.insert(a.clone());
        all.insert(b.clone());
        let union = all.union(&["A", "B"]).unwrap();
        (a, b, union)
    })
}

proptest! {
    #[test]
    fn a_union_is_closed_where_one_of_its_calendars_is((a, b, union) in pair(), day in 0i64..730) {
        let day = date("2026-01-01") + TimeDelta::days(day);
        let open = a.is_business_day(day).unwrap() && b.is_business_day(day).unwrap();
        prop_assert_eq!(union.is_business_day(day).unwrap(), open);
        prop_assert_eq!(union.why_closed(day).unwrap().is_none(), open);
    }

    #[test]
    fn what_is_found_is_open_and_nothing_open_lies_between((_, _, union) in pair(), day in 0i64..730) {
        let day = date("2026-01-01") + TimeDelta::days(day);
        let next = union.on_or_after(day).unwrap();
        let last = union.on_or_before(day).unwrap();
        prop_assert!(last <= day && day <= next);
        for found in [next, last] {
            prop_assert!(union.is_business_day(found).unwrap());
        }
        for between in last.iter_days().take_while(|one| *one < next).skip(1) {
            prop_assert!(between == day || !union.is_business_day(between).unwrap());
        }
    }

    #[test]
    fn adding_days_can_be_counted_back((_, _, union) in pair(), day in 0i64..700, n in 0u32..60) {
        let day = date("2026-01-01") + TimeDelta::days(day);
        let end = union.add(day, n).unwrap();
        let first = if n == 0 { day } else { day.succ_opt().unwrap() };
        let open: BTreeSet<_> = first
            .iter_days()
            .take_while(|one| *one <= end)
            .filter(|one| union.is_business_day(*one).unwrap())
            .collect();
        prop_assert_eq!(open.len(), usize::try_from(n.max(1)).unwrap());
        prop_assert_eq!(open.last(), Some(&end));
    }

    #[test]
    fn adding_is_monotone((_, _, union) in pair(), day in 0i64..700, n in 0u32..60) {
        let day = date("2026-01-01") + TimeDelta::days(day);
        let end = union.add(day, n).unwrap();
        prop_assert!(union.add(day, n + 1).unwrap() >= end);
        prop_assert!(union.add(day.succ_opt().unwrap(), n).unwrap() >= end);
    }
}
