//! Text from outside, made safe in one place on its way out.
//!
//! The store keeps text as it came in. Whatever leaves, to the screen, plain output, `--json`,
//! errors, clipboard or logs, passes through here: filter after joining and before cutting.
//! Both functions run on every cell that is drawn; plain ASCII costs one look at each byte and
//! no allocation. Neither can fail.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Combining marks kept on one base: real scripts need four or five, a tower of marks is an attack.
const MAX_MARKS: usize = 8;

/// What a control character becomes.
const REPLACEMENT: char = '\u{FFFD}';

/// How an end of line looks in a single line.
const LINE_END: char = '␤';

/// Text of several lines, harmless for a terminal: newlines and tabs stay, nothing else acts.
///
/// ```
/// use paydesk::domain::text::screen;
/// assert_eq!(screen("late\x1b[2J\r\npaid"), "late\u{FFFD}[2J\npaid");
/// ```
pub fn screen(text: &str) -> Cow<'_, str> {
    clean(text, Shape::Lines)
}

/// Text for one line (a cell, a title, a file name): as [`screen`], with line ends shown as `␤`
/// and tabs as a space.
///
/// ```
/// use paydesk::domain::text::line;
/// assert_eq!(line("multi\nline\tsubject"), "multi␤line subject");
/// ```
pub fn line(text: &str) -> Cow<'_, str> {
    clean(text, Shape::OneLine)
}

/// True for what `--json` writes as `\uXXXX` although JSON allows it raw: U+007F–9F, the two
/// Unicode line ends, and the characters that steer direction or take no room.
pub fn needs_json_escape(c: char) -> bool {
    matches!(c, '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}') || is_dropped(c) || is_joiner(c)
}

/// True for what never reaches a screen: characters that steer direction or hide.
pub(crate) fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{061C}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        // Word joiner, invisible operators, isolates and the deprecated format characters.
        | '\u{2060}'..='\u{206F}'
        // VS16: terminals disagree about the width of what it follows.
        | '\u{FE0F}'
        | '\u{FEFF}'
        | '\u{E0000}'..='\u{E007F}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Lines,
    OneLine,
}

impl Shape {
    fn keeps(self, byte: u8) -> bool {
        matches!(byte, 0x20..=0x7E) || self == Self::Lines && matches!(byte, b'\n' | b'\t')
    }
}

fn clean(text: &str, shape: Shape) -> Cow<'_, str> {
    // No early exit: the compiler turns this into a few wide compares.
    if text.bytes().fold(true, |all, byte| all & shape.keeps(byte)) {
        return Cow::Borrowed(text);
    }
    if text.chars().all(|c| is_plain(c, shape)) {
        return Cow::Borrowed(text);
    }
    let cleaned = rewrite(text, shape);
    if cleaned == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(cleaned)
    }
}

/// True for a character that stays whatever stands around it.
fn is_plain(c: char, shape: Shape) -> bool {
    match u8::try_from(c) {
        Ok(byte) if byte < 0x80 => shape.keeps(byte),
        Ok(byte) => byte >= 0xA0 && byte != 0xAD,
        Err(_) => {
            !(is_dropped(c) || is_joiner(c) || matches!(c, '\u{2028}' | '\u{2029}') || is_mark(c))
        }
    }
}

fn rewrite(text: &str, shape: Shape) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    // Whether the last thing written can be joined to what follows, and the joiner that waits for it.
    let mut joinable = false;
    let mut joiner = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                '\n'
            }
            '\u{2028}' | '\u{2029}' => '\n',
            other => other,
        };
        if is_dropped(c) {
            continue;
        }
        if is_joiner(c) {
            if joinable && joiner.is_none() {
                joiner = Some(c);
            }
            continue;
        }
        if is_mark(c) {
            if marks < MAX_MARKS {
                marks += 1;
                joiner = None;
                out.push(c);
            }
            continue;
        }
        let c = match (c, shape) {
            ('\n', Shape::OneLine) => LINE_END,
            ('\t', Shape::OneLine) => ' ',
            ('\n' | '\t', Shape::Lines) => c,
            _ if c.is_control() => REPLACEMENT,
            _ => c,
        };
        let joins = c.is_alphabetic() || is_emoji(c);
        if let Some(waiting) = joiner.take()
            && joins
        {
            out.push(waiting);
        }
        out.push(c);
        marks = 0;
        joinable = joins;
    }
    out
}

/// Zero-width joiner and non-joiner: they shape Arabic and Indic words and build emoji.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// True for what is drawn over the character before it, by the table the screen draws with.
fn is_mark(c: char) -> bool {
    c > '\u{A0}' && c.width() == Some(0) && !is_joiner(c) && !is_dropped(c)
}

/// The blocks whose members a joiner may build an emoji from.
fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{2190}'..='\u{21FF}'
        | '\u{2300}'..='\u{23FF}'
        | '\u{25A0}'..='\u{27BF}'
        | '\u{2900}'..='\u{297F}'
        | '\u{2B00}'..='\u{2BFF}'
        | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_text_is_borrowed() {
        for text in [
            "",
            "Refund missing",
            "Zoë Ríos",
            "退款 한국어",
            "a\nb\tc",
            "e\u{301}",
        ] {
            assert!(matches!(screen(text), Cow::Borrowed(_)), "{text:?}");
        }
        assert!(matches!(line("Zoë — 12,50 €"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_acts_is_taken_out() {
        let cases = [
            ("a\x1b[31mb", "a\u{FFFD}[31mb"),
            ("a\u{9b}31mb", "a\u{FFFD}31mb"),
            ("a\x7fb\0c", "a\u{FFFD}b\u{FFFD}c"),
            ("a\rb\r\nc", "a\nb\nc"),
            ("a\u{2028}b", "a\nb"),
            ("invoice\u{202e}fdp.exe\u{202c}", "invoicefdp.exe"),
            ("\u{2066}\u{2067}pay\u{2069}\u{2069}", "pay"),
            ("\u{61c}abc\u{200f}\u{200e}", "abc"),
            ("pay\u{200b}desk\u{2060}x\u{feff}y", "paydeskxy"),
            ("ok\u{e0069}\u{e007f}", "ok"),
            ("❤\u{fe0f}", "❤"),
        ];
        for (text, clean) in cases {
            assert_eq!(screen(text), clean, "{text:?}");
        }
    }

    #[test]
    fn one_line_shows_line_ends() {
        assert_eq!(line("a\r\nb\rc\nd\te"), "a␤b␤c␤d e");
    }

    #[test]
    fn joiners_stay_singly_where_they_join() {
        assert_eq!(screen("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(screen("क\u{94d}\u{200d}ष"), "क\u{94d}\u{200d}ष");
        assert_eq!(screen("👩\u{200d}💻"), "👩\u{200d}💻");
        assert_eq!(screen("🧑\u{200d}⚕\u{fe0f}"), "🧑\u{200d}⚕");
        assert_eq!(screen("a\u{200d}\u{200d}\u{200c}b"), "a\u{200d}b");
        assert_eq!(screen("\u{200d}\u{200d}a\u{200d} b\u{200d}"), "a b");
    }

    #[test]
    fn a_tower_of_marks_is_cut() {
        let tower = format!("Z{}x", "\u{335}\u{489}".repeat(100));
        assert_eq!(screen(&tower).chars().count(), 2 + MAX_MARKS);
    }

    #[test]
    fn json_escapes_what_a_terminal_could_act_on() {
        for c in [
            '\u{7f}',
            '\u{9b}',
            '\u{2028}',
            '\u{202e}',
            '\u{200d}',
            '\u{e0041}',
        ] {
            assert!(needs_json_escape(c), "{c:?}");
        }
        for c in ['a', 'ë', '\u{a0}', '退', '👩', '\u{301}'] {
            assert!(!needs_json_escape(c), "{c:?}");
        }
    }

    /// Any text, rich in the characters that matter.
    fn nasty() -> impl Strategy<Value = String> {
        let special = prop::sample::select(vec![
            '\x1b',
            '\r',
            '\n',
            '\t',
            '\0',
            '\x7f',
            '\u{80}',
            '\u{9b}',
            '\u{ad}',
            '\u{200b}',
            '\u{200c}',
            '\u{200d}',
            '\u{202e}',
            '\u{2028}',
            '\u{2066}',
            '\u{feff}',
            '\u{fe0f}',
            '\u{e0041}',
            '\u{301}',
            '\u{489}',
            '\u{94d}',
            'a',
            'é',
            '👩',
            '⚕',
            'क',
            '␤',
            ' ',
        ]);
        prop::collection::vec(prop_oneof![3 => special, 1 => any::<char>()], 0..64)
            .prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn nothing_that_acts_ever_leaves(text in nasty()) {
            for (out, one_line) in [(screen(&text), false), (line(&text), true)] {
                for c in out.chars() {
                    let may = !one_line && matches!(c, '\n' | '\t');
                    prop_assert!(may || !c.is_control(), "{c:?}");
                    prop_assert!(!is_dropped(c) && !matches!(c, '\u{2028}' | '\u{2029}'), "{c:?}");
                }
            }
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(text in nasty()) {
            let once = screen(&text).into_owned();
            prop_assert_eq!(screen(&once), once.as_str());
            let once = line(&text).into_owned();
            prop_assert_eq!(line(&once), once.as_str());
        }
    }
}
