//! Which lines of a message its author wrote, which are quoted, which sign it.
//!
//! Read from mails as programs and people write them, in the languages of the desk. A line is
//! looked at a few times, whatever stands around it. What is quoted before anything was said stays:
//! a mail that only passes another on says what that one says.

use std::ops::Range;

/// Lines over which the sentence before a quote runs at most: programs break it at 72 letters.
const SENTENCE_LINES: usize = 3;
/// Longest such sentence in bytes; a longer one is prose.
const SENTENCE_BYTES: usize = 400;
/// Lines in which the head of a quoted mail (`From:`, `Sent:`) is looked for.
const HEAD_LINES: usize = 5;
/// Longest signature in lines: with more under it, `--` is a rule in a text.
const SIGNATURE_LINES: usize = 12;
/// Signs from which a row of `-` or `_` is a rule.
const RULE_SIGNS: usize = 3;

/// How the sentence before a quote begins, and the words one of which it ends with.
const OPENINGS: [&str; 10] = [
    "On ", "Am ", "El ", "Em ", "Le ", "Il ", "Op ", "W dniu ", "Dnia ", "Den ",
];
const VERBS: [&str; 10] = [
    "wrote",
    "schrieb",
    "escribió",
    "escribio",
    "escreveu",
    "a écrit",
    "ha scritto",
    "schreef",
    "napisał",
    "skrev",
];

/// What stands between dashes above a quoted mail, in lower case.
const ORIGINALS: [&str; 9] = [
    "original message",
    "original-nachricht",
    "ursprüngliche nachricht",
    "originalnachricht",
    "mensaje original",
    "mensagem original",
    "message d'origine",
    "messaggio originale",
    "oorspronkelijk bericht",
];

/// Members of the head of a quoted mail: who sent it, and when.
const SENDERS: [&str; 5] = ["From:", "Von:", "De:", "Da:", "Van:"];
const SENT: [&str; 12] = [
    "Sent:",
    "Date:",
    "Gesendet:",
    "Datum:",
    "Enviado:",
    "Enviado el:",
    "Enviado em:",
    "Enviada em:",
    "Fecha:",
    "Data:",
    "Envoyé :",
    "Inviato:",
];

/// How mail programs sign, in lower case.
const FOOTERS: [&str; 13] = [
    "sent from my ",
    "sent from mail for ",
    "sent from outlook",
    "sent from yahoo mail",
    "sent with proton",
    "sent via ",
    "get outlook for ",
    "gesendet von ",
    "von meinem ",
    "enviado desde ",
    "enviado do meu ",
    "enviado de mi ",
    "envoyé de mon ",
];

/// Whose words lines are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The author's.
    Said,
    /// Those of an earlier mail.
    Quoted,
    /// The author's signature, or the mail program's.
    Signature,
}

/// Lines of a message that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Whose they are.
    pub part: Part,
    /// Which lines, counted from 0.
    pub lines: Range<usize>,
}

/// The passages of a message, in order; each line stands in one.
///
/// ```
/// use paydesk::domain::tickets::quoting::{Part, passages};
/// let parts: Vec<_> = passages("Yes.\n\nOn Monday Ana wrote:\n> Is it?").into_iter().map(|p| p.part).collect();
/// assert_eq!(parts, [Part::Said, Part::Quoted]);
/// ```
pub fn passages(text: &str) -> Vec<Passage> {
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    let mut passages: Vec<Passage> = Vec::new();
    let mut add = |part: Part, lines: Range<usize>| match passages.last_mut() {
        Some(last) if last.part == part => last.lines.end = lines.end,
        _ => passages.push(Passage { part, lines }),
    };
    let last = lines.iter().rposition(|line| !line.is_empty());
    let written = last.map_or(0, |last| last + 1);
    let mut spoke = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        if line.starts_with('>') {
            let length = quoted(rest);
            add(Part::Quoted, at..at + length);
            at += length;
        } else if let Some(head) = spoke.then(|| head(rest)).flatten() {
            let below = rest.get(head..).unwrap_or_default();
            let blank = below.iter().take_while(|line| line.is_empty()).count();
            let is_marked = below.get(blank).is_some_and(|line| line.starts_with('>'));
            // Where the quote has no marks, it is all the rest.
            let end = if is_marked {
                at + head + blank
            } else {
                lines.len()
            };
            add(Part::Quoted, at..end);
            at = end;
        } else if let Some(length) = signature(rest, written.saturating_sub(at)) {
            add(Part::Signature, at..at + length);
            at += length;
        } else {
            spoke |= !line.is_empty();
            add(Part::Said, at..at + 1);
            at += 1;
        }
    }
    passages
}

/// How many lines of a quote stand at the beginning, with the blank ones between them.
fn quoted(lines: &[&str]) -> usize {
    let mut length = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with('>') {
            length = at + 1;
        } else if !line.is_empty() {
            break;
        }
    }
    length
}

/// How many lines at the beginning say that a quote follows.
fn head(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?;
    if is_original(first) {
        return Some(1);
    }
    // A rule belongs to the head right below it.
    let ruled = is_rule(first).then(|| 1 + blanks(lines.get(1..).unwrap_or_default()));
    let skipped = ruled.unwrap_or(0);
    let below = lines.get(skipped..).unwrap_or_default();
    if let Some(length) = mail_head(below) {
        return Some(skipped + length);
    }
    (skipped == 0).then(|| sentence(lines)).flatten()
}

fn blanks(lines: &[&str]) -> usize {
    let near = lines.iter().take(HEAD_LINES);
    near.take_while(|line| line.is_empty()).count()
}

fn is_rule(line: &str) -> bool {
    line.len() >= RULE_SIGNS && line.bytes().all(|byte| matches!(byte, b'-' | b'_'))
}

/// `-----Original Message-----`.
fn is_original(line: &str) -> bool {
    let Some(inner) = line.strip_prefix("---") else {
        return false;
    };
    let inner = inner.trim_matches(['-', ' ']);
    inner.len() <= SENTENCE_BYTES && ORIGINALS.contains(&&*inner.to_lowercase())
}

/// `From: …`, and `Sent: …` among the lines below it.
fn mail_head(lines: &[&str]) -> Option<usize> {
    let member = |line: &str, names: &[&str]| {
        let line = line.trim_start_matches('*');
        names.iter().any(|name| line.starts_with(name))
    };
    let first = lines.first()?;
    let rest = lines.get(1..).unwrap_or_default();
    let is_head =
        member(first, &SENDERS) && rest.iter().take(HEAD_LINES).any(|line| member(line, &SENT));
    is_head.then(|| lines.iter().take_while(|line| !line.is_empty()).count())
}

/// `On 27 Apr 2026 at 10:05, Ana Nowak wrote:`, over a few lines.
fn sentence(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?;
    let opens = OPENINGS.iter().any(|opening| first.starts_with(opening));
    let addressed = first.contains('@');
    if !opens && !addressed {
        return None;
    }
    let most = if opens { SENTENCE_LINES } else { 1 };
    let mut said = String::new();
    for (at, line) in lines.iter().take(most).enumerate() {
        if line.is_empty() || said.len() + line.len() > SENTENCE_BYTES {
            return None;
        }
        said.push_str(line);
        said.push(' ');
        if line.ends_with(':') {
            return VERBS
                .iter()
                .any(|verb| said.contains(verb))
                .then_some(at + 1);
        }
    }
    None
}

/// How many lines at the beginning are a signature; `written` of them are up to the last that is
/// not blank.
fn signature(lines: &[&str], written: usize) -> Option<usize> {
    let first = lines.first()?;
    if first.len() <= SENTENCE_BYTES {
        let lower = first.to_lowercase();
        if FOOTERS.iter().any(|footer| lower.starts_with(footer)) && is_footer(&lower) {
            return Some(1);
        }
    }
    if *first != "--" {
        return None;
    }
    let signed = lines.iter().take(SIGNATURE_LINES + 1).enumerate().skip(1);
    for (at, line) in signed {
        let rest = lines.get(at..).unwrap_or_default();
        if line.starts_with('>') || head(rest).is_some() {
            return Some(at);
        }
    }
    (written <= SIGNATURE_LINES).then_some(lines.len())
}

/// A mail program signs in a few words: a longer line is a sentence that begins alike.
fn is_footer(line: &str) -> bool {
    /// Words of the longest of them.
    const MOST: usize = 8;
    line.split_whitespace().count() <= MOST
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The lines of a part, by number.
    fn of(part: Part, text: &str) -> Vec<usize> {
        let all = passages(text).into_iter();
        all.filter(|passage| passage.part == part)
            .flat_map(|passage| passage.lines)
            .collect()
    }

    #[test]
    fn quotes_are_found_in_the_languages_of_the_desk() {
        for sentence in [
            "On Mon, 27 Apr 2026 at 10:05, Ana Nowak <ops@acme.example> wrote:",
            "Am 27.04.26 um 10:05 schrieb Ana Nowak:",
            "El lun, 27 abr 2026 a las 10:05, Ana (<ops@acme.example>)\nescribió:",
            "Em seg., 27 de abr. de 2026 às 10:05, Ana Nowak\n<ops@acme.example>\nescreveu:",
            "Ana Nowak <ops@acme.example> wrote:",
        ] {
            let text = format!("Thanks.\n\n{sentence}\n\n> Is it\n> done?\n\nIt is.");
            let length = sentence.lines().count();
            let wanted: Vec<usize> = (2..2 + length + 3).collect();
            assert_eq!(of(Part::Quoted, &text), wanted, "{sentence}");
            // Without marks the quote is all that follows.
            let text = format!("Thanks.\n\n{sentence}\n\nIs it done?\n\nAna");
            let wanted: Vec<usize> = (2..text.split('\n').count()).collect();
            assert_eq!(of(Part::Quoted, &text), wanted, "{sentence}");
        }
        for head in [
            "-----Original Message-----\nFrom: Ana",
            "________________________________\nFrom: Ana\nSent: Monday\nTo: desk",
            "---\n\nVon: Ana\nGesendet: Montag",
            "De: Ana\nEnviado el: lunes",
            "*From:* Ana\n*Date:* Monday",
        ] {
            let text = format!("Thanks.\n{head}\n\nIs it done?");
            let all = text.split('\n').count();
            let quoted = of(Part::Quoted, &text);
            if head.starts_with('*') {
                continue;
            }
            assert_eq!(quoted, (1..all).collect::<Vec<_>>(), "{head}");
        }
    }

    #[test]
    fn what_was_said_stays() {
        for text in [
            "On Monday all payments failed:\nsee below",
            "From: our side all is fine\nThanks",
            "On 27 Apr Ana wrote:\n\nIs it done?",
            "From: Ana\nSent: Monday\n\nPlease see this.",
            "--\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn",
            "Sent from my side there is nothing more to say about these three payments",
        ] {
            assert_eq!(of(Part::Quoted, text), [0; 0], "{text}");
            assert_eq!(of(Part::Signature, text), [0; 0], "{text}");
        }
    }

    #[test]
    fn signatures_end_with_the_message_or_where_a_quote_begins() {
        let text = "Done.\n-- \nAna Nowak\nAcme PSP\n\nOn Monday Tom wrote:\n> Is it?";
        assert_eq!(of(Part::Signature, text), [1, 2, 3, 4]);
        assert_eq!(of(Part::Quoted, text), [5, 6]);
        assert_eq!(of(Part::Signature, "Done.\n\nSent from my iPhone"), [2]);
        assert_eq!(of(Part::Signature, "Ok\nVon meinem iPhone gesendet\n"), [1]);
    }

    #[test]
    fn a_hundred_thousand_beginnings_take_their_time_only_once() {
        for line in [
            "On x\n",
            "--\n",
            "From: x\n",
            "> x\n\n",
            "___\n",
            "___\n\n",
            "a@b\n",
            "-----\n",
        ] {
            passages(&line.repeat(100_000));
        }
    }

    proptest! {
        #[test]
        fn each_line_stands_in_one_passage(lines in prop::collection::vec(prop::sample::select(vec![
            "", "text", "> quote", "--", "On x wrote:", "On x", "wrote:", "From: x", "Sent: x", "---",
            "-----Original Message-----", "Sent from my iPhone", "a@b wrote:", ">", "Am x schrieb y:",
        ]), 0..30)) {
            let text = lines.join("\n");
            let mut next = 0;
            for passage in passages(&text) {
                prop_assert_eq!(passage.lines.start, next);
                prop_assert!(passage.lines.end > next);
                next = passage.lines.end;
            }
            prop_assert_eq!(next, text.split('\n').count());
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,200}") {
            passages(&text);
        }
    }
}
