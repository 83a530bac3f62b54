//! Cells of a table, and the words by which helpdesks and people call a status, a priority, a
//! kind.
//!
//! Pure. Words are looked for without regard to capitals, marks and what stands between them:
//! "On-hold" is "on hold". No word means two things of one sort.

use crate::domain::text;
use crate::domain::tickets::words::fold;
use crate::domain::tickets::{Kind, Priority, Status};

/// Longest address that is kept; browsers stop near it.
const MAX_URL_BYTES: usize = 2048;

/// Characters of a cell that a message quotes.
const QUOTED_CHARS: usize = 40;

const STATUSES: &[(Status, &[&str])] = &[
    (
        Status::New,
        &["new", "neu", "nuevo", "novo", "nouveau", "nowy", "nieuw"],
    ),
    (
        Status::Open,
        &[
            "open",
            "opened",
            "reopened",
            "active",
            "assigned",
            "to do",
            "in progress",
            "being processed",
            "offen",
            "in bearbeitung",
            "abierto",
            "en curso",
            "en progreso",
            "aberto",
            "em andamento",
            "em aberto",
            "ouvert",
            "en cours",
            "otwarte",
        ],
    ),
    (
        Status::Pending,
        &[
            "pending",
            "waiting",
            "waiting on customer",
            "waiting for customer",
            "awaiting customer",
            "awaiting your reply",
            "awaiting reply",
            "ausstehend",
            "wartend",
            "warten auf kunden",
            "pendiente",
            "pendente",
            "en attente",
        ],
    ),
    (
        Status::OnHold,
        &[
            "on hold",
            "hold",
            "onhold",
            "paused",
            "waiting on third party",
            "waiting for third party",
            "blocked",
            "angehalten",
            "zuruckgestellt",
            "en espera",
            "em espera",
            "en pause",
        ],
    ),
    (
        Status::Solved,
        &[
            "solved",
            "resolved",
            "done",
            "fixed",
            "gelost",
            "erledigt",
            "resuelto",
            "resolvido",
            "resolu",
            "rozwiazane",
        ],
    ),
    (
        Status::Closed,
        &[
            "closed",
            "geschlossen",
            "cerrado",
            "fechado",
            "ferme",
            "clos",
            "zamkniete",
        ],
    ),
];

/// A ticket that was taken away in its helpdesk.
const DELETED: &[&str] = &["deleted", "geloscht", "eliminado", "excluido", "supprime"];

const PRIORITIES: &[(Priority, &[&str])] = &[
    (
        Priority::Low,
        &[
            "low", "lowest", "minor", "trivial", "p4", "niedrig", "gering", "baja", "bajo",
            "baixa", "baixo", "basse", "faible",
        ],
    ),
    (
        Priority::Normal,
        &[
            "normal", "medium", "moderate", "p3", "mittel", "media", "medio", "moyenne", "normale",
        ],
    ),
    (
        Priority::High,
        &[
            "high", "major", "p2", "hoch", "alta", "alto", "haute", "elevee",
        ],
    ),
    (
        Priority::Urgent,
        &[
            "urgent", "highest", "critical", "blocker", "p1", "dringend", "kritisch", "urgente",
            "critica", "critique",
        ],
    ),
];

/// What stands for no priority; a dash is nothing at all.
const NO_PRIORITY: &[&str] = &[
    "none",
    "no priority",
    "not set",
    "keine",
    "ninguna",
    "aucune",
];

const KINDS: &[(Kind, &[&str])] = &[
    (
        Kind::Inquiry,
        &[
            "inquiry",
            "enquiry",
            "question",
            "task",
            "request",
            "service request",
            "feature request",
            "frage",
            "anfrage",
            "aufgabe",
            "pregunta",
            "consulta",
            "tarea",
            "pergunta",
            "tarefa",
            "duvida",
            "tache",
            "demande",
        ],
    ),
    (
        Kind::Incident,
        &[
            "incident",
            "bug",
            "storung",
            "vorfall",
            "incidente",
            "incidencia",
        ],
    ),
    (Kind::Problem, &["problem", "problema", "probleme"]),
    (
        Kind::Billing,
        &[
            "billing",
            "invoice",
            "abrechnung",
            "rechnung",
            "facturacion",
            "faturamento",
            "facturation",
        ],
    ),
    (Kind::Onboarding, &["onboarding"]),
    (
        Kind::PartnerRequest,
        &["partner request", "partner", "acquirer", "scheme"],
    ),
];

/// A cell as it was before a table was made safe for spreadsheets: one `'` before what would
/// start a formula is taken away.
pub(super) fn plain(cell: &str) -> &str {
    let formula = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'
        )
    };
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(formula) => text,
        _ => cell,
    }
}

/// An address of the web as it stands; none if it is no such, or too long.
pub(super) fn address(text: &str) -> Option<&str> {
    let web = text.starts_with("https://") || text.starts_with("http://");
    let clean = text.bytes().all(|byte| byte.is_ascii_graphic());
    (web && clean && text.len() <= MAX_URL_BYTES).then_some(text)
}

/// A word as it is looked for: folded, with one blank for whatever stands between its parts.
pub(super) fn key(text: &str) -> String {
    let folded = fold(text);
    let mut key = String::with_capacity(folded.len());
    for part in folded.split(|c: char| !c.is_alphanumeric()) {
        if !part.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(part);
        }
    }
    key
}

/// A cell as a message quotes it: short, harmless.
pub(super) fn quoted(cell: &str) -> String {
    let mut short: String = cell.chars().take(QUOTED_CHARS).collect();
    if short.len() < cell.len() {
        short.push('…');
    }
    format!("\"{}\"", text::line(&short))
}

/// The status of this name and whether the ticket was deleted; none if it is not known.
pub(super) fn status(word: &str) -> Option<(Status, bool)> {
    let key = key(word);
    if DELETED.contains(&key.as_str()) {
        return Some((Status::Closed, true));
    }
    of(STATUSES, &key).map(|status| (status, false))
}

/// The priority of this name, or that there is none; `None` if it is not known.
#[expect(
    clippy::option_option,
    reason = "no priority and no known word are two things"
)]
pub(super) fn priority(word: &str) -> Option<Option<Priority>> {
    let key = key(word);
    if key.is_empty() || NO_PRIORITY.contains(&key.as_str()) {
        return Some(None);
    }
    of(PRIORITIES, &key).map(Some)
}

/// The kind of this name; none if it is not known.
pub(super) fn kind(word: &str) -> Option<Kind> {
    of(KINDS, &key(word))
}

/// The kind that tags say, as Zendesk's readers do.
pub(super) fn kind_of_tags(tags: &[String]) -> Option<Kind> {
    let tagged = [Kind::PartnerRequest, Kind::Onboarding, Kind::Billing];
    tagged
        .into_iter()
        .find(|kind| tags.iter().any(|tag| tag == kind.name()))
}

fn of<T: Copy>(words: &[(T, &[&str])], key: &str) -> Option<T> {
    let found = words.iter().find(|(_, words)| words.contains(&key));
    found.map(|(meant, _)| *meant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_of_three_systems_are_known_in_any_case() {
        for (word, status_meant) in [
            ("Open", Status::Open),
            ("ON-HOLD", Status::OnHold),
            ("on_hold", Status::OnHold),
            ("Waiting on Customer", Status::Pending),
            ("Resolved", Status::Solved),
            ("Gelöst", Status::Solved),
            ("fermé", Status::Closed),
        ] {
            assert_eq!(status(word), Some((status_meant, false)), "{word}");
        }
        assert_eq!(status("Deleted"), Some((Status::Closed, true)));
        assert_eq!(status("With Bank"), None);
        assert_eq!(status(""), None);
        assert_eq!(priority("-"), Some(None));
        assert_eq!(priority("Medium"), Some(Some(Priority::Normal)));
        assert_eq!(priority("Highest"), Some(Some(Priority::Urgent)));
        assert_eq!(priority("ultra"), None);
        assert_eq!(kind("Partner_Request"), Some(Kind::PartnerRequest));
        assert_eq!(kind("Störung"), Some(Kind::Incident));
        assert_eq!(kind("cake"), None);
    }

    #[test]
    fn own_names_are_known_and_no_word_means_two_things() {
        for one in Status::ALL {
            assert_eq!(status(one.name()), Some((*one, false)));
        }
        for one in Priority::ALL {
            assert_eq!(priority(one.name()), Some(Some(*one)));
        }
        for one in Kind::ALL {
            assert_eq!(kind(one.name()), Some(*one));
        }
        let lists = [
            STATUSES.iter().map(|(_, words)| *words).collect::<Vec<_>>(),
            PRIORITIES.iter().map(|(_, words)| *words).collect(),
            KINDS.iter().map(|(_, words)| *words).collect(),
        ];
        for list in lists {
            let mut words = list.concat();
            for word in &words {
                assert_eq!(key(word), *word, "is written as it is looked for");
            }
            let all = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), all);
        }
    }

    #[test]
    fn one_quote_before_a_formula_is_taken_away() {
        assert_eq!(plain("'=1+1"), "=1+1");
        assert_eq!(plain("'-2+3"), "-2+3");
        assert_eq!(plain("''=1"), "''=1");
        assert_eq!(plain("'tis"), "'tis");
        assert_eq!(plain("=1+1"), "=1+1");
        assert_eq!(quoted("a\x1b[31m"), "\"a\u{FFFD}[31m\"");
        assert_eq!(quoted(&"x".repeat(99)).chars().count(), QUOTED_CHARS + 3);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in any::<String>()) {
            plain(&text);
            prop_assert!(!key(&text).contains("  "));
            let shown = quoted(&text);
            prop_assert!(!shown.chars().any(char::is_control));
        }
    }
}
