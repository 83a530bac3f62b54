//! Every calendar there is, made when somebody asks for it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use super::{BusinessDays, Calendar};
use crate::domain::Refusal;
use crate::domain::spelling::nearest;

/// Makes a calendar; the error says what is wrong with what it is made of.
pub type Make = Arc<dyn Fn() -> Result<Calendar, String> + Send + Sync>;

/// Every calendar there is, by code; shared freely between threads.
///
/// One that is [inserted to be made later](Calendars::insert_later) costs nothing until it is
/// asked for: a command needs one or two of many.
#[derive(Clone, Default)]
pub struct Calendars(BTreeMap<String, Slot>);

#[derive(Clone)]
struct Slot {
    make: Make,
    made: OnceLock<Result<Calendar, Refusal>>,
}

impl fmt::Debug for Calendars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Slot {
    fn calendar(&self, code: &str) -> Result<&Calendar, Refusal> {
        let make =
            || (self.make)().map_err(|what| Refusal::new(format!("calendar {code}: {what}")));
        self.made.get_or_init(make).as_ref().map_err(Clone::clone)
    }
}

impl Calendars {
    /// Adds a calendar, or puts it in the place of one with its code.
    pub fn insert(&mut self, calendar: Calendar) {
        let code = calendar.code.clone();
        self.insert_later(&code, Arc::new(move || Ok(calendar.clone())));
    }

    /// Adds a calendar that is made when somebody asks for it, or puts it in the place of one with
    /// its code.
    pub fn insert_later(&mut self, code: &str, make: Make) {
        let made = OnceLock::new();
        self.0.insert(code.to_owned(), Slot { make, made });
    }

    /// How the calendar with this code is made, and its code as it is written.
    pub fn recipe(&self, code: &str) -> Option<(&str, Make)> {
        let (code, slot) = self.find(code)?;
        Some((code, Arc::clone(&slot.make)))
    }

    /// The calendar with this code, in any case.
    pub fn get(&self, code: &str) -> Result<&Calendar, Refusal> {
        let Some((found, slot)) = self.find(code) else {
            let codes = || self.0.keys().map(String::as_str);
            // `MX` is MX-CNBV, not MY.
            let country = format!("{}-", code.to_uppercase());
            let near = codes().find(|one| one.starts_with(&country));
            let near = near.or_else(|| nearest(code, codes()));
            let near = near.or_else(|| self.named(code));
            let refusal = Refusal::missing(format!("there is no calendar {code}"));
            return Err(refusal.cure(near.map_or_else(
                || "`paydesk calendar list` shows them".to_owned(),
                |near| format!("did you mean {near}?"),
            )));
        };
        slot.calendar(found)
    }

    /// The calendar whose name begins with this word: `Mexico`.
    fn named(&self, word: &str) -> Option<&str> {
        let word = word.to_lowercase();
        let is_meant = |name: &str| name.to_lowercase().starts_with(&word);
        let found = self.iter().find(|calendar| is_meant(&calendar.name));
        found
            .filter(|_| !word.is_empty())
            .map(|calendar| calendar.code.as_str())
    }

    fn find(&self, code: &str) -> Option<(&str, &Slot)> {
        let found = self.0.get_key_value(code).or_else(|| {
            let mut all = self.0.iter();
            all.find(|(known, _)| known.eq_ignore_ascii_case(code))
        });
        found.map(|(code, slot)| (code.as_str(), slot))
    }

    /// All of them, in the order of their codes. One that cannot be made is left out: asked for
    /// alone, it says why.
    pub fn iter(&self) -> impl Iterator<Item = &Calendar> {
        self.0
            .iter()
            .filter_map(|(code, slot)| slot.calendar(code).ok())
    }

    /// The days that are business days in each of these calendars.
    pub fn union<S: AsRef<str>>(&self, codes: &[S]) -> Result<BusinessDays, Refusal> {
        let calendars = codes.iter().map(|code| self.get(code.as_ref()).cloned());
        Ok(BusinessDays::new(calendars.collect::<Result<_, _>>()?))
    }
}
