//! paydesk: the payment-support workbench.
pub mod app;
pub mod config;
pub mod domain;
pub mod error;
pub mod formats;
pub mod jobs;
pub mod store;
pub mod ui;
