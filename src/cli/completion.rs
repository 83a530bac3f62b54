//! `paydesk completions` and `paydesk man`: made from the command line's own definition.

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell as Generator;
use clap_mangen::Man;

use super::print::Output;
use super::{Cli, Verdict};
use crate::error::{Error, ErrorKind, Result};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: paydesk completions fish > ~/.config/fish/completions/paydesk.fish"
)]
pub(super) struct ShellArgs {
    /// The shell
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Example: paydesk man ticket note > paydesk-ticket-note.1")]
pub(super) struct ManArgs {
    /// The command whose page it shall be, instead of the whole
    #[arg(value_name = "COMMAND")]
    path: Vec<String>,
}

pub(super) fn print_completions(args: &ShellArgs, output: &mut Output) -> Result<Verdict> {
    let shell = match args.shell {
        Shell::Bash => Generator::Bash,
        Shell::Zsh => Generator::Zsh,
        Shell::Fish => Generator::Fish,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "paydesk", &mut script);
    output.write(&script)?;
    Ok(Verdict::Done)
}

pub(super) fn print_manual(args: &ManArgs, output: &mut Output) -> Result<Verdict> {
    let mut root = Cli::command();
    root.build();
    let mut command = &root;
    for name in &args.path {
        command = command.find_subcommand(name).ok_or_else(|| {
            let above = command.get_bin_name().unwrap_or("paydesk");
            Error::new(
                ErrorKind::Usage,
                format!("`{above}` has no command `{name}`"),
            )
            .hint(format!("`{above} --help` lists them"))
        })?;
    }
    let mut page = Vec::new();
    Man::new(command.clone())
        .render(&mut page)
        .map_err(|error| {
            Error::new(ErrorKind::Internal, "cannot make the manual page").caused_by(error)
        })?;
    output.write(&page)?;
    Ok(Verdict::Done)
}
