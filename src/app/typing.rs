//! Text: typed, taken or left.

use crate::domain::tickets::Handle;

use super::action::Action;
use super::key::{Key, KeyCode};
use super::tour::Deed;
use super::{App, Modal};

impl App {
    pub(super) fn text_key(&mut self, key: Key) {
        let now = self.now;
        if let Some(input) = self.find_input() {
            if input.key(key) {
                self.find_typed();
            }
            return;
        }
        match self.modals.last_mut() {
            Some(Modal::Themes(themes)) => {
                themes.picker.key(key);
                self.try_theme_on();
            }
            Some(Modal::Links(picker)) => {
                picker.key(key);
            }
            Some(Modal::Why(_) | Modal::Facts(_)) => {}
            Some(Modal::Views(picker)) => match digit(key) {
                // While nothing is typed, a digit is a choice.
                Some(place) if picker.input().text().is_empty() => {
                    self.close_modals();
                    self.go_to_view(place);
                }
                _ => _ = picker.key(key),
            },
            Some(Modal::Jump(input) | Modal::SaveView(input)) => {
                input.key(key);
            }
            Some(modal) => {
                if modal.lines_mut().is_some_and(|lines| lines.key(key)) {
                    self.look_up();
                }
            }
            None => match (&mut self.queue.editing, &mut self.ticket) {
                (_, Some(reader)) => {
                    let typed = match key.code {
                        KeyCode::Enter => Some('\n'),
                        _ => key.text(),
                    };
                    if reader.composer.as_ref().is_some_and(|c| c.sending) {
                        self.status.refuse("the note is being written; wait for it");
                    } else if let Some(composer) = &mut reader.composer {
                        composer.key(key, now);
                    } else if let Some(typed) = typed {
                        reader.type_ahead(typed.encode_utf8(&mut [0; 4]));
                    }
                }
                (Some(edit), None) => {
                    if edit.input.key(key) {
                        self.queue.filter_typed(&mut self.requests);
                        self.hear(Deed::Narrowed);
                    }
                }
                (None, None) => {}
            },
        }
    }

    /// Enter in a field or list: the result comes back as an action.
    pub(super) fn accept(&mut self) {
        match self.modals.last() {
            Some(Modal::Themes(themes)) => {
                if let Some(line) = themes.picker.chosen().cloned() {
                    self.keep_theme(&line);
                }
            }
            Some(Modal::Views(picker)) => {
                if let Some(place) = picker.chosen().map(|line| line.place) {
                    self.close_modals();
                    self.go_to_view(place);
                }
            }
            Some(Modal::SaveView(input)) => {
                let name = input.text().trim().to_owned();
                if name.is_empty() {
                    return self.status.refuse("a view has a name");
                }
                self.close_modals();
                self.save_view(name);
            }
            Some(Modal::Links(picker)) => {
                if let Some(address) = picker.chosen().map(|line| line.address.clone()) {
                    self.close_modals();
                    self.browse(&address);
                }
            }
            Some(Modal::Why(_) | Modal::Facts(_)) => {}
            Some(Modal::Jump(input)) => match Handle::parse(input.text()) {
                Some(handle) => {
                    self.close_modals();
                    self.locate(handle);
                }
                None => self
                    .status
                    .refuse("a number, an id such as zd:35436, or a ticket's URL"),
            },
            Some(_) => self.take_line(),
            None => {
                if self.queue.end_filter(true, &mut self.requests) {
                    self.hear(Deed::Filtered);
                } else {
                    let key = self.keymap.key(Action::Dismiss).unwrap_or_default();
                    let why = format!("the filter cannot be read; {key} goes back to the last one");
                    self.status.refuse(why);
                }
            }
        }
    }

    pub(super) fn dismiss(&mut self) {
        if self.modals.is_empty() {
            self.queue.end_filter(false, &mut self.requests);
        } else {
            self.close_modals();
        }
    }

    pub(super) fn pick(&mut self, rows: isize) {
        if let Some(modal) = self.modals.last_mut() {
            modal.move_by(rows);
            self.try_theme_on();
        }
    }
}

/// The place of a view that a digit names.
fn digit(key: Key) -> Option<usize> {
    let digit = key.text()?.to_digit(10)?;
    usize::try_from(digit).ok()?.checked_sub(1)
}
