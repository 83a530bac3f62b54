//! The panes of tickets: the queue, the open ticket, and the note being written.

pub mod composer;
pub mod counter;
pub mod hidden;
pub mod preview;
pub mod query;
pub mod queue;
pub mod reader;
pub mod thread;
pub mod views;
