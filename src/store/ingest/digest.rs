//! A number for the content of a row.

/// FNV-1a, because the number is stored and must be the same in every build.
pub(in crate::store) struct Fnv(u64);

impl Fnv {
    pub(in crate::store) fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }

    pub(in crate::store) fn number(&mut self, number: i64) {
        self.bytes(&number.to_le_bytes());
    }

    /// Ends with a byte that UTF-8 never has, so that neighbours do not run together.
    pub(in crate::store) fn text(&mut self, text: Option<&str>) {
        self.bytes(text.unwrap_or_default().as_bytes());
        self.bytes(if text.is_some() { &[0xFF] } else { &[0xFE] });
    }

    /// The number: positive.
    pub(in crate::store) fn finish(self) -> i64 {
        i64::try_from(self.0 >> 1).map_or(1, |digest| digest.max(1))
    }
}
