//! What one ticket is about in particular: the values that fill its texts.
//!
//! A value is worked out when a text asks for it, from the ticket's own chance and the place's
//! number: it is the same in every text of the ticket, and costs nothing where it is not named.

use std::fmt::Write as _;

use chrono::Duration;

use super::assets::Method;
use super::random::Rng;
use super::template::{Slot, Template};
use crate::domain::Instant;

/// Streams of a ticket's seed below this one are the generator's own.
const FIRST_SLOT_STREAM: u64 = 16;

/// The currency of sums where no method sets one.
const HOME_CURRENCY: &str = "EUR";

/// Cents that prices end in; the rest of eight is any.
const PRICE_ENDS: [i64; 6] = [0, 0, 50, 90, 95, 99];

/// One ticket's facts.
#[derive(Clone, Debug)]
pub(super) struct Facts<'a> {
    pub(super) seed: u64,
    pub(super) created: Instant,
    pub(super) date_format: &'a str,
    /// True where people write 1,234.56 and not 1.234,56.
    pub(super) decimal_point: bool,
    pub(super) merchant: &'a str,
    pub(super) merchant_id: String,
    pub(super) requester: &'a str,
    pub(super) method: Option<&'a Method>,
    pub(super) code: &'a str,
}

impl Facts<'_> {
    /// A template with every place filled.
    pub(super) fn fill(&self, template: &Template) -> String {
        let mut out = String::new();
        template.write(&mut out, |slot, out| self.write(slot, out));
        out
    }

    /// The key of its Jira issue, whether or not one was opened.
    pub(super) fn jira_key(&self) -> String {
        let mut out = String::new();
        self.write(Slot::Jira, &mut out);
        out
    }

    fn write(&self, slot: Slot, out: &mut String) {
        let mut rng = Rng::new(self.seed, FIRST_SLOT_STREAM + slot as u64);
        match slot {
            Slot::Merchant => out.push_str(self.merchant),
            Slot::MerchantId => out.push_str(&self.merchant_id),
            Slot::Method => out.push_str(self.method.map_or("", |method| &method.name)),
            Slot::Name => out.push_str(self.requester),
            Slot::Code => out.push_str(self.code),
            Slot::Amount => {
                let (low, high) = self.method.map_or((20, 500), |m| (m.low, m.high));
                let price = usize::try_from(rng.below(8)).unwrap_or_default();
                let cents = PRICE_ENDS.get(price).copied();
                let cents = cents.unwrap_or_else(|| rng.below(100));
                self.write_money(rng.between(low, high) * 100 + cents, out);
            }
            Slot::Diff => self.write_money(rng.between(3, 460), out),
            Slot::Charge => write_code(&mut rng, "charge_", 12, out),
            Slot::Refund => write_code(&mut rng, "refund_", 10, out),
            Slot::Mandate => write_number(&mut rng, "MND-", 10_000, 99_999, out),
            Slot::Dispute => write_number(&mut rng, "D-", 2_000, 9_999, out),
            Slot::Voucher => write_number(&mut rng, "V-", 1_000_000, 9_999_999, out),
            Slot::Jira => write_number(&mut rng, "PAY-", 1_100, 4_900, out),
            Slot::Tail => write_code(&mut rng, "", 8, out),
            Slot::Count => write_number(&mut rng, "", 3, 64, out),
            Slot::Day => self.write_day(-rng.between(1, 3), out),
            Slot::Due => self.write_day(rng.between(2, 5), out),
            Slot::Since => self.write_time(-rng.between(20, 170), out),
            Slot::Later => self.write_time(rng.between(20, 170), out),
            Slot::Payout => {
                let day = self.created - Duration::days(1);
                // Writing to a string cannot fail.
                let _ok = write!(out, "PO-{}-", day.format("%y%m%d"));
                write_number(&mut rng, "", 100, 999, out);
            }
        }
    }

    fn write_day(&self, days: i64, out: &mut String) {
        let day = self.created + Duration::days(days);
        let _ok = write!(out, "{}", day.format(self.date_format));
    }

    /// A time of day some minutes away, to five minutes, as people tell it.
    fn write_time(&self, minutes: i64, out: &mut String) {
        let at = (self.created + Duration::minutes(minutes)).timestamp();
        let minute = at.rem_euclid(86_400) / 60 / 5 * 5;
        let _ok = write!(out, "{:02}:{:02}", minute / 60, minute % 60);
    }

    fn write_money(&self, minor: i64, out: &mut String) {
        let currency = self.method.map_or(HOME_CURRENCY, |method| &method.currency);
        let (group, point) = if self.decimal_point {
            (',', '.')
        } else {
            ('.', ',')
        };
        let whole = minor / 100;
        let _ok = if whole >= 1_000 {
            write!(out, "{}{group}{:03}", whole / 1_000, whole % 1_000)
        } else {
            write!(out, "{whole}")
        };
        let _ok = write!(out, "{point}{:02} {currency}", minor % 100);
    }
}

fn write_number(rng: &mut Rng, prefix: &str, first: i64, last: i64, out: &mut String) {
    let _ok = write!(out, "{prefix}{}", rng.between(first, last));
}

/// Letters of references: none that is easily taken for another. Letters come before digits and
/// far outnumber them, so that no reference can be read as a card number.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";

fn write_code(rng: &mut Rng, prefix: &str, letters: usize, out: &mut String) {
    out.push_str(prefix);
    let count = i64::try_from(LETTERS.len()).unwrap_or_default();
    for _ in 0..letters {
        let chosen = usize::try_from(rng.below(count)).unwrap_or_default();
        out.extend(LETTERS.get(chosen).map(|letter| char::from(*letter)));
    }
}
