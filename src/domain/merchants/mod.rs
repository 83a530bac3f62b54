//! Merchants: the methods they accept.

pub mod methods;
