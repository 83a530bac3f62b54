//! The embedded texts as they are written in `assets/demo/*.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::random::OneOf;
use super::template::Template;
use crate::domain::tickets::records::RemoteId;
use crate::error::{Error, ErrorKind, Result};

const DESK: &str = include_str!("../../../assets/demo/desk.toml");
const TOPICS: &str = include_str!("../../../assets/demo/topics.toml");

/// Codes and texts of the languages.
const LANGUAGES: [(&str, &str); 4] = [
    ("en", include_str!("../../../assets/demo/en.toml")),
    ("es", include_str!("../../../assets/demo/es.toml")),
    ("de", include_str!("../../../assets/demo/de.toml")),
    ("pt", include_str!("../../../assets/demo/pt.toml")),
];

/// `desk.toml`: who there is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeskFile {
    pub(super) team: Vec<Team>,
    pub(super) agent: Vec<AgentLine>,
    pub(super) method: Vec<Method>,
    pub(super) client: Vec<OrganizationLine>,
    pub(super) merchant: Vec<OrganizationLine>,
    pub(super) partner: Vec<OrganizationLine>,
    pub(super) names: BTreeMap<String, Names>,
}

/// A team.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Team {
    pub(super) id: RemoteId,
    pub(super) name: String,
}

/// A colleague and the teams they work in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgentLine {
    pub(super) name: String,
    pub(super) teams: Vec<RemoteId>,
}

/// A payment method with the usual size of a payment, in whole units of its currency.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Method {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) currency: String,
    pub(super) low: i64,
    pub(super) high: i64,
}

/// A company and the language its people write.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganizationLine {
    pub(super) name: String,
    pub(super) language: String,
}

/// Names that people of a language have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub(super) first: OneOf<String>,
    pub(super) last: OneOf<String>,
}

/// `topics.toml`: what tickets are about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicsFile {
    pub(super) topic: Vec<TopicLine>,
}

/// A topic in any language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicLine {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) team: RemoteId,
    pub(super) methods: Vec<String>,
    #[serde(default)]
    pub(super) codes: Vec<String>,
    pub(super) tags: Vec<String>,
    #[serde(default)]
    pub(super) files: Vec<String>,
    #[serde(default)]
    pub(super) partner: bool,
    pub(super) weight: u32,
    pub(super) notes: OneOf<Template>,
}

/// A language's file: what is said whatever the topic, then topic by topic.
#[derive(Debug, Deserialize)]
pub(super) struct LanguageFile {
    pub(super) share: u32,
    /// True where people write 1,234.56 and not 1.234,56.
    pub(super) decimal_point: bool,
    #[serde(flatten)]
    pub(super) phrases: Phrases,
    pub(super) topic: Vec<TextsLine>,
}

/// What is said whatever the topic.
#[derive(Debug, Deserialize)]
pub(super) struct Phrases {
    /// How a day is written (chrono's format).
    pub(super) date: String,
    pub(super) hello: OneOf<Template>,
    pub(super) greeting: OneOf<Template>,
    pub(super) sign: OneOf<String>,
    pub(super) queries: OneOf<Template>,
    pub(super) replies: OneOf<Template>,
    pub(super) hold_provider: Template,
    pub(super) hold_engineering: Template,
    pub(super) chasers: OneOf<Template>,
    pub(super) closings: OneOf<Template>,
}

/// A topic's texts in one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextsLine {
    pub(super) id: String,
    pub(super) subjects: OneOf<Template>,
    pub(super) questions: OneOf<Template>,
    pub(super) answers: OneOf<Template>,
}

/// Reads `desk.toml`.
pub(super) fn desk() -> Result<DeskFile> {
    read("desk.toml", DESK)
}

/// Reads `topics.toml`.
pub(super) fn topics() -> Result<Vec<TopicLine>> {
    Ok(read::<TopicsFile>("topics.toml", TOPICS)?.topic)
}

/// Reads every language, by its code.
pub(super) fn languages() -> Result<Vec<(&'static str, LanguageFile)>> {
    LANGUAGES
        .iter()
        .map(|(code, text)| Ok((*code, read(code, text)?)))
        .collect()
}

fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| broken(format!("{name}: {error}")))
}

/// The embedded texts are part of the program, so a fault in them is a defect of it.
pub(super) fn broken(what: impl std::fmt::Display) -> Error {
    Error::new(
        ErrorKind::Internal,
        format!("The sample desk's texts are broken: {what}"),
    )
}
