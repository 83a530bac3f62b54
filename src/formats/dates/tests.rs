//! Dates as sites write them, and as nobody should.

use super::*;
use chrono::{TimeZone, Utc};
use proptest::prelude::*;

fn berlin(text: &str) -> Result<String, What> {
    let zone = Zone::named("Europe/Berlin").unwrap();
    let at = instant(text, Some(&zone), Order::Unknown)?;
    Ok(zone.local(at).format("%Y-%m-%d %H:%M:%S").to_string())
}

#[test]
fn dates_are_read_as_sites_write_them() {
    for (text, local) in [
        ("27/Sep/26 9:00 AM", "2026-09-27 09:00:00"),
        ("11/May/24 03:26 PM", "2024-05-11 15:26:00"),
        ("21/Sep/26 12:13 AM", "2026-09-21 00:13:00"),
        ("21/Sep/26 12:13 PM", "2026-09-21 12:13:00"),
        ("6/21/2025 16:14", "2025-06-21 16:14:00"),
        ("21/6/25 4:14:05 pm", "2025-06-21 16:14:05"),
        ("21.06.2025 16:14", "2025-06-21 16:14:00"),
        ("03.04.2026, 16:14", "2026-04-03 16:14:00"),
        ("3/3/2026 16:14", "2026-03-03 16:14:00"),
        ("2026-09-21 16:13:20", "2026-09-21 16:13:20"),
        ("2026-09-21T16:13", "2026-09-21 16:13:00"),
        ("2026/09/21 16:13:20.123", "2026-09-21 16:13:20"),
        ("2026-09-21", "2026-09-21 00:00:00"),
        ("2026-09-21T14:13:20.000+0000", "2026-09-21 16:13:20"),
        ("2026-09-21 14:13 UTC", "2026-09-21 16:13:00"),
        ("2026-09-21 10:13:20 -0400", "2026-09-21 16:13:20"),
        ("Mon, 21 Sep 2026 14:13:20 +0000", "2026-09-21 16:13:20"),
        ("Sep 21, 2026 2:13 PM", "2026-09-21 14:13:00"),
        ("September 21, 2026, 2:13\u{202f}PM", "2026-09-21 14:13:00"),
        ("21/set/26 2:13 PM", "2026-09-21 14:13:00"),
        ("21/sept./26 2:13\u{a0}p.\u{a0}m.", "2026-09-21 14:13:00"),
        ("21. Okt. 2026 14:13", "2026-10-21 14:13:00"),
        ("2/Mär/26 14:13", "2026-03-02 14:13:00"),
        ("2/août/26 14:13", "2026-08-02 14:13:00"),
        ("2/paź/26 14:13", "2026-10-02 14:13:00"),
        ("02-Mrt-2026 14:13", "2026-03-02 14:13:00"),
        ("2/ene/26 14:13", "2026-01-02 14:13:00"),
        ("29/Feb/24 14:13", "2024-02-29 14:13:00"),
    ] {
        assert_eq!(berlin(text).as_deref(), Ok(local), "{text}");
    }
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "now",
        "1790000000",
        "0000-00-00 00:00:00",
        "30/Feb/26 9:00 AM",
        "27/Sept/ 9:00 AM",
        "27/Smarch/26 9:00 AM",
        "27/Sep/126 9:00 AM",
        "27/Sep/26 13:00 PM",
        "27/Sep/26 0:00 AM",
        "2026-09-21 24:00",
        "2026-09-21 10:60",
        "2026-09-21 10:00:60",
        "2026-09-21 10:0",
        "2026-09-21 10",
        "2026-09-21x10:00",
        "2026-09-21 10:00 CEST",
        "2026-09-21 10:00 +25",
        "2026-09-21 10:00 +1x",
        "2026-09-21 10:00:00.",
        "1899-12-31 10:00",
        "2200-01-01 10:00",
        "6.21.2025 10:00",
        "31/31/2025 10:00",
        "21/06-2025 10:00",
        "２026-09-21 10:00",
    ] {
        assert_eq!(berlin(text), Err(What::NoDate), "{text}");
    }
}

#[test]
fn the_order_is_proved_or_asked_for() {
    let zone = Zone::default();
    let read =
        |text, order| instant(text, Some(&zone), order).map(|at| at.format("%d.%m.%Y").to_string());
    assert_eq!(
        read("03/04/2026 10:00", Order::Unknown),
        Err(What::Ambiguous)
    );
    assert_eq!(
        read("03/04/2026 10:00", Order::DayFirst).unwrap(),
        "03.04.2026"
    );
    assert_eq!(
        read("03/04/2026 10:00", Order::MonthFirst).unwrap(),
        "04.03.2026"
    );
    assert_eq!(
        read("6/21/2025 10:00", Order::DayFirst),
        Err(What::Contrary)
    );
    assert_eq!(
        read("21/6/2025 10:00", Order::MonthFirst),
        Err(What::Contrary)
    );
    assert_eq!(evidence("21-6-2025"), Some(Order::DayFirst));
    assert_eq!(evidence(" 6/21/25 4:14 PM"), Some(Order::MonthFirst));
    for text in ["3/4/2026", "21.06.2025", "27/Sep/26", "", "31/31/2025"] {
        assert_eq!(evidence(text), None, "{text}");
    }
}

#[test]
fn a_time_without_an_offset_needs_a_zone() {
    let read = |text| instant(text, None, Order::Unknown);
    assert_eq!(read("2026-09-21 16:13:20"), Err(What::NoZone));
    assert_eq!(read("21/Sep/26 9:00 AM"), Err(What::NoZone));
    assert_eq!(
        read("2026-09-21T16:13:20+0200").unwrap(),
        Utc.with_ymd_and_hms(2026, 9, 21, 14, 13, 20).unwrap()
    );
}

#[test]
fn skipped_and_repeated_times_have_one_instant() {
    let zone = Zone::named("Europe/Berlin").unwrap();
    let at = |text| instant(text, Some(&zone), Order::Unknown).unwrap();
    assert_eq!(at("2026-03-29 02:30"), at("2026-03-29T01:00:00Z"));
    assert_eq!(at("2026-10-25 02:30"), at("2026-10-25T00:30:00Z"));
}

#[test]
fn no_name_means_two_months() {
    let mut names: Vec<_> = MONTHS.iter().flat_map(|names| names.split(' ')).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

proptest! {
    #[test]
    fn any_text_is_survived(
        text in any::<String>(),
        dated in "[0-9]{1,4}[-/. ](Sep|sept\\.|[0-9]{1,2})[-/. ][0-9]{0,5}[ T,].{0,20}",
    ) {
        for text in [&text, &dated] {
            let _ = instant(text, Some(&Zone::default()), Order::Unknown);
            evidence(text);
        }
    }

    #[test]
    fn what_is_written_reads_back(seconds in -2_208_988_800i64..7_258_118_400) {
        let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        for form in [
            "%Y-%m-%d %H:%M:%S", "%d/%b/%Y %I:%M:%S %p", "%d.%m.%Y %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S.000+0000", "%d/%m/%Y %H:%M:%S",
        ] {
            let text = at.format(form).to_string();
            prop_assert_eq!(instant(&text, Some(&Zone::default()), Order::DayFirst), Ok(at));
        }
    }
}
