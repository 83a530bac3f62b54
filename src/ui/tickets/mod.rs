//! The panes of tickets: queue, preview, the open ticket, the note being written.

mod columns;
mod composer;
mod empty;
pub(crate) mod facts;
mod find;
mod greeting;
pub(crate) mod links;
mod preview;
pub(crate) mod query;
pub(crate) mod queue;
pub(crate) mod reader;
mod row;
#[cfg(test)]
mod tests;
mod timeline;
pub(crate) mod views;
pub(crate) mod why;
