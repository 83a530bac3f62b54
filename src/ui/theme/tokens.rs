//! The values of the tokens: the only place with literal colours (look.md 4).
//!
//! Every ink has at least 4.5:1 on every ground it may stand on; `checks` computes it.

use super::{Ground, Ink};

/// A colour as 24 bits, and as the index of a 256-colour terminal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tint {
    pub(super) rgb: u32,
    pub(super) index: u8,
}

const fn tint(rgb: u32, index: u8) -> Tint {
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
    page: tint(0x14_17_1c, 233),
    surface: tint(0x1b_1f_26, 234),
    raised: tint(0x20_25_2e, 235),
    selection: tint(0x24_39_4f, 237),
    idle: tint(0x26_2c_35, 236),
    note: tint(0x21_1f_16, 234),
    text: tint(0xd9_dd_e4, 253),
    muted: tint(0xad_b5_c1, 249),
    faint: tint(0x99_a2_b0, 248),
    rule: tint(0x39_40_4c, 238),
    accent: tint(0x83_aa_f1, 111),
    breach: tint(0xf3_84_6d, 209),
    warn: tint(0xfb_d4_60, 221),
    internal: tint(0xb8_ae_9f, 145),
    hit: tint(0xff_e0_8a, 222),
    hit_ground: None,
};

pub(super) const LIGHT: Palette = Palette {
    page: tint(0xfa_f9_f6, 231),
    surface: tint(0xf0_ee_e8, 255),
    raised: tint(0xff_ff_ff, 231),
    selection: tint(0xd2_e3_f9, 195),
    idle: tint(0xe5_e3_dc, 255),
    note: tint(0xfa_f3_da, 230),
    text: tint(0x23_27_2e, 235),
    muted: tint(0x4d_55_61, 239),
    faint: tint(0x5b_63_6f, 240),
    rule: tint(0xcf_cb_c1, 251),
    accent: tint(0x16_45_a3, 25),
    breach: tint(0x7e_0d_03, 88),
    warn: tint(0x95_52_03, 94),
    internal: tint(0x56_44_2f, 238),
    hit: tint(0x23_27_2e, 235),
    hit_ground: Some(tint(0xff_e2_8c, 222)),
};
