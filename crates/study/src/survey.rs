//! Reads texts before they are counted: decides the year of each, and which of them repeat others.
//!
//! The pass, samples and suggestions take years and repeats from the settled catalogue. The survey keeps the
//! text of a page, document or PDF on disk, so that its parser runs once.

use crate::copies::{Repeat, leave_out, leave_out_copies};
use nianlun_corpus::{
    Candidate, Catalogue, Listed, Memory, NoMemory, Settled, Sketch, Spool, Text, bodies_of_two_years, twins,
};
use nianlun_text::normalise;
use nianlun_types::{Problem, Progress, Quarantined, named};
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

named! {
    /// What to do with texts that a corpus contains more than once.
    pub enum Keep: "keep" {
        /// One of them is counted.
        One = "one",
        /// All of them are counted; documents.parquet names the twin of each.
        All = "all",
    }
}

/// What a look at a text gives: the settled text, with its sketch if twins are wanted; or why it cannot be
/// read.
type Look = Result<Box<(Settled, Option<Sketch>)>, Quarantined>;

/// Settles the texts of `catalogue`. The second value is the repeats that it leaves out.
///
/// With `keep` it looks at every text to find twins. Without, it looks only at texts whose year is open, and
/// leaves out files with equal bytes.
///
/// # Errors
/// The folder for temporary files cannot be written to.
pub fn survey(
    catalogue: Catalogue<Listed>,
    keep: Option<Keep>,
    memory: &(dyn Memory + Sync),
    progress: &dyn Progress,
) -> Result<(Catalogue<Settled>, Vec<Repeat>), Problem> {
    let (listed, mut catalogue) = catalogue.take_entries();
    let wanted = |text: &Listed| keep.is_some() || text.has_open_year();
    let looks = look_at_texts(&listed, wanted, keep.is_some(), memory, progress).map_err(|error| {
        Problem::new("texts cannot be kept beside")
            .because(error.to_string())
            .hint("the folder for temporary files (TMPDIR) must be writable and have room")
    })?;
    let mut sketches = Vec::new();
    for (text, look) in listed.into_iter().zip(looks) {
        match look {
            Some(Ok(look)) => {
                catalogue.entries.push(look.0);
                sketches.extend(look.1);
            }
            Some(Err(aside)) => catalogue.quarantined.push(aside),
            None => catalogue.entries.push(Settled::as_listed(text)),
        }
    }
    let repeats = match keep {
        Some(keep) => settle_twins(&mut catalogue, &sketches, keep),
        None => {
            let copies = leave_out_copies(&mut catalogue, memory);
            note_repeated_bodies(&mut catalogue, memory);
            copies
        }
    };
    catalogue.quarantined.sort();
    Ok((catalogue, repeats))
}

/// Looks at the `wanted` texts on the threads of the current pool. Returns a look for each of them and `None`
/// for the others, in the order of `listed`.
fn look_at_texts(
    listed: &[Listed],
    wanted: impl Fn(&Listed) -> bool,
    with_sketches: bool,
    memory: &(dyn Memory + Sync),
    progress: &dyn Progress,
) -> std::io::Result<Vec<Option<Look>>> {
    let mut looks: Vec<Option<Look>> = listed.iter().map(|_| None).collect();
    let wanted: Vec<usize> = (0..listed.len()).filter(|at| wanted(&listed[*at])).collect();
    if wanted.is_empty() {
        return Ok(looks);
    }
    let spool = Spool::new()?;
    progress.begin("looking at texts", wanted.len() as u64);
    let next = AtomicUsize::new(0);
    let of_threads = rayon::broadcast(|_| -> std::io::Result<Vec<(usize, Look)>> {
        let mut looks = Vec::new();
        while let Some(at) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
            let text = listed[*at].read(memory);
            progress.advance(1, text.as_ref().map_or(0, |text| text.bytes));
            looks.push((*at, settle(&listed[*at], text, with_sketches, memory, &spool)?));
        }
        Ok(looks)
    });
    progress.end();
    for of_thread in of_threads {
        for (at, look) in of_thread? {
            looks[at] = Some(look);
        }
    }
    Ok(looks)
}

/// Settles a text that was read.
fn settle(
    listed: &Listed,
    text: Result<Text, Quarantined>,
    with_sketch: bool,
    memory: &(dyn Memory + Sync),
    spool: &Arc<Spool>,
) -> std::io::Result<Look> {
    Ok(match text {
        Ok(text) => {
            let sketch = with_sketch.then(|| sketch(&text, memory));
            Ok(Box::new((Settled::looked_at(listed.clone(), &text, spool)?, sketch)))
        }
        Err(aside) => Err(aside),
    })
}

/// The sketch of a text, from memory where it has it.
fn sketch(text: &Text, memory: &dyn Memory) -> Sketch {
    const WHAT: &str = "sketch 1";
    let key = text.key();
    memory.recall(WHAT, &key).and_then(|bytes| Sketch::from_bytes(&bytes)).unwrap_or_else(|| {
        let sketch = Sketch::of(&normalise(&text.text).text);
        memory.keep(WHAT, &key, &sketch.to_bytes());
        sketch
    })
}

/// A manifest of more texts is not searched for repeated bodies: every text would be read twice.
const MOST_COMPARED: usize = 2_000;

/// Notes the twin of each text of a manifest that repeats a text of another year. Both are counted, since
/// somebody chose them, but one of them is hardly of its year.
fn note_repeated_bodies(catalogue: &mut Catalogue<Settled>, memory: &(dyn Memory + Sync)) {
    if catalogue.entries.len() > MOST_COMPARED {
        return;
    }
    let entries = &catalogue.entries;
    // A text that cannot be read is set aside when it is counted.
    let sketches: Vec<Option<Sketch>> =
        entries.par_iter().map(|text| text.read(memory).ok().map(|text| sketch(&text, memory))).collect();
    let read: Vec<usize> = (0..entries.len()).filter(|at| sketches[*at].is_some()).collect();
    let sketches: Vec<Sketch> = sketches.into_iter().flatten().collect();
    let candidates: Vec<Candidate<'_>> =
        read.iter().zip(&sketches).map(|(at, sketch)| candidate(&entries[*at], sketch)).collect();
    let found = bodies_of_two_years(&candidates, |at| {
        let text = entries[read[at]].read(&NoMemory).ok()?;
        Some(normalise(&text.text).text.into_owned())
    });
    for twin in found {
        let of = catalogue.entries[read[twin.of]].id.clone();
        catalogue.entries[read[twin.at]].twin = Some((of, twin.likeness));
    }
}

fn candidate<'t>(text: &'t Settled, sketch: &'t Sketch) -> Candidate<'t> {
    Candidate {
        id: &text.id,
        year: text.year(),
        date: text.facts.date.as_deref(),
        number: text.facts.number.as_deref(),
        sketch,
    }
}

/// Finds the twins among texts by their sketches. `Keep::One` leaves out all but one of them, which are
/// returned; `Keep::All` notes the twin of each.
fn settle_twins(catalogue: &mut Catalogue<Settled>, sketches: &[Sketch], keep: Keep) -> Vec<Repeat> {
    let entries = &catalogue.entries;
    let candidates: Vec<Candidate<'_>> =
        entries.iter().zip(sketches).map(|(text, sketch)| candidate(text, sketch)).collect();
    let found = twins(&candidates, |at| {
        let text = entries[at].read(&NoMemory).ok()?;
        Some(normalise(&text.text).text.into_owned())
    });
    for (at, doubt) in found.doubts {
        catalogue.entries[at].facts.doubts.push(doubt);
    }
    let mut is_left_out = vec![false; catalogue.entries.len()];
    let mut left_out = Vec::new();
    for twin in found.repeats {
        let of = catalogue.entries[twin.of].id.clone();
        match keep {
            Keep::All => catalogue.entries[twin.at].twin = Some((of, twin.likeness)),
            Keep::One => {
                let entry = catalogue.entries[twin.at].clone();
                is_left_out[twin.at] = true;
                left_out.push(leave_out(catalogue, entry, of, twin.likeness));
            }
        }
    }
    let mut is_left_out = is_left_out.into_iter();
    catalogue.entries.retain(|_| is_left_out.next() == Some(false));
    left_out
}
