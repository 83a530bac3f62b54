//! The terminal's bytes to keys, pastes and what the mouse does.
//!
//! Ours, because crossterm's reader leaves bytes lying when more than a kilobyte comes at once
//! (its poll is edge-triggered: a pasted page without brackets then holds every later key, the
//! leaving ones too) and never returns from a terminal that has gone. Pure and bounded; what it
//! does not know (focus, reports, the mouse in any other form than SGR's) is dropped whole, never typed.

use super::executor::Message;
use super::pointer::{self, Pointer};
use crate::app::event::Event;
use crate::app::key::{Key, KeyCode};

/// Longest paste that is kept, in bytes: four times the longest note in any script.
pub(super) const MAX_PASTE: usize = 256 * 1024;
/// Longest escape sequence that is waited for; no key's is half as long.
const MAX_SEQUENCE: usize = 32;
/// What ends a paste.
const PASTE_END: &[u8] = b"\x1b[201~";
const ESC: u8 = 0x1b;

/// Turns bytes into events; keeps what is torn until its rest comes.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    pending: Vec<u8>,
    paste: Option<Vec<u8>>,
}

/// What stands at the start of some bytes.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// This many bytes are a key.
    Key(usize, Key),
    /// This many bytes are the mouse.
    Pointer(usize, Pointer),
    /// This many bytes mean nothing here.
    Noise(usize),
    /// This many bytes begin a paste.
    Paste(usize),
    /// More bytes are needed.
    Torn,
}

impl Decoder {
    /// Takes what was read in one go; hands over each event. An escape that ends it is the key.
    pub(super) fn feed(&mut self, bytes: &[u8], mut take: impl FnMut(Message)) {
        let mut all = std::mem::take(&mut self.pending);
        all.extend_from_slice(bytes);
        let mut rest = all.as_slice();
        while !rest.is_empty() {
            let used = match &mut self.paste {
                Some(paste) => {
                    let Some(end) = find(rest, PASTE_END) else {
                        // All but what may be the start of its end.
                        let sure = rest.len().saturating_sub(PASTE_END.len() - 1);
                        keep(paste, rest.get(..sure).unwrap_or_default());
                        rest = rest.get(sure..).unwrap_or_default();
                        break;
                    };
                    keep(paste, rest.get(..end).unwrap_or_default());
                    take(pasted(paste).into());
                    self.paste = None;
                    end + PASTE_END.len()
                }
                None => match first(rest) {
                    Found::Key(used, key) => {
                        take(Event::Key(key).into());
                        used
                    }
                    Found::Pointer(used, pointer) => {
                        take(Message::Pointer(pointer));
                        used
                    }
                    Found::Noise(used) => used,
                    Found::Paste(used) => {
                        self.paste = Some(Vec::new());
                        used
                    }
                    Found::Torn => break,
                },
            };
            rest = rest.get(used..).unwrap_or_default();
        }
        self.pending = rest.to_vec();
    }

    /// True if the rest of something is waited for.
    pub(super) fn is_torn(&self) -> bool {
        self.paste.is_some() || !self.pending.is_empty()
    }

    /// The rest does not come: a paste is what is there, a torn sequence is dropped, so that
    /// neither swallows the next key.
    pub(super) fn give_up(&mut self) -> Option<Event> {
        let torn = std::mem::take(&mut self.pending);
        let mut paste = self.paste.take()?;
        keep(&mut paste, &torn);
        Some(pasted(&paste))
    }
}

/// Adds to a paste what it still takes.
fn keep(paste: &mut Vec<u8>, bytes: &[u8]) {
    let room = MAX_PASTE.saturating_sub(paste.len()).min(bytes.len());
    paste.extend_from_slice(bytes.get(..room).unwrap_or_default());
}

/// Terminals send a pasted line's end as a carriage return.
fn pasted(bytes: &[u8]) -> Event {
    let text = String::from_utf8_lossy(bytes);
    Event::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

fn first(bytes: &[u8]) -> Found {
    match *bytes {
        // The second may go on with one more byte.
        [] | [ESC, b'O'] => Found::Torn,
        // Alone, or twice pressed, or before another sequence.
        [ESC] | [ESC, ESC, ..] => Found::Key(1, Key::plain(KeyCode::Esc)),
        [ESC, b'[', ..] => control_sequence(bytes),
        [ESC, b'O', last, ..] => named(3, cursor_key(last), 1),
        [ESC, ref rest @ ..] => match first(rest) {
            Found::Key(used, key) => Found::Key(used + 1, with_alt(key)),
            Found::Noise(used) | Found::Pointer(used, _) => Found::Noise(used + 1),
            other => other,
        },
        [byte, ..] => plain(byte, bytes),
    }
}

/// The key with Alt; its letter is lower case then, as with Ctrl.
fn with_alt(key: Key) -> Key {
    let code = match key.code {
        KeyCode::Char(c) => KeyCode::Char(c.to_ascii_lowercase()),
        other => other,
    };
    Key {
        code,
        alt: true,
        ..key
    }
}

fn plain(byte: u8, bytes: &[u8]) -> Found {
    let key = match byte {
        b'\r' => Key::plain(KeyCode::Enter),
        b'\t' => Key::plain(KeyCode::Tab),
        0x7f => Key::plain(KeyCode::Backspace),
        0 => Key::ctrl(' '),
        0x01..=0x1a => Key::ctrl(char::from(byte - 1 + b'a')),
        0x1c..=0x1f => Key::ctrl(char::from(byte - 0x1c + b'4')),
        b' '..=b'~' => Key::char(char::from(byte)),
        _ => return letter(bytes),
    };
    Found::Key(1, key)
}

/// A character beyond ASCII.
fn letter(bytes: &[u8]) -> Found {
    let length = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return Found::Noise(1),
    };
    let there = bytes.get(..length.min(bytes.len())).unwrap_or_default();
    match std::str::from_utf8(there) {
        Ok(text) => match text.chars().next().filter(|c| !c.is_control()) {
            Some(c) => Found::Key(length, Key::char(c)),
            None => Found::Noise(length),
        },
        Err(error) if error.error_len().is_none() => Found::Torn,
        Err(_) => Found::Noise(1),
    }
}

/// `ESC [` parameters, intermediates, one final byte.
fn control_sequence(bytes: &[u8]) -> Found {
    let body = bytes.get(2..).unwrap_or_default();
    let Some(end) = body.iter().position(|byte| !(b' '..=b'?').contains(byte)) else {
        return if bytes.len() > MAX_SEQUENCE {
            Found::Noise(bytes.len())
        } else {
            Found::Torn
        };
    };
    let (parameters, last) = (body.get(..end).unwrap_or_default(), body.get(end).copied());
    let used = end + 3;
    match (parameters, last) {
        // Old mouse reports and the Linux console's F keys go on after the final byte.
        ([], Some(b'M')) if bytes.len() < used + 3 => Found::Torn,
        ([], Some(b'M')) => Found::Noise(used + 3),
        ([], Some(b'[')) => match bytes.get(used) {
            None => Found::Torn,
            Some(byte @ b'A'..=b'E') => named(used + 1, Some(KeyCode::F(byte - b'A' + 1)), 1),
            Some(_) => Found::Noise(used + 1),
        },
        ([b'<', report @ ..], Some(b'M')) => match pointer::press(report) {
            Some(pointer) => Found::Pointer(used, pointer),
            None => Found::Noise(used),
        },
        ([b'<'..=b'?', ..], Some(b'@'..=b'~')) => Found::Noise(used),
        (_, Some(last @ b'@'..=b'~')) => {
            let mut numbers = parameters.split(|byte| *byte == b';').map(number);
            let (code, modifiers) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(1));
            match (last, code) {
                (b'~', 200) => Found::Paste(used),
                (b'~', code) => named(used, numbered_key(code), modifiers),
                (b'Z', _) => named(used, Some(KeyCode::BackTab), 1),
                (last, _) => named(used, cursor_key(last), modifiers),
            }
        }
        // Cut off by a control: what is before it means nothing.
        _ => Found::Noise(end + 2),
    }
}

/// A number of a sequence; what comes after a colon refines it and is not needed.
fn number(digits: &[u8]) -> u16 {
    let digits = digits.split(|byte| *byte == b':').next();
    let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// A key with the modifiers of its sequence: one more than the sum of shift 1, alt 2, ctrl 4.
fn named(used: usize, code: Option<KeyCode>, modifiers: u16) -> Found {
    let held = modifiers.saturating_sub(1);
    match code {
        Some(code) => Found::Key(
            used,
            Key {
                code,
                ctrl: held & 4 != 0,
                alt: held & 2 != 0,
            },
        ),
        None => Found::Noise(used),
    }
}

fn cursor_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        _ => return None,
    })
}

fn numbered_key(code: u16) -> Option<KeyCode> {
    let function = |first: u16, base: u8| u8::try_from(code - first).ok().map(|n| base + n);
    Some(match code {
        1 | 7 => KeyCode::Home,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(function(11, 1)?),
        17..=21 => KeyCode::F(function(17, 6)?),
        23 | 24 => KeyCode::F(function(23, 11)?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What these reads become, as the keymap writes keys; pastes in quotes.
    fn decode(reads: &[&[u8]]) -> Vec<String> {
        let mut decoder = Decoder::default();
        let mut seen = Vec::new();
        for read in reads {
            decoder.feed(read, |decoded| seen.push(shown(decoded)));
        }
        seen.extend(decoder.give_up().map(show));
        seen
    }

    fn shown(decoded: Message) -> String {
        match decoded {
            Message::Event(event) => show(event),
            Message::Pointer(pointer) => format!("{pointer:?}"),
            other => panic!("{other:?}"),
        }
    }

    fn show(event: Event) -> String {
        match event {
            Event::Key(key) => key.to_string(),
            Event::Paste(text) => format!("{text:?}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn keys_arrive_as_the_keymap_writes_them() {
        for (bytes, keys) in [
            (&b"jG \r\t\x7f"[..], "j G Space Enter Tab Backspace"),
            (
                b"\x03\x1a\x08\x0a\x00",
                "Ctrl-C Ctrl-Z Ctrl-H Ctrl-J Ctrl-Space",
            ),
            ("é宽🌞".as_bytes(), "é 宽 🌞"),
            (b"\x1b", "Esc"),
            (b"\x1b\x1b", "Esc Esc"),
            (
                b"\x1be\x1bE\x1b\r\x1b\x7f",
                "Alt-E Alt-E Alt-Enter Alt-Backspace",
            ),
            (b"\x1b[A\x1b[B\x1bOC\x1bOD", "Up Down Right Left"),
            (b"\x1b[1;5D\x1b[1;3C\x1b[1;2A", "Ctrl-Left Alt-Right Up"),
            (
                b"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1bOH",
                "Home End Home End Home",
            ),
            (b"\x1b[3~\x1b[5~\x1b[6~\x1b[3;5~", "Del PgUp PgDn Ctrl-Del"),
            (b"\x1b[Z", "Shift-Tab"),
            (b"\x1bOP\x1b[15~\x1b[24~\x1b[[B", "F1 F5 F12 F2"),
        ] {
            assert_eq!(decode(&[bytes]).join(" "), keys);
        }
    }

    #[test]
    fn noise_is_dropped_whole() {
        for noise in [
            &b"\x1b[I\x1b[O"[..],
            b"\x1b[<0;12;7m\x1b[<35;12;7M\x1b[<0;12M\x1b[<0;0;7M\x1b[<;1;1M\x1b[<0;99999;7M",
            b"\x1b[M !!",
            b"\x1b[?62;22c\x1b[24;80R\x1b[?2026;2$y",
            b"\x1b[97u",
            b"\x1b[999~",
            b"\xff\xc0\x80",
            b"\xc2\x9b",
        ] {
            let seen = decode(&[noise, b"q"]);
            // A cursor report is an F3 with odd modifiers; no such question is asked here.
            let seen: Vec<_> = seen.iter().filter(|key| !key.ends_with("F3")).collect();
            assert_eq!(seen, ["q"], "{noise:?}");
        }
    }

    #[test]
    fn torn_sequences_wait_and_pastes_are_one_event() {
        assert_eq!(decode(&[b"\x1b[", b"1;5", b"A"]), ["Ctrl-Up"]);
        assert_eq!(decode(&[b"\xe5\xae", b"\xbd"]), ["宽"]);
        let paste: &[&[u8]] = &[b"a\x1b[200~one\r", b"two\x1b[20", b"1~b"];
        assert_eq!(decode(paste), ["a", "\"one\\ntwo\"", "b"]);
        assert_eq!(decode(&[b"\x1b[200~never", b" ended"]), ["\"never ended\""]);
        assert_eq!(
            decode(&[b"\x1b[12"]),
            [""; 0],
            "a torn sequence is not typed"
        );
        assert_eq!(
            decode(&[b"\x1b[1\x03"]),
            ["Ctrl-C"],
            "cancel is never swallowed"
        );
        let page = vec![b'j'; 5_000];
        assert_eq!(decode(&[&page]).len(), 5_000);
    }

    #[test]
    fn a_paste_is_bounded() {
        let mut bytes = b"\x1b[200~".to_vec();
        bytes.extend(vec![b'x'; MAX_PASTE + 10]);
        bytes.extend(b"\x1b[201~q");
        let seen = decode(&[&bytes]);
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[0].len(), MAX_PASTE + 2);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_end_and_quit_is_heard(
            bytes in prop::collection::vec(prop_oneof![
                3 => any::<u8>(),
                2 => prop::sample::select(b"\x1b[O~;0123MA<?q".to_vec()),
            ], 0..80),
            cut in any::<prop::sample::Index>(),
        ) {
            let at = cut.index(bytes.len() + 1);
            let mut decoder = Decoder::default();
            decoder.feed(&bytes[..at], |_| {});
            decoder.feed(&bytes[at..], |_| {});
            decoder.give_up();
            prop_assert!(!decoder.is_torn());
            let mut last = None;
            decoder.feed(b"q", |decoded| last = Some(shown(decoded)));
            prop_assert_eq!(last.as_deref(), Some("q"));
        }
    }
}
