//! `nianlun`: arguments, messages, progress and exit codes; nothing else.

mod bars;
mod choice;
mod commands;
mod exit;
mod groups;
mod layout;
mod put;

use clap::Parser as _;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    exit::explain_panics();
    let arguments = commands::Arguments::parse();
    exit::code(arguments.command.run())
}
