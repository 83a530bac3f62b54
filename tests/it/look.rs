//! What the themes promise, computed from their files: contrast, and what each colour vision sees.

use paydesk::config::Themes;
use paydesk::domain::theme::{Theme, Token, WANTED, contrast, pale};

/// What the theme of high contrast promises (WCAG 2.2, 1.4.6).
const HIGH: f64 = 7.0;

fn theme(name: &str) -> Theme {
    Themes::default().read(name).unwrap().theme
}

#[test]
fn every_ink_can_be_read_on_every_ground() {
    for (name, wanted) in [("dark", WANTED), ("light", WANTED), ("contrast", HIGH)] {
        for theme in [theme(name), theme(name).at_256()] {
            let found: Vec<_> = pale(&theme, wanted)
                .iter()
                .map(ToString::to_string)
                .collect();
            assert!(found.is_empty(), "{name}: {found:?}");
        }
    }
    // Where the colours are the terminal's own there is nothing to compute.
    for name in ["ansi", "mono"] {
        assert_eq!(pale(&theme(name), 21.0), [], "{name}");
    }
}

#[test]
fn what_has_to_be_seen_is_seen_on_the_page() {
    for name in ["dark", "light", "contrast"] {
        let theme = theme(name);
        let color = |token| theme.paint(token).color.rgb().unwrap();
        let focus = contrast(color(Token::Focus), color(Token::Ground));
        assert!(focus >= 3.0, "{name}: {focus:.1}");
    }
}

fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
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
    for name in ["dark", "light", "contrast"] {
        let theme = theme(name);
        let color = |token| theme.paint(token).color.rgb().unwrap();
        let (breach, warn) = (color(Token::Breach), color(Token::Warn));
        for vision in &VISIONS {
            let far = difference(lab(seen(breach, vision)), lab(seen(warn, vision)));
            assert!(far >= 12.0, "{name}: {far:.1}");
        }
    }
}

/// No two of the inks that mean something are nearer than this, in any vision: 2 is just seen.
const APART: f64 = 8.0;

#[test]
fn inks_that_mean_something_differ_in_every_colour_vision() {
    let inks = [
        Token::Text,
        Token::Accent,
        Token::Breach,
        Token::Warn,
        Token::Ok,
        Token::Internal,
    ];
    for name in ["dark", "light", "contrast"] {
        let theme = theme(name);
        for vision in &VISIONS {
            let colors = inks.map(|ink| {
                let color = theme.paint(ink).color.rgb().unwrap();
                (ink, lab(seen(color, vision)))
            });
            for (at, (one, a)) in colors.iter().enumerate() {
                for (other, b) in colors.iter().skip(at + 1) {
                    let far = difference(*a, *b);
                    assert!(far >= APART, "{name}: {one:?} and {other:?}: {far:.1}");
                }
            }
        }
    }
}

/// Pairs of the paper on CIEDE2000 with the difference it gives for them.
#[test]
fn the_difference_is_that_of_the_paper() {
    let pairs = [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, -1.3802, -84.2814], [50.0, 0.0, -82.7485], 1.0),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        (
            [22.7233, 20.0904, -46.694],
            [23.0331, 14.973, -42.5619],
            2.0373,
        ),
        (
            [90.8027, -2.0831, 1.441],
            [91.1528, -1.6435, 0.0447],
            1.4441,
        ),
    ];
    for (one, other, expected) in pairs {
        let found = difference(one, other);
        assert!((found - expected).abs() < 1e-4, "{found} is not {expected}");
    }
}
