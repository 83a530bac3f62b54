//! The two themes that no file has to be read for: that of the first start, and no colour at all.
//!
//! Both are those of `assets/themes`; a test of the configuration compares them.

use super::{Color, Name, Paint, Theme, Weight};

const fn exact(rgb: [u8; 3], index: u8) -> Paint {
    Paint {
        color: Color::Exact { rgb, index },
        weight: Weight::PLAIN,
    }
}

const fn own(weight: Weight) -> Paint {
    Paint {
        color: Color::Own,
        weight,
    }
}

impl Theme {
    /// Light letters on a dark ground.
    pub const DARK: Self = Self {
        name: Name::of(b"dark"),
        paints: [
            exact([0x14, 0x17, 0x1c], 233),
            exact([0x1b, 0x1f, 0x26], 234),
            exact([0x20, 0x25, 0x2e], 235),
            exact([0x24, 0x39, 0x4f], 237),
            exact([0x26, 0x2c, 0x35], 236),
            exact([0x21, 0x1f, 0x16], 234),
            exact([0x83, 0xaa, 0xf1], 111),
            own(Weight::PLAIN),
            exact([0xd9, 0xdd, 0xe4], 253),
            exact([0xad, 0xb5, 0xc1], 249),
            exact([0x99, 0xa2, 0xb0], 248),
            exact([0x39, 0x40, 0x4c], 238),
            exact([0x83, 0xaa, 0xf1], 111),
            exact([0x83, 0xaa, 0xf1], 111),
            exact([0x83, 0xaa, 0xf1], 111),
            exact([0x0d, 0x18, 0x26], 234),
            exact([0xf3, 0x84, 0x6d], 209),
            exact([0xfb, 0xd4, 0x60], 221),
            exact([0xa7, 0xf3, 0xc1], 158),
            exact([0xb8, 0xae, 0x9f], 145),
            exact([0xd9, 0xdd, 0xe4], 253),
            exact([0xf0, 0xa5, 0x91], 216),
            Paint {
                weight: Weight::BOLD,
                ..exact([0xff, 0xe0, 0x8a], 222)
            },
        ],
    };

    /// No colour at all.
    pub const MONO: Self = Self {
        name: Name::of(b"mono"),
        paints: [
            own(Weight::PLAIN),
            own(Weight::PLAIN),
            own(Weight::PLAIN),
            own(Weight::REVERSE),
            own(Weight::BOLD),
            own(Weight::PLAIN),
            own(Weight::REVERSE),
            own(Weight::PLAIN),
            own(Weight::PLAIN),
            own(Weight::DIM),
            own(Weight::DIM),
            own(Weight::DIM),
            own(Weight::BOLD),
            own(Weight::BOLD),
            own(Weight::BOLD),
            own(Weight::PLAIN),
            own(Weight::BOLD),
            own(Weight::BOLD),
            own(Weight::PLAIN),
            own(Weight::ITALIC),
            own(Weight::PLAIN),
            own(Weight::PLAIN),
            own(Weight::BOLD.and(Weight::UNDERLINE)),
        ],
    };
}
