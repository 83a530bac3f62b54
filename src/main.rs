//! The thin binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    paydesk::cli::run(std::env::args_os())
}
