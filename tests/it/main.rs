//! The desk from outside: the real binary, and the real loop under a fake terminal. Every test
//! has a desk of its own in a temporary folder.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what a test cannot do it fails at, in its helpers too"
)]

mod care;
mod check;
mod cli;
mod clocks;
mod desk;
mod driver;
mod imports;
mod look;
mod pictures;
mod plain;
mod queue;
mod readme;
mod sla;
mod storm;
mod timeline;
mod trade;
mod views;
mod ways;
mod workbench;
