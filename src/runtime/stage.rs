//! What the loop draws on: the real terminal, or a fake one for tests.

use std::io;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::{TerminalOptions, Viewport};

use crate::app::App;
use crate::error::Result;
use crate::ui;

/// A place to draw on. It is entered once, and left before anything else owns the terminal.
pub trait Stage {
    /// Columns and rows.
    fn size(&self) -> (u16, u16);
    /// Takes the terminal. Doing it twice is harmless.
    fn enter(&mut self) -> io::Result<()>;
    /// Gives the terminal back. Doing it twice is harmless.
    fn leave(&mut self);
    /// Draws the model, the whole frame at once.
    fn draw(&mut self, app: &App) -> io::Result<()>;
    /// Forgets what the terminal shows, so that the next frame draws every cell.
    fn forget(&mut self, size: (u16, u16)) -> io::Result<()>;
    /// Puts a text into the terminal's clipboard, as far as it takes one.
    fn copy(&mut self, text: &str) -> io::Result<()>;
    /// Stops the process as Ctrl-Z does; returns when it is continued.
    fn stop(&mut self);
    /// Opens the person's editor on a text; none if it ended with an error.
    fn edit(&mut self, text: &str) -> Result<Option<String>>;
}

/// A viewport of its own size: the model learns a new size by an event, never the drawing first.
pub(super) fn options(size: (u16, u16)) -> TerminalOptions {
    TerminalOptions {
        viewport: Viewport::Fixed(Rect::new(0, 0, size.0, size.1)),
    }
}

/// A terminal that is none: keeps the cells, and remembers whether it was given back.
#[derive(Debug)]
pub struct Headless {
    terminal: Terminal<TestBackend>,
    entered: bool,
    stops: usize,
    frames: usize,
    /// What the person's editor gives back, when it is opened.
    pub edited: Option<String>,
    /// What was copied last.
    pub copied: Option<String>,
}

impl Headless {
    /// A fake terminal of this size.
    pub fn new(width: u16, height: u16) -> Self {
        let size = (width, height);
        // A TestBackend cannot fail.
        let terminal = match Terminal::with_options(TestBackend::new(width, height), options(size))
        {
            Ok(terminal) => terminal,
            Err(never) => match never {},
        };
        Self {
            terminal,
            entered: false,
            stops: 0,
            frames: 0,
            edited: None,
            copied: None,
        }
    }

    /// The cells on show.
    pub fn buffer(&self) -> &ratatui::buffer::Buffer {
        self.terminal.backend().buffer()
    }

    /// True while the terminal is ours.
    pub fn is_entered(&self) -> bool {
        self.entered
    }

    /// How often the process was stopped.
    pub fn stops(&self) -> usize {
        self.stops
    }

    /// How many frames were drawn.
    pub fn frames(&self) -> usize {
        self.frames
    }
}

impl Stage for Headless {
    fn size(&self) -> (u16, u16) {
        let area = self.buffer().area;
        (area.width, area.height)
    }

    fn enter(&mut self) -> io::Result<()> {
        self.entered = true;
        Ok(())
    }

    fn leave(&mut self) {
        self.entered = false;
    }

    fn draw(&mut self, app: &App) -> io::Result<()> {
        self.frames += 1;
        match self.terminal.draw(|frame| ui::draw(app, frame)) {
            Ok(_) => Ok(()),
            Err(never) => match never {},
        }
    }

    fn forget(&mut self, size: (u16, u16)) -> io::Result<()> {
        self.terminal.backend_mut().resize(size.0, size.1);
        match self.terminal.resize(Rect::new(0, 0, size.0, size.1)) {
            Ok(()) => Ok(()),
            Err(never) => match never {},
        }
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        self.copied = Some(text.to_owned());
        Ok(())
    }

    fn stop(&mut self) {
        self.stops += 1;
    }

    fn edit(&mut self, _text: &str) -> Result<Option<String>> {
        Ok(self.edited.take())
    }
}
