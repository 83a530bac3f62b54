//! The meanings of error and return codes that come with paydesk.
//!
//! Read once, when somebody first asks: some hundred short entries.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::codes::Meaning;

/// One file a scheme.
const BUNDLED: [&str; 3] = [
    include_str!("../../assets/codes/ppro.toml"),
    include_str!("../../assets/codes/sepa.toml"),
    include_str!("../../assets/codes/pix.toml"),
];

/// A file of codes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scheme: String,
    source: String,
    /// Whose no it was, by the short word that codes use.
    types: BTreeMap<String, String>,
    codes: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    whose: String,
    means: String,
    next: Option<String>,
    retry: Option<bool>,
}

/// What a code means, scheme by scheme; empty for one that is not known.
pub fn meanings(code: &str) -> Vec<&'static Meaning> {
    static ALL: OnceLock<Vec<Meaning>> = OnceLock::new();
    // What comes with paydesk is read in a test: a file that cannot be read knows no code.
    let all = ALL.get_or_init(|| {
        BUNDLED
            .into_iter()
            .filter_map(|text| read(text).ok())
            .flatten()
            .collect()
    });
    all.iter().filter(|meaning| meaning.code == code).collect()
}

fn read(text: &str) -> Result<Vec<Meaning>, toml::de::Error> {
    let File {
        scheme,
        source,
        types,
        codes,
    } = toml::from_str(text)?;
    let meaning = |entry: Entry| Meaning {
        scheme: scheme.clone(),
        means: entry.means,
        whose: types.get(&entry.whose).cloned().unwrap_or_default(),
        next: entry.next,
        retry: entry.retry,
        source: source.clone(),
        code: entry.code,
    };
    Ok(codes.into_iter().map(meaning).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tickets::marks::{Sort, marks};

    #[test]
    fn every_bundled_code_is_whole_and_recognised_in_a_text() {
        for text in BUNDLED {
            let meanings = read(text).expect("a bundled file");
            for meaning in &meanings {
                let Meaning {
                    code,
                    means,
                    whose,
                    source,
                    ..
                } = meaning;
                assert!(!means.is_empty() && !whose.is_empty(), "{code}");
                assert!(source.starts_with("https://"), "{code}");
                // `UNKNOWN` is a word like any other.
                if code != "UNKNOWN" {
                    assert_eq!(
                        marks(code).first().map(|mark| mark.sort),
                        Some(Sort::Code),
                        "{code}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_code_of_two_schemes_has_both_meanings() {
        let schemes = |code| {
            meanings(code)
                .iter()
                .map(|m| &*m.scheme)
                .collect::<Vec<_>>()
        };
        assert_eq!(schemes("MD06"), ["SEPA", "Pix"]);
        assert_eq!(schemes("GENERIC_DECLINE"), ["PPRO", "PPRO"]);
        assert_eq!(schemes("NO_SUCH_CODE"), [""; 0]);
        let failed = meanings("PROVIDER_ERROR");
        assert_eq!(
            failed[0].advice(),
            "look for an outage of the provider, then try again; a fresh attempt may work"
        );
    }
}
