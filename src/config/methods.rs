//! `[methods.ID]`: payment methods of one's own, and changes to the bundled catalogue.
//!
//! One reader for both. Each key is checked when the configuration is read; the catalogue is made
//! when somebody asks for it ([`Config::methods`]).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Config;
use super::section::{self, Entry, Reader, Section, Table};
use crate::domain::merchants::methods::{
    Catalogue, Change, Disagreement, Method, Patch, Source, Statement, Written,
};
use crate::error::{Error, ErrorKind, Result};

/// What sources are short for: a word that ends in `/` begins an address, another is a whole source.
const SOURCES: (&str, &str) = (
    "methods/sources.toml",
    include_str!("../../assets/methods/sources.toml"),
);

/// The bundled methods by region.
const BUNDLED: [(&str, &str); 5] = [
    (
        "methods/africa_middle_east.toml",
        include_str!("../../assets/methods/africa_middle_east.toml"),
    ),
    (
        "methods/asia_pacific.toml",
        include_str!("../../assets/methods/asia_pacific.toml"),
    ),
    (
        "methods/europe.toml",
        include_str!("../../assets/methods/europe.toml"),
    ),
    (
        "methods/latin_america.toml",
        include_str!("../../assets/methods/latin_america.toml"),
    ),
    (
        "methods/worldwide.toml",
        include_str!("../../assets/methods/worldwide.toml"),
    ),
];

/// Longest id: longer ones are a slip.
const MAX_ID: usize = 40;

/// Most entries of one list: some more than there are countries.
const MAX_ENTRIES: usize = 300;

/// Keys of a field that is written with its source.
const STATEMENT: &[&str] = &["value", "source", "others"];

impl Config {
    /// The bundled catalogue with what the configuration changes and adds.
    ///
    /// Made anew at each call, in some milliseconds: call it once a command, and where one method
    /// is wanted call [`Config::method`].
    pub fn methods(&self) -> Result<Catalogue> {
        let shorthand = Shorthand::bundled()?;
        let mut catalogue = Catalogue::default();
        for (id, file, text) in bundled() {
            catalogue.insert(self.complete(shorthand.read(id, file, text)?)?);
        }
        for (id, _) in &self.methods {
            if catalogue.get_by_id(id).is_none() {
                catalogue.insert(self.complete(Method::new(id))?);
            }
        }
        Ok(catalogue)
    }

    /// The method with this id, PPRO code, Simple API tag, name or alias; an id is found without
    /// reading the others.
    pub fn method(&self, name: &str) -> Result<Method> {
        match bundled().find(|(id, ..)| *id == name) {
            Some((id, file, text)) => self.complete(Shorthand::bundled()?.read(id, file, text)?),
            None => Ok(self.methods()?.get(name)?.clone()),
        }
    }

    /// A method with what the configuration says about it.
    fn complete(&self, method: Method) -> Result<Method> {
        let id = method.id.clone();
        let mut patches = self.methods.iter().filter(|(one, _)| *one == id);
        let whole = patches.try_fold(method, |method, (_, patch)| method.with(patch));
        whole.map_err(|what| defect(&format!("[methods.{id}]: {what}")))
    }
}

/// The methods that come with paydesk: id, file, and the text of its section.
fn bundled() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let files = BUNDLED.into_iter();
    files.flat_map(|(file, text)| section::split(text).map(move |(id, text)| (id, file, text)))
}

/// Reads `[methods]` into the configuration.
pub(super) fn overlay(config: &mut Config, section: &Section<'_>) -> Result<()> {
    let shorthand = Shorthand {
        plain: Source::Configuration,
        sources: BTreeMap::new(),
    };
    for table in section.tables()? {
        let id = table.name;
        let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if id.is_empty() || id.len() > MAX_ID || !id.chars().all(is_sign) {
            return Err(table.error(&format!(
                "`{id}` cannot be the id of a method; write at most {MAX_ID} small letters, digits \
                 and `_`, as oxxo_pay"
            )));
        }
        config
            .methods
            .push((id.to_owned(), shorthand.patch(&table)?));
    }
    Ok(())
}

/// What a test of the bundled data, or the reading of the configuration, should have refused.
fn defect(what: &str) -> Error {
    Error::new(ErrorKind::Internal, what)
}

/// How sources are written in a file.
struct Shorthand {
    /// The source of a value that names none.
    plain: Source,
    sources: BTreeMap<String, String>,
}

impl Shorthand {
    /// That of the bundled files.
    fn bundled() -> Result<Self> {
        let (file, text) = SOURCES;
        let sources = toml::from_str(text);
        Ok(Self {
            plain: Source::Unsourced,
            sources: sources.map_err(|error| defect(&format!("{file}: {error}")))?,
        })
    }

    /// Reads one method from its section of a bundled file.
    fn read(&self, id: &str, file: &str, text: &str) -> Result<Method> {
        let reader = Reader { text, file };
        let document = DeTable::parse(text);
        let document = document.map_err(|error| defect(&format!("{file}: {error}")))?;
        let root = Table {
            reader: &reader,
            section: "methods".to_owned(),
            name: "methods",
            at: 0,
            table: document.get_ref(),
        };
        let mut method = Method::new(id);
        for table in root.tables()? {
            let patch = self.patch(&table)?;
            method = method.with(&patch).map_err(|what| table.error(&what))?;
        }
        Ok(method)
    }

    /// What a table says about its method, each statement tried.
    fn patch(&self, table: &Table<'_>) -> Result<Patch> {
        let keys = Method::keys();
        let mut patch = Patch::default();
        // Takes each statement for itself, so that an error names the line.
        let mut trial = Method::default();
        for entry in table.entries() {
            match entry.key {
                "changes" => patch.changes = self.changes(&entry)?,
                "disagreements" => patch.disagreements = self.disagreements(&entry)?,
                key if keys.contains(&key) => {
                    let statement = self.statement(&entry)?;
                    let tried = trial.state(key, &statement);
                    tried.map_err(|what| entry.error(&what))?;
                    patch.fields.push((key.to_owned(), statement));
                }
                _ => {
                    let mut keys = keys;
                    keys.extend(["changes", "disagreements"]);
                    return Err(entry.unknown(&keys));
                }
            }
        }
        Ok(patch)
    }

    /// A value alone, or with its source and what others say.
    fn statement(&self, entry: &Entry<'_>) -> Result<Statement> {
        let Some(parts) = parts_of_statement(entry.value) else {
            return Ok(Statement {
                value: Some(written(entry, entry.value)?),
                source: self.plain.clone(),
                others: Vec::new(),
            });
        };
        let mut statement = Statement {
            source: self.plain.clone(),
            ..Statement::default()
        };
        for (key, value) in parts {
            match key.get_ref().as_ref() {
                "value" => statement.value = Some(written(entry, value)?),
                "source" => statement.source = self.source(entry, value)?,
                _ => {
                    for (_, other) in tables(entry, value, &["value", "source"])? {
                        let what = "each of `others` needs a `value`";
                        let value = other.get("value").ok_or_else(|| entry.error(what))?;
                        let source = match other.get("source") {
                            Some(source) => self.source(entry, source)?,
                            None => Source::Unsourced,
                        };
                        statement.others.push((written(entry, value)?, source));
                    }
                }
            }
        }
        Ok(statement)
    }

    fn source(&self, entry: &Entry<'_>, value: &Spanned<DeValue<'_>>) -> Result<Source> {
        Ok(Source::Said(self.whole(text(entry, value)?)))
    }

    /// A source with what it is short for written out.
    fn whole(&self, source: &str) -> String {
        let prefix = source.split_inclusive('/').next().unwrap_or_default();
        match self.sources.get(prefix) {
            Some(start) => format!("{start}{}", source.strip_prefix(prefix).unwrap_or_default()),
            None => source.to_owned(),
        }
    }

    fn changes(&self, entry: &Entry<'_>) -> Result<Vec<Change>> {
        let keys = ["when", "from", "to", "what", "source"];
        let mut changes = Vec::new();
        for (at, change) in tables(entry, entry.value, &keys)? {
            let words = |key: &str| match change.get(key) {
                Some(value) => Ok(text(entry, value)?.to_owned()),
                None => Err(entry.error_in(at, &format!("a change needs `{key}`"))),
            };
            let day = |key| change.get(key).map(|value| day(entry, value)).transpose();
            let source = change.get("source");
            changes.push(Change {
                when: words("when")?,
                from: day("from")?,
                to: day("to")?,
                what: words("what")?,
                source: match source.map(|source| self.source(entry, source)) {
                    Some(source) => source?,
                    None => self.plain.clone(),
                },
            });
        }
        Ok(changes)
    }

    fn disagreements(&self, entry: &Entry<'_>) -> Result<Vec<Disagreement>> {
        let mut disagreements = Vec::new();
        for (at, one) in tables(entry, entry.value, &["what", "sources"])? {
            let (Some(what), Some(sources)) = (one.get("what"), one.get("sources")) else {
                return Err(entry.error_in(at, "a disagreement needs `what` and `sources`"));
            };
            let DeValue::Array(sources) = sources.get_ref() else {
                return Err(entry.error_in(at, "`sources` is a list of texts"));
            };
            let sources = sources.iter().map(|one| Ok(self.whole(text(entry, one)?)));
            disagreements.push(Disagreement {
                what: text(entry, what)?.to_owned(),
                sources: sources.collect::<Result<_>>()?,
            });
        }
        Ok(disagreements)
    }
}

/// The parts of a value that is written with its source: all its keys are of [`STATEMENT`].
fn parts_of_statement<'a>(value: &'a Spanned<DeValue<'a>>) -> Option<&'a DeTable<'a>> {
    let table = value.get_ref().as_table()?;
    let mut keys = table.iter().map(|(key, _)| key.get_ref().as_ref());
    keys.all(|key| STATEMENT.contains(&key)).then_some(table)
}

/// A value whatever its kind.
fn written(entry: &Entry<'_>, value: &Spanned<DeValue<'_>>) -> Result<Written> {
    let wanted = "a text, a number, true or false, or a list of texts";
    Ok(match value.get_ref() {
        DeValue::String(text) => Written::Text(text.trim().to_owned()),
        DeValue::Boolean(flag) => Written::Flag(*flag),
        DeValue::Integer(number) => match number.as_str().parse() {
            Ok(number) => Written::Number(number),
            Err(_too_large) => return Err(entry.error_in(value, "this number is too large")),
        },
        DeValue::Array(items) if items.len() > MAX_ENTRIES => {
            let what = format!("at most {MAX_ENTRIES} entries; this has {}", items.len());
            return Err(entry.error(&what));
        }
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| Ok(text(entry, item)?.to_owned()));
            Written::Many(texts.collect::<Result<_>>()?)
        }
        DeValue::Table(parts) => {
            let parts = parts.iter().map(|(key, value)| {
                let key = key.get_ref().as_ref().to_owned();
                Ok((key, written(entry, value)?))
            });
            Written::Parts(parts.collect::<Result<_>>()?)
        }
        DeValue::Float(_) | DeValue::Datetime(_) => return Err(entry.wrong_type(value, wanted)),
    })
}

/// A text that says something.
fn text<'a>(entry: &Entry<'_>, value: &'a Spanned<DeValue<'_>>) -> Result<&'a str> {
    match value.get_ref() {
        DeValue::String(text) if text.trim().is_empty() => {
            Err(entry.error_in(value, "an empty string means nothing here"))
        }
        DeValue::String(text) => Ok(text.trim()),
        _ => Err(entry.wrong_type(value, "a text in quotes")),
    }
}

/// A date, in quotes or not.
fn day(entry: &Entry<'_>, value: &Spanned<DeValue<'_>>) -> Result<NaiveDate> {
    let written = match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        _ => String::new(),
    };
    let date = written.parse();
    date.map_err(|_no_date| entry.error_in(value, "expected a date, as 2026-01-29"))
}

/// The tables of a list, each with where it stands; none may have another key than these.
fn tables<'a>(
    entry: &Entry<'_>,
    list: &'a Spanned<DeValue<'a>>,
    keys: &[&str],
) -> Result<Vec<(&'a Spanned<DeValue<'a>>, &'a DeTable<'a>)>> {
    let shape = || format!("a list of {{ {} }}", keys.join(", "));
    let DeValue::Array(items) = list.get_ref() else {
        return Err(entry.wrong_type(list, &shape()));
    };
    let mut tables = Vec::with_capacity(items.len());
    for item in items {
        let table = item.get_ref().as_table();
        let table = table.ok_or_else(|| entry.wrong_type(item, &shape()))?;
        for (key, _) in table {
            if !keys.contains(&key.get_ref().as_ref()) {
                let what = format!("unknown key `{}`; expected {}", key.get_ref(), shape());
                return Err(entry.error_in(item, &what));
            }
        }
        tables.push((item, table));
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(text: &str) -> Catalogue {
        let config = Config::parse(text, "config.toml").unwrap();
        config.methods().unwrap()
    }

    #[test]
    fn the_bundled_catalogue_is_whole() {
        let config = Config::default();
        let (catalogue, calendars) = (catalogue(""), config.calendars().unwrap());
        assert!(catalogue.iter().count() >= 84);
        for method in catalogue.iter() {
            assert_eq!(&config.method(&method.id).unwrap(), method, "read alone");
        }
        assert_eq!(config.method("OXXO Pay").unwrap().id, "oxxo_pay");
        for method in catalogue.iter() {
            let id = &method.id;
            assert!(
                !method.name.is_empty() && method.changes.iter().all(|one| !one.what.is_empty())
            );
            for (field, value) in [
                ("countries", method.countries.value.is_some()),
                ("currencies", method.currencies.value.is_some()),
                ("flow", method.flow.value.is_some()),
                ("refund", method.refund.value.is_some()),
                ("status", method.status.value.is_some()),
            ] {
                assert!(value, "{id} has no {field}");
            }
            for code in method.rules().calendars {
                calendars.get(&code).unwrap();
            }
            // Sources are written out: none is left short for something.
            for (field, shown) in method.fields() {
                let others = shown.alternatives.iter().map(|(_, source)| source);
                for source in std::iter::once(&shown.source).chain(others) {
                    let words = source.words().unwrap_or("https://");
                    assert!(
                        words.contains("://") || words == "classification (ours)",
                        "{id}.{field}: {words}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_published_is_kept_with_who_disagrees() {
        let catalogue = catalogue("");
        let blik = catalogue.get("blik").unwrap();
        let max = &blik.max_amount;
        assert_eq!(max.value.as_ref().unwrap().to_string(), "50000.00 PLN");
        let page = "https://developerhub.ppro.com/global-api/docs/blik";
        assert_eq!(max.source.words(), Some(page));
        assert_eq!(max.alternatives.len(), 2);
        assert_eq!(max.alternatives[0].value.to_string(), "10000.00 PLN");
        assert_eq!(blik.settlement_calendar.source, Source::Unsourced);
        assert!(blik.disagreements[0].sources.len() >= 3);
        let rules = blik.rules();
        assert_eq!(rules.lag.unwrap().short(), "T+4b");
        assert_eq!(
            rules.lag_source.words(),
            Some("https://docs.mollie.com/docs/blik")
        );
        assert_eq!(
            (rules.calendars, rules.cutoff),
            (vec!["PL".to_owned()], None)
        );
        let ideal = &catalogue.get("ideal").unwrap().changes[0];
        assert_eq!(ideal.from.unwrap().to_string(), "2026-01-29");
        assert_eq!(ideal.to.unwrap().to_string(), "2026-03-31");
    }

    #[test]
    fn a_configuration_overrides_fields_one_by_one_and_adds_methods() {
        let text = "[methods.blik]\nsettlement_lag = \"2c\"\nsettlement_calendar = \"PL+T2\"\n\
            cut_off = \"16:00 Europe/Warsaw\"\n\
            [methods.acmepay]\nname = \"AcmePay\"\ncountries = [\"PL\", \"DE\"]\n\
            settlement_lag = { n = 3, unit = \"business\" }\n\
            refund_window_days = { value = 90, source = \"https://acme.example/terms\", \
            others = [{ value = \"none\", source = \"their mail of 3 May\" }] }\n";
        let bundled = catalogue("").iter().count();
        let catalogue = catalogue(text);
        assert_eq!(catalogue.iter().count(), bundled + 1);
        let blik = catalogue.get("BLIK").unwrap();
        let rules = blik.rules();
        assert_eq!(rules.lag.unwrap().short(), "T+2c");
        assert_eq!(rules.lag_source, Source::Configuration);
        assert_eq!(rules.calendars, ["PL", "T2"]);
        assert_eq!(rules.cutoff.unwrap().to_string(), "16:00 Europe/Warsaw");
        let published = &blik.settlement_lag.alternatives[0];
        assert_eq!(published.value.to_string(), "T+4 business days");
        assert_eq!(blik.name, "BLIK", "what is not named stays");
        let config = Config::parse(text, "config.toml").unwrap();
        assert_eq!(&config.method("blik").unwrap(), blik, "read alone");
        let acme = catalogue.get("acmepay").unwrap();
        assert_eq!(
            acme.refund_window_days.value.unwrap().to_string(),
            "90 days"
        );
        assert_eq!(
            acme.refund_window_days.alternatives[0].value.to_string(),
            "none"
        );
        assert_eq!(acme.status.value, None);
    }
}
