//! The rules of the trade: types, commands, queries and pure functions.
//!
//! Nothing here reads a clock, a file or a socket: rules take `now` as an argument and
//! return data. `domain` imports nothing of ours.

pub mod calendar;
pub mod clients;
pub mod codes;
pub mod command;
pub mod desk;
pub mod digest;
pub mod language;
pub mod merchants;
pub mod moment;
pub mod money;
pub mod redact;
pub mod schedule;
pub mod settlement;
pub mod spelling;
pub mod text;
pub mod theme;
pub mod tickets;
pub mod zone;

pub use command::{Actor, Answer, Command, Outcome, Query, Refusal};

/// An instant in UTC; the store keeps it as whole seconds since 1970.
pub type Instant = chrono::DateTime<chrono::Utc>;
