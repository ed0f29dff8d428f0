//! What a query asks for.

use nianlun_segment::{Segmenter, is_word};
use nianlun_text::normalise;
use nianlun_types::{Problem, Year};
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A query: exact strings that a document must hold, and words that rank it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The query as typed.
    pub typed: String,
    /// Normalised strings from quotation marks; a document must hold all of them.
    pub exact: Vec<String>,
    /// Words of the rest. Without exact strings a document must hold at least one.
    pub words: Vec<String>,
}

impl Query {
    /// Reads a query: `"公共数据"` is an exact string (“公共数据” and 「公共数据」 too), everything else
    /// is cut into words by the segmentation that the index was made with.
    ///
    /// # Errors
    /// An open quotation mark, or nothing left to look for.
    pub fn parse(typed: &str, segmenter: &dyn Segmenter) -> Result<Self, Problem> {
        let mut query = Query { typed: typed.to_owned(), exact: Vec::new(), words: Vec::new() };
        let mut rest = typed;
        while let Some(open) = rest.find(['"', '“', '「']) {
            let (free, quoted) = rest.split_at(open);
            query.add_words(free, segmenter);
            let mut chars = quoted.chars();
            let close = match chars.next() {
                Some('“') => '”',
                Some('「') => '」',
                _ => '"',
            };
            let quoted = chars.as_str();
            let Some(end) = quoted.find(close) else {
                return Err(Problem::new(format!("the quotation mark before `{quoted}` is not closed"))
                    .hint(format!("close it with {close}; in a shell, put the whole query into single quotation marks: '\"公共数据\"'")));
            };
            let exact = normalise(&quoted[..end]).text.into_owned();
            if exact.is_empty() {
                return Err(Problem::new("an exact string is empty")
                    .because(format!("nothing is left of `{}` in normalised text", &quoted[..end])));
            }
            if !query.exact.contains(&exact) {
                query.exact.push(exact);
            }
            rest = &quoted[end + close.len_utf8()..];
        }
        query.add_words(rest, segmenter);
        if query.exact.is_empty() && query.words.is_empty() {
            return Err(Problem::new("the query holds no word")
                .hint("to find punctuation, put it into quotation marks: '\"《\"'"));
        }
        Ok(query)
    }

    fn add_words(&mut self, free: &str, segmenter: &dyn Segmenter) {
        let text = normalise(free).text;
        for token in segmenter.cut(&text) {
            let word = token.of(&text);
            if is_word(word) && !self.words.iter().any(|w| w == word) {
                self.words.push(word.to_owned());
            }
        }
    }

    /// All strings that count and are highlighted.
    pub fn strings(&self) -> impl Iterator<Item = &str> {
        self.exact.iter().chain(&self.words).map(String::as_str)
    }
}

/// A range of years: `2003-2010`, `2003-`, `-2010`, `2003`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Years(pub RangeInclusive<Year>);

impl FromStr for Years {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let bound = |part: &str, open: Year| match part.trim() {
            "" => Ok(open),
            year => year.parse().map_err(|_| format!("`{year}` is no year; write 2003-2010, 2003- or 2003")),
        };
        let (first, last) = match typed.split_once(['-', '–']) {
            Some(("", "")) => return Err("write 2003-2010, 2003- or 2003".to_owned()),
            Some((first, last)) => (bound(first, Year::MIN)?, bound(last, Year::MAX)?),
            None if typed.trim().is_empty() => return Err("write 2003-2010, 2003- or 2003".to_owned()),
            None => (bound(typed, 0)?, bound(typed, 0)?),
        };
        if first > last {
            return Err(format!("{first} comes after {last}"));
        }
        Ok(Years(first..=last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nianlun_types::Span;

    /// Cuts at white space, and each remaining pair of characters.
    struct Pairs;

    impl Segmenter for Pairs {
        fn cut(&self, text: &str) -> Vec<Span> {
            let places: Vec<usize> = text.char_indices().map(|c| c.0).collect();
            let ends = places.iter().skip(2).step_by(2).copied().chain([text.len()]);
            let spans = places.iter().step_by(2).zip(ends);
            spans.map(|(start, end)| Span { start: *start as u32, end: end as u32 }).collect()
        }

        fn name(&self) -> String {
            "pairs".to_owned()
        }
    }

    fn check(typed: &str, exact: &[&str], words: &[&str]) {
        let query = Query::parse(typed, &Pairs).expect("query");
        assert_eq!(
            (query.exact, query.words),
            (
                exact.iter().map(|s| (*s).to_owned()).collect(),
                words.iter().map(|s| (*s).to_owned()).collect()
            )
        );
    }

    #[test]
    fn exact_strings_and_words() {
        check("\"公共数據\"", &["公共数据"], &[]);
        check("“公共数据”共享", &["公共数据"], &["共享"]);
        check("公共数据", &[], &["公共", "数据"]);
        check("\"，\"「ＡＢ」", &[",", "ab"], &[]);
    }

    #[test]
    fn queries_without_sense_are_refused() {
        for typed in ["", "，", "\"", "\"公共", "\"\"", "\"“”\""] {
            assert!(Query::parse(typed, &Pairs).is_err(), "{typed}");
        }
    }

    #[test]
    fn years() {
        let years = |typed: &str| typed.parse::<Years>().map(|y| y.0);
        assert_eq!(years("2003-2010"), Ok(2003..=2010));
        assert_eq!(years("2003"), Ok(2003..=2003));
        assert_eq!(years("2003-"), Ok(2003..=Year::MAX));
        assert_eq!(years("-2003"), Ok(Year::MIN..=2003));
        for typed in ["", "-", "2010-2003", "x", "2003-y"] {
            assert!(years(typed).is_err(), "{typed}");
        }
    }
}
