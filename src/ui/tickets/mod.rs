//! The panes of tickets: queue, preview, the open ticket, the note being written.

mod columns;
mod composer;
mod empty;
mod facts;
mod greeting;
mod preview;
pub(crate) mod query;
pub(crate) mod queue;
pub(crate) mod reader;
mod row;
mod timeline;
pub(crate) mod views;
