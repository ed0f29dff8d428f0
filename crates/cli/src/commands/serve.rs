//! `nianlun serve`.

use crate::args::ServeArgs;
use crate::exit::Exit;
use nianlun_server::Explorer;
use nianlun_types::{Problem, Problems};
use std::net::SocketAddr;
use std::process::{Command, Stdio};

/// Opens the explorer until it is interrupted.
pub fn serve(args: &ServeArgs) -> Result<Exit, Problems> {
    let explorer = Explorer::open(&args.folder)?;
    // One request that fails is no reason to leave the others.
    std::panic::set_hook(Box::new(|info| {
        let what = info.payload_as_str().unwrap_or("unknown");
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("error: a page failed, which is a bug of ours\n  caused by: {what} ({place})");
    }));
    let address = SocketAddr::new(args.host, args.port);
    let ready = |address: SocketAddr| {
        println!("http://{address}/");
        if !address.ip().is_loopback() {
            eprintln!(
                "warning: everybody who can reach this address can read the texts; there is no password"
            );
        }
        eprintln!("Ctrl-C ends it");
        if args.open && !open(&format!("http://{address}/")) {
            eprintln!("no browser could be opened: open the address yourself");
        }
    };
    explorer.serve(address, ready).map_err(|error| {
        Problem::new(format!("nothing can be served at {address}"))
            .because(error.to_string())
            .hint("choose another port, --port 7422, or --port 0 for any that is free")
    })?;
    Ok(Exit::Done)
}

/// Opens the reader's browser; whether there was one to be started.
fn open(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let quiet = Stdio::null;
    Command::new(program)
        .args(before)
        .arg(address)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn()
        .is_ok()
}
