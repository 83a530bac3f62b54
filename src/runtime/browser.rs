//! Addresses given to the person's browser, on a thread of their own.
//!
//! The address is an argument of one program that is run without a shell; it was checked to be one
//! of the web. Nothing is opened where the browser would be on another machine.

use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;

use super::executor::{Message, spawn};
use crate::app::event::Event;

/// Opens an address; the outcome comes as [`Event::Browsed`].
pub(super) fn open(address: String, queue: &Sender<Message>) {
    let answer = queue.clone();
    let work = move || {
        let opener = opener(|name| std::env::var(name).ok());
        let result = opener.and_then(|opener| run(opener, &address));
        // The loop may have ended already: then nobody needs to know.
        drop(answer.send(Event::Browsed { address, result }.into()));
    };
    if let Err(error) = spawn("browser", queue.clone(), work) {
        drop(queue.send(Event::Trouble(error).into()));
    }
}

/// The program that opens addresses here, or why there is none.
fn opener(variable: impl Fn(&str) -> Option<String>) -> Result<&'static str, String> {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    if is_set("SSH_CONNECTION") || is_set("SSH_TTY") {
        return Err("over ssh no browser is opened".to_owned());
    }
    if cfg!(target_os = "macos") {
        return Ok("open");
    }
    // Without a display the opener would start a browser of text on this terminal.
    if is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WSL_DISTRO_NAME") {
        return Ok("xdg-open");
    }
    Err("there is no display for a browser".to_owned())
}

fn run(opener: &str, address: &str) -> Result<(), String> {
    let status = Command::new(opener)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("`{opener}` could not open it")),
        Err(_) => Err(format!("there is no `{opener}` to open it")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_browser_is_opened_on_another_machine_or_in_the_terminal() {
        let with = |set: &'static str| move |name: &str| (name == set).then(|| "x".to_owned());
        assert!(opener(with("SSH_CONNECTION")).is_err());
        if cfg!(target_os = "linux") {
            assert_eq!(opener(with("DISPLAY")), Ok("xdg-open"));
            assert!(opener(with("NOTHING")).is_err());
        }
    }
}
