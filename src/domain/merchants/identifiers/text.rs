//! Normalisation: what a person typed becomes the bytes a rule reads.
//!
//! In this order: typographic variants become ASCII, separators of the kind go, white space at
//! the ends goes, letters take one case, the kind's own country prefix goes once, and what is
//! left is completed. Nothing is allocated.

use super::fault::Fault;
use super::form::Form;
use super::{MAX_VALUE, variants};

/// Ñ as a byte; the one letter beyond ASCII that identifiers have.
pub(super) const ENYE: u8 = 0xD1;

/// Bytes of a character at most.
const MAX_CHAR: usize = 4;

/// A character that no identifier has, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stray {
    pub(super) at: usize,
    pub(super) found: char,
    /// The ASCII letter it looks like; it stands in the text in its place.
    pub(super) like: Option<u8>,
}

/// A normalised value.
#[derive(Clone, Debug)]
pub(super) struct Text {
    buffer: [u8; MAX_VALUE],
    len: usize,
    /// Where completion begins: behind the letters of the state in an EU VAT number.
    start: usize,
    /// What to add to a place here to get the place in the value as given, separators not counted.
    shift: isize,
    stray: Option<Stray>,
    /// What was deleted wherever it stood.
    deleted: u128,
}

impl Text {
    /// No text at all.
    pub(super) fn empty() -> Self {
        Self {
            buffer: [0; MAX_VALUE],
            len: 0,
            start: 0,
            shift: 0,
            stray: None,
            deleted: 0,
        }
    }

    /// Normalises a value; refuses what is too long.
    pub(super) fn read(value: &str, form: &Form) -> Result<Self, Fault> {
        let mut text = Self::empty();
        text.deleted = form.deleted;
        if value.len() > MAX_CHAR * MAX_VALUE {
            return Err(Fault::TooLong);
        }
        let mut is_empty = true;
        for c in value.chars() {
            match u8::try_from(c) {
                Ok(byte) if byte.is_ascii() => text.take(byte, form, &mut is_empty)?,
                _ => match variants::ascii(c) {
                    Some(byte) => text.take(byte, form, &mut is_empty)?,
                    None => text.take_other(c, form, &mut is_empty)?,
                },
            }
        }
        if !form.keeps_ends {
            text.trim_end();
        }
        text.finish(form);
        Ok(text)
    }

    fn take(&mut self, byte: u8, form: &Form, is_empty: &mut bool) -> Result<(), Fault> {
        if form.deletes(byte) {
            return Ok(());
        }
        if *is_empty && !form.keeps_ends && is_space(byte) {
            return Ok(());
        }
        *is_empty = false;
        self.push(if form.lower {
            byte.to_ascii_lowercase()
        } else {
            byte.to_ascii_uppercase()
        })
    }

    /// A character beyond ASCII: white space, a letter that folds to ASCII, Ñ, or a stray.
    fn take_other(&mut self, c: char, form: &Form, is_empty: &mut bool) -> Result<(), Fault> {
        if c.is_whitespace() {
            return self.take(b'\t', form, is_empty);
        }
        *is_empty = false;
        if matches!(c, 'Ñ' | 'ñ') && !form.lower {
            return self.push(ENYE);
        }
        let is_folded = if form.lower {
            self.push_ascii(c.to_lowercase())?
        } else {
            self.push_ascii(c.to_uppercase())?
        };
        if is_folded {
            return Ok(());
        }
        let like = variants::look_alike(c);
        let at = self.len;
        self.stray.get_or_insert(Stray { at, found: c, like });
        self.push(like.unwrap_or(b'?'))
    }

    fn push(&mut self, byte: u8) -> Result<(), Fault> {
        let place = self.buffer.get_mut(self.len).ok_or(Fault::TooLong)?;
        *place = byte;
        self.len += 1;
        Ok(())
    }

    /// Takes what a letter folds to if all of it is ASCII (the long s, the dotless i).
    fn push_ascii(
        &mut self,
        mut folded: impl Iterator<Item = char> + Clone,
    ) -> Result<bool, Fault> {
        if !folded.clone().all(|c| c.is_ascii()) {
            return Ok(false);
        }
        folded.try_for_each(|c| self.push(u8::try_from(c).unwrap_or(b'?')))?;
        Ok(true)
    }

    fn trim_end(&mut self) {
        while self.bytes().last().is_some_and(|byte| is_space(*byte)) {
            self.len -= 1;
        }
    }

    /// Drops a prefix and completes.
    fn finish(&mut self, form: &Form) {
        let tail = self.tail();
        let prefix = form
            .prefixes
            .iter()
            .find(|p| tail.starts_with(p.as_bytes()));
        if let Some(prefix) = prefix {
            self.remove(0, prefix.len());
            self.shift += isize::try_from(prefix.len()).unwrap_or_default();
        }
        if let Some(complete) = form.complete {
            complete(self);
        }
    }

    /// Normalises what stands behind `start` as this other kind does.
    pub(super) fn finish_behind(&mut self, start: usize, form: &Form) {
        self.start = start;
        self.deleted = form.deleted;
        let mut kept = start;
        for at in start..self.len {
            let byte = self.buffer[at];
            let is_first = kept == start;
            if !(form.deletes(byte) || is_first && is_space(byte)) {
                self.buffer[kept] = byte;
                kept += 1;
            }
        }
        self.len = kept;
        self.finish(form);
        self.start = 0;
    }

    /// All bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.len).unwrap_or_default()
    }

    /// A copy of the bytes, to try near misses on.
    pub(super) fn copied(&self) -> [u8; MAX_VALUE] {
        self.buffer
    }

    /// The characters that were deleted wherever they stood.
    pub(super) fn separators(&self) -> impl Iterator<Item = char> + use<> {
        let deleted = self.deleted;
        let ascii = 0..0x80u8;
        ascii
            .filter(move |byte| deleted >> byte & 1 == 1)
            .map(char::from)
    }

    /// What completion may look at.
    pub(super) fn tail(&self) -> &[u8] {
        self.buffer.get(self.start..self.len).unwrap_or_default()
    }

    /// Takes `count` bytes out of the tail.
    pub(super) fn remove(&mut self, at: usize, count: usize) {
        let from = self.start + at;
        if from + count <= self.len {
            self.buffer.copy_within(from + count..self.len, from);
            self.len -= count;
        }
    }

    /// Puts bytes in front of the tail, if there is room.
    pub(super) fn put_front(&mut self, bytes: &[u8]) {
        let end = self.start + bytes.len();
        if self.len + bytes.len() > MAX_VALUE {
            return;
        }
        self.buffer.copy_within(self.start..self.len, end);
        self.buffer[self.start..end].copy_from_slice(bytes);
        self.len += bytes.len();
        self.shift -= isize::try_from(bytes.len()).unwrap_or_default();
    }

    /// The first character that no identifier has.
    pub(super) fn stray(&self) -> Option<Stray> {
        self.stray
    }

    /// The place of a byte in the value as given, from 1, separators not counted.
    pub(super) fn place(&self, at: usize) -> usize {
        (at + 1).saturating_add_signed(self.shift)
    }

    /// True if a prefix of the kind was dropped.
    pub(super) fn had_prefix(&self) -> bool {
        self.shift > 0
    }

    /// The form to store.
    pub(super) fn compact(&self) -> String {
        match std::str::from_utf8(self.bytes()) {
            Ok(text) => text.to_owned(),
            Err(_latin) => self.bytes().iter().copied().map(char::from).collect(),
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}
