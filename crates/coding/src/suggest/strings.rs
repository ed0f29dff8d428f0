//! Counts the strings of the texts, and selects those that may be words.

use super::LONGEST;
use nianlun_codebook::{Codebook, holds};
use nianlun_frequency::{Sketch, cohesion};
use nianlun_text::{count_han, is_han};
use nianlun_types::{Hit, Span};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The least cohesion of a word, in bits.
const COHESION: f64 = 4.0;

/// Stands for the neighbour of a string at the end of its piece: a punctuation mark, a hit or the end of
/// the text.
pub const EDGE: char = '\u{0}';

/// Characters that words of policy seldom begin or end with: strings with them are mostly fragments.
const NOT_AT_EITHER_END: &str = "的了和与及或在把被将于是也都而之其这那并就还又再已所使让由等各每该此";
const NOT_AT_THE_END: &str = "对以从向为年月日第不";
const NUMERALS: &str = "〇零一二三四五六七八九十百千万亿两";

/// Runs of Han characters outside hits. Strings are taken from pieces, so that none overlaps a hit.
pub fn pieces(text: &str, hits: &[Hit]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = None;
    let mut hits = hits.iter().peekable();
    for (at, c) in text.char_indices() {
        while hits.peek().is_some_and(|hit| hit.span.end as usize <= at) {
            hits.next();
        }
        let free = is_han(c) && hits.peek().is_none_or(|hit| at < hit.span.start as usize);
        match (free, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(Span { start: from as u32, end: at as u32 });
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| Span { start: from as u32, end: text.len() as u32 }));
    found
}

/// Calls `visit` with every string of 2 to [`LONGEST`] characters of a piece.
pub fn for_each_string(text: &str, piece: Span, mut visit: impl FnMut(Span)) {
    let bytes: Vec<u32> =
        piece.of(text).char_indices().map(|(at, _)| piece.start + at as u32).chain([piece.end]).collect();
    for first in 0..bytes.len() {
        for last in first + 2..bytes.len().min(first + LONGEST + 1) {
            visit(Span { start: bytes[first], end: bytes[last] });
        }
    }
}

/// The parts of a text that are near hits of the category; windows that touch are one.
pub struct Windows {
    spans: Vec<Span>,
    /// How many hits they surround.
    pub hits: u64,
}

impl Windows {
    /// `width` characters on either side of each hit.
    pub fn around<'h>(text: &str, hits: impl Iterator<Item = &'h Hit>, width: usize) -> Self {
        let mut windows = Windows { spans: Vec::new(), hits: 0 };
        for Hit { span, .. } in hits {
            let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
            let start = before.char_indices().rev().nth(width - 1).map_or(0, |(at, _)| at) as u32;
            let end =
                after.char_indices().nth(width).map_or(text.len(), |(at, _)| span.end as usize + at) as u32;
            windows.hits += 1;
            match windows.spans.last_mut() {
                Some(last) if start <= last.end => last.end = end,
                _ => windows.spans.push(Span { start, end }),
            }
        }
        windows
    }

    fn contain(&self, span: Span) -> bool {
        holds(&self.spans, span)
    }
}

/// Counts of characters and strings.
#[derive(Default)]
pub struct Strings {
    /// Han characters outside hits.
    pub all: u64,
    /// Those near hits of the category.
    pub near: u64,
    /// Hits of the category.
    pub hits: u64,
    characters: HashMap<char, u64>,
    strings: HashMap<String, u64>,
}

impl Strings {
    /// Counts the characters of a piece, and the strings whose count in the sketch is at least `least`.
    pub fn add(&mut self, text: &str, piece: Span, windows: &Windows, sketch: &Sketch, least: u32) {
        for (at, c) in piece.of(text).char_indices() {
            let start = piece.start + at as u32;
            *self.characters.entry(c).or_insert(0) += 1;
            self.near += u64::from(windows.contain(Span { start, end: start }));
        }
        self.all += count_han(piece.of(text));
        for_each_string(text, piece, |span| {
            let string = span.of(text);
            if sketch.at_most(string) < least {
                return;
            }
            match self.strings.get_mut(string) {
                Some(count) => *count += 1,
                None => {
                    self.strings.insert(string.to_owned(), 1);
                }
            }
        });
    }

    /// The sums of both.
    pub fn join(mut a: Self, b: Self) -> Self {
        a.all += b.all;
        a.near += b.near;
        a.hits += b.hits;
        // The order of a hash map does not matter in sums.
        b.characters.into_iter().for_each(|(c, n)| *a.characters.entry(c).or_insert(0) += n);
        b.strings.into_iter().for_each(|(s, n)| *a.strings.entry(s).or_insert(0) += n);
        a
    }

    fn count(&self, part: &str) -> u64 {
        let mut characters = part.chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) => self.characters.get(&c).copied().unwrap_or(0),
            _ => self.strings.get(part).copied().unwrap_or(0),
        }
    }

    /// Strings with cohesion, each with its count and cohesion: the `most` most frequent ones.
    pub fn candidates(&self, book: &Codebook, least: u32, most: usize) -> Vec<(String, u64, f64)> {
        let known: BTreeSet<&str> =
            book.terms.iter().flat_map(|t| t.spellings.iter().chain(&t.not)).map(String::as_str).collect();
        let mut found: Vec<(String, u64, f64)> = self
            .strings
            .iter()
            .filter(|(string, count)| {
                **count >= u64::from(least) && may_be_a_word(string) && !known.contains(string.as_str())
            })
            .filter_map(|(string, count)| {
                let cuts = string
                    .char_indices()
                    .skip(1)
                    .map(|(at, _)| (self.count(&string[..at]), self.count(&string[at..])));
                let cohesion = cohesion(*count, self.all, cuts)?;
                (cohesion >= COHESION).then(|| (string.clone(), *count, cohesion))
            })
            .collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(most);
        found
    }
}

fn may_be_a_word(string: &str) -> bool {
    let (Some(first), Some(last)) = (string.chars().next(), string.chars().next_back()) else {
        return false;
    };
    let numerals = string.chars().filter(|c| NUMERALS.contains(*c)).count();
    !NOT_AT_EITHER_END.contains(first)
        && !NOT_AT_EITHER_END.contains(last)
        && !NOT_AT_THE_END.contains(last)
        && 2 * numerals < string.chars().count()
}

/// What surrounds a candidate, summed over its occurrences.
#[derive(Debug, Clone)]
pub struct Places {
    pub count: u64,
    pub near: u64,
    pub documents: u64,
    /// Occurrences that begin and end on word boundaries of the segmentation.
    pub on_word_boundaries: u64,
    pub left: BTreeMap<char, u64>,
    pub right: BTreeMap<char, u64>,
    pub by_era: Vec<u64>,
    /// Its first occurrence in each era: position of the text, byte offset in its normalised text.
    pub first: Vec<Option<(usize, u32)>>,
}

impl Places {
    pub fn new(eras: usize) -> Self {
        Places {
            count: 0,
            near: 0,
            documents: 0,
            on_word_boundaries: 0,
            left: BTreeMap::new(),
            right: BTreeMap::new(),
            by_era: vec![0; eras],
            first: vec![None; eras],
        }
    }

    pub fn add(
        &mut self,
        text: &str,
        piece: Span,
        span: Span,
        windows: &Windows,
        era: Option<usize>,
        position: usize,
    ) {
        self.count += 1;
        self.near += u64::from(windows.contain(span));
        let before = text[piece.start as usize..span.start as usize].chars().next_back().unwrap_or(EDGE);
        let after = text[span.end as usize..piece.end as usize].chars().next().unwrap_or(EDGE);
        *self.left.entry(before).or_insert(0) += 1;
        *self.right.entry(after).or_insert(0) += 1;
        if let Some(era) = era {
            self.by_era[era] += 1;
            let place = (position, span.start);
            self.first[era] = Some(self.first[era].map_or(place, |first| first.min(place)));
        }
    }

    pub fn join(&mut self, other: Places) {
        self.count += other.count;
        self.near += other.near;
        self.documents += other.documents;
        self.on_word_boundaries += other.on_word_boundaries;
        for (own, more) in [(&mut self.left, other.left), (&mut self.right, other.right)] {
            for (c, n) in more {
                *own.entry(c).or_insert(0) += n;
            }
        }
        self.by_era.iter_mut().zip(other.by_era).for_each(|(n, m)| *n += m);
        for (own, more) in self.first.iter_mut().zip(other.first) {
            *own = [*own, more].into_iter().flatten().min();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stop_at_marks_and_hits() {
        let text = "推进信息化,建设app平台";
        let hit = Hit { term: 0, span: Span { start: 6, end: 15 } };
        let found: Vec<&str> = pieces(text, &[hit]).iter().map(|p| p.of(text)).collect();
        assert_eq!(found, ["推进", "建设", "平台"]);
    }

    #[test]
    fn windows_join_where_they_touch() {
        let text = "一二三四五六七百八九十";
        let hit = |at: u32| Hit { term: 0, span: Span { start: 3 * at, end: 3 * at + 3 } };
        let windows = Windows::around(text, [hit(1), hit(4), hit(10)].iter(), 2);
        let shown: Vec<&str> = windows.spans.iter().map(|s| s.of(text)).collect();
        assert_eq!((shown, windows.hits), (vec!["一二三四五六七", "八九十"], 3));
    }

    #[test]
    fn fragments_and_numbers_are_no_words() {
        for (string, expected) in [
            ("数字孪生", true),
            ("一网通办", true),
            ("的数字", false),
            ("数字和", false),
            ("二〇一", false),
            ("一百", false),
        ] {
            assert_eq!(may_be_a_word(string), expected, "{string}");
        }
    }
}
