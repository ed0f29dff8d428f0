//! The three passes over the texts, and a last look at the texts of sample lines.

use super::strings::{Places, Strings, Windows, for_each_string, pieces};
use super::{LONGEST, Placed, SampleLine, WINDOW};
use nianlun_corpus::{NoMemory, Settled, Text};
use nianlun_frequency::Sketch;
use nianlun_results::Spans;
use nianlun_segment::{Jieba, Segmenter as _};
use nianlun_study::{Study, each_text, hits_of, in_source, passages};
use nianlun_text::{CONTEXT, lines, normalise};
use nianlun_types::{Hit, Progress, Span};
use std::collections::{BTreeSet, HashMap};

/// What all passes need.
pub(super) struct Pass<'p> {
    pub(super) study: &'p Study,
    pub(super) category: u32,
    pub(super) eras: &'p Spans,
    pub(super) progress: &'p dyn Progress,
}

impl Pass<'_> {
    /// The hits of the whole codebook, and the windows around those of the category.
    fn hits(&self, text: &str) -> (Vec<Hit>, Windows) {
        // By `longest`, whatever rule is in force: pieces between hits must not contain parts of hits.
        let passages = passages(self.study, text);
        let hits = hits_of(self.study, text, &[], passages.as_deref()).by_rule.longest;
        let own =
            |hit: &&Hit| self.study.codebook.terms[hit.term as usize].categories.contains(&self.category);
        let windows = Windows::around(text, hits.iter().filter(own), WINDOW);
        (hits, windows)
    }

    /// First pass: adds every string to `sketch`. Returns how many texts could not be read.
    pub(super) fn sketch(&self, sketch: &Sketch) -> usize {
        let add_text = |(): &mut (), _: usize, _: &Settled, source: Text| {
            let normal = normalise(&source.text);
            let (hits, _) = self.hits(&normal.text);
            for piece in pieces(&normal.text, &hits) {
                let piece = piece.of(&normal.text);
                for (at, _) in piece.char_indices() {
                    sketch.add_beginnings(&piece[at..], LONGEST);
                }
            }
        };
        let ((), aside) =
            each_text(self.study, "looking for strings", self.progress, || (), add_text, |(), ()| ());
        aside.len()
    }

    /// Second pass: counts the strings that occur at least `least` times by the sketch.
    pub(super) fn strings(&self, sketch: &Sketch, least: u32) -> Strings {
        let add_text = |strings: &mut Strings, _: usize, _: &Settled, source: Text| {
            let normal = normalise(&source.text);
            let (hits, windows) = self.hits(&normal.text);
            strings.hits += windows.hits;
            for piece in pieces(&normal.text, &hits) {
                strings.add(&normal.text, piece, &windows, sketch, least);
            }
        };
        let new = Strings::default;
        each_text(self.study, "counting strings", self.progress, new, add_text, Strings::join).0
    }

    /// Third pass: what surrounds each of `candidates`.
    pub(super) fn places(&self, candidates: &[(String, u64, f64)], segmenter: &Jieba) -> Vec<Places> {
        let positions: HashMap<&str, usize> =
            candidates.iter().enumerate().map(|(at, (term, ..))| (term.as_str(), at)).collect();
        let new = || vec![Places::new(self.eras.spans.len()); candidates.len()];
        let add_text = |places: &mut Vec<Places>, position: usize, entry: &Settled, source: Text| {
            let normal = normalise(&source.text);
            let (hits, windows) = self.hits(&normal.text);
            let era = entry.year().and_then(|year| self.eras.position(year));
            let mut met = BTreeSet::new();
            let tokens = segmenter.cut(&normal.text);
            let on_boundaries = |span: Span| {
                tokens.binary_search_by_key(&span.start, |t| t.start).is_ok()
                    && tokens.binary_search_by_key(&span.end, |t| t.end).is_ok()
            };
            for piece in pieces(&normal.text, &hits) {
                for_each_string(&normal.text, piece, |span| {
                    if let Some(found) = positions.get(span.of(&normal.text)) {
                        places[*found].add(&normal.text, piece, span, &windows, era, position);
                        places[*found].on_word_boundaries += u64::from(on_boundaries(span));
                        met.insert(*found);
                    }
                });
            }
            for found in met {
                places[found].documents += 1;
            }
        };
        let join = |mut a: Vec<Places>, b: Vec<Places>| {
            a.iter_mut().zip(b).for_each(|(own, more)| own.join(more));
            a
        };
        each_text(self.study, "looking at their places", self.progress, new, add_text, join).0
    }

    /// Adds the sample lines. Reads the few texts that they come from again.
    pub(super) fn lines(&self, terms: &mut [Placed]) {
        let mut wanted: Vec<(usize, u32, usize)> = Vec::new();
        for (at, (_, places)) in terms.iter().enumerate() {
            wanted.extend(places.iter().map(|(text, byte)| (*text, *byte, at)));
        }
        wanted.sort_unstable();
        for of_text in wanted.chunk_by(|a, b| a.0 == b.0) {
            let entry = &self.study.catalogue.entries[of_text[0].0];
            let Ok(source) = entry.read(&NoMemory) else { continue };
            let normal = normalise(&source.text);
            let hits: Vec<Hit> = of_text
                .iter()
                .map(|(_, byte, at)| {
                    let end = byte + terms[*at].0.term.len() as u32;
                    Hit { term: *at as u32, span: Span { start: *byte, end } }
                })
                .collect();
            let places = in_source(&normal, &hits).into_iter().map(|(start, end, _)| start..end);
            let shown = lines(&source.text, places, CONTEXT);
            for ((_, _, at), line) in of_text.iter().zip(shown) {
                let (document, year) = (entry.id.clone(), entry.year());
                terms[*at].0.lines.push(SampleLine { document, year, line });
            }
        }
        for (term, _) in terms {
            term.lines.sort_by(|a, b| (a.year, &a.document).cmp(&(b.year, &b.document)));
        }
    }
}
