//! Texts with places to fill: `"BLIK failing since {since}"`.

use serde::Deserialize;

/// What can stand in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Merchant,
    MerchantId,
    Method,
    Amount,
    Diff,
    Charge,
    Refund,
    Payout,
    Mandate,
    Dispute,
    Voucher,
    Jira,
    Name,
    Code,
    Tail,
    Day,
    Since,
    Later,
    Due,
    Count,
}

/// The names of the places.
const SLOTS: [(&str, Slot); 20] = [
    ("merchant", Slot::Merchant),
    ("merchant_id", Slot::MerchantId),
    ("method", Slot::Method),
    ("amount", Slot::Amount),
    ("diff", Slot::Diff),
    ("charge", Slot::Charge),
    ("refund", Slot::Refund),
    ("payout", Slot::Payout),
    ("mandate", Slot::Mandate),
    ("dispute", Slot::Dispute),
    ("voucher", Slot::Voucher),
    ("jira", Slot::Jira),
    ("name", Slot::Name),
    ("code", Slot::Code),
    ("tail", Slot::Tail),
    ("day", Slot::Day),
    ("since", Slot::Since),
    ("later", Slot::Later),
    ("due", Slot::Due),
    ("count", Slot::Count),
];

/// A text cut at its places.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Slot(Slot),
}

impl TryFrom<String> for Template {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after
                .split_once('}')
                .ok_or_else(|| format!("a brace stays open in {text:?}"))?;
            let slot = SLOTS.iter().find(|(known, _)| *known == name);
            let (_, slot) = slot.ok_or_else(|| format!("nothing is called {name:?}"))?;
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::Slot(*slot));
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Self { parts })
    }
}

impl Template {
    /// Appends the text to `out`; `fill` writes what a place holds.
    pub(super) fn write(&self, out: &mut String, fill: impl Fn(Slot, &mut String)) {
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Slot(slot) => fill(*slot, out),
            }
        }
    }

    /// The places it has.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.parts.iter().filter_map(|part| match part {
            Part::Slot(slot) => Some(*slot),
            Part::Text(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn places_are_filled_and_unknown_ones_refused() {
        let template = Template::try_from("{count} at {merchant}.".to_owned()).unwrap();
        let mut out = String::new();
        template.write(&mut out, |slot, out| write!(out, "<{slot:?}>").unwrap());
        assert_eq!(out, "<Count> at <Merchant>.");
        assert!(Template::try_from("{wat}".to_owned()).is_err());
        assert!(Template::try_from("{count".to_owned()).is_err());
    }
}
