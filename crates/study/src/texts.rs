//! Visits every text of a study. Each thread reads the next text when it has finished its last, so that
//! memory holds at most one text a thread.

use crate::study::Study;
use nianlun_codebook::{Hits, holds};
use nianlun_corpus::{Memory, NoMemory, Settled, Text};
use nianlun_text::Normalised;
use nianlun_types::{Hit, Progress, Quarantined, Span};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Texts that could not be read, with their lines in the manifest.
pub type Aside = Vec<(Option<usize>, Quarantined)>;

/// The texts of one thread: position in the catalogue, entry, and the text or the reason to set it aside.
pub struct Turns<'t> {
    study: &'t Study,
    memory: &'t dyn Memory,
    next: &'t AtomicUsize,
    progress: &'t dyn Progress,
    /// Bytes of the current text. Asking for the next text reports it as done.
    current: Option<u64>,
}

impl<'t> Iterator for Turns<'t> {
    type Item = (usize, &'t Settled, Result<Text, Quarantined>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(bytes) = self.current.take() {
            self.progress.advance(1, bytes);
        }
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        let entry = self.study.catalogue.entries.get(at)?;
        let text = entry.read(self.memory);
        self.current = Some(text.as_ref().map_or(0, |text| text.bytes));
        Some((at, entry, text))
    }
}

/// Runs `thread` once on every thread of the current pool; together their turns are all texts. The results
/// come in the order of threads, which differs between runs: sort them, or join them in any order.
pub fn in_turn<T: Send>(
    study: &Study,
    memory: &(dyn Memory + Sync),
    step: &str,
    progress: &dyn Progress,
    thread: impl Fn(Turns<'_>) -> T + Sync,
) -> Vec<T> {
    progress.begin(step, study.catalogue.entries.len() as u64);
    let next = AtomicUsize::new(0);
    let of_threads =
        rayon::broadcast(|_| thread(Turns { study, memory, next: &next, progress, current: None }));
    progress.end();
    of_threads
}

/// Calls `add` with every text that can be read and its position in the catalogue. Each thread adds to a
/// value of its own; `join` joins these, in any order: sums, least, most.
///
/// The second value is the texts that cannot be read, with their lines in the manifest.
pub fn each_text<T: Send>(
    study: &Study,
    step: &str,
    progress: &dyn Progress,
    new: impl Fn() -> T + Sync + Send,
    add: impl Fn(&mut T, usize, &Settled, Text) + Sync + Send,
    join: impl Fn(T, T) -> T + Sync + Send,
) -> (T, Aside) {
    // One value a thread, so that memory does not grow with the texts.
    let of_threads = in_turn(study, &NoMemory, step, progress, |turns| {
        let (mut gathered, mut aside) = (new(), Aside::new());
        for (at, entry, text) in turns {
            match text {
                Ok(text) => add(&mut gathered, at, entry, text),
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

/// The passages of a normalised text that count; `None` where the whole text counts.
pub fn passages(study: &Study, text: &str) -> Option<Vec<Span>> {
    study.scope.as_ref().map(|scope| scope.passages(text))
}

/// The hits of a normalised text, within `passages` where the study has a scope.
pub fn hits_of(study: &Study, text: &str, tokens: &[Span], passages: Option<&[Span]>) -> Hits {
    let mut hits = study.matcher.hits(text, tokens);
    if let Some(passages) = passages {
        for by_rule in std::iter::once(&mut hits.by_rule).chain(&mut hits.anywhere) {
            for (_, hits) in by_rule.iter_mut() {
                hits.retain(|hit| holds(passages, hit.span));
            }
        }
    }
    hits
}

/// The hits as (start, end, term), in Unicode scalar values of the source text.
pub fn in_source(normal: &Normalised<'_>, hits: &[Hit]) -> Vec<(u32, u32, u32)> {
    let characters = |span: Span| span.of(&normal.text).chars().count() as u32;
    let (mut byte, mut character) = (0, 0);
    hits.iter()
        .map(|hit| {
            character += characters(Span { start: byte, end: hit.span.start });
            byte = hit.span.start;
            let range = normal.map.source(character..character + characters(hit.span));
            (range.start, range.end, hit.term)
        })
        .collect()
}
