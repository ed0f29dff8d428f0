//! A user dictionary that cannot break other words.
//!
//! jieba weighs a user word against all others, and a badly chosen frequency cuts words that were
//! whole. Here a user word only *joins* neighbouring tokens: where it begins and ends on boundaries of
//! the plain segmentation, those tokens become one. No token is cut. The price: a user word that begins
//! or ends inside a token (数据 in 公|共数|据) is not found. Counting does not depend on it.

use nianlun_types::{Problem, Span};
use std::collections::HashSet;

/// Words of a user, in jieba's file format: a word a line, frequency and tag ignored.
#[derive(Debug, Clone, Default)]
pub struct UserDictionary {
    words: HashSet<String>,
    /// Length in bytes of the longest word.
    longest: usize,
}

impl UserDictionary {
    /// Reads a dictionary. A line holds a word and, after white space, an optional frequency and tag;
    /// empty lines and lines that begin with `#` are skipped. Words are normalised.
    ///
    /// # Errors
    /// A line whose word is nothing but quotation marks, or a file without any word.
    pub fn parse(source: &str) -> Result<Self, Problem> {
        let mut dictionary = UserDictionary::default();
        for (number, line) in nianlun_text::text_lines(source).enumerate() {
            let line = line.trim();
            let Some(word) = line.split_whitespace().next().filter(|w| !w.starts_with('#')) else {
                continue;
            };
            let word = nianlun_text::normalise(word).text.into_owned();
            if word.is_empty() {
                return Err(Problem::new(format!("`{line}` is no word"))
                    .at_line(number + 1)
                    .hint("write one word a line, optionally followed by a frequency and a tag"));
            }
            dictionary.longest = dictionary.longest.max(word.len());
            dictionary.words.insert(word);
        }
        if dictionary.words.is_empty() {
            return Err(Problem::new("the dictionary holds no word").hint("write one word a line"));
        }
        Ok(dictionary)
    }

    /// The dictionary in its file format, normalised and sorted; [`Self::parse`] reads it back.
    pub fn to_text(&self) -> String {
        let mut words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        words.sort_unstable();
        words.join("\n") + "\n"
    }

    /// How many words it holds.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Joins neighbouring tokens that together are a user word. Scans left to right; at each token the
    /// longest join wins.
    pub(crate) fn join(&self, text: &str, tokens: &[Span]) -> Vec<Span> {
        let mut joined = Vec::with_capacity(tokens.len());
        let mut at = 0;
        while let Some(first) = tokens.get(at) {
            // As many tokens as the longest user word could cover.
            let within = |t: &&Span| (t.end - first.start) as usize <= self.longest;
            let reach = tokens[at..].iter().take_while(within).count().max(1);
            let length = (2..=reach)
                .rev()
                .find(|n| {
                    let end = tokens[at + n - 1].end;
                    self.words.contains(&text[first.start as usize..end as usize])
                })
                .unwrap_or(1);
            joined.push(Span { start: first.start, end: tokens[at + length - 1].end });
            at += length;
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_as_they_come() {
        let dictionary = UserDictionary::parse("一网通办 3 n\r\n\r\n# 注\r\n數字化轉型\r\n");
        for end in ["\n", "\r", "\u{b}", "\u{85}", "\u{2028}"] {
            let words = UserDictionary::parse(&"一网通办 3 n||# 注|數字化轉型".replace('|', end))
                .expect("dictionary")
                .words;
            assert_eq!(words.len(), 2, "{end:?} {words:?}");
        }
        let dictionary = dictionary.expect("dictionary");
        assert_eq!(UserDictionary::parse(&dictionary.to_text()).expect("again").words, dictionary.words);
        let words = dictionary.words;
        assert_eq!(words, ["一网通办", "数字化转型"].map(String::from).into());
    }

    #[test]
    fn faults_name_their_line() {
        let problem = UserDictionary::parse("一网通办\n“”\n").expect_err("refused");
        assert_eq!(problem.line, Some(2));
        assert!(UserDictionary::parse("\n\n").is_err());
    }
}
