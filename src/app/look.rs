//! How the page is drawn: the theme, the signs, the depth of colour; and choosing a theme.
//!
//! The list of themes is read outside the model ([`Effect::Themes`]). While one is picked, the page
//! behind the list wears it; leaving the list puts the theme back that was worn before.

use super::action::Action;
use super::event::Effect;
use super::kit::picker::Picker;
use super::{App, Modal};
use crate::domain::desk::Setting;
use crate::domain::theme::{Pale, Theme, WANTED, pale};
use crate::error::Result;

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Its own sixteen.
    Sixteen,
    /// The 256 of the cube.
    #[default]
    Indexed,
    /// 24-bit colour.
    True,
}

/// How the page is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Which colours and weights.
    pub theme: Theme,
    /// True if flag, configuration or terminal chose the theme: what was remembered does not count
    /// then.
    pub theme_fixed: bool,
    /// True for no colour at all, whatever the theme.
    pub no_color: bool,
    /// True for ASCII signs only.
    pub ascii: bool,
    /// How many colours there are.
    pub depth: Depth,
}

/// A theme as one line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeLine {
    /// Its name.
    pub name: String,
    /// What it is, in a few words.
    pub about: String,
    /// The theme; none if its file is wrong.
    pub theme: Option<Theme>,
    /// What is wrong with it; empty if nothing is.
    pub problem: String,
}

impl ThemeLine {
    /// The line of a theme that was read, or could not be.
    pub fn new(name: String, read: Result<(Theme, String)>) -> Self {
        match read {
            Ok((theme, about)) => Self {
                name,
                about,
                theme: Some(theme),
                problem: warning(&theme).unwrap_or_default(),
            },
            Err(error) => Self {
                name,
                about: String::new(),
                theme: None,
                problem: error.message,
            },
        }
    }
}

/// Where a theme of the person's own is hardest to read, if it is anywhere.
fn warning(theme: &Theme) -> Option<String> {
    if theme.is_built_in() {
        return None;
    }
    let found = pale(theme, WANTED);
    let worst: &Pale = found.first()?;
    Some(match found.len() {
        1 => worst.to_string(),
        count => format!("{worst} ({} more)", count - 1),
    })
}

/// The list of themes, and the one that was worn before it was opened.
#[derive(Clone, Debug)]
pub struct ThemePicker {
    /// The list.
    pub picker: Picker<ThemeLine>,
    before: Theme,
}

impl App {
    /// Takes the theme that is remembered, unless one was chosen.
    pub(super) fn recall_theme(&mut self, name: Option<&str>) {
        if let Some(name) = name
            && !self.look.theme_fixed
            && name != self.look.theme.name.as_str()
        {
            self.requests.push(Effect::Theme(name.to_owned()));
        }
    }

    /// The remembered theme has been read.
    pub(super) fn recalled_theme(&mut self, name: &str, read: Result<Box<Theme>>) {
        match read {
            Ok(theme) if !self.look.theme_fixed => {
                self.look.theme = *theme;
                self.warn_of_theme();
            }
            Ok(_) => {}
            Err(error) => {
                let key = self.keymap.key(Action::Theme).unwrap_or_default();
                self.status.refuse(format!(
                    "theme {name} cannot be read: {}; {key} picks another",
                    error.message
                ));
            }
        }
    }

    /// Says once where the theme is hard to read.
    pub(super) fn warn_of_theme(&mut self) {
        if let Some(warning) = warning(&self.look.theme) {
            let name = self.look.theme.name;
            self.status
                .say(format!("theme {}: {warning}", name.as_str()));
        }
    }

    /// Opens the list of themes that this terminal can show, the worn one chosen.
    pub(super) fn pick_theme(&mut self, mut lines: Vec<ThemeLine>) {
        if !self.modals.is_empty() {
            return;
        }
        if self.look.depth == Depth::Sixteen {
            lines.retain(|line| line.theme.is_none_or(|theme| theme.suits_sixteen()));
        }
        let worn = self.look.theme;
        let at = lines
            .iter()
            .position(|line| line.name == worn.name.as_str());
        let mut picker = Picker::new(lines, |line: &ThemeLine| &line.name);
        picker.move_by(at.and_then(|at| isize::try_from(at).ok()).unwrap_or(0));
        let before = worn;
        self.float(Modal::Themes(Box::new(ThemePicker { picker, before })));
    }

    /// The page wears the theme that is chosen in the list, if one is.
    pub(super) fn try_theme_on(&mut self) {
        if let Some(Modal::Themes(themes)) = self.modals.last() {
            let chosen = themes.picker.chosen().and_then(|line| line.theme);
            self.look.theme = chosen.unwrap_or(themes.before);
        }
    }

    /// Puts the theme back that was worn before the list was opened.
    pub(super) fn put_theme_back(&mut self) {
        let before = self.modals.iter().find_map(|modal| match modal {
            Modal::Themes(themes) => Some(themes.before),
            _ => None,
        });
        if let Some(before) = before {
            self.look.theme = before;
        }
    }

    /// Keeps the chosen theme, for the next start too.
    pub(super) fn keep_theme(&mut self, line: &ThemeLine) {
        let Some(theme) = line.theme else {
            return self.status.refuse(line.problem.clone());
        };
        self.close_modals();
        self.look.theme = theme;
        // What was remembered before must not come back with the next answer of the store.
        self.look.theme_fixed = true;
        self.remember(Setting::Theme, &line.name);
        self.status.say(format!("theme {}", line.name));
    }
}
