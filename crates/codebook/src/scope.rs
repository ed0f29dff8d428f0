//! Scope: counting only in passages that hold an anchor word, METHOD §1.

use daachorse::CharwiseDoubleArrayAhoCorasick;
use nianlun_text::normalise;
use nianlun_types::{Problem, Span, named};

named! {
    /// How a text is cut into passages.
    pub enum Unit: "unit" {
        /// Up to 。！？ or the end of a paragraph.
        Sentence = "sentence",
        /// Up to a blank line, or to a line end after 。！？；： or a closing bracket. Any other line end is
        /// read as a line broken by the layout.
        Paragraph = "paragraph",
    }
}

/// The anchor words and the unit of passages, ready to read texts.
pub struct Scope {
    unit: Unit,
    anchors: CharwiseDoubleArrayAhoCorasick<u32>,
}

impl Scope {
    /// Prepares the anchor words.
    ///
    /// # Errors
    /// No anchor, or an empty one.
    pub fn new(unit: Unit, anchors: &[String]) -> Result<Self, Problem> {
        let mut normal: Vec<String> = anchors.iter().map(|a| normalise(a.trim()).text.into_owned()).collect();
        normal.sort();
        normal.dedup();
        if normal.first().is_none_or(String::is_empty) {
            return Err(Problem::new("`scope` has no anchor word, or an empty one")
                .hint("write anchors = [\"信息化\", \"数字化\"]"));
        }
        let anchors = CharwiseDoubleArrayAhoCorasick::new(normal)
            .map_err(|error| Problem::new("the anchor words cannot be matched").because(error.to_string()))?;
        Ok(Scope { unit, anchors })
    }

    /// The passages of a normalised text that hold an anchor, in order, without overlap.
    pub fn passages(&self, text: &str) -> Vec<Span> {
        let mut spans = passages(self.unit, text);
        spans.retain(|span| self.anchors.find_iter(span.of(text)).next().is_some());
        spans
    }
}

/// Whether `place` begins inside one of `passages`.
pub fn holds(passages: &[Span], place: Span) -> bool {
    let after = passages.partition_point(|p| p.start <= place.start);
    after > 0 && place.start < passages[after - 1].end
}

/// The sentences of a normalised text, in order, without a gap.
pub fn sentences(text: &str) -> Vec<Span> {
    passages(Unit::Sentence, text)
}

/// Cuts a normalised text into passages that leave no gap. A passage ends where the next character that
/// is not white begins a new one, so that white space belongs to the passage before it.
fn passages(unit: Unit, text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    let mut last = ' '; // the last character that is not white
    let mut line_breaks = 0;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            line_breaks += u32::from(c == '\n');
            continue;
        }
        let line_ended = line_breaks > 1 || (line_breaks == 1 && "。!?;:)》".contains(last));
        let sentence_ended = unit == Unit::Sentence && "。!?".contains(last);
        if at > start && (line_ended || sentence_ended) {
            spans.push(Span { start: start as u32, end: at as u32 });
            start = at;
        }
        last = c;
        line_breaks = 0;
    }
    if start < text.len() {
        spans.push(Span { start: start as u32, end: text.len() as u32 });
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(unit: Unit, source: &str, expected: &[&str]) {
        let text = normalise(source).text.into_owned();
        let scope = Scope::new(unit, &["信息化".into(), "數字化".into()]).expect("scope");
        let found: Vec<String> =
            scope.passages(&text).iter().map(|s| s.of(&text).trim().to_owned()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_with_an_anchor() {
        let text = "推进信息化。加强监督！数字化转\n型提速？完";
        check(Unit::Sentence, text, &["推进信息化。", "数字化转型提速?"]);
    }

    #[test]
    fn paragraphs_with_an_anchor() {
        let text = "推进信息化。加强\n监督。\n第二段，没有。\n第三段\n数字化。\n\n完";
        check(Unit::Paragraph, text, &["推进信息化。加强监督。", "第三段数字化。"]);
    }

    #[test]
    fn passages_cover_the_text() {
        let text = " 甲。 乙!\n\n丙\n";
        for unit in [Unit::Sentence, Unit::Paragraph] {
            let joined: String = passages(unit, text).iter().map(|s| s.of(text)).collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn anchors_must_be_words() {
        assert!(Scope::new(Unit::Sentence, &[]).is_err());
        assert!(Scope::new(Unit::Sentence, &["“”".into()]).is_err());
    }
}
