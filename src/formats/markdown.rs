//! A case as Markdown: readable as it stands, and inert in every renderer.
//!
//! What people wrote stands in fences longer than any run of backticks in it; single lines are
//! escaped letter by letter. Nothing from a ticket can become a heading, a link or HTML.

use std::fmt::Write;

use super::case::{self, Case};
use crate::domain::zone::Zone;
use crate::domain::{moment, text};

/// Renders the case; times are local to `zone`.
pub fn render(case: &Case, zone: &Zone) -> String {
    let thread = case.thread();
    let ticket = &thread.ticket;
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(page, "# {}: {}\n", ticket.handle(), escape(&ticket.subject));
    for (label, value) in case::facts(ticket, zone) {
        let _ = writeln!(page, "- {label}: {}", escape(&value));
    }
    if let Some(url) = &ticket.url {
        let _ = writeln!(page, "- Page: {}", escape(url));
    }
    for entry in &thread.entries {
        let _ = writeln!(
            page,
            "\n## {} · {} · {}\n",
            moment::full(entry.at, zone),
            escape(&case::author(entry)),
            case::sort(entry)
        );
        for change in &entry.changes {
            let _ = writeln!(page, "- {}", escape(&case::change(change)));
        }
        let body = text::screen(entry.text.trim_end());
        if !body.is_empty() {
            let fence = fence(&body);
            let _ = writeln!(page, "{fence}text\n{body}\n{fence}");
        }
        for file in &entry.attachments {
            let _ = writeln!(page, "- {}", escape(&case::attachment(file)));
        }
    }
    page
}

/// One line in which no letter means anything to Markdown.
fn escape(value: &str) -> String {
    let mut safe = String::with_capacity(value.len());
    for letter in text::line(value).chars() {
        if letter.is_ascii_punctuation() && !matches!(letter, ',' | ';' | '/' | '\'' | '"' | '%') {
            // Between letters and digits these mean nothing, and an address stays readable.
            if !matches!(letter, '.' | ':' | '@' | '-' | '?' | '=') || safe.is_empty() {
                safe.push('\\');
            }
        }
        safe.push(letter);
    }
    safe
}

/// A fence that no line of `body` can close.
fn fence(body: &str) -> String {
    let longest = body
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

#[cfg(test)]
mod tests {
    use super::super::case::sample;
    use super::*;

    #[test]
    fn nothing_from_a_ticket_acts() {
        let thread = sample::thread(
            "# <b>Refund</b> | [x](javascript:1)",
            "````\n# heading\n<script>alert(1)</script>",
        );
        let page = render(&Case::new(thread), &Zone::default());
        assert!(
            page.starts_with(
                "# zd:35436: \\# \\<b\\>Refund\\</b\\> \\| \\[x\\]\\(javascript:1\\)\n"
            )
        );
        assert!(page.contains("`````text\n````\n# heading"));
        let outside: String = page.split("`````").step_by(2).collect();
        assert!(!outside.contains("<script"));
    }

    #[test]
    fn the_thread_is_told_in_order() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let page = render(
            &Case::new(sample::thread("Refund", "It is missing.")),
            &berlin,
        );
        let reply = page
            .find("## 2026-04-27 10:47 CEST · Ana Ruiz \\<ana@example.com\\> · reply, public")
            .unwrap();
        let note = page.find("· note, internal").unwrap();
        let status = page.find("- status: open -\\> pending").unwrap();
        assert!(reply < note && note < status);
        assert!(page.contains("```text\nIt is missing.\n```"));
        assert!(page.contains("- Organization: Acme \\& Söhne"));
    }
}
