//! Formats with one term a line.

use super::draft::Draft;
use nianlun_text::text_lines;

/// Reads `term` or `term<TAB>category`; lines that begin with `#` are comments.
pub fn list(text: &str) -> Draft {
    let mut draft = Draft { marks_part: true, ..Draft::default() };
    for (number, line) in numbered(text) {
        if line.starts_with('#') {
            continue;
        }
        let (term, category) = line.split_once('\t').unwrap_or((line, ""));
        draft.add(number, term.trim(), "", category.trim());
    }
    draft
}

/// Reads `word frequency tag`; frequency and tag are optional.
pub fn jieba(text: &str) -> Draft {
    let mut draft = Draft::default();
    let mut ignored = false;
    for (number, line) in numbered(text) {
        let word = without_frequency_and_tag(line);
        ignored |= word != line;
        draft.add(number, word, "", "");
    }
    if ignored {
        draft.notes.whole(
            "frequencies and tags guide a segmenter and are left out; to keep the words together, give the file as `dictionary` in [segment] too",
        );
    }
    draft.notes.whole("a user dictionary knows no categories: all terms stand in one, part them");
    draft
}

/// Whether a line ends with a frequency or a tag, as those of a user dictionary do.
pub fn has_frequency_or_tag(line: &str) -> bool {
    without_frequency_and_tag(line.trim()) != line.trim()
}

/// The word of a line, which jieba itself reads as `^(.+?)( [0-9]+)?( [a-z]+)?$`.
fn without_frequency_and_tag(line: &str) -> &str {
    fn without(line: &str, last: impl Fn(char) -> bool) -> &str {
        match line.rsplit_once([' ', '\t']) {
            Some((rest, word)) if !word.is_empty() && word.chars().all(&last) => rest.trim_end(),
            _ => line,
        }
    }
    let line = if line.is_ascii() && !line.contains(|c: char| c.is_ascii_digit()) {
        line // `open data` is one term of two words, not a word with a tag
    } else {
        without(line, |c| c.is_ascii_lowercase())
    };
    without(line, |c| c.is_ascii_digit())
}

/// Lines that are not blank, with their numbers.
pub fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text_lines(text).enumerate().map(|(at, line)| (at + 1, line.trim())).filter(|(_, line)| !line.is_empty())
}
