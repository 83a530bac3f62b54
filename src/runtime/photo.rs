//! A picture of the screen: the real loop on a stage without a terminal, keys pressed one by one.
//!
//! Waits for the store and never for time, so the same desk, clock and keys give the same cells.

use std::sync::mpsc::channel;
use std::time::Duration;

use ratatui::buffer::Buffer;

use super::{Headless, Launch, Workbench};
use crate::app::event::Event;
use crate::app::key::Key;
use crate::error::Result;
use crate::ui::picture;

/// What a pause shows: longer than the menu of a begun key waits, shorter than a notice stays.
const PAUSE: Duration = Duration::from_secs(1);

/// What is done before the picture is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A key is pressed.
    Press(Key),
    /// A second passes, for what waits for it.
    Pause,
}

/// The cells of a screen.
#[derive(Debug)]
pub struct Photo {
    cells: Buffer,
    title: String,
}

impl Photo {
    /// Opens the workbench at a size, takes the steps, and keeps what is on show then. The clock
    /// of the launch is to be one that stands.
    pub fn take(launch: Launch, size: (u16, u16), steps: &[Step], title: &str) -> Result<Self> {
        let (sender, queue) = channel();
        let stage = Headless::new(size.0, size.1);
        let mut bench = Workbench::new(launch, stage, sender, queue)?;
        bench.settle(None)?;
        for step in steps {
            match step {
                Step::Press(key) => _ = bench.settle(Some(Event::Key(*key)))?,
                Step::Pause => {
                    bench.clock().advance(PAUSE);
                    bench.settle(None)?;
                }
            }
        }
        Ok(Self {
            cells: bench.stage().buffer().clone(),
            title: title.to_owned(),
        })
    }

    /// The picture as an SVG document.
    pub fn svg(&self) -> String {
        picture::svg(&self.cells, &self.title)
    }

    /// The picture as an HTML page that needs nothing else.
    pub fn html(&self) -> String {
        picture::html(&self.cells, &self.title)
    }

    /// The letters alone.
    pub fn text(&self) -> String {
        picture::text(&self.cells)
    }
}
