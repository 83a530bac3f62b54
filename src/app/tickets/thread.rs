//! A ticket's timeline as lines of a given width: what the reader scrolls and the preview shows.
//!
//! All that costs is done here, when a ticket or a width is new: wrapping, what is quoted, what
//! names something and where it leads. Drawing reads.

use std::fmt::Write as _;
use std::ops::Range;

use crate::app::kit::wrap;
use crate::domain::tickets::marks::{self, Mark, Sort};
use crate::domain::tickets::quoting::{self, Part, Passage};
use crate::domain::tickets::{Entry, EntryId, EntryKind, FieldChange, Role, Thread};
use crate::domain::zone::Zone;
use crate::domain::{Instant, moment, text};

/// Longest line of a message in cells: beyond it the eye loses the next line.
pub const MAX_LINE: usize = 90;
/// Lines from which a quote is folded: shorter ones say more than the line in their place.
const FOLD_FROM: usize = 3;
/// Links of one ticket that are numbered: more nobody goes through.
const MAX_LINKS: usize = 200;

/// How a line of a message hangs on the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// It begins a paragraph.
    Begins,
    /// It goes on after a blank.
    Blank,
    /// It goes on within a word.
    Word,
}

/// A part of a line that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Which bytes of the line.
    pub range: Range<usize>,
    /// What they are.
    pub sort: Sort,
}

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The head of a message: who, from where, when.
    Head {
        /// Author's name.
        name: String,
        /// Organization and role in a few words.
        from: String,
        /// True for an internal note.
        internal: bool,
        /// When.
        at: String,
    },
    /// A line of a message.
    Body {
        /// The text, cut to the width.
        text: String,
        /// What it names.
        spans: Vec<Span>,
        /// How it hangs on the line before.
        joint: Joint,
        /// True for an internal note.
        internal: bool,
        /// True for what steps back: quotes, signatures, names of files.
        quoted: bool,
    },
    /// Stands before a quote that can be folded.
    Fold {
        /// How many lines the quote has.
        lines: usize,
        /// True for an internal note.
        internal: bool,
    },
    /// Something that happened to the ticket.
    System {
        /// What, in a few words.
        text: String,
        /// When; empty for what follows of the same event.
        at: String,
    },
    /// Nothing.
    Blank,
}

/// Which of the things that happened are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Events {
    /// Each event in a line.
    #[default]
    Short,
    /// Each change in a line of its own, whole.
    Every,
    /// None: messages alone.
    None,
}

impl Events {
    /// The next in turn.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Short => Self::Every,
            Self::Every => Self::None,
            Self::None => Self::Short,
        }
    }

    /// What is shown, in a few words.
    pub const fn said(self) -> &'static str {
        match self {
            Self::Short => "messages, events in short",
            Self::Every => "every change, with what it was before",
            Self::None => "messages alone",
        }
    }
}

/// How a timeline is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Width of the text, without edge and margin.
    pub cells: usize,
    /// What times are told from.
    pub now: Instant,
    /// Where they are.
    pub zone: &'a Zone,
    /// Which events are told.
    pub events: Events,
}

/// A link of a ticket, by its number less one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub address: String,
    /// The words it stands under; empty if it stands alone.
    pub words: String,
}

/// A quote: its lines are hidden while it is folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The line of [`Line::Fold`].
    pub at: usize,
    /// The lines of the quote.
    pub lines: Range<usize>,
}

/// A timeline, laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Every line, those of folded quotes too.
    pub lines: Vec<Line>,
    /// The quotes that can be folded, in order.
    pub folds: Vec<Fold>,
    /// The first line of each entry, in order.
    pub entries: Vec<(EntryId, usize)>,
    /// The links of its messages.
    pub links: Vec<Link>,
}

/// Lays out a timeline.
pub fn lay_out(thread: &Thread, frame: &Frame<'_>) -> Sheet {
    let mut sheet = Sheet::default();
    for entry in &thread.entries {
        let system = is_system(entry);
        if system && frame.events == Events::None {
            continue;
        }
        // A blank row between entries, but none between two that merely happened.
        let apart = match sheet.lines.last() {
            None => false,
            Some(Line::System { .. }) => !system,
            Some(_) => true,
        };
        if apart {
            sheet.lines.push(Line::Blank);
        }
        sheet.entries.push((entry.id, sheet.lines.len()));
        let at = moment::when(entry.at, frame.now, frame.zone);
        if !system {
            sheet.message(entry, at, frame.cells.clamp(2, MAX_LINE));
        } else if frame.events == Events::Every {
            sheet.every_change(entry, at, frame.cells);
        } else {
            let text = system_text(entry);
            sheet.lines.push(Line::System { text, at });
        }
    }
    sheet
}

/// The lines of a timeline with every quote folded. `cells` is the width of the text.
pub fn lines(thread: &Thread, cells: usize, now: Instant, zone: &Zone) -> Vec<Line> {
    let frame = Frame {
        cells,
        now,
        zone,
        events: Events::Short,
    };
    let mut sheet = lay_out(thread, &frame);
    for fold in sheet.folds.iter().rev() {
        sheet.lines.drain(fold.lines.clone());
    }
    sheet.lines
}

/// True for what happened to a ticket, false for what someone wrote.
pub fn is_system(entry: &Entry) -> bool {
    !matches!(entry.kind, EntryKind::Reply | EntryKind::Note)
}

impl Sheet {
    fn message(&mut self, entry: &Entry, at: String, cells: usize) {
        let internal = !entry.public;
        let (name, from) = author(entry);
        self.lines.push(Line::Head {
            name,
            from,
            internal,
            at,
        });
        let safe = text::screen(&entry.text);
        let said = safe.trim_end();
        let paragraphs: Vec<&str> = said.split('\n').collect();
        for Passage { part, lines } in quoting::passages(said) {
            let fold = self.lines.len();
            if part == Part::Quoted {
                self.lines.push(Line::Fold { lines: 0, internal });
            }
            for paragraph in paragraphs.get(lines).unwrap_or_default() {
                self.paragraph(paragraph, cells, internal, part != Part::Said);
            }
            if part == Part::Quoted {
                self.fold(fold, internal);
            }
        }
        for attachment in &entry.attachments {
            let name = text::line(&attachment.name);
            self.push(&format!("attached: {name}"), &[], cells, internal, true);
        }
    }

    /// Makes the lines from `at` on a quote, if there are enough of them.
    fn fold(&mut self, at: usize, internal: bool) {
        let blank = |line: &Line| matches!(line, Line::Body { text, .. } if text.is_empty());
        let end = self.lines.len();
        let kept = self.lines.iter().rposition(|line| !blank(line));
        let lines = at + 1..kept.map_or(end, |last| last + 1).max(at + 1);
        if lines.len() < FOLD_FROM {
            self.lines.remove(at);
            return;
        }
        if let Some(line) = self.lines.get_mut(at) {
            *line = Line::Fold {
                lines: lines.len(),
                internal,
            };
        }
        self.folds.push(Fold { at, lines });
    }

    /// Adds a paragraph of a message: what it names marked, accounts masked, links numbered.
    fn paragraph(&mut self, text: &str, cells: usize, internal: bool, quoted: bool) {
        let text = text.replace('\t', "    ");
        let found = marks::marks(&text);
        if found.is_empty() {
            return self.push(&text, &[], cells, internal, quoted);
        }
        let mut shown = String::with_capacity(text.len());
        let mut spans = Vec::with_capacity(found.len());
        let mut done = 0;
        for Mark { range, sort } in found {
            let mut before = text.get(done..range.start).unwrap_or_default();
            let named = text.get(range.clone()).unwrap_or_default();
            done = range.end;
            // `the form <https://…>` is shown as `the form [1]`: the address is said before it opens.
            let after = text.get(range.end..).unwrap_or_default();
            let worded = before.strip_suffix('<').filter(|_| after.starts_with('>'));
            let worded = worded.filter(|_| sort == Sort::Link);
            if let Some(words) = worded {
                before = words;
                done += 1;
            }
            shown.push_str(before);
            let from = shown.len();
            match sort {
                Sort::Iban => shown.push_str(&marks::masked(named)),
                Sort::Link => {
                    let words = worded.map_or("", |_| words_before(&shown));
                    let number = self.number(named, words);
                    let has_words = !words.is_empty();
                    if !has_words {
                        shown.push_str(named);
                        shown.push(' ');
                    }
                    if let Some(number) = number {
                        // Writing to a string cannot fail.
                        let _ = write!(shown, "[{number}]");
                    } else if has_words {
                        shown.push_str(named);
                    }
                }
                _ => shown.push_str(named),
            }
            // A number after an address is not part of it.
            let end = match (sort, worded) {
                (Sort::Link, None) => from + named.len(),
                _ => shown.len(),
            };
            spans.push(Span {
                range: from..end.max(from),
                sort,
            });
        }
        shown.push_str(text.get(done..).unwrap_or_default());
        self.push(&shown, &spans, cells, internal, quoted);
    }

    /// The number of a link, the same for the same address; none once there are too many.
    fn number(&mut self, address: &str, words: &str) -> Option<usize> {
        let mut known = self.links.iter_mut().enumerate();
        if let Some((at, link)) = known.find(|(_, link)| link.address == address) {
            if link.words.is_empty() {
                words.clone_into(&mut link.words);
            }
            return Some(at + 1);
        }
        if self.links.len() >= MAX_LINKS {
            return None;
        }
        self.links.push(Link {
            address: address.to_owned(),
            words: words.to_owned(),
        });
        Some(self.links.len())
    }

    /// Wraps a text to lines, each with its part of the spans.
    fn push(&mut self, text: &str, spans: &[Span], cells: usize, internal: bool, quoted: bool) {
        let mut end = None;
        let mut rest = spans;
        for line in wrap::ranges(text, cells) {
            let joint = match end {
                None => Joint::Begins,
                Some(end) if end == line.start => Joint::Word,
                Some(_) => Joint::Blank,
            };
            end = Some(line.end);
            // Spans that ended before this line are done with.
            let over = rest.iter().take_while(|span| span.range.end <= line.start);
            rest = rest.get(over.count()..).unwrap_or_default();
            let here = rest
                .iter()
                .take_while(|span| span.range.start < line.end)
                .map(|span| Span {
                    range: span.range.start.max(line.start) - line.start
                        ..span.range.end.min(line.end) - line.start,
                    sort: span.sort,
                });
            self.lines.push(Line::Body {
                spans: here.collect(),
                text: text.get(line).unwrap_or_default().to_owned(),
                joint,
                internal,
                quoted,
            });
        }
    }

    /// Adds a line for each change of an event; what does not fit goes on below.
    fn every_change(&mut self, entry: &Entry, at: String, cells: usize) {
        let by = by(entry);
        let mut words: Vec<String> = entry.changes.iter().map(change_text).collect();
        if !entry.text.is_empty() {
            words.push(text::line(&entry.text).into_owned());
        }
        if let (Some(first), Some(by)) = (words.first_mut(), by) {
            first.push_str(", ");
            first.push_str(&by);
        }
        // The time stands at the right of the first line, and of each that follows nothing.
        let room = cells.saturating_sub(wrap::width(&at) + 2);
        let mut at = Some(at);
        for text in words.iter().flat_map(|text| wrap::wrap(text, room)) {
            let at = at.take().unwrap_or_default();
            self.lines.push(Line::System { text, at });
        }
    }
}

/// The words right before a link: the end of a line, from the last sign of a sentence on.
fn words_before(line: &str) -> &str {
    /// Bytes of them that a list of links shows.
    const MOST: usize = 60;
    let line = line.trim_end();
    let from = line.len().saturating_sub(MOST);
    let from = (from..=line.len()).find(|at| line.is_char_boundary(*at));
    let end = line.get(from.unwrap_or(0)..).unwrap_or_default();
    let words = end.rsplit([':', '.', ';', '|', ']', '>', ',']).next();
    // The mark of a list's item is none of its words.
    words.unwrap_or_default().trim_matches(['-', '*', ' '])
}

/// Who wrote it and where they belong.
fn author(entry: &Entry) -> (String, String) {
    let Some(person) = &entry.author else {
        return ("system".to_owned(), String::new());
    };
    let name = text::line(person.called().unwrap_or("unknown")).into_owned();
    let role = role(person.role);
    let from = match &person.organization {
        Some(organization) => format!("{}, {role}", text::line(organization)),
        None => role.to_owned(),
    };
    (name, from)
}

/// What a person is to the desk, in a word.
pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::EndUser => "client",
        Role::Agent => "support",
        Role::Partner => "partner",
    }
}

/// What happened, with from and to: `status open, was new, by Ana Nowak`.
pub fn system_text(entry: &Entry) -> String {
    let mut words: Vec<String> = entry.changes.iter().map(change_text).collect();
    if !entry.text.is_empty() {
        words.push(text::line(&entry.text).into_owned());
    }
    words.extend(by(entry));
    words.join(", ")
}

/// `by Ana Nowak`.
fn by(entry: &Entry) -> Option<String> {
    let person = entry.author.as_ref()?;
    let name = person.called().unwrap_or("unknown");
    Some(format!("by {}", text::line(name)))
}

fn change_text(change: &FieldChange) -> String {
    let field = text::line(&change.field);
    let show = |value: &Option<String>| match value.as_deref() {
        None | Some("") => "none".to_owned(),
        Some(value) => text::line(value).replace('_', " "),
    };
    match &change.from {
        None => format!("{field} {}", show(&change.to)),
        Some(_) => format!("{field} {}, was {}", show(&change.to), show(&change.from)),
    }
}
