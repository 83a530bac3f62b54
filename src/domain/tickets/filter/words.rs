//! A line of typing cut into words, and what decides how a word reads.
//!
//! The parser and the printer share these rules: the printer puts into quotes exactly what
//! the parser would not read back as the same text.

use super::parse::FilterError;

/// A word as typed, quotes and all; a parenthesis is a word of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// As typed.
    pub(super) raw: &'a str,
    /// Byte offset in the line.
    pub(super) at: usize,
}

impl Word<'_> {
    /// The word without its first `bytes` bytes; whole if that is no boundary.
    pub(super) fn skip(self, bytes: usize) -> Self {
        self.cut(bytes).map_or(self, |(_, rest)| rest)
    }

    /// The word in two, after `bytes` bytes.
    fn cut(self, bytes: usize) -> Option<(Self, Self)> {
        let (raw, rest) = self.raw.split_at_checked(bytes)?;
        let rest = Word {
            raw: rest,
            at: self.at + bytes,
        };
        Some((Word { raw, ..self }, rest))
    }

    /// The parts between commas that stand outside quotes; at least one.
    pub(super) fn parts(self) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut rest = self;
        while let Some((part, after)) = rest.cut_at(",") {
            parts.push(part);
            rest = after;
        }
        parts.push(rest);
        parts
    }

    /// The two ends of `a..b`, if two points stand in it outside quotes.
    pub(super) fn ends(self) -> Option<(Self, Self)> {
        self.cut_at("..")
    }

    /// What stands before and behind the first `sign` outside quotes.
    fn cut_at(self, sign: &str) -> Option<(Self, Self)> {
        let skipped = single_quoted(self.raw).unwrap_or(0);
        let mut quotes = Quotes::default();
        let tail = self.raw.get(skipped..)?;
        for (offset, letter) in tail.char_indices() {
            let here = tail.get(offset..).unwrap_or_default();
            if !quotes.holds(letter) && here.starts_with(sign) {
                let (part, after) = self.cut(skipped + offset)?;
                return Some((part, after.skip(sign.len())));
            }
        }
        None
    }

    /// True if any of it stands in quotes: then it means itself and is no keyword.
    pub(super) fn is_quoted(self) -> bool {
        self.raw.contains('"') || single_quoted(self.raw).is_some()
    }

    /// What it says: quotes taken off, `\"` and `\\` inside them resolved.
    pub(super) fn text(self) -> String {
        if let Some(len) = single_quoted(self.raw) {
            let inner = self.raw.get(1..len - 1).unwrap_or_default();
            let tail = self.raw.get(len..).unwrap_or_default();
            return format!("{inner}{tail}");
        }
        let mut text = String::with_capacity(self.raw.len());
        let mut letters = self.raw.chars().peekable();
        let mut inside = false;
        while let Some(letter) = letters.next() {
            match letter {
                '"' => inside = !inside,
                '\\' if inside => text.push(
                    letters
                        .next_if(|next| matches!(next, '"' | '\\'))
                        .unwrap_or('\\'),
                ),
                other => text.push(other),
            }
        }
        text
    }

    /// What it says, and whether a star behind it leaves its end open.
    pub(super) fn open_text(self) -> (String, bool) {
        let before = self.raw.strip_suffix('*').filter(|before| {
            if self.is_quoted() {
                before.ends_with(['"', '\'']) && ends_outside_quotes(before)
            } else {
                !before.is_empty() && !before.ends_with('*')
            }
        });
        match before {
            Some(raw) => (Word { raw, ..self }.text(), true),
            None => (self.text(), false),
        }
    }

    /// True if it is this keyword, in any case.
    pub(super) fn is(self, keyword: &str) -> bool {
        self.raw.eq_ignore_ascii_case(keyword)
    }

    /// An error that points at this word.
    pub(super) fn error(self, message: impl Into<String>) -> FilterError {
        FilterError {
            message: message.into(),
            at: self.at,
            len: self.raw.len(),
            nearest: None,
        }
    }
}

/// True if no quote is open at the end of the text.
fn ends_outside_quotes(text: &str) -> bool {
    if single_quoted(text) == Some(text.len()) {
        return true;
    }
    let mut quotes = Quotes::default();
    for letter in text.chars() {
        quotes.holds(letter);
    }
    !quotes.inside
}

/// Follows double quotes letter by letter.
#[derive(Default)]
struct Quotes {
    inside: bool,
    escaped: bool,
}

impl Quotes {
    /// Takes the next letter; true if it belongs to a quoted part (the quotes themselves too).
    fn holds(&mut self, letter: char) -> bool {
        if !self.inside {
            self.inside = letter == '"';
            return self.inside;
        }
        if self.escaped {
            // Only a quote and a backslash can be escaped; before anything else it is a letter.
            self.escaped = false;
        } else if letter == '\\' {
            self.escaped = true;
        } else if letter == '"' {
            self.inside = false;
        }
        true
    }
}

/// Length of the text in single quotes at the start (Freshdesk's), quotes included: the second
/// one ends a value, or an apostrophe would.
fn single_quoted(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let ends = inside.match_indices('\'').find(|(at, _)| {
        let after = inside.get(at + 1..).unwrap_or_default();
        ends_a_word(after) || after.starts_with([',', '*'])
    });
    ends.map(|(at, _)| at + 2)
}

fn ends_a_word(after: &str) -> bool {
    after
        .chars()
        .next()
        .is_none_or(|letter| letter.is_whitespace() || letter == ')')
}

/// Length of the `/expression/` at the start of a text, slashes included. A path such as
/// `/v1/refunds` is none: behind the second slash a word would have to end.
pub(super) fn expression(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('/')?;
    let mut escaped = false;
    for (at, letter) in inside.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '/' => {
                let after = inside.get(at + 1..).unwrap_or_default();
                return ends_a_word(after).then_some(at + 2);
            }
            _ => {}
        }
    }
    None
}

/// Cuts a line at white space and parentheses outside quotes and expressions.
/// Errors: an open quote, a parenthesis in the middle of a word.
pub(super) fn split(line: &str) -> Result<Vec<Word<'_>>, FilterError> {
    let mut words = Vec::new();
    let mut rest = Word { raw: line, at: 0 };
    loop {
        let trimmed = rest.raw.trim_start();
        rest = rest.skip(rest.raw.len() - trimmed.len());
        let Some(first) = trimmed.chars().next() else {
            return Ok(words);
        };
        let len = if matches!(first, '(' | ')') {
            first.len_utf8()
        } else {
            word_len(rest)?
        };
        let Some((word, after)) = rest.cut(len) else {
            return Ok(words);
        };
        words.push(word);
        rest = after;
    }
}

/// Length of the word at the start of what is left of the line.
fn word_len(rest: Word<'_>) -> Result<usize, FilterError> {
    let raw = rest.raw;
    let start = usize::from(raw.starts_with('-'));
    let tail = raw.get(start..).unwrap_or_default();
    if let Some(len) = expression(tail).or_else(|| single_quoted(tail)) {
        // What follows single quotes directly (`'a','b'`) is still the word.
        if expression(tail).is_some() || tail.get(len..).is_none_or(ends_a_word) {
            return Ok(start + len);
        }
    }
    let mut quotes = Quotes::default();
    let mut opened = rest;
    // Up to where a value in single quotes reaches.
    let mut held = 0;
    for (offset, letter) in raw.char_indices() {
        let here = rest.skip(offset);
        let was_inside = quotes.inside;
        if offset < held {
            continue;
        }
        if quotes.holds(letter) {
            if !was_inside {
                opened = here;
            }
            continue;
        }
        match letter {
            ')' => return Ok(offset),
            '(' => return parenthesis(rest, offset),
            _ if letter.is_whitespace() => return Ok(offset),
            '\'' if begins_value(rest, offset) => {
                let Some(len) = single_quoted(here.raw) else {
                    return Err(here.error("This quote is not closed"));
                };
                held = offset + len;
            }
            _ => {}
        }
    }
    if quotes.inside {
        return Err(opened.error("This quote is not closed"));
    }
    Ok(raw.len())
}

/// True if a value of a field begins at this offset: behind its sign, or behind a comma.
fn begins_value(word: Word<'_>, offset: usize) -> bool {
    let minus = usize::from(word.raw.starts_with('-'));
    let (named, offset) = (word.skip(minus), offset - minus);
    let Some(name) = field_name(named) else {
        return false;
    };
    let sign = operator(named.skip(name.raw.len()).raw);
    let begin = name.raw.len() + sign.map_or(1, |(_, len)| len);
    let after_comma = || {
        named
            .raw
            .get(begin..offset)
            .is_some_and(|raw| raw.ends_with(','))
    };
    offset == begin || after_comma()
}

/// What an opening parenthesis after the first letter of a word means.
fn parenthesis(rest: Word<'_>, offset: usize) -> Result<usize, FilterError> {
    let before = rest.cut(offset).map_or(rest, |(before, _)| before);
    if before.raw == "-" || is_keyword(before.raw) {
        return Ok(offset);
    }
    let sign = Word {
        raw: "(",
        at: rest.at + offset,
    };
    if before.raw.ends_with([':', '<', '>', '=', ',']) {
        return Err(sign
            .error("A field takes no group; a comma means or within one field (tag:blik,ideal)"));
    }
    Err(sign.error(
        "A parenthesis stands before a term; put the word in quotes to look for the sign itself",
    ))
}

/// How a field's values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Is,
    Not,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// Every spelling; a longer one before its beginning.
const OPS: [(&str, Op); 11] = [
    (":>=", Op::AtLeast),
    (":<=", Op::AtMost),
    (":!=", Op::Not),
    (":>", Op::Greater),
    (":<", Op::Less),
    (":", Op::Is),
    (">=", Op::AtLeast),
    ("<=", Op::AtMost),
    ("!=", Op::Not),
    (">", Op::Greater),
    ("<", Op::Less),
];

/// The operator at the start of a text, with its length in bytes.
pub(super) fn operator(text: &str) -> Option<(Op, usize)> {
    OPS.iter()
        .find(|(sign, _)| text.starts_with(sign))
        .map(|(sign, op)| (*op, sign.len()))
}

/// The name at the start of `name:value`, or of any other operator; none if the word is plain
/// text: no name before the sign (`10:00`), or a web address. A custom field (`cf.NAME`) has
/// letters of any language, and signs that its title may have.
pub(super) fn field_name(word: Word<'_>) -> Option<Word<'_>> {
    let raw = word.raw;
    let is_custom = raw
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("cf."));
    let end = raw.find(|c: char| {
        let in_name = c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        !(in_name || is_custom && (c.is_alphanumeric() || c == '-'))
    })?;
    let (name, rest) = word.cut(end)?;
    let named = name.raw.starts_with(|c: char| c.is_ascii_alphabetic());
    let operated = operator(rest.raw).is_some() || rest.raw.starts_with('=');
    (named && operated && !rest.raw.starts_with("://")).then_some(name)
}

/// True if the word ends in a `*` that stands behind the beginning of a word.
pub(super) fn ends_in_star(text: &str) -> bool {
    text.strip_suffix('*')
        .is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

/// True if a single star stands before a letter: other systems read it as "any letters". Rows
/// of stars are masked digits and mean themselves.
pub(super) fn has_stray_star(text: &str) -> bool {
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let is_single = letter == '*' && before != Some('*');
        if is_single && next.is_some_and(char::is_alphanumeric) {
            return true;
        }
        before = Some(letter);
    }
    false
}

/// True if the word joins or turns terms: `AND`, `OR`, `NOT`, in any case.
pub(super) fn is_keyword(raw: &str) -> bool {
    ["and", "or", "not"]
        .iter()
        .any(|word| raw.eq_ignore_ascii_case(word))
}

/// The digits of `#48213`.
pub(super) fn number(raw: &str) -> Option<&str> {
    raw.strip_prefix('#')
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// True if the letters of a text survive outside quotes: no white space, quote or parenthesis.
fn stays_whole(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('\'')
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')'))
}

/// A text as a term of its own, in quotes where it would read as something else without.
/// `open` puts a star behind it.
pub(super) fn spell_text(text: &str, open: bool) -> String {
    let word = Word { raw: text, at: 0 };
    let plain = stays_whole(text)
        && !text.starts_with(['-', ':', '<', '>', '='])
        && text.contains(char::is_alphanumeric)
        && !is_keyword(text)
        && !has_stray_star(text)
        && number(text).is_none()
        && expression(text).is_none()
        && field_name(word).is_none();
    finish(
        text,
        open,
        plain && text.ends_with(char::is_alphanumeric),
        plain && !ends_in_star(text),
    )
}

/// A text as a field's value, in quotes where it would read as something else without.
/// `reserved` are the words that mean more than themselves there; `open` puts a star behind it.
pub(super) fn spell_value(text: &str, reserved: &[&str], open: bool) -> String {
    let plain = stays_whole(text)
        && !text.contains(',')
        && !text.starts_with(['<', '>', '!', '=', '/'])
        && !has_stray_star(text)
        && !reserved.iter().any(|word| text.eq_ignore_ascii_case(word));
    finish(
        text,
        open,
        plain && !text.ends_with('*'),
        plain && !text.ends_with('*'),
    )
}

fn finish(text: &str, open: bool, plain_before_star: bool, plain: bool) -> String {
    match (open, plain_before_star, plain) {
        (true, true, _) => format!("{text}*"),
        (true, false, _) => format!("{}*", quote(text)),
        (false, _, true) => text.to_owned(),
        (false, _, false) => quote(text),
    }
}

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(line: &str) -> Vec<(usize, &str)> {
        split(line).unwrap().iter().map(|w| (w.at, w.raw)).collect()
    }

    #[test]
    fn words_end_at_spaces_outside_quotes() {
        let line = r#" a  tag:"x y",z "q \" \\" "#;
        assert_eq!(
            cut(line),
            [(1, "a"), (4, r#"tag:"x y",z"#), (16, r#""q \" \\""#)]
        );
        let words = split(line).unwrap();
        assert_eq!(words[2].text(), r#"q " \"#);
        let parts = words[1].skip(4).parts();
        assert_eq!(
            parts.iter().map(|p| (p.at, p.raw)).collect::<Vec<_>>(),
            [(8, r#""x y""#), (14, "z")]
        );
        assert_eq!(parts[0].text(), "x y");
    }

    #[test]
    fn parentheses_are_words_of_their_own() {
        assert_eq!(
            cut("(a NOT(b))-(c)"),
            [
                (0, "("),
                (1, "a"),
                (3, "NOT"),
                (6, "("),
                (7, "b"),
                (8, ")"),
                (9, ")"),
                (10, "-"),
                (11, "("),
                (12, "c"),
                (13, ")")
            ]
        );
        assert_eq!(split("a payout(s)").unwrap_err().at, 8);
        assert!(split("tag:(a b)").unwrap_err().message.contains("comma"));
        assert_eq!(cut("\"a (b)\""), [(0, "\"a (b)\"")]);
    }

    #[test]
    fn single_quotes_hold_values_and_are_apostrophes_else() {
        let words = split("tag:'a b','c' don't 'x y' -'z' 'tis").unwrap();
        let raw: Vec<_> = words.iter().map(|w| w.raw).collect();
        assert_eq!(raw, ["tag:'a b','c'", "don't", "'x y'", "-'z'", "'tis"]);
        let parts = words[0].skip(4).parts();
        assert_eq!(parts[0].text(), "a b");
        assert_eq!(parts[1].text(), "c");
        assert_eq!(words[2].text(), "x y");
        assert!(!words[4].is_quoted());
        assert!(split("tag:'a b").is_err());
    }

    #[test]
    fn expressions_run_from_slash_to_slash_and_paths_are_words() {
        let words = split("/pay (ment|out)/ -/a\\/ b/ /v1/refunds (/x/)").unwrap();
        let raw: Vec<_> = words.iter().map(|w| w.raw).collect();
        assert_eq!(
            raw,
            [
                "/pay (ment|out)/",
                "-/a\\/ b/",
                "/v1/refunds",
                "(",
                "/x/",
                ")"
            ]
        );
    }

    #[test]
    fn a_star_is_open_at_the_end_alone() {
        let open = |raw| Word { raw, at: 0 }.open_text();
        assert_eq!(open("PAY-*"), ("PAY-".to_owned(), true));
        assert_eq!(open("\"a b\"*"), ("a b".to_owned(), true));
        assert_eq!(open("\"a b*\""), ("a b*".to_owned(), false));
        assert_eq!(open("4242****"), ("4242****".to_owned(), false));
        assert!(has_stray_star("re*nd") && has_stray_star("*nd"));
        assert!(!has_stray_star("****1234") && !has_stray_star("a*"));
    }

    #[test]
    fn names_are_told_from_text() {
        let name = |raw| field_name(Word { raw, at: 0 }).map(|w| w.raw);
        assert_eq!(name("status:open"), Some("status"));
        assert_eq!(name("status<solved"), Some("status"));
        assert_eq!(name("cf.psp-ref:1"), Some("cf.psp-ref"));
        assert_eq!(name("cf.größe:1"), Some("cf.größe"));
        for text in [
            "10:00",
            "https://a.example/b:c",
            "D-9931",
            "a",
            ":x",
            "PAY-1:x",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
