//! Every text of a pipeline in turn, for passes that write no results: each thread reads the next
//! text when it is done with its last, and forgets it.

use crate::load::Pipeline;
use crate::progress::Progress;
use nianlun_codebook::holds;
use nianlun_corpus::{Entry, Text, read};
use nianlun_types::{Hit, Quarantined, Span};
use rayon::prelude::*;

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
) -> (T, Vec<(Option<usize>, Quarantined)>) {
    let entries = &pipeline.catalogue.entries;
    progress.begin(step, entries.len() as u64);
    let gathered = entries
        .par_iter()
        .enumerate()
        .fold(
            || (new(), Vec::new()),
            |(mut gathered, mut aside), (at, entry)| {
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
                (gathered, aside)
            },
        )
        .reduce(
            || (new(), Vec::new()),
            |(a, mut aside), (b, more)| {
                aside.extend(more);
                (join(a, b), aside)
            },
        );
    progress.end();
    let (gathered, mut aside) = gathered;
    aside.sort();
    (gathered, aside)
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
