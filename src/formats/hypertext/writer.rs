//! The lines of the text as they grow: what stands between words is written when the next word is.

use std::borrow::Cow;

use super::entities;

/// Quotes and lists that are told apart by their indent: deeper ones look alike.
const MAX_DEPTH: usize = 5;

/// Lists and tables that are kept apart; what nests deeper is taken into the innermost.
const MAX_NESTED: usize = 32;

/// Longest address that is kept: no browser takes more.
const MAX_ADDRESS: usize = 2_048;

/// An item's mark where the list has no numbers.
const BULLET: &str = "- ";

/// A link that is open.
#[derive(Debug)]
struct Link {
    address: String,
    /// Where its words begin.
    from: usize,
}

/// The text so far, and what is to come before the next word.
#[derive(Debug)]
pub(super) struct Writer {
    out: String,
    /// Line ends to write: one ends the line, two leave a blank one.
    ends: usize,
    space: bool,
    /// A cell begins: a bar is to come, if its row has a word already.
    bar: bool,
    /// An item begins: its mark is to come.
    item: bool,
    /// A list has begun that has no item yet.
    first: bool,
    quotes: usize,
    /// Depth of quoting of the line that is being written.
    quoted: usize,
    /// Lists that are open: the next number, or none for marks alone.
    lists: Vec<Option<u32>>,
    /// Lists that are open beyond those.
    more_lists: usize,
    /// Tables that are open: whether the row has a word.
    tables: Vec<bool>,
    more_tables: usize,
    kept: usize,
    /// Nothing of a `pre` was written yet: its first line end is none.
    fresh: bool,
    link: Option<Link>,
}

impl Writer {
    /// A text that will be about as long as `bytes`.
    pub(super) fn new(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes / 2),
            ends: 0,
            space: false,
            bar: false,
            item: false,
            first: false,
            quotes: 0,
            quoted: 0,
            lists: Vec::new(),
            more_lists: 0,
            tables: Vec::new(),
            more_tables: 0,
            kept: 0,
            fresh: false,
            link: None,
        }
    }

    /// The whole text, without blanks at the ends of lines.
    pub(super) fn finish(mut self) -> String {
        self.end_link();
        let mut text = String::with_capacity(self.out.len());
        for line in self.out.lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        // A first line may be indented; blank lines before it may not be.
        let blank = text
            .lines()
            .take_while(|line| line.trim_start_matches(['>', ' ']).is_empty())
            .map(|line| line.len() + 1)
            .sum();
        text.get(blank..).unwrap_or_default().to_owned()
    }

    /// Writes text; outside `pre`, runs of white space are one blank.
    pub(super) fn text(&mut self, text: &str) {
        let text: Cow<'_, str> = entities::decode(text);
        for letter in text.chars() {
            if self.kept > 0 {
                self.kept_letter(letter);
            } else if letter.is_whitespace() {
                self.space = true;
            } else if !letter.is_control() {
                self.begin();
                self.out.push(letter);
            }
        }
    }

    fn kept_letter(&mut self, letter: char) {
        let first = std::mem::take(&mut self.fresh);
        match letter {
            '\n' if first => {}
            '\n' => {
                self.begin();
                self.out.push('\n');
                self.indent();
            }
            '\t' => {
                self.begin();
                self.out.push_str("    ");
            }
            letter if letter.is_control() => {}
            letter => {
                self.begin();
                self.out.push(letter);
            }
        }
    }

    /// Writes what is to come before a letter.
    fn begin(&mut self) {
        let is_first = self.out.is_empty();
        let had_word = self.tables.last().is_some_and(|word| *word);
        if let Some(word) = self.tables.last_mut() {
            *word = true;
        }
        if std::mem::take(&mut self.bar) && had_word && !is_first {
            self.out.push_str(" | ");
            (self.ends, self.space) = (0, false);
            return;
        }
        let ends = std::mem::take(&mut self.ends);
        if ends > 0 || is_first || self.item {
            self.new_line(if is_first { 0 } else { ends.max(1) });
        } else if self.space {
            self.out.push(' ');
        }
        self.space = false;
    }

    fn new_line(&mut self, ends: usize) {
        for end in 0..ends {
            if end > 0 {
                // The blank line belongs to the outer of the two depths.
                let depth = self.quoted.min(self.quotes).min(MAX_DEPTH);
                self.out.push_str(">".repeat(depth).as_str());
            }
            self.out.push('\n');
        }
        self.indent();
    }

    /// Writes what every line begins with: quotes, the indent of lists, an item's mark.
    fn indent(&mut self) {
        self.quoted = self.quotes;
        for _ in 0..self.quotes.min(MAX_DEPTH) {
            self.out.push_str("> ");
        }
        let depth = self.lists.len().min(MAX_DEPTH);
        if std::mem::take(&mut self.item) {
            for _ in 1..depth {
                self.out.push_str("  ");
            }
            match self.lists.last_mut() {
                Some(Some(number)) => {
                    self.out.push_str(&number.to_string());
                    self.out.push_str(". ");
                    *number = number.saturating_add(1);
                }
                _ => self.out.push_str(BULLET),
            }
        } else {
            for _ in 0..depth {
                self.out.push_str("  ");
            }
        }
    }

    /// Ends the line if something stands in it.
    pub(super) fn start_line(&mut self) {
        self.ends = self.ends.max(1);
        self.space = false;
    }

    /// Ends the line, and leaves a blank one if it has ended already.
    pub(super) fn line_end(&mut self) {
        self.ends = (self.ends + 1).min(2);
        self.space = false;
    }

    /// Leaves a blank line.
    pub(super) fn apart(&mut self) {
        // A paragraph right at the beginning of an item or a row begins no line of its own.
        if !self.item && self.tables.last() != Some(&false) {
            self.ends = 2;
        }
        self.space = false;
    }

    /// Begins or ends a quote.
    pub(super) fn quote(&mut self, begins: bool) {
        self.end_link();
        self.apart();
        self.quotes = if begins {
            self.quotes.saturating_add(1)
        } else {
            self.quotes.saturating_sub(1)
        };
    }

    /// Begins or ends a text whose blanks and line ends are kept.
    pub(super) fn keep(&mut self, begins: bool) {
        self.apart();
        self.fresh = begins;
        self.kept = if begins {
            self.kept.saturating_add(1)
        } else {
            self.kept.saturating_sub(1)
        };
    }

    /// Begins a list, numbered from a number on or not.
    pub(super) fn list(&mut self, number: Option<u32>) {
        if self.lists.is_empty() {
            self.apart();
        } else {
            self.start_line();
        }
        self.first = true;
        if self.lists.len() < MAX_NESTED {
            self.lists.push(number);
        } else {
            self.more_lists = self.more_lists.saturating_add(1);
        }
    }

    /// Ends the innermost list.
    pub(super) fn end_list(&mut self) {
        (self.item, self.first) = (false, false);
        if self.more_lists > 0 {
            self.more_lists -= 1;
        } else {
            self.lists.pop();
        }
        if self.lists.is_empty() {
            self.apart();
        } else {
            self.start_line();
        }
    }

    /// Begins an item; items stand close.
    pub(super) fn item(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.ends = 1;
        }
        self.space = false;
        self.item = true;
    }

    /// Begins or ends a table.
    pub(super) fn table(&mut self, begins: bool) {
        self.start_line();
        self.bar = false;
        if begins && self.tables.len() < MAX_NESTED {
            self.tables.push(false);
        } else if begins {
            self.more_tables = self.more_tables.saturating_add(1);
        } else if self.more_tables > 0 {
            self.more_tables -= 1;
        } else {
            self.tables.pop();
        }
    }

    /// Begins a row.
    pub(super) fn row(&mut self) {
        self.start_line();
        self.bar = false;
        if let Some(word) = self.tables.last_mut()
            && std::mem::take(word)
        {
            // Rows stand close, whatever paragraphs their cells are made of.
            self.ends = 1;
        }
    }

    /// Begins a cell.
    pub(super) fn cell(&mut self) {
        self.bar = !self.tables.is_empty();
        self.space = false;
    }

    /// Writes a line of its own between two parts.
    pub(super) fn rule(&mut self) {
        self.start_line();
        self.begin();
        self.out.push_str("---");
        self.start_line();
    }

    /// Begins a link.
    pub(super) fn link(&mut self, address: Option<&str>) {
        self.end_link();
        let Some(address) = address.map(str::trim) else {
            return;
        };
        let is = |scheme: &str| {
            let head = address.get(..scheme.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
        };
        let fits =
            address.len() <= MAX_ADDRESS && (is("https://") || is("http://") || is("mailto:"));
        let harmless = |c: char| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>');
        let address: String = address.chars().filter(|c| harmless(*c)).collect();
        self.link = fits.then_some(Link {
            address,
            from: self.out.len(),
        });
    }

    /// Ends a link: its address is written where its words are not the address.
    pub(super) fn end_link(&mut self) {
        let Some(Link { address, from }) = self.link.take() else {
            return;
        };
        let words = self.out.get(from..).unwrap_or_default();
        let words = words.trim_start_matches([' ', '\n', '>', '|', '-']).trim();
        let shown = address
            .get(..7)
            .filter(|head| head.eq_ignore_ascii_case("mailto:"));
        let shown = match shown {
            Some(_) => address.get(7..).and_then(|to| to.split('?').next()),
            None => Some(&*address),
        };
        let shown = shown.unwrap_or_default();
        if shown.is_empty() || bare(words) == bare(shown) {
            return;
        }
        let shown = format!("<{shown}>");
        if words.is_empty() {
            self.begin();
        } else {
            self.out.push(' ');
        }
        self.out.push_str(&shown);
    }

    /// Writes what stands for an image.
    pub(super) fn image(&mut self, alt: Option<&str>) {
        let alt = alt.unwrap_or_default();
        let words: Vec<&str> = alt.split_whitespace().collect();
        if words.is_empty() {
            return;
        }
        let alt = words.join(" ");
        // A sign that is drawn as an image is a letter; a picture is told from the text.
        let is_sign = !alt.chars().any(char::is_alphanumeric);
        self.begin();
        if !is_sign {
            self.out.push('[');
        }
        self.out.extend(alt.chars().filter(|c| !c.is_control()));
        if !is_sign {
            self.out.push(']');
        }
    }
}

/// An address without what people leave out when they write it.
fn bare(address: &str) -> String {
    let lower = address.to_lowercase();
    let rest = ["https://", "http://", "mailto:"]
        .into_iter()
        .find_map(|scheme| lower.strip_prefix(scheme));
    let rest = rest.unwrap_or(&lower);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.trim_end_matches('/').to_owned()
}
