//! Snippets 摘录: hits in their context, in the source's own characters.

use std::ops::Range;

/// Characters of context on either side of a hit.
const CONTEXT: u32 = 24;

/// A passage of the source with its hits marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The pieces, in order. Joined, they are the passage.
    pub pieces: Vec<Piece>,
}

/// A run of characters of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The source's characters. White space is folded to single blanks.
    pub text: String,
    /// Whether they are a hit.
    pub hit: bool,
}

impl Snippet {
    /// The snippet as plain text, its hits in 【】.
    pub fn plain(&self) -> String {
        let piece = |p: &Piece| if p.hit { format!("【{}】", p.text) } else { p.text.clone() };
        self.pieces.iter().map(piece).collect()
    }
}

/// Up to `most` passages of `source` around `hits`, which ascend and do not overlap.
pub(crate) fn snippets(source: &str, hits: Vec<Range<u32>>, most: usize) -> Vec<Snippet> {
    let bytes: Vec<usize> = source.char_indices().map(|c| c.0).chain([source.len()]).collect();
    let last = bytes.len() as u32 - 1;
    let mut passages: Vec<(Range<u32>, Vec<Range<u32>>)> = Vec::new();
    for hit in hits {
        let window = hit.start.saturating_sub(CONTEXT)..(hit.end + CONTEXT).min(last);
        let full = passages.len() == most;
        match passages.last_mut() {
            // Hits whose contexts touch share a passage, even the last one.
            Some((passage, hits)) if window.start <= passage.end => {
                passage.end = window.end;
                hits.push(hit);
            }
            _ if full => break,
            _ => passages.push((window, vec![hit])),
        }
    }
    let slice = |range: Range<u32>| &source[bytes[range.start as usize]..bytes[range.end as usize]];
    let lay_out = |(passage, hits): (Range<u32>, Vec<Range<u32>>)| {
        let mut pieces = Vec::new();
        let mut at = passage.start;
        for hit in hits {
            pieces.push(piece(slice(at..hit.start), false));
            pieces.push(piece(slice(hit.clone()), true));
            at = hit.end;
        }
        pieces.push(piece(slice(at..passage.end), false));
        pieces.retain(|p| !p.text.is_empty());
        Snippet { pieces }
    };
    passages.into_iter().map(lay_out).collect()
}

fn piece(text: &str, hit: bool) -> Piece {
    Piece { text: folded(text), hit }
}

/// The text with white space folded to single blanks.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            folded.push(c);
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, hits: &[(u32, u32)], expected: &[&str]) {
        let found: Vec<String> = snippets(source, hits.iter().map(|(a, b)| *a..*b).collect(), 2)
            .iter()
            .map(Snippet::plain)
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn hits_are_marked_in_the_source() {
        check("推进“公共數\n据”共享。", &[(3, 8)], &["推进“【公共數 据】”共享。"]);
        check("政务公开与政务", &[(0, 4), (5, 7)], &["【政务公开】与【政务】"]);
        check("无", &[], &[]);
    }

    #[test]
    fn far_hits_stand_in_passages_of_their_own() {
        let far = format!("甲{}甲{}甲", "。".repeat(60), "。".repeat(60));
        let dots = "。".repeat(24);
        check(
            &far,
            &[(0, 1), (61, 62), (122, 123)],
            &[&format!("【甲】{dots}"), &format!("{dots}【甲】{dots}")],
        );
    }
}
