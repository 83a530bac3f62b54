//! The text of a table's rows, whatever it is encoded in.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::records::Raw;
use crate::formats::rows::Fault;
use crate::formats::source::Spoiled;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Stands between the cells of a row that was taken apart: no character spans two cells.
pub(super) const SEPARATOR: char = '\n';

/// How much UTF-16 is read at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// How a table's text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset(&'static Encoding);

impl Charset {
    /// The encoding of this name, as the WHATWG's list has it ("cp1252", "utf-16le").
    pub fn named(name: &str) -> Option<Self> {
        let encoding = Encoding::for_label(name.trim().as_bytes())?;
        // A multi-byte encoding may hide a delimiter inside a character.
        let known = encoding.is_single_byte() || encoding == UTF_8 || is_wide(encoding);
        known.then_some(Self(encoding))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// True for the encodings of Unicode: text in them cannot be mistaken for another.
    pub fn is_unicode(self) -> bool {
        self.0 == UTF_8 || is_wide(self.0)
    }

    pub(super) fn script(self) -> Script {
        if is_wide(self.0) {
            Script::Decoded(self.0)
        } else if self.0 == UTF_8 {
            Script::Utf8
        } else {
            Script::Single(self.0)
        }
    }
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// What is known about a file's encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Nothing yet: only ASCII was met.
    Open,
    /// UTF-8 is what was said, or what the mark says.
    Utf8,
    /// UTF-8, as a row has shown.
    ShownUtf8,
    /// One byte a character, as a row has shown.
    ShownSingle,
    /// One byte a character in this encoding.
    Single(&'static Encoding),
    /// It was this before it was decoded on the way in.
    Decoded(&'static Encoding),
}

/// Turns the bytes of rows into text, one after the other.
pub(super) struct Text {
    script: Script,
    /// The row and the ends of its cells, where it had to be decoded.
    decoded: String,
    ends: Vec<usize>,
    /// Looks at what is not UTF-8.
    detector: Option<Box<EncodingDetector>>,
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text")
            .field("script", &self.script)
            .finish_non_exhaustive()
    }
}

impl Text {
    pub(super) fn new(script: Script) -> Self {
        Self {
            script,
            decoded: String::new(),
            ends: Vec::new(),
            detector: None,
        }
    }

    /// The text of a row and where its cells end.
    pub(super) fn read<'a>(&'a mut self, raw: &'a Raw) -> Result<(&'a str, &'a [usize]), Fault> {
        let encoding = match (self.script, std::str::from_utf8(&raw.bytes)) {
            (Script::Single(encoding), _) => encoding,
            (Script::ShownSingle, Ok(text)) if !text.is_ascii() => return Err(mixed(raw.line)),
            (Script::Open, Ok(text)) => {
                if !text.is_ascii() {
                    self.script = Script::ShownUtf8;
                }
                return Ok((text, &raw.ends));
            }
            (_, Ok(text)) => return Ok((text, &raw.ends)),
            (script, Err(error)) if raw.unfinished && is_cut(script, &raw.bytes, error) => {
                return Err(Fault::Cut { line: raw.line });
            }
            (Script::ShownUtf8, Err(_)) => return Err(mixed(raw.line)),
            (Script::Utf8 | Script::Decoded(_), Err(_)) => return Err(no_utf8(raw.line)),
            (Script::Open | Script::ShownSingle, Err(_)) => {
                self.script = Script::ShownSingle;
                let detector = self.detector.get_or_insert_with(|| {
                    Box::new(EncodingDetector::new(Iso2022JpDetection::Deny))
                });
                detector.feed(&raw.bytes, false);
                WINDOWS_1252
            }
        };
        self.decoded.clear();
        self.ends.clear();
        let mut start = 0;
        for &end in &raw.ends {
            let cell = raw.bytes.get(start..end).unwrap_or_default();
            if start > 0 {
                self.decoded.push(SEPARATOR);
            }
            // Every byte has its character in these encodings, or U+FFFD.
            let (text, _) = encoding.decode_without_bom_handling(cell);
            self.decoded.push_str(&text);
            self.ends.push(self.decoded.len());
            start = end + 1;
        }
        Ok((&self.decoded, &self.ends))
    }

    /// The encoding, as far as it shows.
    pub(super) fn charset(&self) -> Charset {
        match self.script {
            Script::Open | Script::Utf8 | Script::ShownUtf8 => Charset(UTF_8),
            Script::Single(encoding) | Script::Decoded(encoding) => Charset(encoding),
            Script::ShownSingle => {
                let guess = self
                    .detector
                    .as_ref()
                    .map(|detector| detector.guess(None, Utf8Detection::Deny));
                let single = guess.filter(|guess| guess.is_single_byte());
                Charset(single.unwrap_or(WINDOWS_1252))
            }
        }
    }
}

/// True if the last row of a file ends within a character of UTF-8. Where nothing has shown that
/// it is UTF-8, one byte at the very end that could begin a character is a character of its own:
/// a table in one byte a character may end in any letter.
fn is_cut(script: Script, row: &[u8], error: std::str::Utf8Error) -> bool {
    let (before, tail) = row.split_at(error.valid_up_to().min(row.len()));
    let shown = match script {
        Script::ShownSingle | Script::Single(_) => return false,
        Script::Open => !before.is_ascii() || tail.len() > 1,
        Script::Utf8 | Script::ShownUtf8 | Script::Decoded(_) => true,
    };
    shown && error.error_len().is_none()
}

fn mixed(line: u64) -> Fault {
    Fault::File {
        line: Some(line),
        what: "is encoded otherwise than the lines before it: UTF-8 and a single-byte encoding stand in one file",
        cure: "save it in one encoding, or say which counts with --encoding",
    }
}

fn no_utf8(line: u64) -> Fault {
    Fault::Row {
        line,
        what: "is no UTF-8 text",
        cure: "save the file as UTF-8, or say its encoding with --encoding cp1252",
    }
}

/// UTF-16 as UTF-8; whatever is in no need of decoding as it stands.
pub(super) struct Decoded<R> {
    input: R,
    /// Bytes read ahead, before anything else.
    head: Vec<u8>,
    head_done: usize,
    decoder: Option<Decoder>,
    /// Bytes not decoded yet, and text not handed out yet.
    undecoded: Vec<u8>,
    text: String,
    text_done: usize,
    at_end: bool,
}

impl<R> std::fmt::Debug for Decoded<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoded").finish_non_exhaustive()
    }
}

impl<R: Read> Decoded<R> {
    /// Looks at the first bytes; says what they show.
    pub(super) fn new(mut input: R, said: Option<Charset>) -> io::Result<(Self, Script)> {
        let mut head = Vec::with_capacity(BOM.len());
        input.by_ref().take(3).read_to_end(&mut head)?;
        let (script, mark) = match (said.map(Charset::script), head.as_slice()) {
            (None | Some(Script::Utf8), [0xEF, 0xBB, 0xBF]) => (Script::Utf8, BOM.len()),
            (None, [0xFF, 0xFE, ..]) => (Script::Decoded(UTF_16LE), 2),
            (None, [0xFE, 0xFF, ..]) => (Script::Decoded(UTF_16BE), 2),
            // Without a mark: ASCII letters leave every other byte empty.
            (None, [first, 0, ..]) if *first != 0 => (Script::Decoded(UTF_16LE), 0),
            (None, [0, second, ..]) if *second != 0 => (Script::Decoded(UTF_16BE), 0),
            (Some(wide @ Script::Decoded(encoding)), _) => {
                let mark: &[u8] = if encoding == UTF_16LE {
                    b"\xFF\xFE"
                } else {
                    b"\xFE\xFF"
                };
                (wide, if head.starts_with(mark) { 2 } else { 0 })
            }
            (None, _) => (Script::Open, 0),
            (Some(said), _) => (said, 0),
        };
        let decoder = match script {
            Script::Decoded(encoding) => Some(encoding.new_decoder_without_bom_handling()),
            _ => None,
        };
        let decoded = Self {
            input,
            head,
            head_done: mark,
            decoder,
            undecoded: Vec::new(),
            text: String::new(),
            text_done: 0,
            at_end: false,
        };
        Ok((decoded, script))
    }

    /// What was read ahead, then the input.
    fn raw(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ahead = self.head.get(self.head_done..).unwrap_or_default();
        if ahead.is_empty() {
            return self.input.read(out);
        }
        let read = { ahead }.read(out)?;
        self.head_done += read;
        Ok(read)
    }

    /// Decodes a further piece.
    fn decode(&mut self) -> io::Result<()> {
        let mut piece = vec![0; CHUNK_BYTES];
        let read = self.raw(&mut piece)?;
        self.at_end = read == 0;
        self.undecoded
            .extend_from_slice(piece.get(..read).unwrap_or_default());
        self.text.clear();
        self.text_done = 0;
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        let room = decoder.max_utf8_buffer_length_without_replacement(self.undecoded.len());
        self.text.reserve(room.unwrap_or(CHUNK_BYTES * 3));
        let (result, used) = decoder.decode_to_string_without_replacement(
            &self.undecoded,
            &mut self.text,
            self.at_end,
        );
        self.undecoded.drain(..used);
        if matches!(result, DecoderResult::Malformed(..)) {
            return Err(Spoiled::new(
                "holds half a character of UTF-16",
                "export it again, or save it as UTF-8",
            )
            .into());
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.decoder.is_none() {
            return self.raw(out);
        }
        while self.text_done == self.text.len() && !self.at_end {
            self.decode()?;
        }
        let text = self
            .text
            .as_bytes()
            .get(self.text_done..)
            .unwrap_or_default();
        let read = { text }.read(out)?;
        self.text_done += read;
        Ok(read)
    }
}
