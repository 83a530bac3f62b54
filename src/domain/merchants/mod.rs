//! Merchants: what paydesk knows about the businesses that take payments.

pub mod identifiers;
