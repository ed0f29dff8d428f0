//! `nianlun`: arguments, messages, progress and exit codes; nothing else.

// The one crate that speaks to people.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod args;
mod bars;
mod commands;
mod exit;
mod put;

use args::{Args, Command};
use clap::Parser as _;
use commands::{
    check, codebook, diff, export, kwic, new, rates, run, search, serve, simulate, stages, words,
};
use exit::Exit;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    exit::explain_panics();
    let args = Args::parse();
    let exit = match args.command {
        Command::New(args) => new::new(&args),
        Command::Run(args) => run::run(&args),
        Command::Check(args) => check::check(&args),
        Command::Codebook(args) => codebook::codebook(&args.command),
        Command::Search(args) => search::search(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Kwic(args) => kwic::kwic(&args),
        Command::Collocates(args) => words::collocates(&args),
        Command::Keyness(args) => words::keyness(&args),
        Command::Dispersion(args) => rates::dispersion(&args),
        Command::Ngram(args) => rates::ngram(&args),
        Command::Serve(args) => serve::serve(&args),
        Command::Stages(args) => stages::stages(&args),
        Command::Simulate(args) => simulate::simulate(&args),
    };
    exit.unwrap_or_else(|problems| {
        eprintln!("{problems}");
        Exit::CannotRun
    })
    .into()
}
