//! The values of the tokens: the only place with literal colours.
//!
//! Every ink has at least 4.5:1 on every ground it may stand on; `checks` computes it.

use super::{Ground, Ink};

/// A colour as red, green and blue, and as the index of a 256-colour terminal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tint {
    pub(super) rgb: [u8; 3],
    pub(super) index: u8,
}

const fn tint(rgb: [u8; 3], index: u8) -> Tint {
    Tint { rgb, index }
}

/// The tokens of one theme.
#[derive(Debug)]
pub(super) struct Palette {
    page: Tint,
    surface: Tint,
    raised: Tint,
    selection: Tint,
    idle: Tint,
    note: Tint,
    text: Tint,
    muted: Tint,
    faint: Tint,
    rule: Tint,
    accent: Tint,
    breach: Tint,
    warn: Tint,
    internal: Tint,
    hit: Tint,
    /// A ground of its own for hits: on paper a darker letter is not enough.
    pub(super) hit_ground: Option<Tint>,
}

impl Palette {
    pub(super) const fn ground(&self, ground: Ground) -> Tint {
        match ground {
            Ground::Page => self.page,
            Ground::Surface => self.surface,
            Ground::Raised => self.raised,
            Ground::Selection => self.selection,
            Ground::Idle => self.idle,
            Ground::Note => self.note,
        }
    }

    pub(super) const fn ink(&self, ink: Ink) -> Tint {
        match ink {
            Ink::Text => self.text,
            Ink::Muted => self.muted,
            Ink::Faint => self.faint,
            Ink::Rule => self.rule,
            Ink::Accent | Ink::Focus => self.accent,
            Ink::Breach => self.breach,
            Ink::Warn => self.warn,
            Ink::Internal => self.internal,
            Ink::Hit => self.hit,
        }
    }
}

pub(super) const DARK: Palette = Palette {
    page: tint([0x14, 0x17, 0x1c], 233),
    surface: tint([0x1b, 0x1f, 0x26], 234),
    raised: tint([0x20, 0x25, 0x2e], 235),
    selection: tint([0x24, 0x39, 0x4f], 237),
    idle: tint([0x26, 0x2c, 0x35], 236),
    note: tint([0x21, 0x1f, 0x16], 234),
    text: tint([0xd9, 0xdd, 0xe4], 253),
    muted: tint([0xad, 0xb5, 0xc1], 249),
    faint: tint([0x99, 0xa2, 0xb0], 248),
    rule: tint([0x39, 0x40, 0x4c], 238),
    accent: tint([0x83, 0xaa, 0xf1], 111),
    breach: tint([0xf3, 0x84, 0x6d], 209),
    warn: tint([0xfb, 0xd4, 0x60], 221),
    internal: tint([0xb8, 0xae, 0x9f], 145),
    hit: tint([0xff, 0xe0, 0x8a], 222),
    hit_ground: None,
};

pub(super) const LIGHT: Palette = Palette {
    page: tint([0xfa, 0xf9, 0xf6], 231),
    surface: tint([0xf0, 0xee, 0xe8], 255),
    raised: tint([0xff, 0xff, 0xff], 231),
    selection: tint([0xd2, 0xe3, 0xf9], 195),
    idle: tint([0xe5, 0xe3, 0xdc], 255),
    note: tint([0xfa, 0xf3, 0xda], 230),
    text: tint([0x23, 0x27, 0x2e], 235),
    muted: tint([0x4d, 0x55, 0x61], 239),
    faint: tint([0x5b, 0x63, 0x6f], 240),
    rule: tint([0xcf, 0xcb, 0xc1], 251),
    accent: tint([0x16, 0x45, 0xa3], 25),
    breach: tint([0x7e, 0x0d, 0x03], 88),
    warn: tint([0x95, 0x52, 0x03], 94),
    internal: tint([0x56, 0x44, 0x2f], 238),
    hit: tint([0x23, 0x27, 0x2e], 235),
    hit_ground: Some(tint([0xff, 0xe2, 0x8c], 222)),
};
