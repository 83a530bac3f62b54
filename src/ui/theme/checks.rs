//! The promises of the theme, computed: contrast, colour vision, mono.

use ratatui::style::Color;

use super::*;
use crate::app::ThemeName;

const INKS: [Ink; 9] = [
    Ink::Text,
    Ink::Muted,
    Ink::Faint,
    Ink::Accent,
    Ink::Focus,
    Ink::Breach,
    Ink::Warn,
    Ink::Internal,
    Ink::Hit,
];
const GROUNDS: [Ground; 6] = [
    Ground::Page,
    Ground::Surface,
    Ground::Raised,
    Ground::Selection,
    Ground::Idle,
    Ground::Note,
];

fn theme(theme: ThemeName, true_color: bool, no_color: bool) -> Theme {
    Theme::of(Look {
        theme,
        no_color,
        true_color,
        ..Look::default()
    })
}

fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
    }
}

fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_ink_can_be_read_on_every_ground() {
    for name in [ThemeName::Dark, ThemeName::Light] {
        for true_color in [true, false] {
            let theme = theme(name, true_color, false);
            for ink in INKS {
                for ground in GROUNDS {
                    let style = theme.on(ground, ink);
                    let letters = rgb(style.fg.unwrap()).unwrap();
                    let under = rgb(style.bg.unwrap()).unwrap();
                    let ratio = contrast(letters, under);
                    assert!(
                        ratio >= 4.5,
                        "{name:?} {true_color} {ink:?} on {ground:?}: {ratio:.2}"
                    );
                }
            }
        }
    }
}

#[test]
fn mono_has_no_colour_and_still_tells_apart() {
    let theme = theme(ThemeName::Dark, true, true);
    for ink in INKS {
        for ground in GROUNDS {
            let style = theme.on(ground, ink);
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }
    let on = |ground, ink| theme.on(ground, ink).add_modifier;
    assert_ne!(
        on(Ground::Page, Ink::Text),
        on(Ground::Selection, Ink::Text)
    );
    assert_ne!(on(Ground::Page, Ink::Text), on(Ground::Idle, Ink::Text));
    assert_ne!(
        on(Ground::Selection, Ink::Text),
        on(Ground::Idle, Ink::Text)
    );
    assert!(!on(Ground::Selection, Ink::Faint).contains(Modifier::DIM));
}

#[test]
fn a_terminal_of_256_colours_gets_only_those() {
    let theme = theme(ThemeName::Light, false, false);
    for ink in INKS {
        let style = theme.on(Ground::Page, ink);
        assert!(matches!(style.fg, Some(Color::Indexed(16..))), "{ink:?}");
    }
}

/// What each colour vision sees, as Machado 2009 simulates it at full severity (linear light).
const VISIONS: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];

fn seen(rgb: [u8; 3], vision: &[[f64; 3]; 3]) -> [f64; 3] {
    let light = rgb.map(linear);
    let row = |row: &[f64; 3]| {
        let sum: f64 = row.iter().zip(light).map(|(a, b)| a * b).sum();
        sum.clamp(0.0, 1.0)
    };
    [row(&vision[0]), row(&vision[1]), row(&vision[2])]
}

/// CIE L*a*b* (D65) of linear light.
#[expect(clippy::many_single_char_names, reason = "the names of the standard")]
fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let f = |t: f64| {
        if t > 216.0 / 24_389.0 {
            t.cbrt()
        } else {
            (24_389.0 / 27.0 * t + 16.0) / 116.0
        }
    };
    let x = f((0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47);
    let y = f(0.212_672_9 * r + 0.715_152_2 * g + 0.072_175_0 * b);
    let z = f((0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000 colour difference (Sharma, Wu, Dalal 2005).
#[expect(clippy::many_single_char_names, reason = "the names of the paper")]
fn difference(one: [f64; 3], other: [f64; 3]) -> f64 {
    let mean_chroma = f64::midpoint(one[1].hypot(one[2]), other[1].hypot(other[2]));
    let c7 = mean_chroma.powi(7);
    let g = 0.5 * (1.0 - (c7 / (c7 + 25_f64.powi(7))).sqrt());
    let polar = |lab: [f64; 3]| {
        let a = (1.0 + g) * lab[1];
        (
            a.hypot(lab[2]),
            lab[2].atan2(a).to_degrees().rem_euclid(360.0),
        )
    };
    let ((c1, h1), (c2, h2)) = (polar(one), polar(other));
    let turn = (h2 - h1 + 540.0).rem_euclid(360.0) - 180.0;
    let dl = other[0] - one[0];
    let dc = c2 - c1;
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c, h) = (
        f64::midpoint(one[0], other[0]),
        f64::midpoint(c1, c2),
        h1 + turn / 2.0,
    );
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let l50 = (l - 50.0).powi(2);
    let sl = 1.0 + 0.015 * l50 / (20.0 + l50).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let cc7 = c.powi(7);
    let spin = (60.0 * (-((h.rem_euclid(360.0) - 275.0) / 25.0).powi(2)).exp()).to_radians();
    let rt = -2.0 * (cc7 / (cc7 + 25_f64.powi(7))).sqrt() * spin.sin();
    let (l, c, h) = (dl / sl, dc / sc, dh / sh);
    (l * l + c * c + h * h + rt * c * h).max(0.0).sqrt()
}

#[test]
fn too_late_and_soon_differ_in_every_colour_vision() {
    for palette in [&DARK, &LIGHT] {
        let breach = palette.ink(Ink::Breach).rgb;
        let warn = palette.ink(Ink::Warn).rgb;
        for vision in &VISIONS {
            let far = difference(lab(seen(breach, vision)), lab(seen(warn, vision)));
            assert!(far >= 12.0, "{far:.1}");
        }
    }
}
