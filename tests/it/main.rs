//! The real binary from outside: every run has a desk of its own in a temporary folder.

mod care;
mod cli;
mod desk;
