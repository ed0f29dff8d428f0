//! Reports the progress of long work. The caller decides what to show.

/// Listens to long work. Called from several threads.
pub trait Progress: Sync {
    /// A step begins, of `total` units (0 where that is not known).
    fn begin(&self, step: &str, total: u64);
    /// `units` more units of the current step are done; they had `bytes` bytes of text.
    fn advance(&self, units: u64, bytes: u64);
    /// The current step is over.
    fn end(&self);
}

/// Shows nothing.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _step: &str, _total: u64) {}
    fn advance(&self, _units: u64, _bytes: u64) {}
    fn end(&self) {}
}
