//! Tickets: what they are, what can be done to them, what can be asked, what imports bring.

mod changes;
pub mod clocks;
mod columns;
mod commands;
pub mod copies;
pub mod filter;
pub mod finding;
pub mod history;
pub mod marks;
pub mod mentions;
mod queries;
pub mod quoting;
pub mod records;
mod ticket;
pub mod words;

pub use changes::{
    Changes, DraftEdit, Editable, NewEntry, OutboxAction, OutboxItem, SettingEdit, TicketEdit,
};
pub use columns::Column;
pub use commands::{Command, FieldValue, MAX_NOTE_CHARS, State, TicketFacts, decide, reversal};
pub use filter::{Filter, FilterError, Sort, SortField};
pub use queries::{
    Anchor, Answer, Handle, ListRow, Page, PageRequest, Position, Press, Query, RowClock, SortKey,
    Thread,
};
pub(crate) use ticket::handle;
pub use ticket::{
    Attachment, Entry, EntryId, EntryKind, FieldChange, Kind, Person, Priority, Role, Source,
    Status, Ticket, TicketId,
};
