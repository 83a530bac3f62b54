//! Issues of Jira, from the table that it exports and from the answers of its search.
//!
//! Pure: no I/O, no clock. A row is refused with the column or member that is wrong; what is no
//! more than odd is noted.

pub mod csv;
mod document;
mod mentions;
pub mod search;
mod value;

use super::kept::{MAX_NAME_CHARS, Notes, limited};
use super::labels;
use crate::domain::tickets::records::IssueStage;

/// The name of a file full of issues.
const ISSUES: &str = "issues";

/// Longest key that Jira makes: ten letters, a dash, digits.
const MAX_KEY_BYTES: usize = 32;

/// Statuses by their usual names, folded. Sites invent more: those have no stage.
const STAGES: [(IssueStage, &[&str]); 3] = [
    (
        IssueStage::ToDo,
        &[
            "to do",
            "todo",
            "open",
            "new",
            "backlog",
            "reopened",
            "selected for development",
            "ready for development",
            "triage",
            "zu erledigen",
            "offen",
            "por hacer",
            "tareas por hacer",
            "a fazer",
            "tarefas pendentes",
            "a faire",
        ],
    ),
    (
        IssueStage::InProgress,
        &[
            "in progress",
            "in review",
            "review",
            "code review",
            "in development",
            "in testing",
            "testing",
            "in test",
            "in qa",
            "qa",
            "blocked",
            "in arbeit",
            "in bearbeitung",
            "in prufung",
            "en curso",
            "en revision",
            "em andamento",
            "em revisao",
            "en cours",
        ],
    ),
    (
        IssueStage::Done,
        &[
            "done",
            "closed",
            "resolved",
            "released",
            "complete",
            "completed",
            "cancelled",
            "canceled",
            "rejected",
            "declined",
            "won t do",
            "won t fix",
            "fertig",
            "erledigt",
            "geschlossen",
            "listo",
            "hecho",
            "finalizada",
            "concluido",
            "termine",
            "terminee",
        ],
    ),
];

/// How far an issue is: by the category of its status, else by the usual names.
fn stage(category: Option<&str>, status: &str) -> Option<IssueStage> {
    let of_category = category.and_then(|category| match labels::key(category).as_str() {
        "new" => Some(IssueStage::ToDo),
        "indeterminate" => Some(IssueStage::InProgress),
        other => named(other),
    });
    of_category.or_else(|| named(&labels::key(status)))
}

fn named(status: &str) -> Option<IssueStage> {
    let found = STAGES.iter().find(|(_, names)| names.contains(&status));
    found.map(|(stage, _)| *stage)
}

/// An issue's key in upper case; none if the text is no key.
fn issue_key(text: &str) -> Option<String> {
    let text = text.trim();
    let (project, number) = text.rsplit_once('-')?;
    let mut letters = project.bytes();
    let begins = letters.next()?.is_ascii_alphabetic();
    let goes_on = letters.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let counts = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let short = text.len() <= MAX_KEY_BYTES;
    (begins && goes_on && counts && short).then(|| text.to_ascii_uppercase())
}

/// A name, if there is one.
fn name(text: Option<&str>, what: &str, notes: &mut Notes) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    Some(limited(text, MAX_NAME_CHARS, what, notes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_category_goes_before_the_name() {
        assert_eq!(stage(Some("done"), "In Progress"), Some(IssueStage::Done));
        assert_eq!(
            stage(Some("indeterminate"), "With bank"),
            Some(IssueStage::InProgress)
        );
        assert_eq!(stage(Some("To Do"), "Parked"), Some(IssueStage::ToDo));
        assert_eq!(stage(Some("undefined"), "Open"), Some(IssueStage::ToDo));
        assert_eq!(stage(None, "In Review"), Some(IssueStage::InProgress));
        assert_eq!(stage(None, "WON'T DO"), Some(IssueStage::Done));
        assert_eq!(stage(None, "In Prüfung"), Some(IssueStage::InProgress));
        assert_eq!(stage(None, "With bank"), None);
        assert_eq!(stage(None, ""), None);
    }

    #[test]
    fn keys_are_upper_case() {
        assert_eq!(issue_key(" pay-12 ").as_deref(), Some("PAY-12"));
        assert_eq!(issue_key("A1_B-7").as_deref(), Some("A1_B-7"));
        for text in ["", "PAY", "PAY-", "-1", "1A-1", "PAY-1a", "PAY 1", "PÄY-1"] {
            assert_eq!(issue_key(text), None, "{text}");
        }
        assert_eq!(issue_key(&format!("PAY-{}", "1".repeat(40))), None);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in any::<String>(), other in any::<String>()) {
            stage(Some(&text), &other);
            issue_key(&text);
        }
    }
}
