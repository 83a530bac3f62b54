//! The catalogue of payment methods: what is published about each, by whom, and who disagrees.
//!
//! A field is a value with its source ([`Sourced`]); a value that nobody publishes is unsourced and
//! says so. Where sources disagree, both are kept. Files are read in `config`: a [`Patch`] says
//! something about some fields, and a [`Method`] is what all patches said, the last one first.

mod catalogue;
mod kinds;
mod terms;
mod value;

pub use catalogue::{Catalogue, Filter};
pub use kinds::{Amount, Days, List, Seconds, Yes};
pub use terms::{CutOff, Disputes, Lag, LagUnit, Recurring, Refund, Status};
pub use value::{Alternative, Published, Shown, Source, Sourced, Statement, Written};

use chrono::NaiveDate;
use serde::Serialize;

use value::{Field, Value as _};

/// A payment method.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Method {
    /// What it is called here, as `blik`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What else people call it.
    pub aliases: Vec<String>,
    /// Code in PPRO's Global API.
    pub ppro_code: Sourced<String>,
    /// Tags in PPRO's Simple API.
    pub ppro_simple_tag: Sourced<List>,
    /// ISO 3166 codes of the payers' countries; `*` is every country.
    pub countries: Sourced<List>,
    /// ISO 4217 codes in which payers pay.
    pub currencies: Sourced<List>,
    /// ISO 4217 codes in which it settles.
    pub settlement_currencies: Sourced<List>,
    /// What sort of method it is.
    #[serde(rename = "type")]
    pub sort: Sourced<String>,
    /// How the payer is led through it.
    pub flow: Sourced<List>,
    /// Which refunds there are.
    pub refund: Sourced<Refund>,
    /// Until when a payment can be refunded.
    pub refund_window_days: Sourced<Days>,
    /// Whether payments can be repeated.
    pub recurring: Sourced<Recurring>,
    /// Whether authorisation and capture are two steps.
    pub separate_captures: Sourced<Yes>,
    /// Whether the payer can dispute.
    pub disputes: Sourced<Disputes>,
    /// Smallest payment.
    pub min_amount: Sourced<Amount>,
    /// Largest payment.
    pub max_amount: Sourced<Amount>,
    /// How long the payer has.
    pub session_expiry_seconds: Sourced<Seconds>,
    /// What else to know about that.
    pub session_expiry_note: Option<String>,
    /// Days from trade date to settlement.
    pub settlement_lag: Sourced<Lag>,
    /// Code of the calendar whose business days count; several as `PL+T2`.
    pub settlement_calendar: Sourced<String>,
    /// When the trade date changes.
    pub cut_off: Sourced<CutOff>,
    /// Whether an authorised payment may fail to settle.
    pub settlement_risk: Sourced<Yes>,
    /// What a charge must carry.
    pub required_charge_fields: Sourced<List>,
    /// What boarding a merchant needs.
    pub onboarding: Sourced<List>,
    /// How long approval takes.
    pub approval_lead_time: Sourced<String>,
    /// What the scheme itself wants.
    pub scheme_registration: Sourced<String>,
    /// Failure codes seen most.
    pub common_failure_codes: Sourced<List>,
    /// Whether it can be offered.
    pub status: Sourced<Status>,
    /// What else to know about that.
    pub status_note: Option<String>,
    /// What else to know.
    pub notes: Option<String>,
    /// What changed or will, oldest first.
    pub changes: Vec<Change>,
    /// What sources say against each other where no one field holds it.
    pub disagreements: Vec<Disagreement>,
}

/// A change of a method, or of the rules around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// When, in words.
    pub when: String,
    /// First day, where it is known.
    pub from: Option<NaiveDate>,
    /// Last day, where it is known.
    pub to: Option<NaiveDate>,
    /// What changes.
    pub what: String,
    /// Who says so; `null` in JSON is unsourced.
    pub source: Source,
}

/// Published statements that cannot all be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// What each says.
    pub what: String,
    /// Who they are.
    pub sources: Vec<String>,
}

/// What a file says about a method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// Statements by the name of their field.
    pub fields: Vec<(String, Statement)>,
    /// Changes to add.
    pub changes: Vec<Change>,
    /// Disagreements to add.
    pub disagreements: Vec<Disagreement>,
}

/// What a timeline needs of a method.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodRules {
    /// What it is called here, as `blik`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Days from trade date to settlement, if they are known.
    pub lag: Option<Lag>,
    /// Who says so.
    pub lag_source: Source,
    /// Codes of the calendars whose business days count together; none if not known.
    pub calendars: Vec<String>,
    /// Who says so.
    pub calendar_source: Source,
    /// When the trade date changes, if it is known.
    pub cutoff: Option<CutOff>,
    /// Who says so.
    pub cutoff_source: Source,
    /// ISO 4217 codes in which it settles.
    pub settlement_currencies: Vec<String>,
    /// Whether it can be offered.
    pub status: Option<Status>,
    /// What else to know about that.
    pub status_note: Option<String>,
}

/// Keys that are texts without a source.
const NOTES: [&str; 4] = ["name", "session_expiry_note", "status_note", "notes"];

impl Method {
    /// A method of which nothing is known but what it is called here.
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: id.to_owned(),
            ..Self::default()
        }
    }

    /// The names that [`Patch::fields`] may use.
    pub fn keys() -> Vec<&'static str> {
        let mut blank = Self::default();
        let fields = blank.fields_mut().map(|(name, _)| name);
        NOTES.into_iter().chain(["aliases"]).chain(fields).collect()
    }

    /// This method with what the patch says; what was said before stays as an alternative. The
    /// error says what a value should be.
    pub fn with(mut self, patch: &Patch) -> Result<Self, String> {
        for (name, statement) in &patch.fields {
            self.state(name, statement)?;
        }
        self.changes.extend(patch.changes.iter().cloned());
        let disagreements = patch.disagreements.iter().cloned();
        self.disagreements.extend(disagreements);
        Ok(self)
    }

    /// Takes over what is said about one field. The error says what a value should be.
    pub fn state(&mut self, name: &str, statement: &Statement) -> Result<(), String> {
        let text = || {
            let value = statement.value.as_ref();
            value.map_or_else(|| Err("expected a text".to_owned()), String::read)
        };
        match name {
            "name" => self.name = text()?,
            "notes" => self.notes = Some(text()?),
            "status_note" => self.status_note = Some(text()?),
            "session_expiry_note" => self.session_expiry_note = Some(text()?),
            "aliases" => {
                let value = statement.value.as_ref();
                self.aliases.extend(
                    value.map_or(Ok(Vec::new()), |value| List::read(value).map(|list| list.0))?,
                );
            }
            _ => {
                let mut fields = self.fields_mut().into_iter();
                let field = fields.find(|(known, _)| *known == name);
                let (_, field) = field.ok_or_else(|| format!("there is no field `{name}`"))?;
                field.state(statement)?;
            }
        }
        Ok(())
    }

    /// Its fields by name as text, in the order in which they are shown.
    pub fn fields(&self) -> Vec<(&'static str, Shown)> {
        // The one list of fields hands out what can be changed; a copy is changed for nothing.
        let mut copy = self.clone();
        let fields = copy.fields_mut();
        fields.map(|(name, field)| (name, field.shown())).to_vec()
    }

    fn fields_mut(&mut self) -> [(&'static str, &mut dyn Field); 25] {
        [
            ("type", &mut self.sort),
            ("status", &mut self.status),
            ("ppro_code", &mut self.ppro_code),
            ("ppro_simple_tag", &mut self.ppro_simple_tag),
            ("countries", &mut self.countries),
            ("currencies", &mut self.currencies),
            ("flow", &mut self.flow),
            ("min_amount", &mut self.min_amount),
            ("max_amount", &mut self.max_amount),
            ("session_expiry_seconds", &mut self.session_expiry_seconds),
            ("settlement_lag", &mut self.settlement_lag),
            ("settlement_calendar", &mut self.settlement_calendar),
            ("cut_off", &mut self.cut_off),
            ("settlement_currencies", &mut self.settlement_currencies),
            ("settlement_risk", &mut self.settlement_risk),
            ("refund", &mut self.refund),
            ("refund_window_days", &mut self.refund_window_days),
            ("recurring", &mut self.recurring),
            ("separate_captures", &mut self.separate_captures),
            ("disputes", &mut self.disputes),
            ("required_charge_fields", &mut self.required_charge_fields),
            ("onboarding", &mut self.onboarding),
            ("approval_lead_time", &mut self.approval_lead_time),
            ("scheme_registration", &mut self.scheme_registration),
            ("common_failure_codes", &mut self.common_failure_codes),
        ]
    }

    /// The pieces of which a timeline is made.
    pub fn rules(&self) -> MethodRules {
        let calendars = self.settlement_calendar.value.as_deref();
        let calendars = calendars.into_iter().flat_map(|codes| codes.split('+'));
        MethodRules {
            id: self.id.clone(),
            name: self.name.clone(),
            lag: self.settlement_lag.value,
            lag_source: self.settlement_lag.source.clone(),
            calendars: calendars.map(|code| code.trim().to_owned()).collect(),
            calendar_source: self.settlement_calendar.source.clone(),
            cutoff: self.cut_off.value.clone(),
            cutoff_source: self.cut_off.source.clone(),
            settlement_currencies: self
                .settlement_currencies
                .value
                .clone()
                .unwrap_or_default()
                .0,
            status: self.status.value,
            status_note: self.status_note.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
