//! The languages in which paydesk writes to clients.

use serde::{Deserialize, Serialize};

/// A language of replies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
    /// German.
    De,
    /// Portuguese.
    Pt,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::En, Self::Es, Self::De, Self::Pt];

    /// Its ISO 639-1 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::De => "de",
            Self::Pt => "pt",
        }
    }

    /// The language with this code, in any case; a region (`pt-BR`, `es_MX`) counts for nothing.
    pub fn from_code(code: &str) -> Option<Self> {
        let language = code.split(['-', '_']).next().unwrap_or(code);
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.code().eq_ignore_ascii_case(language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_with_and_without_region() {
        assert_eq!(Language::from_code("PT-br"), Some(Language::Pt));
        assert_eq!(Language::from_code("es_MX"), Some(Language::Es));
        assert_eq!(Language::from_code("fr"), None);
        assert_eq!(Language::from_code(""), None);
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
    }
}
