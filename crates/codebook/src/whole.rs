//! Whole numbers and Latin words: a term that begins or ends with a digit or a Latin letter is not met inside
//! a longer one, METHOD §1. 2.5G, 15G and 5GHz hold no 5G, email no AI.

use nianlun_types::Span;

/// A digit or a Latin letter of normalised text: full-width forms are ASCII there, capitals small.
fn is_plain(c: char) -> bool {
    let accented = || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic();
    c.is_ascii_alphanumeric() || accented()
}

/// Whether a normalised spelling begins, and whether it ends, with a digit or a Latin letter: only such an end can be
/// inside a longer number or Latin word.
pub fn plain_ends(spelling: &str) -> (bool, bool) {
    (spelling.starts_with(is_plain), spelling.ends_with(is_plain))
}

/// Whether the byte `at` of a normalised text, the end of a character, is inside a number or a Latin word:
/// between two digits or letters, or between a digit and a mark that joins it to another digit.
pub fn is_inside(text: &str, at: usize) -> bool {
    let neighbours = (text[..at].chars().next_back(), text[at..].chars().next());
    let (Some(before), Some(after)) = neighbours else { return false };
    (is_plain(before) && is_plain(after))
        || (before.is_ascii_digit() && joins_digits(text, at, after))
        || (after.is_ascii_digit() && joins_digits(text, at - before.len_utf8(), before))
}

/// Whether `mark`, which is at byte `at`, joins digits: a point or a hyphen between two digits (2.5, 021-12345678),
/// a comma that groups thousands (1,012,345). The full-width comma of Chinese sentences is the same character in
/// normalised text, so that a comma between any digits would join a number with the next clause (拨打12345，2019年).
fn joins_digits(text: &str, at: usize, mark: char) -> bool {
    let (before, after) = (&text.as_bytes()[..at], &text.as_bytes()[at + mark.len_utf8()..]);
    // Four are enough to tell whether there are more than three.
    let digits_before = before.iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
    let digits_after = after.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    match mark {
        // Decimal points of print before computers, and every stroke that is typed for a hyphen.
        '.' | '·' | '-' | '‐' | '–' | '—' | '−' => digits_before > 0 && digits_after > 0,
        ',' => (1..=3).contains(&digits_before) && digits_after == 3,
        _ => false,
    }
}

/// The number or Latin word that holds the place `span` of a normalised text; `span` itself where it is whole.
pub fn whole(text: &str, span: Span) -> Span {
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    while is_inside(text, start) {
        start -= text[..start].chars().next_back().map_or(0, char::len_utf8);
    }
    while is_inside(text, end) {
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    Span { start: start as u32, end: end as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` is the whole that holds the first `part` of `text`.
    fn check(text: &str, part: &str, expected: &str) {
        let text = nianlun_text::normalise(text).text.into_owned();
        let start = text.find(part).expect("part of the text");
        let span = Span { start: start as u32, end: (start + part.len()) as u32 };
        assert_eq!(whole(&text, span).of(&text), expected, "{part} in {text}");
    }

    #[test]
    fn numbers_and_words_are_seen_as_wholes() {
        for (text, part, expected) in [
            ("建设2.5G网络", "5g", "2.5g"),
            ("建设２．５Ｇ网络", "5g", "2.5g"),
            ("建设2·5G网络", "5g", "2·5g"),
            ("流量15G", "5g", "15g"),
            ("5GHz频段", "5g", "5ghz"),
            ("电话021-12345678。", "12345", "021-12345678"),
            ("电话021—12345678。", "12345", "021—12345678"),
            ("共1,012,345人", "12", "1,012,345"),
            ("共1,012,345人", "345", "1,012,345"),
            ("3.14.15", "14", "3.14.15"),
            ("email", "ai", "email"),
            ("AI2", "ai", "ai2"),
            ("naïve", "na", "naïve"),
        ] {
            check(text, part, expected);
        }
    }

    #[test]
    fn what_parts_numbers_and_words_parts_them() {
        for (text, part) in [
            ("用AI写", "ai"),
            ("5G，2019年", "5g"),
            ("5G。", "5g"),
            ("5G-时代", "5g"),
            ("4G-5G", "5g"),
            ("4G.5G", "5g"),
            ("i-Shanghai", "shanghai"),
            ("拨打12345，2019年", "12345"),
            ("拨打12345，110", "12345"),
            ("2019，5000人", "2019"),
            ("2016——2020", "2016"),
            ("AI+", "ai"),
            ("第5.条", "5"),
            ("-5", "5"),
        ] {
            check(text, part, part);
        }
    }
}
