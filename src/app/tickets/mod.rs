//! The panes of tickets: the queue, the open ticket, and the note being written.

pub mod composer;
pub mod queue;
pub mod reader;
pub mod thread;
