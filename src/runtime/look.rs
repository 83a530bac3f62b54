//! How the terminal wants to be drawn on, read from the environment alone.

use crate::app::{Look, ThemeName};

/// Looks from flags and configuration over what the environment says: `NO_COLOR`, the locale,
/// `COLORTERM`, `COLORFGBG`. `variable` reads one of its variables.
///
/// A flag wins over `NO_COLOR`, that over the configuration; the theme that was remembered and
/// the terminal's own ground count only where nothing was chosen.
pub fn detect(
    theme: Option<ThemeName>,
    ascii: Option<bool>,
    variable: impl Fn(&str) -> Option<String>,
) -> Look {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let locale = set("LC_ALL")
        .or_else(|| set("LC_CTYPE"))
        .or_else(|| set("LANG"));
    let unicode = locale.is_none_or(|name| {
        let name = name.to_ascii_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    });
    // "15;0": the last number is the ground, 7 and 15 are the light ones.
    let ground = set("COLORFGBG");
    let light = ground.is_some_and(|v| matches!(v.rsplit(';').next(), Some("7" | "15")));
    let guess = if light {
        ThemeName::Light
    } else {
        ThemeName::Dark
    };
    let terminal = set("TERM").unwrap_or_default();
    Look {
        theme: theme.unwrap_or(guess),
        theme_fixed: theme.is_some(),
        no_color: set("NO_COLOR").is_some() || terminal == "dumb",
        ascii: ascii.unwrap_or(!unicode),
        true_color: set("COLORTERM").is_some_and(|v| v == "truecolor" || v == "24bit"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(variables: &[(&str, &str)]) -> Look {
        detect(None, None, |name| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_decides_what_nobody_chose() {
        assert!(look(&[("NO_COLOR", "1")]).no_color);
        assert!(!look(&[("NO_COLOR", "")]).no_color, "empty is not set");
        assert!(look(&[("LANG", "C")]).ascii);
        assert!(!look(&[("LC_ALL", "de_DE.UTF-8"), ("LANG", "C")]).ascii);
        assert!(look(&[("COLORTERM", "truecolor")]).true_color);
        assert_eq!(look(&[("COLORFGBG", "0;15")]).theme, ThemeName::Light);
        let chosen = detect(Some(ThemeName::Dark), Some(true), |_| None);
        assert!(chosen.ascii && chosen.theme_fixed);
    }
}
