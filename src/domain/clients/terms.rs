//! The terms of a client's contract, checked before anybody reckons with them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fee::{Fee, ppm};
use crate::domain::Refusal;
use crate::domain::calendar::Calendars;
use crate::domain::money::{Currency, Money};
use crate::domain::settlement::billing::MAX_BILLING_LAG;
use crate::domain::settlement::{
    Adjust, BillingCycle, BillingTerms, Cadence, Lag, PayoutSchedule, TimeOfDay, reserve::Reserve,
};
use crate::domain::spelling::nearest;
use crate::domain::zone::Zone;

/// Terms as a person writes them; [`Terms::new`] checks them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// Payout currency, as `EUR`.
    pub currency: Option<String>,
    /// Zone of cut-offs and billing periods, as `Europe/Berlin`; absent: UTC.
    pub zone: Option<String>,
    /// Cut-off of every method that names none of its own, as `16:00`.
    pub cut_off: Option<String>,
    /// Billing cycle: `daily`, `weekly` or `monthly`.
    pub billing: Option<String>,
    /// Days of T2 from the billing day to the settlement day; absent: 0.
    pub billing_lag: Option<i64>,
    /// Payout days: `daily`, `weekly:fri`, `twice:tue,fri`, `monthly:15` or `last`.
    pub payout: Option<String>,
    /// `following`, `preceding` or `modified_following`; absent: `following`.
    pub payout_adjust: Option<String>,
    /// Calendars of the payout; none: those of the settlement.
    pub payout_calendars: Vec<String>,
    /// The least that is paid out, as `100.00`.
    pub minimum_payout: Option<String>,
    /// Share withheld, in hundredths of a percent.
    pub reserve_basis_points: Option<i64>,
    /// Calendar days for which it is withheld.
    pub reserve_hold_days: Option<i64>,
    /// What holds for one method alone, by its id.
    pub methods: BTreeMap<String, MethodDraft>,
}

/// Terms of one method as a person writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MethodDraft {
    /// Cut-off, as `16:00`.
    pub cut_off: Option<String>,
    /// Lag, as `2b` or `2c`.
    pub lag: Option<String>,
    /// Settlement calendars; none: those of the catalogue.
    pub calendars: Vec<String>,
    /// Fee: percentage of the amount, as `1.45`.
    pub percent: Option<String>,
    /// Fee: fixed part, as `0.10`.
    pub fixed: Option<String>,
    /// Fee: the least a transaction costs.
    pub minimum: Option<String>,
    /// Fee: the most a transaction costs.
    pub cap: Option<String>,
}

/// Why terms cannot be: the field, what is wrong with it and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadTerm {
    /// The method in whose terms it stands, if it is one's.
    pub method: Option<String>,
    /// Name of the field.
    pub field: &'static str,
    /// What is wrong, and what to write.
    pub refusal: Refusal,
}

impl BadTerm {
    fn new(field: &'static str, refusal: Refusal) -> Self {
        Self {
            method: None,
            field,
            refusal,
        }
    }
}

impl From<BadTerm> for Refusal {
    fn from(bad: BadTerm) -> Self {
        let place = match bad.method {
            Some(method) => format!("`{}` of {method}", bad.field),
            None => format!("`{}`", bad.field),
        };
        Self {
            reason: format!("{place}: {}", bad.refusal.reason),
            ..bad.refusal
        }
    }
}

/// When a client is paid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
    /// The schedule.
    pub schedule: PayoutSchedule,
    /// Codes of its calendars; none: those of the settlement.
    pub calendars: Vec<String>,
}

/// The terms of one method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodTerms {
    /// The cut-off, in the zone of the terms.
    pub cut_off: Option<TimeOfDay>,
    /// The lag.
    pub lag: Option<Lag>,
    /// Codes of its settlement calendars; none: those of the catalogue.
    pub calendars: Vec<String>,
    /// The fee of a transaction.
    pub fee: Option<Fee>,
}

/// The terms of one client.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// The client's name.
    pub name: String,
    /// The payout currency.
    pub currency: Currency,
    /// The zone of cut-offs and billing periods.
    pub zone: Zone,
    /// The cut-off of every method that has none of its own.
    pub cut_off: Option<TimeOfDay>,
    /// How it is billed.
    pub billing: Option<BillingTerms>,
    /// When it is paid out.
    pub payout: Option<Payout>,
    /// The least that is paid out.
    pub minimum_payout: Option<Money>,
    /// The rolling reserve.
    pub reserve: Option<Reserve>,
    methods: BTreeMap<String, MethodTerms>,
}

impl Terms {
    /// The terms that a draft describes; what cannot be is refused with the field's name.
    pub fn new(name: &str, draft: &Draft) -> Result<Self, BadTerm> {
        if name.trim().is_empty() {
            let refusal = Refusal::new("a client needs a name").cure("write what it is called");
            return Err(BadTerm::new("name", refusal));
        }
        let currency = match &draft.currency {
            Some(code) => Currency::named(code).map_err(in_field("currency"))?,
            None => {
                let refusal = Refusal::new("is missing").cure("write the payout currency, as EUR");
                return Err(BadTerm::new("currency", refusal));
            }
        };
        let zone = match &draft.zone {
            Some(name) => zone(name).map_err(in_field("zone"))?,
            None => Zone::default(),
        };
        let mut methods = BTreeMap::new();
        for (id, method) in &draft.methods {
            let terms = method_terms(method, currency).map_err(|bad| BadTerm {
                method: Some(id.clone()),
                ..bad
            })?;
            methods.insert(id.to_lowercase(), terms);
        }
        let minimum_payout = money("minimum_payout", draft.minimum_payout.as_ref(), currency)?;
        Ok(Self {
            name: name.trim().to_owned(),
            currency,
            billing: billing(draft, &zone)?,
            zone,
            cut_off: read("cut_off", draft.cut_off.as_ref())?,
            payout: payout(draft)?,
            minimum_payout,
            reserve: reserve(draft)?,
            methods,
        })
    }

    /// What holds for one method alone.
    pub fn method(&self, id: &str) -> Option<&MethodTerms> {
        self.methods.get(&id.to_lowercase())
    }

    /// The methods that have terms of their own, by id.
    pub fn methods(&self) -> impl Iterator<Item = (&str, &MethodTerms)> {
        self.methods.iter().map(|(id, terms)| (id.as_str(), terms))
    }

    /// The cut-off of a method: its own, or that of all.
    pub fn cut_off(&self, method: &str) -> Option<TimeOfDay> {
        let own = self.method(method).and_then(|own| own.cut_off);
        own.or(self.cut_off)
    }

    /// Refuses calendars that do not exist, naming the nearest.
    pub fn check_calendars(&self, calendars: &Calendars) -> Result<(), BadTerm> {
        let payout = self.payout.iter().flat_map(|payout| &payout.calendars);
        for code in payout {
            calendars.get(code).map_err(in_field("payout_calendars"))?;
        }
        for (id, terms) in &self.methods {
            for code in &terms.calendars {
                calendars.get(code).map_err(|refusal| BadTerm {
                    method: Some(id.clone()),
                    ..BadTerm::new("calendars", refusal)
                })?;
            }
        }
        Ok(())
    }
}

/// The zone with this name; an unknown one is refused with the nearest.
fn zone(name: &str) -> Result<Zone, Refusal> {
    Zone::named(name).ok_or_else(|| {
        let names = Zone::names();
        let near = nearest(name, names.iter().map(String::as_str));
        Refusal::missing(format!("no time zone is called \"{name}\"")).cure(near.map_or_else(
            || "name it as Europe/Berlin".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        ))
    })
}

fn in_field(field: &'static str) -> impl Fn(Refusal) -> BadTerm {
    move |refusal| BadTerm::new(field, refusal)
}

/// A field that reads itself, if it is there.
fn read<T: std::str::FromStr<Err = Refusal>>(
    field: &'static str,
    text: Option<&String>,
) -> Result<Option<T>, BadTerm> {
    let text = text.map(|text| text.parse()).transpose();
    text.map_err(in_field(field))
}

/// An amount that is not below zero, if it is there.
fn money(
    field: &'static str,
    text: Option<&String>,
    currency: Currency,
) -> Result<Option<Money>, BadTerm> {
    let Some(text) = text else { return Ok(None) };
    let money = Money::parse(text, currency).map_err(in_field(field))?;
    if money.minor < 0 {
        let refusal = Refusal::new(format!("{money} is below zero")).cure("write 0 or more");
        return Err(BadTerm::new(field, refusal));
    }
    Ok(Some(money))
}

/// A whole number from 0 to `most`.
fn number(field: &'static str, number: i64, most: u32) -> Result<u32, BadTerm> {
    let small = u32::try_from(number).ok().filter(|small| *small <= most);
    small.ok_or_else(|| {
        let refusal = Refusal::new(format!("{number} cannot be"));
        BadTerm::new(
            field,
            refusal.cure(format!("write a number from 0 to {most}")),
        )
    })
}

fn missing(field: &'static str, needed_by: &str) -> BadTerm {
    let refusal = Refusal::new(format!(
        "is missing, and `{needed_by}` means nothing without it"
    ));
    BadTerm::new(
        field,
        refusal.cure(format!("add it, or take `{needed_by}` away")),
    )
}

fn billing(draft: &Draft, zone: &Zone) -> Result<Option<BillingTerms>, BadTerm> {
    let Some(name) = &draft.billing else {
        return match draft.billing_lag {
            Some(_) => Err(missing("billing", "billing_lag")),
            None => Ok(None),
        };
    };
    let cycle = BillingCycle::from_name(name).ok_or_else(|| {
        let refusal = Refusal::new(format!("`{name}` is no billing cycle"));
        BadTerm::new("billing", refusal.cure("write daily, weekly or monthly"))
    })?;
    let lag = draft.billing_lag.unwrap_or(0);
    Ok(Some(BillingTerms {
        cycle,
        lag: number("billing_lag", lag, MAX_BILLING_LAG)?,
        zone: zone.clone(),
    }))
}

fn payout(draft: &Draft) -> Result<Option<Payout>, BadTerm> {
    let Some(text) = &draft.payout else {
        return if draft.payout_adjust.is_some() {
            Err(missing("payout", "payout_adjust"))
        } else if draft.payout_calendars.is_empty() {
            Ok(None)
        } else {
            Err(missing("payout", "payout_calendars"))
        };
    };
    let cadence = Cadence::parse(text).map_err(in_field("payout"))?;
    let adjust = match &draft.payout_adjust {
        Some(name) => Adjust::from_name(name).ok_or_else(|| {
            let refusal = Refusal::new(format!("`{name}` is no way to adjust a date"));
            let cure = "write following, preceding or modified_following";
            BadTerm::new("payout_adjust", refusal.cure(cure))
        })?,
        None => Adjust::default(),
    };
    Ok(Some(Payout {
        schedule: PayoutSchedule { cadence, adjust },
        calendars: draft.payout_calendars.clone(),
    }))
}

fn reserve(draft: &Draft) -> Result<Option<Reserve>, BadTerm> {
    use crate::domain::settlement::reserve::{MAX_BASIS_POINTS, MAX_HOLD};
    match (draft.reserve_basis_points, draft.reserve_hold_days) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(missing("reserve_hold_days", "reserve_basis_points")),
        (None, Some(_)) => Err(missing("reserve_basis_points", "reserve_hold_days")),
        (Some(points), Some(days)) => {
            let points = number("reserve_basis_points", points, MAX_BASIS_POINTS)?;
            let days = number("reserve_hold_days", days, MAX_HOLD)?;
            Reserve::new(points, days)
                .map(Some)
                .map_err(in_field("reserve_basis_points"))
        }
    }
}

fn method_terms(draft: &MethodDraft, currency: Currency) -> Result<MethodTerms, BadTerm> {
    Ok(MethodTerms {
        cut_off: read("cut_off", draft.cut_off.as_ref())?,
        lag: read("lag", draft.lag.as_ref())?,
        calendars: draft.calendars.clone(),
        fee: fee(draft, currency)?,
    })
}

fn fee(draft: &MethodDraft, currency: Currency) -> Result<Option<Fee>, BadTerm> {
    let fixed = money("fixed", draft.fixed.as_ref(), currency)?;
    let minimum = money("minimum", draft.minimum.as_ref(), currency)?;
    let cap = money("cap", draft.cap.as_ref(), currency)?;
    let share = match &draft.percent {
        Some(text) => Some(ppm(text).ok_or_else(|| {
            let refusal = Refusal::new(format!("`{text}` is no percentage"));
            let cure = "write it as 1.45, from 0 to 100 with at most four decimals";
            BadTerm::new("percent", refusal.cure(cure))
        })?),
        None => None,
    };
    if let (Some(minimum), Some(cap)) = (minimum, cap)
        && minimum.minor > cap.minor
    {
        let refusal = Refusal::new(format!("{minimum} is above the cap of {cap}"));
        return Err(BadTerm::new(
            "minimum",
            refusal.cure("write a smaller minimum or a larger cap"),
        ));
    }
    let is_fee = share.is_some() || fixed.is_some() || minimum.is_some();
    if !is_fee {
        return match cap {
            Some(_) => Err(missing("percent", "cap")),
            None => Ok(None),
        };
    }
    Ok(Some(Fee {
        ppm: share.unwrap_or(0),
        fixed,
        minimum,
        cap,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let text = |text: &str| Some(text.to_owned());
        let ideal = MethodDraft {
            cut_off: text("17:00"),
            lag: text("2b"),
            percent: text("1.45"),
            fixed: text("0.10"),
            minimum: text("0.25"),
            cap: text("5"),
            ..MethodDraft::default()
        };
        Draft {
            currency: text("eur"),
            zone: text("Europe/Berlin"),
            cut_off: text("16:00"),
            billing: text("weekly"),
            billing_lag: Some(1),
            payout: text("weekly:fri"),
            payout_adjust: text("preceding"),
            payout_calendars: vec!["T2".to_owned()],
            minimum_payout: text("100.00"),
            reserve_basis_points: Some(500),
            reserve_hold_days: Some(180),
            methods: BTreeMap::from([("iDEAL".to_owned(), ideal)]),
        }
    }

    #[test]
    fn a_whole_draft_is_read() {
        let terms = Terms::new(" Example Pay ", &draft()).unwrap();
        assert_eq!(terms.name, "Example Pay");
        assert_eq!(terms.currency.code(), "EUR");
        assert_eq!(terms.cut_off("IDEAL").unwrap().to_string(), "17:00");
        assert_eq!(terms.cut_off("blik").unwrap().to_string(), "16:00");
        assert_eq!(terms.minimum_payout.unwrap().minor, 10_000);
        let ideal = terms.method("ideal").unwrap();
        assert_eq!(ideal.fee.as_ref().unwrap().ppm, 14_500);
        let least = Draft {
            currency: Some("MXN".to_owned()),
            ..Draft::default()
        };
        let terms = Terms::new("Least", &least).unwrap();
        assert_eq!((terms.billing, terms.payout), (None, None));
        assert_eq!(terms.zone.name(), "UTC");
    }

    #[test]
    fn what_cannot_be_is_refused_by_field_with_its_cure() {
        type Slip = fn(&mut Draft);
        let slips: [(&str, Slip); 20] = [
            ("currency", |d| d.currency = None),
            ("currency", |d| d.currency = Some("ERU".to_owned())),
            ("zone", |d| d.zone = Some("Europe/Berlim".to_owned())),
            ("cut_off", |d| d.cut_off = Some("4pm".to_owned())),
            ("billing", |d| d.billing = Some("yearly".to_owned())),
            ("billing", |d| d.billing = None),
            ("billing_lag", |d| d.billing_lag = Some(-1)),
            ("payout", |d| d.payout = Some("fri".to_owned())),
            ("payout", |d| d.payout = None),
            ("payout_adjust", |d| {
                d.payout_adjust = Some("next".to_owned());
            }),
            ("minimum_payout", |d| {
                d.minimum_payout = Some("-1".to_owned());
            }),
            ("minimum_payout", |d| {
                d.minimum_payout = Some("1,5".to_owned());
            }),
            ("reserve_basis_points", |d| {
                d.reserve_basis_points = Some(10_001);
            }),
            ("reserve_basis_points", |d| d.reserve_basis_points = None),
            ("reserve_hold_days", |d| d.reserve_hold_days = Some(-1)),
            ("reserve_hold_days", |d| d.reserve_hold_days = None),
            ("lag", |d| ideal(d).lag = Some("2".to_owned())),
            ("percent", |d| ideal(d).percent = Some("101".to_owned())),
            ("fixed", |d| ideal(d).fixed = Some("0.001".to_owned())),
            ("minimum", |d| ideal(d).minimum = Some("6".to_owned())),
        ];
        for (field, slip) in slips {
            let mut draft = draft();
            slip(&mut draft);
            let bad = Terms::new("Example Pay", &draft).unwrap_err();
            assert_eq!(bad.field, field, "{bad:?}");
            assert!(bad.refusal.cure.is_some(), "{bad:?}");
            let said = Refusal::from(bad).reason;
            assert!(said.starts_with(&format!("`{field}`")), "{said}");
        }
        assert!(Terms::new(" ", &draft()).is_err());
    }

    fn ideal(draft: &mut Draft) -> &mut MethodDraft {
        draft.methods.get_mut("iDEAL").unwrap()
    }

    #[test]
    fn a_calendar_that_does_not_exist_is_refused() {
        let terms = Terms::new("Example Pay", &draft()).unwrap();
        let bad = terms.check_calendars(&Calendars::default()).unwrap_err();
        assert_eq!(bad.field, "payout_calendars");
    }
}
