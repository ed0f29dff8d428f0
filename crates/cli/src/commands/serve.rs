//! `nianlun serve`.

use crate::exit::{Ended, Exit, explain_panics_of_pages};
use crate::put;
use clap::Args;
use nianlun_results::locate;
use nianlun_server::Explorer;
use nianlun_study::pipeline_name;
use nianlun_types::Problem;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Open the explorer: pages over a finished run, in your browser
///
/// Curves of any strings and categories by year, search with facets, concordance lines, documents
/// with hits marked, stages and their posterior, keyness, what was set aside. Read-only, and only
/// for this machine unless --host says otherwise; no network is used. Every view is also a .json
/// and a .csv file with its query, settings and hashes: docs/explorer.md. Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  nianlun serve out/shanghai\n  nianlun serve pipelines/shanghai --port 8000 --open"
)]
pub struct ServeArgs {
    /// A pipeline folder that was run, or a results folder
    folder: PathBuf,
    /// The port; 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 7421)]
    port: u16,
    /// The address to be reached at; others than 127.0.0.1 let other machines read the texts
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Open the browser too
    #[arg(long)]
    open: bool,
}

impl ServeArgs {
    /// Serves the explorer until it is interrupted.
    pub fn run(&self) -> Ended {
        let explorer = Explorer::open(&locate(&self.folder, &pipeline_name)?)?;
        explain_panics_of_pages();
        let address = SocketAddr::new(self.host, self.port);
        explorer.serve(address, |address| self.announce(address)).map_err(|error| {
            Problem::new(format!("nothing can be served at {address}"))
                .because(error.to_string())
                .hint("choose another port, --port 7422, or --port 0 for any that is free")
        })?;
        Ok(Exit::Done)
    }

    /// Says where the explorer is. The address alone goes to standard output, so that a script can read it.
    fn announce(&self, address: SocketAddr) {
        if let Err(problem) = put::text(&format!("http://{address}/\n")) {
            put::problem(&problem);
        }
        if !address.ip().is_loopback() {
            put::note(
                "warning: everybody who can reach this address can read the texts; there is no password",
            );
        }
        put::note("Ctrl-C ends it");
        if self.open && !browser_starts(&format!("http://{address}/")) {
            put::note("no browser could be opened: open the address yourself");
        }
    }
}

/// Opens the address in the reader's browser, and says whether there was a browser to start.
#[expect(clippy::disallowed_methods, reason = "--open starts the browser of the user")]
fn browser_starts(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut browser = Command::new(program);
    browser.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    browser.spawn().is_ok()
}
