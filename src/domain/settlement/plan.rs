//! Which rule holds for a payment, and who says so: command line before contract before
//! catalogue before default.

use std::sync::Arc;

use super::billing::{BillingCycle, BillingTerms};
use super::cutoff::{CutOff, TimeOfDay};
use super::lag::{Lag, LagUnit};
use super::payout::{Adjust, Cadence, PayoutSchedule};
use super::reserve::Reserve;
use crate::domain::Refusal;
use crate::domain::calendar::{BusinessDays, Calendars};
use crate::domain::clients::{Fee, MethodTerms, Terms};
use crate::domain::merchants::methods::{self, MethodRules, Status};
use crate::domain::money::{Currency, Money};
use crate::domain::zone::Zone;

/// The calendar on whose days money leaves in euro.
const EURO_CALENDAR: &str = "T2";

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A page or section.
    Page(String),
    /// The contract of this client.
    Contract(String),
    /// A flag.
    CommandLine,
    /// Nobody says so; it is what is usual.
    Unsourced,
}

impl From<&methods::Source> for Source {
    fn from(source: &methods::Source) -> Self {
        let words = source.words();
        words.map_or(Self::Unsourced, |words| Self::Page(words.to_owned()))
    }
}

/// A rule and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced<T> {
    /// The rule.
    pub value: T,
    /// Where it comes from.
    pub source: Source,
}

impl<T> Sourced<T> {
    /// A rule from there.
    pub const fn new(value: T, source: Source) -> Self {
        Self { value, source }
    }
}

/// What a person wants to know otherwise than it is on file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhatIf {
    /// The zone in which the cut-off is read.
    pub zone: Option<Zone>,
    /// The cut-off.
    pub cut_off: Option<TimeOfDay>,
    /// The lag.
    pub lag: Option<Lag>,
    /// The calendars; none for those on file.
    pub calendars: Vec<String>,
    /// True if business days are counted from the raw trade date.
    pub no_roll: bool,
    /// The payout days.
    pub payout: Option<Cadence>,
    /// What happens to a payout day that is none of business.
    pub adjust: Option<Adjust>,
    /// The payout calendars; none for those on file.
    pub payout_calendars: Vec<String>,
    /// The billing cycle.
    pub billing: Option<BillingCycle>,
    /// Days of T2 from the billing day to the settlement day.
    pub billing_lag: Option<u32>,
    /// An amount, to see what is left of it.
    pub amount: Option<Money>,
}

/// When a client is paid out, with the calendars at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct PayoutPlan {
    /// The schedule.
    pub schedule: PayoutSchedule,
    /// The business days of its calendars.
    pub days: Arc<BusinessDays>,
}

/// What is kept of an amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Deductions {
    /// The amount.
    pub gross: Money,
    /// The fee, if the contract names one.
    pub fee: Option<Fee>,
    /// The reserve, if the contract has one.
    pub reserve: Option<Reserve>,
    /// The least that is paid out.
    pub minimum: Option<Money>,
}

/// Every rule that holds for one payment.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The method's id.
    pub method: String,
    /// The method's name.
    pub method_name: String,
    /// The client whose terms hold, if one is named.
    pub client: Option<String>,
    /// The cut-off.
    pub cut_off: Sourced<CutOff>,
    /// True if nobody names a cut-off, so that it is 24:00.
    pub is_cut_off_assumed: bool,
    /// True if the trade date moves to a business day before days are counted.
    pub roll: Sourced<bool>,
    /// The lag.
    pub lag: Sourced<Lag>,
    /// The business days of settlement.
    pub days: Sourced<Arc<BusinessDays>>,
    /// True if no calendar is known, so that only weekends are closed.
    pub is_weekends_only: bool,
    /// How the client is billed, if that is known.
    pub billing: Option<Sourced<BillingTerms>>,
    /// When the client is paid out, if that is known.
    pub payout: Option<Sourced<PayoutPlan>>,
    /// The currency of the payout, if it is known.
    pub currency: Option<Currency>,
    /// The business days of T2.
    pub t2: Arc<BusinessDays>,
    /// What is kept of the amount, if one is given.
    pub deductions: Option<Deductions>,
}

impl Plan {
    /// Decides which rules hold. A method without a lag is refused: it is closed, or nobody says
    /// how it settles; so is an unknown calendar.
    pub fn new(
        method: &MethodRules,
        terms: Option<&Terms>,
        what_if: &WhatIf,
        calendars: &Calendars,
    ) -> Result<Self, Refusal> {
        let contract =
            || Source::Contract(terms.map(|terms| terms.name.clone()).unwrap_or_default());
        let own = terms.and_then(|terms| terms.method(&method.id));
        let lag = choose_lag(method, own, what_if, contract)?;

        let currency = terms
            .map(|terms| terms.currency)
            .or(what_if.amount.map(|amount| amount.currency))
            .or(settlement_currency(method));
        // Euros move on T2 days only, whatever the method.
        let is_euro = currency.is_some_and(|currency| currency.code() == "EUR");
        let fallback = if is_euro {
            vec![EURO_CALENDAR.to_owned()]
        } else {
            Vec::new()
        };
        let (codes, source) = if !what_if.calendars.is_empty() {
            (&what_if.calendars, Source::CommandLine)
        } else if let Some(own) = own.filter(|own| !own.calendars.is_empty()) {
            (&own.calendars, contract())
        } else if method.calendars.is_empty() {
            (&fallback, Source::Unsourced)
        } else {
            let source = Source::from(&method.calendar_source);
            (&method.calendars, source)
        };
        let is_weekends_only = codes.is_empty();
        let days = if is_weekends_only {
            BusinessDays::weekends()
        } else {
            calendars.union(codes)?
        };
        let days = Sourced::new(Arc::new(days), source);
        let calendar_zone = match codes.first() {
            Some(code) => calendars.get(code)?.zone.clone(),
            None => Zone::default(),
        };

        let (cut_off, is_cut_off_assumed) =
            choose_cut_off(method, terms, what_if, calendar_zone.clone());
        let t2 = Arc::new(calendars.union(&[EURO_CALENDAR])?);
        let billing_zone = terms
            .map_or(&cut_off.value.zone, |terms| &terms.zone)
            .clone();
        let billing = choose_billing(terms, what_if, billing_zone, contract)?;
        let payout = choose_payout(terms, what_if, &days.value, calendars, contract)?;
        let deductions = match what_if.amount {
            Some(gross) => Some(choose_deductions(gross, terms, own)?),
            None => None,
        };
        let roll = if what_if.no_roll {
            Sourced::new(false, Source::CommandLine)
        } else {
            Sourced::new(true, Source::Unsourced)
        };
        Ok(Self {
            method: method.id.clone(),
            method_name: method.name.clone(),
            client: terms.map(|terms| terms.name.clone()),
            cut_off,
            is_cut_off_assumed,
            roll,
            lag,
            days,
            is_weekends_only,
            billing,
            payout,
            currency,
            t2,
            deductions,
        })
    }
}

/// The currency in which a method settles, if it is one alone.
fn settlement_currency(method: &MethodRules) -> Option<Currency> {
    match method.settlement_currencies.as_slice() {
        [one] => Currency::named(one).ok(),
        _ => None,
    }
}

fn choose_lag(
    method: &MethodRules,
    own: Option<&MethodTerms>,
    what_if: &WhatIf,
    contract: impl Fn() -> Source,
) -> Result<Sourced<Lag>, Refusal> {
    if let Some(lag) = what_if.lag {
        return Ok(Sourced::new(lag, Source::CommandLine));
    }
    if method.status == Some(Status::Closed) {
        let since = method.status_note.as_deref().unwrap_or("it is closed");
        let since = since.trim_end_matches('.');
        return Err(
            Refusal::new(format!("{} settles nothing any more: {since}", method.name))
                .cure("for a payment from before, give the lag of its contract, as --lag 2b"),
        );
    }
    if let Some(lag) = own.and_then(|own| own.lag) {
        return Ok(Sourced::new(lag, contract()));
    }
    let lag = method.lag.ok_or_else(|| {
        Refusal::new(format!("nobody says how {} settles", method.name))
            .cure("give the lag of the contract, as --lag 2b")
    })?;
    let unit = match lag.unit {
        methods::LagUnit::Business => LagUnit::Business,
        methods::LagUnit::Calendar => LagUnit::Calendar,
    };
    Ok(Sourced::new(
        Lag::new(lag.n, unit)?,
        Source::from(&method.lag_source),
    ))
}

/// The cut-off with its zone, and whether it is only assumed.
fn choose_cut_off(
    method: &MethodRules,
    terms: Option<&Terms>,
    what_if: &WhatIf,
    calendar_zone: Zone,
) -> (Sourced<CutOff>, bool) {
    let own = terms.and_then(|terms| Some((terms.cut_off(&method.id)?, terms)));
    let (time, source) = if let Some(time) = what_if.cut_off {
        (Some(time), Source::CommandLine)
    } else if let Some((time, terms)) = own {
        (Some(time), Source::Contract(terms.name.clone()))
    } else if let Some(cut_off) = &method.cutoff {
        let time = TimeOfDay::from_minutes(cut_off.minutes);
        (time, Source::from(&method.cutoff_source))
    } else {
        (None, Source::Unsourced)
    };
    let of_method = || {
        let zone = method.cutoff.as_ref()?.zone.as_ref()?;
        Zone::named(zone)
    };
    let on_file = own.map(|(_, terms)| terms.zone.clone()).or_else(of_method);
    let zone = what_if.zone.clone().or(on_file);
    let cut_off = CutOff {
        time: time.unwrap_or(TimeOfDay::END),
        zone: zone.unwrap_or(calendar_zone),
    };
    (Sourced::new(cut_off, source), time.is_none())
}

fn choose_billing(
    terms: Option<&Terms>,
    what_if: &WhatIf,
    zone: Zone,
    contract: impl Fn() -> Source,
) -> Result<Option<Sourced<BillingTerms>>, Refusal> {
    let own = terms.and_then(|terms| terms.billing.as_ref());
    let is_asked = what_if.billing.is_some() || what_if.billing_lag.is_some();
    let Some(cycle) = what_if.billing.or(own.map(|own| own.cycle)) else {
        if is_asked {
            return Err(Refusal::new("a billing lag needs a billing cycle")
                .cure("add --billing daily, weekly or monthly"));
        }
        return Ok(None);
    };
    let lag = what_if.billing_lag.or(own.map(|own| own.lag)).unwrap_or(0);
    let source = if is_asked {
        Source::CommandLine
    } else {
        contract()
    };
    Ok(Some(Sourced::new(
        BillingTerms { cycle, lag, zone },
        source,
    )))
}

fn choose_payout(
    terms: Option<&Terms>,
    what_if: &WhatIf,
    settlement: &Arc<BusinessDays>,
    calendars: &Calendars,
    contract: impl Fn() -> Source,
) -> Result<Option<Sourced<PayoutPlan>>, Refusal> {
    let own = terms.and_then(|terms| terms.payout.as_ref());
    let is_asked = what_if.payout.is_some()
        || what_if.adjust.is_some()
        || !what_if.payout_calendars.is_empty();
    let Some(cadence) = what_if.payout.or(own.map(|own| own.schedule.cadence)) else {
        if is_asked {
            return Err(
                Refusal::new("how payouts are adjusted needs a payout schedule")
                    .cure("add --payout, as weekly:fri"),
            );
        }
        return Ok(None);
    };
    let adjust = what_if.adjust.or(own.map(|own| own.schedule.adjust));
    let codes = if what_if.payout_calendars.is_empty() {
        own.map(|own| own.calendars.as_slice()).unwrap_or_default()
    } else {
        &what_if.payout_calendars
    };
    let days = if codes.is_empty() {
        Arc::clone(settlement)
    } else {
        Arc::new(calendars.union(codes)?)
    };
    let schedule = PayoutSchedule {
        cadence,
        adjust: adjust.unwrap_or_default(),
    };
    let source = if is_asked {
        Source::CommandLine
    } else {
        contract()
    };
    Ok(Some(Sourced::new(PayoutPlan { schedule, days }, source)))
}

fn choose_deductions(
    gross: Money,
    terms: Option<&Terms>,
    own: Option<&MethodTerms>,
) -> Result<Deductions, Refusal> {
    if let Some(terms) = terms.filter(|terms| terms.currency != gross.currency) {
        return Err(Refusal::new(format!(
            "{} is paid out in {}, not in {}",
            terms.name, terms.currency, gross.currency
        ))
        .cure(format!("give the amount in {}", terms.currency)));
    }
    Ok(Deductions {
        gross,
        fee: own.and_then(|own| own.fee.clone()),
        reserve: terms.and_then(|terms| terms.reserve),
        minimum: terms.and_then(|terms| terms.minimum_payout),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clients::{Draft, MethodDraft};
    use crate::domain::settlement::fixture::{self, calendars};

    fn method() -> MethodRules {
        MethodRules {
            lag_source: methods::Source::Said("page".to_owned()),
            ..fixture::method(1, &["SHORT"])
        }
    }

    fn terms() -> Terms {
        let text = |text: &str| Some(text.to_owned());
        let own = MethodDraft {
            lag: text("3b"),
            calendars: vec!["T2".to_owned()],
            ..MethodDraft::default()
        };
        let draft = Draft {
            currency: text("EUR"),
            zone: text("Europe/Madrid"),
            cut_off: text("15:00"),
            methods: [("ideal".to_owned(), own)].into(),
            ..Draft::default()
        };
        Terms::new("Example Pay", &draft).unwrap()
    }

    fn plan(terms: Option<&Terms>, what_if: &WhatIf) -> Plan {
        Plan::new(&method(), terms, what_if, &calendars()).unwrap()
    }

    #[test]
    fn command_line_goes_before_contract_before_catalogue() {
        let plain = plan(None, &WhatIf::default());
        assert_eq!(plain.lag.value.to_string(), "1b");
        assert_eq!(plain.lag.source, Source::Page("page".to_owned()));
        assert_eq!(plain.days.value.codes(), "SHORT");
        assert_eq!(plain.days.source, Source::Unsourced);
        // No cut-off: 24:00 in the zone of its calendar.
        assert!(plain.is_cut_off_assumed);
        assert_eq!(plain.cut_off.value.time, TimeOfDay::END);
        assert_eq!(plain.cut_off.value.zone.name(), "Asia/Kuwait");

        let terms = terms();
        let contract = Source::Contract("Example Pay".to_owned());
        let own = plan(Some(&terms), &WhatIf::default());
        assert_eq!(own.lag.value.to_string(), "3b");
        assert_eq!(own.lag.source, contract);
        assert_eq!(own.days.value.codes(), "T2");
        assert_eq!(own.cut_off.value.zone.name(), "Europe/Madrid");
        assert_eq!(own.cut_off.source, contract);

        let what_if = WhatIf {
            lag: Some("2c".parse().unwrap()),
            calendars: vec!["t2".to_owned(), "US".to_owned()],
            zone: Zone::named("Asia/Tokyo"),
            ..WhatIf::default()
        };
        let asked = plan(Some(&terms), &what_if);
        assert_eq!(asked.lag.value.to_string(), "2c");
        assert_eq!(asked.days.value.codes(), "T2 + US");
        assert_eq!(asked.cut_off.value.zone.name(), "Asia/Tokyo");
        assert_eq!(asked.cut_off.value.time.to_string(), "15:00");
    }

    #[test]
    fn a_method_that_closed_says_since_when() {
        let closed = MethodRules {
            name: "giropay".to_owned(),
            lag: None,
            status: Some(Status::Closed),
            status_note: Some("Closed at the end of 2024.".to_owned()),
            ..method()
        };
        let refusal = Plan::new(&closed, None, &WhatIf::default(), &calendars()).unwrap_err();
        assert_eq!(
            refusal.reason,
            "giropay settles nothing any more: Closed at the end of 2024"
        );
        // What was captured before can still be asked about.
        let what_if = WhatIf {
            lag: Some("1b".parse().unwrap()),
            ..WhatIf::default()
        };
        assert!(Plan::new(&closed, None, &what_if, &calendars()).is_ok());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let nothing = MethodRules {
            lag: None,
            ..method()
        };
        for (method, what_if, why) in [
            (nothing, WhatIf::default(), "nobody says how"),
            (
                method(),
                WhatIf {
                    calendars: vec!["T3".to_owned()],
                    ..WhatIf::default()
                },
                "no calendar T3",
            ),
            (
                method(),
                WhatIf {
                    billing_lag: Some(1),
                    ..WhatIf::default()
                },
                "needs a billing cycle",
            ),
            (
                method(),
                WhatIf {
                    adjust: Some(Adjust::Preceding),
                    ..WhatIf::default()
                },
                "needs a payout schedule",
            ),
            (
                method(),
                WhatIf {
                    amount: Some(Money::new(1, Currency::named("PLN").unwrap())),
                    ..WhatIf::default()
                },
                "paid out in EUR, not in PLN",
            ),
        ] {
            let refusal = Plan::new(&method, Some(&terms()), &what_if, &calendars());
            let refusal = match refusal {
                Err(refusal) => refusal,
                // The lag of the contract stands in for that of the catalogue.
                Ok(_) => Plan::new(&method, None, &what_if, &calendars()).unwrap_err(),
            };
            assert!(refusal.reason.contains(why), "{refusal:?}");
            assert!(refusal.cure.is_some(), "{refusal:?}");
        }
    }
}
