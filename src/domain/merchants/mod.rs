//! Merchants: how their identifiers are checked, and the methods they accept.

pub mod identifiers;
pub mod methods;
