//! Outside bytes to domain records and back.

pub mod case;
pub mod html;
pub mod json;
pub mod markdown;
