//! A number for content, to tell it from other content or to name it.

/// FNV-1a, because the number is stored and must be the same in every build.
#[derive(Debug)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self::new()
    }
}

impl Fnv {
    /// Of nothing yet.
    pub const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    /// Takes bytes in.
    pub fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }

    /// Takes a number in.
    pub fn number(&mut self, number: i64) {
        self.bytes(&number.to_le_bytes());
    }

    /// Takes a text in. Ends with a byte that UTF-8 never has, so that neighbours do not run together.
    pub fn text(&mut self, text: Option<&str>) {
        self.bytes(text.unwrap_or_default().as_bytes());
        self.bytes(if text.is_some() { &[0xFF] } else { &[0xFE] });
    }

    /// All 64 bits.
    pub const fn bits(&self) -> u64 {
        self.0
    }

    /// The number: positive.
    pub fn finish(self) -> i64 {
        i64::try_from(self.0 >> 1).map_or(1, |digest| digest.max(1))
    }
}
