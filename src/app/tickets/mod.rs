//! The panes of tickets: the queue, the open ticket, and the note being written.

pub mod composer;
pub mod counter;
pub mod facts;
pub mod find;
pub mod hidden;
pub mod preview;
pub mod query;
pub mod queue;
pub mod reader;
#[cfg(test)]
mod tests;
pub mod thread;
pub mod views;
pub mod why;
