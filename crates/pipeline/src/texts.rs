//! Every text of a pipeline in turn, for passes that write no results: each thread reads the next
//! text when it is done with its last, and forgets it.

use crate::load::Pipeline;
use crate::progress::Progress;
use nianlun_codebook::holds;
use nianlun_corpus::{Entry, Text, read};
use nianlun_types::{Hit, Quarantined, Span};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Texts that could not be read, with their lines in the manifest.
pub type Aside = Vec<(Option<usize>, Quarantined)>;

/// Gives every text that can be read to `one`, with its position in the catalogue, and joins what
/// the threads gathered. `join` must not mind the order: sums, least, most.
///
/// Texts that cannot be read come back beside it, with their lines in the manifest.
pub fn each<T: Send>(
    pipeline: &Pipeline,
    step: &str,
    progress: &dyn Progress,
    new: impl Fn() -> T + Sync + Send,
    one: impl Fn(&mut T, usize, &Entry, Text) + Sync + Send,
    join: impl Fn(T, T) -> T + Sync + Send,
) -> (T, Aside) {
    let entries = &pipeline.catalogue.entries;
    progress.begin(step, entries.len() as u64);
    let next = AtomicUsize::new(0);
    // One of each a thread, so that memory does not grow with the texts.
    let of_threads = rayon::broadcast(|_| {
        let (mut gathered, mut aside) = (new(), Aside::new());
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(entry) = entries.get(at) else { break };
            let bytes = match read(entry) {
                Ok(text) => {
                    let bytes = text.bytes;
                    one(&mut gathered, at, entry, text);
                    bytes
                }
                Err(reason) => {
                    aside.push((entry.line, reason));
                    0
                }
            };
            progress.advance(1, bytes);
        }
        (gathered, aside)
    });
    progress.end();
    let (mut all, mut set_aside) = (new(), Aside::new());
    for (gathered, aside) in of_threads {
        all = join(all, gathered);
        set_aside.extend(aside);
    }
    set_aside.sort();
    (all, set_aside)
}

/// The hits of a normalised text by each rule, within the scope of the pipeline.
pub fn hits(pipeline: &Pipeline, text: &str, tokens: &[Span]) -> [Vec<Hit>; 3] {
    let mut by_rule = pipeline.matcher.hits(text, tokens);
    if let Some(scope) = &pipeline.scope {
        let passages = scope.passages(text);
        for hits in &mut by_rule {
            hits.retain(|hit| holds(&passages, hit.span));
        }
    }
    by_rule
}
