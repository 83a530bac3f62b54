//! A line of typing cut into words, and what decides how a word reads.
//!
//! The parser and the printer share these rules: the printer puts into quotes exactly what
//! the parser would not read back as plain text.

use super::parse::FilterError;

/// A word as typed, quotes and all.
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
        self.raw
            .split_at_checked(bytes)
            .map_or(self, |(_, rest)| Word {
                raw: rest,
                at: self.at + bytes,
            })
    }

    /// The parts between commas that stand outside quotes; at least one.
    pub(super) fn parts(self) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut rest = self;
        let mut quotes = Quotes::default();
        for (offset, letter) in self.raw.char_indices() {
            if quotes.holds(letter) || letter != ',' {
                continue;
            }
            let start = rest.at - self.at;
            if let Some((part, after)) = rest.raw.split_at_checked(offset - start) {
                parts.push(Word {
                    raw: part,
                    at: rest.at,
                });
                rest = Word {
                    raw: after,
                    at: self.at + offset,
                }
                .skip(1);
            }
        }
        parts.push(rest);
        parts
    }

    /// True if any of it stands in quotes: then it means itself and is no keyword.
    pub(super) fn is_quoted(self) -> bool {
        self.raw.contains('"')
    }

    /// What it says: quotes taken off, `\"` and `\\` inside them resolved.
    pub(super) fn text(self) -> String {
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

/// Follows quotes letter by letter.
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

/// Cuts a line at white space outside quotes. Errors: an open quote, a parenthesis.
pub(super) fn split(line: &str) -> Result<Vec<Word<'_>>, FilterError> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quotes = Quotes::default();
    let mut opened = 0;
    for (offset, letter) in line.char_indices() {
        let was_inside = quotes.inside;
        let held = quotes.holds(letter);
        if held && !was_inside {
            opened = offset;
        }
        let letter_at = Word {
            raw: line
                .get(offset..offset + letter.len_utf8())
                .unwrap_or_default(),
            at: offset,
        };
        match (held, start) {
            (false, _) if matches!(letter, '(' | ')') => {
                return Err(letter_at.error(
                    "Parentheses are not understood; a comma means or within one field \
                     (tag:blik,ideal), and quotes look for the sign itself",
                ));
            }
            (false, Some(from)) if letter.is_whitespace() => {
                words.extend(line.get(from..offset).map(|raw| Word { raw, at: from }));
                start = None;
            }
            (false, None) if letter.is_whitespace() => {}
            (_, None) => start = Some(offset),
            (_, Some(_)) => {}
        }
    }
    if let Some(from) = start {
        let last = line.get(from..).map(|raw| Word { raw, at: from });
        if quotes.inside {
            let rest = Word {
                raw: line.get(opened..).unwrap_or_default(),
                at: opened,
            };
            return Err(rest.error("This quote is not closed"));
        }
        words.extend(last);
    }
    Ok(words)
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
/// text: no name before the sign (`10:00`), or a web address.
pub(super) fn field_name(word: Word<'_>) -> Option<Word<'_>> {
    let raw = word.raw;
    let lower = raw.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return None;
    }
    let end = raw.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')))?;
    let (name, rest) = raw.split_at_checked(end)?;
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let operated = operator(rest).is_some() || rest.starts_with('=');
    (named && operated).then_some(Word {
        raw: name,
        at: word.at,
    })
}

/// True if the word ends in the `*` other systems want for word beginnings.
pub(super) fn ends_in_star(text: &str) -> bool {
    text.strip_suffix('*')
        .is_some_and(|before| before.ends_with(char::is_alphanumeric))
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
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')'))
}

/// A text as a term of its own, in quotes where it would read as something else without.
pub(super) fn spell_text(text: &str) -> String {
    let word = Word { raw: text, at: 0 };
    let plain = stays_whole(text)
        && !text.starts_with('-')
        && !is_keyword(text)
        && !ends_in_star(text)
        && number(text).is_none()
        && field_name(word).is_none();
    if plain { text.to_owned() } else { quote(text) }
}

/// A text as a field's value, in quotes where it would read as something else without.
/// `reserved` are the words that mean more than themselves there.
pub(super) fn spell_value(text: &str, reserved: &[&str]) -> String {
    let plain = stays_whole(text)
        && !text.contains(',')
        && !text.starts_with(['<', '>', '!'])
        && !ends_in_star(text)
        && !reserved.iter().any(|word| text.eq_ignore_ascii_case(word));
    if plain { text.to_owned() } else { quote(text) }
}

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_spaces_outside_quotes() {
        let line = r#" a  tag:"x y",z "q \" \\" "#;
        let words = split(line).unwrap();
        let raw: Vec<_> = words.iter().map(|w| (w.at, w.raw)).collect();
        assert_eq!(raw, [(1, "a"), (4, r#"tag:"x y",z"#), (16, r#""q \" \\""#)]);
        assert_eq!(words[2].text(), r#"q " \"#);
        let parts = words[1].skip(4).parts();
        assert_eq!(
            parts.iter().map(|p| (p.at, p.raw)).collect::<Vec<_>>(),
            [(8, r#""x y""#), (14, "z")]
        );
        assert_eq!(parts[0].text(), "x y");
    }

    #[test]
    fn names_are_told_from_text() {
        let name = |raw| field_name(Word { raw, at: 0 }).map(|w| w.raw);
        assert_eq!(name("status:open"), Some("status"));
        assert_eq!(name("status<solved"), Some("status"));
        assert_eq!(name("cf.x:1"), Some("cf.x"));
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
