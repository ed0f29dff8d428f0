//! Progress bars on a terminal; a pipe never sees one.

#![expect(clippy::disallowed_methods, reason = "a bar says how fast a step is; no result depends on it")]

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use nianlun_types::Progress;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Shows the steps of a run on stderr.
pub struct Bars {
    current: Mutex<Option<ProgressBar>>,
    bytes: AtomicU64,
    started: Mutex<Instant>,
}

impl Bars {
    /// Bars, hidden where stderr is no terminal.
    pub fn new() -> Self {
        Bars { current: Mutex::new(None), bytes: AtomicU64::new(0), started: Mutex::new(Instant::now()) }
    }

    fn with(&self, act: impl FnOnce(&ProgressBar)) {
        if let Ok(current) = self.current.lock()
            && let Some(bar) = current.as_ref()
        {
            act(bar);
        }
    }
}

/// A command that fails in the middle of a step leaves no bar behind.
impl Drop for Bars {
    fn drop(&mut self) {
        self.end();
    }
}

impl Progress for Bars {
    fn begin(&self, step: &str, total: u64) {
        self.end();
        // indicatif draws nothing where stderr is no terminal.
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(20));
        let template = if total == 0 {
            "{spinner} {prefix}"
        } else {
            "{prefix} {bar:30} {human_pos}/{human_len} ({percent}%) {msg}{eta} left"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_prefix(step.to_owned());
        bar.enable_steady_tick(Duration::from_millis(250));
        self.bytes.store(0, Ordering::Relaxed);
        if let (Ok(mut current), Ok(mut started)) = (self.current.lock(), self.started.lock()) {
            *current = Some(bar);
            *started = Instant::now();
        }
    }

    fn advance(&self, units: u64, bytes: u64) {
        let bytes = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let seconds = self.started.lock().map_or(0.0, |s| s.elapsed().as_secs_f64());
        self.with(|bar| {
            bar.inc(units);
            if seconds > 0.2 && !bar.is_hidden() {
                let rate = |n: u64| n as f64 / seconds;
                bar.set_message(format!("{:.0}/s, {:.1} MB/s, ", rate(bar.position()), rate(bytes) / 1e6));
            }
        });
    }

    fn end(&self) {
        self.with(ProgressBar::finish_and_clear);
    }
}
