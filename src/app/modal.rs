//! What floats above the page and takes the keys: a stack, whose results come back as actions.

use super::App;
use super::action::{self, Action, Scope};
use super::kit::input::Input;
use super::kit::picker::Picker;
use super::look::ThemePicker;
use super::when::When;

/// A line of the palette or the help: an action as it stands at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// The action it runs.
    pub action: Action,
    /// What is searched: its title.
    pub title: String,
    /// Its keys.
    pub keys: Vec<String>,
    /// Where it is heard.
    pub place: &'static str,
    /// What it would do now, or why it cannot.
    pub when: When,
}

/// What floats.
#[derive(Clone, Debug)]
pub enum Modal {
    /// Every command, best match first.
    Palette(Picker<CommandLine>),
    /// The keys that are heard where the person is, by purpose.
    Help(Picker<CommandLine>),
    /// A number to go to.
    Jump(Input),
    /// The themes; the page behind wears the chosen one.
    Themes(Box<ThemePicker>),
}

impl Modal {
    /// The scope in which its keys are heard.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Palette(_) | Self::Help(_) | Self::Themes(_) => Scope::Picker,
            Self::Jump(_) => Scope::Field,
        }
    }

    /// The palette, as things stand.
    pub fn palette(app: &App) -> Self {
        let lines = lines(app, |spec| !spec.scopes.iter().all(|scope| scope.is_text()));
        Self::Palette(Picker::new(lines, |line| &line.title))
    }

    /// The help for where the person is.
    pub fn help(app: &App) -> Self {
        let here = app.scope();
        let lines = lines(app, |spec| {
            spec.scopes
                .iter()
                .any(|s| *s == here || *s == Scope::Global)
        });
        Self::Help(Picker::new(lines, |line| &line.title))
    }
}

/// The lines of those actions that `wanted` takes, in the order of the table.
fn lines(app: &App, wanted: impl Fn(&action::ActionSpec) -> bool) -> Vec<CommandLine> {
    let here = app.scope();
    let specs = action::all().filter(|spec| wanted(spec));
    specs
        .map(|spec| {
            let heard = spec
                .scopes
                .iter()
                .any(|scope| *scope == here || *scope == Scope::Global);
            let place = spec
                .scopes
                .iter()
                .find(|scope| **scope == here)
                .or(spec.scopes.first());
            let place = place.copied().unwrap_or(Scope::Global).title();
            let when = if heard {
                (spec.when)(app)
            } else {
                When::No(format!("not here: only in the {}", place.to_lowercase()))
            };
            CommandLine {
                action: spec.action,
                title: spec.title.to_owned(),
                keys: app.keymap.keys(spec.action),
                place,
                when,
            }
        })
        .collect()
}
