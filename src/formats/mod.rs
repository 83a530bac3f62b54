//! Outside bytes to domain records and back.
//!
//! Everything that comes in is hostile until it is checked: bounded in size, refused with one
//! line that names file, line and cure. Nothing here knows the store.

pub mod archive;
pub mod batch;
pub mod case;
pub mod checks;
pub mod clocks;
pub mod dates;
pub mod export;
pub mod freshdesk;
pub mod html;
mod hypertext;
pub mod jira;
pub mod json;
mod kept;
mod labels;
pub mod markdown;
mod members;
mod rfc3339;
pub mod rows;
pub mod settlement;
pub mod source;
pub mod table;
pub mod tickets;
pub mod zendesk;
