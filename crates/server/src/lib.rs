//! Server: the explorer, local pages over a finished run.
//!
//! The server makes every view whole: as a page, as `.json` and `.csv`, and where it has a picture as `.svg`
//! and `.png`. Pages work without a script; the only one reads years out as the pointer passes. The server
//! writes nothing and loads nothing from elsewhere.

mod answer;
mod ask;
mod assets;
mod chart;
mod page;
mod run;
mod sign;
mod smooth;
#[cfg(test)]
mod tests;
mod view;
mod views;

use answer::{App, answer};
use axum::Router;
use nianlun_types::Problem;
use run::Run;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

/// The explorer of a finished run.
pub struct Explorer {
    run: Run,
}

impl Explorer {
    /// Opens the results in `folder`.
    ///
    /// # Errors
    /// There are no results, or they must be made again first.
    pub fn open(folder: &Path) -> Result<Self, Problem> {
        Ok(Explorer { run: Run::open(folder)? })
    }

    /// Serves until it is interrupted; `ready` learns the address before the first request.
    ///
    /// # Errors
    /// The address is in use, or this machine does not have it.
    pub fn serve(self, address: SocketAddr, ready: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            ready(address);
            let app = App::new(self.run, address.ip().is_loopback());
            let router = Router::new().fallback(answer).with_state(Arc::new(app));
            let interrupted = async {
                let _ = tokio::signal::ctrl_c().await;
            };
            tokio::select! {
                served = async { axum::serve(listener, router).await } => served,
                () = interrupted => Ok(()),
            }
        })
    }
}
