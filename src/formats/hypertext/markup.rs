//! HTML as pieces: text, tags that open, tags that close.
//!
//! Every search that fails is made once: what is not there after one place is not there after a
//! later one. So a thousand beginnings of a comment that never ends cost as much as one.

use std::borrow::Cow;

use super::entities;

/// Elements whose content is no text for a reader.
const UNREAD: [&str; 8] = [
    "script", "style", "title", "template", "svg", "object", "iframe", "select",
];

/// Longest name of an element: a longer one is none that we know.
const MAX_NAME: usize = 16;

/// A piece of HTML.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// Text, its entities still in it.
    Text(&'a str),
    /// A tag that opens an element.
    Open(Tag<'a>),
    /// The name of an element that is closed, in lower case.
    Close(String),
}

/// A tag that opens an element.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// Its name in lower case.
    pub(super) name: String,
    attributes: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, its entities decoded; none without one.
    pub(super) fn value(&self, wanted: &str) -> Option<Cow<'_, str>> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest
                .find(|c: char| c.is_ascii_whitespace() || c == '=')
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let after = after.trim_start();
            let (value, left) = match after.strip_prefix('=') {
                Some(value) => split_value(value.trim_start()),
                None => ("", after),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(entities::decode(value));
            }
            // An empty name (`==`) must not stand still.
            rest = if left.len() < rest.len() {
                left
            } else {
                rest.get(1..).unwrap_or_default()
            };
        }
    }
}

/// A value and what follows it.
fn split_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = text.find(|c: char| c.is_ascii_whitespace());
    text.split_at(end.unwrap_or(text.len()))
}

/// The pieces of a text, in order.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    html: &'a str,
    at: usize,
    /// False once a quote in a tag was found not to end: later ones are taken as letters.
    quotes: bool,
    /// False once no tag, no comment, no head was found to end.
    tags: bool,
    comments: bool,
    heads: bool,
}

impl<'a> Pieces<'a> {
    /// The pieces of `html`.
    pub(super) fn of(html: &'a str) -> Self {
        Self {
            html,
            at: 0,
            quotes: true,
            tags: true,
            comments: true,
            heads: true,
        }
    }

    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    /// Takes what is no tag: up to the next `<` that may begin one.
    fn text(&mut self) -> Piece<'a> {
        let rest = self.rest();
        let mut later = rest.bytes().skip(1);
        let next = later.position(|byte| byte == b'<').filter(|_| self.tags);
        let (text, _) = rest.split_at(next.map_or(rest.len(), |at| at + 1));
        self.at += text.len();
        Piece::Text(text)
    }

    /// Where the tag that begins here ends: at the byte of its `>`.
    fn tag_end(&mut self) -> Option<usize> {
        let bytes = self.rest().as_bytes();
        if self.quotes {
            let mut open = None;
            // A quote counts only where a value may begin: `it's` in a stray tag is none.
            let mut before = b' ';
            for (at, byte) in bytes.iter().enumerate() {
                match (open, byte) {
                    (None, b'>') => return Some(at),
                    (None, b'"' | b'\'') if before == b'=' => open = Some(*byte),
                    (Some(quote), byte) if quote == *byte => open = None,
                    _ => {}
                }
                if !byte.is_ascii_whitespace() {
                    before = *byte;
                }
            }
            if open.is_none() {
                self.tags = false;
                return None;
            }
            self.quotes = false;
        }
        let end = bytes.iter().position(|byte| *byte == b'>');
        self.tags = end.is_some();
        end
    }

    /// Goes past a comment, a declaration or an instruction; false if there is none here.
    fn skip_remark(&mut self) -> bool {
        let rest = self.rest();
        if self.comments
            && let Some(inside) = rest.strip_prefix("<!--")
        {
            if let Some(end) = inside.find("-->") {
                self.at += 4 + end + 3;
                return true;
            }
            self.comments = false;
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            match rest.find('>') {
                Some(end) => self.at += end + 1,
                None => self.at = self.html.len(),
            }
            return true;
        }
        false
    }

    /// Goes past the content of an element that is not read.
    fn skip_content(&mut self, name: &str) {
        if UNREAD.contains(&name) {
            let end = find_tag(self.rest(), &format!("</{name}"));
            self.at += end.unwrap_or(self.rest().len());
        } else if name == "head" && self.heads {
            let end = find_tag(self.rest(), "</head").or_else(|| find_tag(self.rest(), "<body"));
            match end {
                Some(end) => self.at += end,
                // Without an end it is not told from the text: the text is dearer.
                None => self.heads = false,
            }
        }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            if !self.tags || !rest.starts_with('<') {
                return Some(self.text());
            }
            if self.skip_remark() {
                continue;
            }
            let inside = rest.get(1..).unwrap_or_default();
            let closes = inside.starts_with('/');
            let inside = inside.strip_prefix('/').unwrap_or(inside);
            if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
                return Some(self.text());
            }
            let Some(end) = self.tag_end() else {
                return Some(self.text());
            };
            self.at += end + 1;
            let from = if closes { 2 } else { 1 };
            let inside = rest.get(from..end).unwrap_or_default();
            let stop = inside
                .find(|c: char| c.is_ascii_whitespace() || c == '/')
                .unwrap_or(inside.len());
            let (name, attributes) = inside.split_at(stop);
            if name.len() > MAX_NAME {
                continue;
            }
            let name = name.to_ascii_lowercase();
            if closes {
                return Some(Piece::Close(name));
            }
            self.skip_content(&name);
            return Some(Piece::Open(Tag { name, attributes }));
        }
    }
}

/// The byte at which a tag begins, whatever its case; `tag` is in lower case.
fn find_tag(text: &str, tag: &str) -> Option<usize> {
    let starts = text.match_indices('<').map(|(at, _)| at);
    starts.into_iter().find(|at| {
        let here = text.as_bytes().get(*at..*at + tag.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(tag.as_bytes()))
    })
}
