//! Clocks as JSON. Written by hand: a batch has some hundred thousand of them.

use std::io::Write;

use chrono::{Datelike, Timelike};
use serde_json::value::RawValue;

use crate::domain::Instant;
use crate::domain::tickets::clocks::Clock;
use crate::formats::json::to_json;

/// Appends `{"id","clocks":[...]}`; `id` is JSON, `why` has the sentences of each clock.
pub fn write_result(out: &mut Vec<u8>, id: &str, clocks: &[Clock], why: Option<&[Vec<String>]>) {
    out.extend_from_slice(b"{\"id\":");
    out.extend_from_slice(id.as_bytes());
    out.extend_from_slice(b",\"clocks\":");
    write_clocks(out, clocks, why);
    out.push(b'}');
}

/// The same list of clocks as a value of another document.
pub fn clocks_json(clocks: &[Clock], why: Option<&[Vec<String>]>) -> Box<RawValue> {
    let mut out = Vec::new();
    write_clocks(&mut out, clocks, why);
    let text = String::from_utf8(out).unwrap_or_default();
    // What was just written is JSON.
    RawValue::from_string(text).unwrap_or_default()
}

fn write_clocks(out: &mut Vec<u8>, clocks: &[Clock], why: Option<&[Vec<String>]>) {
    out.push(b'[');
    for (place, clock) in clocks.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write_clock(out, clock);
        if let Some(why) = why {
            let sentences = why.get(place).map(Vec::as_slice).unwrap_or_default();
            let sentences: Vec<_> = sentences.iter().map(to_json).collect();
            out.extend_from_slice(b",\"why\":[");
            out.extend_from_slice(sentences.join(",").as_bytes());
            out.push(b']');
        }
        out.push(b'}');
    }
    out.push(b']');
}

/// Everything of a clock but the closing brace.
fn write_clock(out: &mut Vec<u8>, clock: &Clock) {
    let text = |out: &mut Vec<u8>, text: &str| out.extend_from_slice(text.as_bytes());
    text(out, "{\"metric\":\"");
    text(out, clock.metric.name());
    text(out, "\",\"instance\":");
    number(out, i64::from(clock.instance));
    text(out, ",\"state\":\"");
    text(out, clock.state.name());
    text(out, "\",\"breached\":");
    let is_breached = clock.breached_at.is_some();
    text(out, if is_breached { "true" } else { "false" });
    text(out, ",\"target_seconds\":");
    number(out, clock.target.seconds);
    text(out, ",\"business_hours\":");
    text(
        out,
        if clock.target.business {
            "true"
        } else {
            "false"
        },
    );
    for (name, at) in [
        (",\"started_at\":", Some(clock.started_at)),
        (",\"due_at\":", clock.due_at),
        (",\"achieved_at\":", clock.achieved_at),
        (",\"breached_at\":", clock.breached_at),
    ] {
        text(out, name);
        instant(out, at);
    }
    text(out, ",\"elapsed_minutes\":");
    minutes(out, clock.elapsed_seconds);
    text(out, ",\"remaining_minutes\":");
    match clock.remaining_seconds() {
        Some(seconds) => number(out, seconds.div_euclid(60)),
        None => text(out, "null"),
    }
}

fn number(out: &mut Vec<u8>, number: i64) {
    // Writing to memory does not fail.
    drop(write!(out, "{number}"));
}

/// Whole seconds in UTC, or `null`.
fn instant(out: &mut Vec<u8>, at: Option<Instant>) {
    let Some(at) = at else {
        out.extend_from_slice(b"null");
        return;
    };
    let year = at.year();
    if !(0..=9999).contains(&year) {
        drop(write!(out, "\"{}\"", at.format("%Y-%m-%dT%H:%M:%SZ")));
        return;
    }
    let mut text = *b"\"0000-00-00T00:00:00Z\"";
    let year = year.unsigned_abs();
    for (place, value) in [
        (1, year / 100),
        (3, year % 100),
        (6, at.month()),
        (9, at.day()),
        (12, at.hour()),
        (15, at.minute()),
        (18, at.second()),
    ] {
        for (place, digit) in [(place, value / 10), (place + 1, value % 10)] {
            if let (Some(slot), Ok(digit)) = (text.get_mut(place), u8::try_from(digit)) {
                *slot = b'0' + digit;
            }
        }
    }
    out.extend_from_slice(&text);
}

/// Seconds as minutes: whole, or rounded to three decimals.
fn minutes(out: &mut Vec<u8>, seconds: i64) {
    if seconds % 60 == 0 {
        number(out, seconds / 60);
        return;
    }
    // A sixtieth never ends in a half of a thousandth, so there are no ties.
    let thousandths = (seconds * 1_000 + 30).div_euclid(60);
    let decimals = format!("{:03}", thousandths % 1_000);
    let decimals = decimals.trim_end_matches('0');
    drop(write!(out, "{}.{decimals}", thousandths / 1_000));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_have_as_many_decimals_as_they_need() {
        let written = |seconds| {
            let mut out = Vec::new();
            minutes(&mut out, seconds);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(7_200), "120");
        assert_eq!(written(90), "1.5");
        assert_eq!(written(41_408), "690.133");
        assert_eq!(written(1), "0.017");
        assert_eq!(written(63), "1.05");
    }

    #[test]
    fn instants_are_utc() {
        let mut out = Vec::new();
        instant(
            &mut out,
            crate::formats::rfc3339::parse("2026-04-27T01:02:03+02:00"),
        );
        assert_eq!(out, b"\"2026-04-26T23:02:03Z\"");
    }
}
