//! The desk from outside: the real binary, and the real loop under a fake terminal. Every test
//! has a desk of its own in a temporary folder.

mod care;
mod cli;
mod desk;
mod driver;
mod readme;
mod workbench;
