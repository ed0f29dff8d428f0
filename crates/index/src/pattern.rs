//! A string with wildcards, and the places at which it stands.
//!
//! [`Pattern::stands`] is the only rule. It works on positions, and these come from the index where a
//! query counts, and from a text where a hit is shown. The two therefore cannot differ.

use crate::ranges::without_overlap;
use std::ops::Range;

/// Most characters that one `*` stands for.
pub const MOST_OF_ANY: u32 = 20;

/// Characters that end a sentence in normalised text; `*` does not stand for them.
pub(crate) const SENTENCE_ENDS: [char; 3] = ['。', '!', '?'];

/// What a quoted string is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    /// This character.
    Char(char),
    /// `?`: one character, whichever.
    One,
    /// `*`: up to [`MOST_OF_ANY`] characters of one sentence.
    Any,
}

/// How many characters may stand between two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gap {
    least: u32,
    most: u32,
    /// Whether it holds a `*`, and therefore stays within a sentence.
    within_sentence: bool,
}

impl Gap {
    /// Whether the gap may hold the characters `between`. A `*` stays within a sentence: it crosses no
    /// end of one, and at most one line break, since lines are broken within sentences too.
    fn allows(&self, places: &Places, between: &Range<u32>) -> bool {
        !self.within_sentence
            || (count_within(&places.sentence_ends, between) == 0
                && count_within(&places.line_breaks, between) <= 1)
    }
}

/// Literal pieces of normalised text with gaps between them; never without a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pieces: Vec<String>,
    /// One fewer than the pieces.
    gaps: Vec<Gap>,
}

/// What a pattern needs to know of one document: positions in characters, ascending.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Of each piece, every position at which it begins.
    pub pieces: Vec<Vec<u32>>,
    /// Ends of sentences. May be left empty where the pattern has no `*`.
    pub sentence_ends: Vec<u32>,
    /// Line breaks, likewise.
    pub line_breaks: Vec<u32>,
}

impl Pattern {
    /// A normalised string without wildcards.
    pub fn literal(string: String) -> Self {
        Pattern { pieces: vec![string], gaps: Vec::new() }
    }

    /// The pattern of a quoted string, normalised. Nothing where the string is empty in normalised text,
    /// or where a wildcard does not stand between two characters.
    pub fn new(items: &[Item]) -> Option<Self> {
        let mut pieces = vec![String::new()];
        let mut gaps: Vec<Gap> = Vec::new();
        let mut within_gap = false;
        for item in items {
            let (least, most) = match item {
                Item::Char(c) => {
                    // A blank beside a wildcard is one that the wildcard may stand for.
                    if !(within_gap && c.is_whitespace()) {
                        within_gap = false;
                        pieces.last_mut()?.push(*c);
                    }
                    continue;
                }
                Item::One => (1, 1),
                Item::Any => (0, MOST_OF_ANY),
            };
            let any = *item == Item::Any;
            if within_gap {
                // Wildcards in a row make one gap.
                let gap = gaps.last_mut()?;
                gap.least += least;
                // `**` is no more than `*`.
                if !(any && gap.within_sentence) {
                    gap.most += most;
                }
                gap.within_sentence |= any;
            } else {
                // So is a blank before it, which the piece has taken in.
                let before = pieces.last_mut()?;
                before.truncate(before.trim_end().len());
                pieces.push(String::new());
                gaps.push(Gap { least, most, within_sentence: any });
                within_gap = true;
            }
        }
        for piece in &mut pieces {
            *piece = nianlun_text::normalise(piece).text.into_owned();
        }
        pieces.iter().all(|piece| !piece.is_empty()).then_some(Pattern { pieces, gaps })
    }

    /// The string, where it has no wildcard.
    pub fn as_literal(&self) -> Option<&str> {
        self.gaps.is_empty().then(|| self.pieces[0].as_str())
    }

    /// Whether ends of sentences and lines matter to it.
    pub fn stays_within_sentences(&self) -> bool {
        self.gaps.iter().any(|gap| gap.within_sentence)
    }

    /// Its literal pieces.
    pub fn pieces(&self) -> &[String] {
        &self.pieces
    }

    /// Every place where the pattern stands, left to right without overlap. Of two ways to stand from
    /// one place on, the shorter counts.
    ///
    /// The rule works backward, from the last piece to the first. `suffixes` holds the places at which
    /// the pieces from `piece` on stand, one for each start, ascending. A place of the piece before is
    /// kept where its gap reaches the nearest of them. Each piece costs one binary search a position,
    /// and there is no backtracking.
    pub fn stands(&self, places: &Places) -> Vec<Range<u32>> {
        let length = |piece: usize| self.pieces[piece].chars().count() as u32;
        let last = self.pieces.len() - 1;
        let alone = |start: &u32| *start..*start + length(last);
        let mut suffixes: Vec<Range<u32>> = places.pieces[last].iter().map(alone).collect();
        for piece in (0..last).rev() {
            let (gap, own) = (self.gaps[piece], length(piece));
            let joined = |start: &u32| {
                let end = start + own;
                // Only the nearest suffix can fit: whatever bars the way to it (distance, end of a
                // sentence) bars the way to each later one too.
                let next = suffixes.get(suffixes.partition_point(|rest| rest.start < end + gap.least))?;
                (next.start - end <= gap.most && gap.allows(places, &(end..next.start)))
                    .then_some(*start..next.end)
            };
            suffixes = places.pieces[piece].iter().filter_map(joined).collect();
        }
        without_overlap(suffixes)
    }

    /// Every place where the pattern stands in a text, in characters of the text.
    pub fn find(&self, text: &str) -> Vec<Range<u32>> {
        let mut places =
            Places { pieces: self.pieces.iter().map(|p| starts(text, p)).collect(), ..Places::default() };
        if self.stays_within_sentences() && places.pieces.iter().all(|p| !p.is_empty()) {
            for (at, c) in (0..).zip(text.chars()) {
                if SENTENCE_ENDS.contains(&c) {
                    places.sentence_ends.push(at);
                } else if c == '\n' {
                    places.line_breaks.push(at);
                }
            }
        }
        self.stands(&places)
    }
}

/// How many of `places`, which ascend, lie in the range.
fn count_within(places: &[u32], range: &Range<u32>) -> usize {
    places.partition_point(|p| *p < range.end) - places.partition_point(|p| *p < range.start)
}

/// Where `piece` begins in `text`, overlapping occurrences too, in characters.
fn starts(text: &str, piece: &str) -> Vec<u32> {
    let mut found = Vec::new();
    // The last place found, in bytes and in characters: characters are counted on from there.
    let (mut byte, mut character) = (0, 0);
    // The next search begins one character farther, so that 人人 is found twice in 人人人.
    let step = piece.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    while let Some(at) = text[from..].find(piece) {
        let at = from + at;
        character += text[byte..at].chars().count() as u32;
        byte = at;
        found.push(character);
        from = at + step;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(typed: &str) -> Vec<Item> {
        let item = |c| match c {
            '?' => Item::One,
            '*' => Item::Any,
            c => Item::Char(c),
        };
        typed.chars().map(item).collect()
    }

    fn check(typed: &str, text: &str, expected: &[&str]) {
        let pattern = Pattern::new(&items(typed)).expect("pattern");
        let chars: Vec<char> = text.chars().collect();
        let found: Vec<String> = pattern
            .find(text)
            .into_iter()
            .map(|r| chars[r.start as usize..r.end as usize].iter().collect())
            .collect();
        assert_eq!(found, expected, "{typed} in {text}");
    }

    #[test]
    fn literals_without_overlap() {
        check("人人", "人人人人人", &["人人", "人人"]);
        check("公共數據", "公共数据,公共", &["公共数据"]);
    }

    #[test]
    fn any_number_of_characters_stays_in_its_sentence() {
        check("吗?我", "是吗?我,吗\n我,吗我", &["吗?我", "吗\n我"]);
        check("数字?转型", "数字化转型,数字转型,数字经济转型", &["数字化转型"]);
        check("数字*转型", "数字化转型,数字转型,数字经济转型", &["数字化转型", "数字转型", "数字经济转型"]);
        check("数字*转型", "数字化。转型", &[]);
        check("数字*转型", "数字化,\n转型", &["数字化,\n转型"]);
        check("数字*转型", "数字化\n\n转型", &[]);
        check("甲*乙", &format!("甲{}乙", "子".repeat(20)), &[&format!("甲{}乙", "子".repeat(20))]);
        check("甲*乙", &format!("甲{}乙", "子".repeat(21)), &[]);
        check("甲?*?乙", "甲子乙", &[]);
        check("甲?*?乙", "甲子丑乙", &["甲子丑乙"]);
        check("甲 * 乙", "甲乙", &["甲乙"]);
    }

    #[test]
    fn of_two_ways_the_shorter_counts() {
        check("甲*乙", "甲乙乙甲丙乙", &["甲乙", "甲丙乙"]);
        // The first 乙 leads nowhere, the second does.
        check("甲*乙丙", "甲乙丁乙丙", &["甲乙丁乙丙"]);
        check("甲*乙*丙", "甲甲乙丁丙", &["甲甲乙丁丙"]);
    }

    #[test]
    fn wildcards_at_the_ends_are_refused() {
        for typed in ["*", "?", "*甲", "甲*", "甲?", ""] {
            assert_eq!(Pattern::new(&items(typed)), None, "{typed}");
        }
        assert!(Pattern::new(&items("甲**乙")) == Pattern::new(&items("甲*乙")));
    }
}
