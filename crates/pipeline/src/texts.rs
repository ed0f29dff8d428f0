//! Every text of a pipeline in turn. Each thread reads the next text when it is done with its last, so
//! that memory never holds more texts than there are threads.

use crate::load::Pipeline;
use crate::progress::Progress;
use nianlun_codebook::{ByRule, holds};
use nianlun_corpus::{Settled, Text};
use nianlun_types::{Hit, Quarantined, Span};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Texts that could not be read, each with its line in the manifest.
pub type Aside = Vec<(Option<usize>, Quarantined)>;

/// The texts that one thread reads: position in the catalogue, what is settled, and the text or the
/// reason to set it aside.
pub struct Turns<'t> {
    pipeline: &'t Pipeline,
    next: &'t AtomicUsize,
    progress: &'t dyn Progress,
    /// Length of the last text. It is done, and progress is told, when the next is asked for.
    in_hand: Option<u64>,
}

impl<'t> Iterator for Turns<'t> {
    type Item = (usize, &'t Settled, Result<Text, Quarantined>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(bytes) = self.in_hand.take() {
            self.progress.advance(1, bytes);
        }
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        let entry = self.pipeline.catalogue.entries.get(at)?;
        let text = entry.read(&self.pipeline.cache);
        self.in_hand = Some(text.as_ref().map_or(0, |text| text.bytes));
        Some((at, entry, text))
    }
}

/// Runs `thread` once on every thread of the pool in force; together they read every text once. Which
/// thread reads which text is by chance: the caller must sort the results, or join them in a way that
/// does not depend on their order.
pub fn in_turn<T: Send>(
    pipeline: &Pipeline,
    step: &str,
    progress: &dyn Progress,
    thread: impl Fn(Turns<'_>) -> T + Sync,
) -> Vec<T> {
    progress.begin(step, pipeline.catalogue.entries.len() as u64);
    let next = AtomicUsize::new(0);
    let of_threads = rayon::broadcast(|_| thread(Turns { pipeline, next: &next, progress, in_hand: None }));
    progress.end();
    of_threads
}

/// Gives every readable text to `take`, with its position in the catalogue, and joins what the threads
/// gathered. The result of `join` must not depend on the order, as with sums and minima.
///
/// Gives the texts that cannot be read too, each with its line in the manifest.
pub fn each<T: Send>(
    pipeline: &Pipeline,
    step: &str,
    progress: &dyn Progress,
    new: impl Fn() -> T + Sync + Send,
    take: impl Fn(&mut T, usize, &Settled, Text) + Sync + Send,
    join: impl Fn(T, T) -> T + Sync + Send,
) -> (T, Aside) {
    // Each thread gathers into one value, so that memory does not grow with the number of texts.
    let of_threads = in_turn(pipeline, step, progress, |turns| {
        let (mut gathered, mut aside) = (new(), Aside::new());
        for (at, entry, text) in turns {
            match text {
                Ok(text) => take(&mut gathered, at, entry, text),
                Err(reason) => aside.push((entry.line, reason)),
            }
        }
        (gathered, aside)
    });
    let (mut all, mut set_aside) = (new(), Aside::new());
    for (gathered, aside) in of_threads {
        all = join(all, gathered);
        set_aside.extend(aside);
    }
    set_aside.sort();
    (all, set_aside)
}

/// The hits of a normalised text by each rule, within the scope of the pipeline.
pub fn hits(pipeline: &Pipeline, text: &str, tokens: &[Span]) -> ByRule<Vec<Hit>> {
    let mut by_rule = pipeline.matcher.hits(text, tokens);
    if let Some(scope) = &pipeline.scope {
        let passages = scope.passages(text);
        for (_, hits) in by_rule.iter_mut() {
            hits.retain(|hit| holds(&passages, hit.span));
        }
    }
    by_rule
}
