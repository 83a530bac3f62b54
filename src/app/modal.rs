//! What floats above the page and takes the keys: a stack, whose results come back as actions.

use super::App;
use super::action::{Action, Scope};
use super::kit::input::Input;
use super::kit::picker::Picker;
use super::kit::scroll::Scroll;
use super::look::ThemePicker;
use super::palette::{self, CommandLine};
use super::tickets::reader::Reader;
use super::tickets::thread::Link;
use super::tickets::views::Entry;
use super::tickets::why::Why;
use crate::domain::text;

/// A line of the list of views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewLine {
    /// Its place among the views.
    pub place: usize,
    /// What is searched: its name.
    pub name: String,
    /// Its query.
    pub query: String,
}

impl ViewLine {
    /// The views as they are known.
    pub(super) fn all(app: &App) -> Vec<Self> {
        let entries = app.views.all().iter().enumerate();
        let line = |(place, entry): (usize, &Entry)| Self {
            place,
            name: text::line(&entry.view.name).into_owned(),
            query: match &entry.filter {
                Ok(filter) => filter.to_string(),
                Err(_) => text::line(&entry.view.query).into_owned(),
            },
        };
        entries.map(line).collect()
    }
}

/// What floats.
#[derive(Clone, Debug)]
pub enum Modal {
    /// Commands, views, tickets and people, best match first.
    Palette(Picker<CommandLine>),
    /// The same for tickets and people alone.
    Find(Picker<CommandLine>),
    /// The keys that are heard where the person is, by purpose.
    Help(Picker<CommandLine>),
    /// The keys of every pane.
    AllKeys(Picker<CommandLine>),
    /// A number to go to.
    Jump(Input),
    /// The themes; the page behind wears the chosen one.
    Themes(Box<ThemePicker>),
    /// The views.
    Views(Picker<ViewLine>),
    /// A name for the filter.
    SaveView(Input),
    /// Why clocks stand as they do, what codes mean.
    Why(Box<Why>),
    /// What is known about the open ticket.
    Facts(Scroll),
    /// The links of the open ticket.
    Links(Picker<LinkLine>),
}

/// A line of the links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkLine {
    /// Its number in the text.
    pub number: usize,
    /// What is searched: the words it stands under, then its host and path.
    pub title: String,
    /// Where it leads, in full.
    pub address: String,
}

impl Modal {
    /// The scope in which its keys are heard.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Palette(_)
            | Self::Find(_)
            | Self::Help(_)
            | Self::AllKeys(_)
            | Self::Themes(_)
            | Self::Views(_)
            | Self::Links(_) => Scope::Picker,
            Self::Jump(_) | Self::SaveView(_) => Scope::Field,
            Self::Why(_) | Self::Facts(_) => Scope::Float,
        }
    }

    /// What it is called, in its frame and by the command that opens it again.
    pub fn title(&self, app: &App) -> String {
        let title = match self {
            Self::Help(_) => return format!("Keys in {}", app.pane_scope().title()),
            Self::Facts(_) => {
                let number = app.current_number().unwrap_or_default();
                return format!("Facts  #{}", text::line(&number));
            }
            Self::Why(why) => return format!("Why  #{}", text::line(&why.number)),
            Self::Palette(_) => "Palette",
            Self::Find(_) => "Find a ticket or a person",
            Self::AllKeys(_) => "Every key",
            Self::Jump(_) => "Go to a ticket",
            Self::Themes(_) => "Colours",
            Self::Views(_) => "Views",
            Self::SaveView(_) => "Save the filter as a view",
            Self::Links(_) => "Links of the ticket",
        };
        title.to_owned()
    }

    /// Its lines, if it is a list of commands.
    pub fn lines(&self) -> Option<&Picker<CommandLine>> {
        match self {
            Self::Palette(lines) | Self::Find(lines) | Self::Help(lines) | Self::AllKeys(lines) => {
                Some(lines)
            }
            _ => None,
        }
    }

    /// As [`Self::lines`], to be changed.
    pub(super) fn lines_mut(&mut self) -> Option<&mut Picker<CommandLine>> {
        match self {
            Self::Palette(lines) | Self::Find(lines) | Self::Help(lines) | Self::AllKeys(lines) => {
                Some(lines)
            }
            _ => None,
        }
    }

    /// Chooses the line at this place among those that match, if it is a list.
    pub(super) fn choose(&mut self, line: usize) {
        match self {
            Self::Palette(lines) | Self::Find(lines) | Self::Help(lines) | Self::AllKeys(lines) => {
                lines.choose(line);
            }
            Self::Themes(themes) => themes.picker.choose(line),
            Self::Views(picker) => picker.choose(line),
            Self::Links(picker) => picker.choose(line),
            Self::Jump(_) | Self::SaveView(_) | Self::Why(_) | Self::Facts(_) => {}
        }
    }

    /// Moves the choice by lines, if it is a list.
    pub(super) fn move_by(&mut self, lines: isize) {
        match self {
            Self::Palette(picker)
            | Self::Find(picker)
            | Self::Help(picker)
            | Self::AllKeys(picker) => picker.move_by(lines),
            Self::Themes(themes) => themes.picker.move_by(lines),
            Self::Views(picker) => picker.move_by(lines),
            Self::Links(picker) => picker.move_by(lines),
            Self::Jump(_) | Self::SaveView(_) | Self::Why(_) | Self::Facts(_) => {}
        }
    }

    /// Its lines if tickets and people are asked for as one types there.
    pub(super) fn asking(&mut self) -> Option<&mut Picker<CommandLine>> {
        match self {
            Self::Palette(lines) | Self::Find(lines) => Some(lines),
            _ => None,
        }
    }

    /// The palette, as things stand: what was picked last stands first.
    pub fn palette(app: &App) -> Self {
        Self::Palette(palette::palette(commands(app)))
    }

    /// The palette on tickets and people.
    pub fn find(app: &App) -> Self {
        Self::Find(palette::finder(commands(app)))
    }

    /// The views as they are known.
    pub fn views(app: &App) -> Self {
        Self::Views(Picker::new(ViewLine::all(app), |line| &line.name))
    }

    /// The links of the open ticket, in the order of their numbers.
    pub fn links(reader: &Reader) -> Self {
        let line = |(number, link): (usize, &Link)| {
            let address = &link.address;
            let place = address
                .split_once("://")
                .map_or(&**address, |(_, rest)| rest);
            let title = match &*link.words {
                "" => place.to_owned(),
                words => format!("{words}  {place}"),
            };
            LinkLine {
                number,
                title,
                address: address.clone(),
            }
        };
        let lines = (1..).zip(reader.links()).map(line);
        Self::Links(Picker::new(lines.collect(), |line| &line.title))
    }

    /// The help for where the person is.
    pub fn help(app: &App) -> Self {
        let here = app.scope();
        let lines = palette::lines(app, |spec| {
            spec.scopes
                .iter()
                .any(|s| *s == here || *s == Scope::Global)
        });
        Self::Help(palette::palette(lines))
    }

    /// The help of every pane.
    pub fn all_keys(app: &App) -> Self {
        Self::AllKeys(palette::palette(palette::lines(app, |_| true)))
    }

    /// The same list of commands as things stand now, with what was typed there.
    pub(super) fn again(&self, app: &App) -> Option<Self> {
        let typed = self.lines()?.input().text();
        let mut modal = match self {
            Self::Palette(_) => Self::palette(app),
            Self::Find(_) => Self::find(app),
            Self::Help(_) => Self::help(app),
            Self::AllKeys(_) => Self::all_keys(app),
            _ => return None,
        };
        modal.lines_mut()?.paste(typed);
        Some(modal)
    }
}

/// Every command that can be meant without a text under one's fingers.
fn commands(app: &App) -> Vec<CommandLine> {
    let mut lines = palette::lines(app, |spec| !spec.scopes.iter().all(|scope| scope.is_text()));
    let picked = app.habits.picked();
    let rank = |action: Option<Action>| picked.iter().position(|one| Some(*one) == action);
    lines.sort_by_key(|line| rank(line.action()).unwrap_or(usize::MAX));
    let views = app.views.all().iter();
    let views = views.map(|entry| palette::view_line(entry.view.clone()));
    lines.extend(views);
    lines
}
