//! All methods, found by any of their names, and the lists of those that have something in common.

use std::collections::{BTreeMap, BTreeSet};

use super::{List, Method, Sourced, Status};
use crate::domain::Refusal;
use crate::domain::spelling::nearest;

/// Stands for every country.
const EVERYWHERE: &str = "*";

/// ISO 3166-1 codes of two letters: a country without methods is an empty list, a slip is not.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ \
    BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE \
    DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR \
    GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP \
    KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG \
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Every method there is, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue(BTreeMap<String, Method>);

/// What listed methods have in common; what is absent is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A country of payers, by its two letters.
    pub country: Option<String>,
    /// A currency in which payers pay.
    pub currency: Option<String>,
    /// How payers are led.
    pub flow: Option<String>,
    /// Whether it can be offered.
    pub status: Option<Status>,
    /// Part of a name or code.
    pub text: Option<String>,
}

impl Catalogue {
    /// Adds a method, or puts it in the place of the one with its id.
    pub fn insert(&mut self, method: Method) {
        self.0.insert(method.id.clone(), method);
    }

    /// The method with this very id.
    pub fn get_by_id(&self, id: &str) -> Option<&Method> {
        self.0.get(id)
    }

    /// All of them, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Method> {
        self.0.values()
    }

    /// The method with this id, PPRO code, Simple API tag, name or alias: case, blanks and
    /// punctuation do not matter. If there is none, the nearest is named.
    pub fn get(&self, name: &str) -> Result<&Method, Refusal> {
        if let Some(method) = self.0.get(name) {
            return Ok(method);
        }
        let wanted = plain(name);
        let by = |names: fn(&Method) -> Vec<&str>| {
            let mut all = self.0.values();
            all.find(|method| names(method).iter().any(|one| plain(one) == wanted))
        };
        // An id goes before a code, a code before a name: `wero` is Wero, not "iDEAL | Wero".
        let found = [ids, codes, tags, names, parts_of_names]
            .into_iter()
            .find_map(by);
        found.filter(|_| !wanted.is_empty()).ok_or_else(|| {
            let all = self.0.values();
            let all = all.flat_map(|method| [ids, codes, tags, names].map(|of| of(method)));
            let near = nearest(name, all.flatten()).map(str::to_owned);
            // `sepa` is the beginning of two.
            let begun = self.0.keys().filter(|id| plain(id).starts_with(&wanted));
            let begun: Vec<_> = begun.map(String::as_str).collect();
            let begun = (!wanted.is_empty() && !begun.is_empty()).then(|| begun.join(" or "));
            Refusal::missing(format!("there is no payment method {name}")).cure(
                begun.or(near).map_or_else(
                    || "`paydesk method list` shows them".to_owned(),
                    |near| format!("did you mean {near}?"),
                ),
            )
        })
    }

    /// The methods that a filter asks for. A country, currency or flow that cannot be is refused
    /// with the nearest.
    pub fn list(&self, filter: &Filter) -> Result<Vec<&Method>, Refusal> {
        let country = filter.country.as_deref().map(country).transpose()?;
        let known = self.words(|method| &method.currencies);
        let currency = known_word("currency", filter.currency.as_deref(), &known)?;
        let flow = known_word(
            "flow",
            filter.flow.as_deref(),
            &self.words(|method| &method.flow),
        )?;
        let text = filter.text.as_deref().map(plain).unwrap_or_default();
        let all = self.0.values();
        let found = all.filter(|method| {
            let country = country.as_deref();
            country.is_none_or(|one| has(&method.countries, &[one, EVERYWHERE]))
                && currency.is_none_or(|one| has(&method.currencies, &[one]))
                && flow.is_none_or(|one| has(&method.flow, &[one]))
                && filter
                    .status
                    .is_none_or(|one| method.status.value == Some(one))
                && mentions(method, &text)
        });
        Ok(found.collect())
    }

    /// Every word that a field has in some method.
    fn words(&self, field: fn(&Method) -> &Sourced<List>) -> BTreeSet<&str> {
        let lists = self
            .0
            .values()
            .filter_map(|method| field(method).value.as_ref());
        lists
            .flat_map(|list| list.0.iter().map(String::as_str))
            .collect()
    }
}

/// The country meant by two letters.
fn country(code: &str) -> Result<String, Refusal> {
    let upper = code.trim().to_ascii_uppercase();
    if COUNTRIES.split_whitespace().any(|one| one == upper) {
        return Ok(upper);
    }
    let refusal = Refusal::missing(format!("there is no country {code}"));
    Err(if upper.len() == 2 {
        let near = nearest(&upper, COUNTRIES.split_whitespace());
        refusal.cure(near.map_or_else(
            || "write its two letters (ISO 3166), as DE".to_owned(),
            |near| format!("did you mean {near}?"),
        ))
    } else {
        refusal.cure("write its two letters (ISO 3166), as DE")
    })
}

/// The word of the catalogue that is meant, in any case.
fn known_word<'a>(
    what: &str,
    word: Option<&str>,
    known: &BTreeSet<&'a str>,
) -> Result<Option<&'a str>, Refusal> {
    let Some(word) = word else { return Ok(None) };
    let found = known
        .iter()
        .find(|one| one.eq_ignore_ascii_case(word.trim()));
    found.map(|one| Some(*one)).ok_or_else(|| {
        let near = nearest(word, known.iter().copied());
        let all: Vec<_> = known.iter().copied().collect();
        Refusal::missing(format!("no method has the {what} {word}")).cure(near.map_or_else(
            || format!("there are {}", all.join(", ")),
            |near| format!("did you mean {near}?"),
        ))
    })
}

fn has(field: &Sourced<List>, words: &[&str]) -> bool {
    let list = field.value.as_ref().map(|list| list.0.as_slice());
    list.unwrap_or_default()
        .iter()
        .any(|one| words.contains(&one.as_str()))
}

fn mentions(method: &Method, text: &str) -> bool {
    let named = [ids, codes, tags, names].map(|of| of(method));
    named.iter().flatten().any(|one| plain(one).contains(text))
}

fn ids(method: &Method) -> Vec<&str> {
    vec![&method.id]
}

fn codes(method: &Method) -> Vec<&str> {
    method.ppro_code.value.iter().map(String::as_str).collect()
}

fn tags(method: &Method) -> Vec<&str> {
    let tags = method.ppro_simple_tag.value.iter().flat_map(|list| &list.0);
    tags.map(String::as_str).collect()
}

fn names(method: &Method) -> Vec<&str> {
    let aliases = method.aliases.iter().map(String::as_str);
    std::iter::once(method.name.as_str())
        .chain(aliases)
        .collect()
}

/// "Afterpay / Clearpay" is Afterpay and Clearpay.
fn parts_of_names(method: &Method) -> Vec<&str> {
    method.name.split(['/', '|', '(', ')', ',']).collect()
}

/// The letters and digits of a name in lower case, without accents that keyboards lack.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let lower = letters.flat_map(char::to_lowercase);
    lower
        .map(|c| match c {
            'á' | 'à' | 'ã' => 'a',
            'é' | 'ê' => 'e',
            'í' => 'i',
            'ó' | 'ô' | 'ö' => 'o',
            'ú' | 'ü' => 'u',
            'ç' => 'c',
            other => other,
        })
        .collect()
}
