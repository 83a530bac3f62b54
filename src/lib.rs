//! paydesk: the payment-support workbench.
pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod formats;
pub mod jobs;
pub mod logging;
pub mod paths;
pub mod store;
