//! What an identifier of unknown kind may be.

use chrono::Datelike;

use super::super::super::Instant;
use super::fault::Fault;
use super::text::Text;
use super::{Checked, FAMILIES, Kind, Proof, check, refused, suggest};

/// Near misses shown when no kind accepts a value.
const MAX_NEAR: usize = 3;
/// Points of a near miss that one slip explains: more than any letters.
const MENDED: u8 = 4;

/// Every kind that accepts the value, best first; if none does, at most three that it nearly is,
/// marked invalid: first those of which one slip makes it valid, then those of which only the check
/// characters do not fit.
///
/// Best is what most speaks for; in this order:
///
/// 1. evidence: two points for each check character and for a registry list, one for letters
///    that the kind asks for and one for its country prefix (an IBAN has seven, a bare number of
///    four digits none);
/// 2. the longer compact form, because more of it had to fit;
/// 3. the order of the families: accounts, the union, then countries.
pub fn guess(value: &str, now: Instant) -> Vec<(&'static Kind, Checked)> {
    let year = now.year();
    let (mut sure, mut near) = (Vec::new(), Vec::new());
    // Words alone are nobody's slip of a check digit.
    let has_digits = value.chars().any(|c| c.is_ascii_digit());
    for kind in FAMILIES.iter().copied().flatten() {
        match kind.read(value, year) {
            Ok((text, Ok(proof))) => sure.push((evidence(&text, proof), kind)),
            Ok((text, Err(fault))) if has_digits => {
                let is_mended = match fault {
                    Fault::Character { .. } => {
                        suggest::repaired(kind.rule, &text, fault, year).is_some()
                    }
                    fault if fault.is_checksum() => suggest::slip(kind.rule, &text, year).is_some(),
                    _ => false,
                };
                if is_mended || fault.is_checksum() {
                    let (points, length) = evidence(&text, Proof::FORMAT);
                    let mended = if is_mended { MENDED } else { 0 };
                    near.push(((points + mended, length), kind, text, fault));
                }
            }
            _ => {}
        }
    }
    // Sorting keeps the order of families among equals.
    sure.sort_by(|(one, _), (other, _)| other.cmp(one));
    if !sure.is_empty() {
        let answers = sure.into_iter();
        return answers
            .map(|(_, kind)| (kind, check(kind, value, now)))
            .collect();
    }
    near.sort_by(|(one, ..), (other, ..)| other.cmp(one));
    near.truncate(MAX_NEAR);
    let answer = |(_, kind, text, fault): (Evidence, &'static Kind, Text, Fault)| {
        (kind, refused(suggest::reason(kind, &text, fault, year)))
    };
    near.into_iter().map(answer).collect()
}

/// Points and length, compared in this order.
type Evidence = (u8, usize);

fn evidence(text: &Text, proof: Proof) -> Evidence {
    let bytes = text.bytes();
    let letters = u8::from(bytes.iter().any(u8::is_ascii_uppercase));
    let prefix = u8::from(text.had_prefix());
    let list = if proof.list.is_some() { 2 } else { 0 };
    (2 * proof.checks + list + letters + prefix, bytes.len())
}
