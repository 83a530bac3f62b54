//! How the terminal wants to be drawn on, read from the environment alone.

use crate::app::Depth;

/// What flags and configuration say; each may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The theme of `--theme`.
    pub flag: Option<String>,
    /// The theme of the configuration.
    pub configured: Option<String>,
    /// Whether signs are ASCII.
    pub ascii: Option<bool>,
    /// True if the terminal gives signs of ambiguous width two cells: the set is ASCII then.
    pub ambiguous_wide: bool,
}

/// How to draw, and with which theme to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detected {
    /// The name of the theme.
    pub theme: String,
    /// True if what is remembered does not count.
    pub theme_fixed: bool,
    /// True for no colour at all.
    pub no_color: bool,
    /// True for ASCII signs only.
    pub ascii: bool,
    /// How many colours there are.
    pub depth: Depth,
    /// True if the terminal moves no cursor: lines are all it shows.
    pub dumb: bool,
}

/// The words in the name of a terminal that shows 24-bit colour, whatever `COLORTERM` says: not
/// every connection carries that variable over.
const TRUE_COLOR: [&str; 6] = [
    "-direct",
    "alacritty",
    "kitty",
    "ghostty",
    "wezterm",
    "foot",
];

/// Looks at what was chosen and at what the environment says: `NO_COLOR`, the locale, `TERM`,
/// `COLORTERM`, `COLORFGBG`. `variable` reads one of its variables.
///
/// A flag wins over `NO_COLOR`, that over the configuration; the theme that was remembered and
/// the terminal's own ground count only where nothing was chosen. A terminal of sixteen colours gets
/// them, whatever stands in the configuration, which may serve many terminals.
pub fn detect(choice: &Choice, variable: impl Fn(&str) -> Option<String>) -> Detected {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let locale = set("LC_ALL")
        .or_else(|| set("LC_CTYPE"))
        .or_else(|| set("LANG"));
    let unicode = locale.is_none_or(|name| {
        let name = name.to_ascii_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    });
    let terminal = set("TERM").unwrap_or_default();
    let dumb = terminal == "dumb";
    let depth = depth(&terminal, set("COLORTERM").as_deref());
    let no_color = choice.flag.is_none() && (set("NO_COLOR").is_some() || dumb);
    let chosen = choice.flag.clone().or_else(|| {
        let few = depth == Depth::Sixteen;
        let configured = choice.configured.clone();
        match (no_color, few) {
            (true, _) => Some("mono".to_owned()),
            (false, true) => configured
                .filter(|name| name == "mono")
                .or_else(|| Some("ansi".to_owned())),
            (false, false) => configured,
        }
    });
    // "15;0": the last number is the ground, 7 and 15 are the light ones.
    let ground = set("COLORFGBG");
    let light = ground.is_some_and(|v| matches!(v.rsplit(';').next(), Some("7" | "15")));
    let guess = if light { "light" } else { "dark" };
    Detected {
        theme_fixed: chosen.is_some(),
        theme: chosen.unwrap_or_else(|| guess.to_owned()),
        no_color,
        ascii: choice.ambiguous_wide || choice.ascii.unwrap_or(!unicode),
        depth,
        dumb,
    }
}

fn depth(terminal: &str, color: Option<&str>) -> Depth {
    if color.is_some_and(|v| v == "truecolor" || v == "24bit")
        || TRUE_COLOR.iter().any(|name| terminal.contains(name))
    {
        return Depth::True;
    }
    if terminal.contains("256") || color.is_some() {
        return Depth::Indexed;
    }
    Depth::Sixteen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(choice: &Choice, variables: &[(&str, &str)]) -> Detected {
        detect(choice, |name| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    const XTERM: (&str, &str) = ("TERM", "xterm-256color");

    fn look(variables: &[(&str, &str)]) -> Detected {
        let variables = [variables, &[XTERM]].concat();
        detected(&Choice::default(), &variables)
    }

    #[test]
    fn the_environment_decides_what_nobody_chose() {
        assert!(look(&[("NO_COLOR", "1")]).no_color);
        assert!(!look(&[("NO_COLOR", "")]).no_color, "empty is not set");
        assert!(look(&[("LANG", "C")]).ascii);
        assert!(!look(&[("LC_ALL", "de_DE.UTF-8"), ("LANG", "C")]).ascii);
        assert_eq!(look(&[("COLORFGBG", "0;15")]).theme, "light");
        let plain = look(&[]);
        assert_eq!((&*plain.theme, plain.theme_fixed), ("dark", false));
        assert_eq!(plain.depth, Depth::Indexed);
    }

    #[test]
    fn the_depth_of_colour_is_read_from_the_terminals_name() {
        let depth = |variables: &[_]| detected(&Choice::default(), variables).depth;
        assert_eq!(depth(&[XTERM, ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-kitty")]), Depth::True);
        assert_eq!(depth(&[("TERM", "tmux-256color")]), Depth::Indexed);
        for few in ["linux", "xterm", "screen", "vt220", "ansi"] {
            let few = detected(&Choice::default(), &[("TERM", few)]);
            assert_eq!((few.depth, &*few.theme), (Depth::Sixteen, "ansi"));
            assert!(few.theme_fixed, "what is remembered may have more colours");
        }
    }

    #[test]
    fn a_flag_wins_over_no_color_and_that_over_the_configuration() {
        let theme = |flag: Option<&str>, configured: Option<&str>, variables: &[_]| {
            let own = |name: Option<&str>| name.map(str::to_owned);
            let choice = Choice {
                flag: own(flag),
                configured: own(configured),
                ..Choice::default()
            };
            let found = detected(&choice, variables);
            assert!(found.theme_fixed);
            (found.theme, found.no_color)
        };
        let none = [XTERM, ("NO_COLOR", "1")];
        assert_eq!(theme(Some("light"), None, &none), ("light".into(), false));
        assert_eq!(theme(None, Some("light"), &none), ("mono".into(), true));
        assert_eq!(
            theme(None, Some("light"), &[XTERM]),
            ("light".into(), false)
        );
        let linux = [("TERM", "linux")];
        assert_eq!(theme(None, Some("light"), &linux), ("ansi".into(), false));
        assert_eq!(theme(None, Some("mono"), &linux), ("mono".into(), false));
        assert_eq!(theme(Some("dark"), None, &linux), ("dark".into(), false));
    }

    #[test]
    fn wide_ambiguous_signs_switch_the_whole_set() {
        let choice = Choice {
            ambiguous_wide: true,
            ascii: Some(false),
            ..Choice::default()
        };
        assert!(detected(&choice, &[("LANG", "ja_JP.UTF-8")]).ascii);
    }
}
