//! How tantivy gets its tokens: plain strings that it cuts itself, without pre-tokenised JSON.

use nianlun_types::Span;
use rustc_hash::FxHashMap;
use std::fmt::Write as _;
use std::str::{Chars, Split};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Every scalar value is a token, white space and punctuation too.
#[derive(Clone)]
pub(crate) struct CharacterTokenizer;

impl CharacterTokenizer {
    pub const NAME: &str = "nianlun-characters";
}

impl Tokenizer for CharacterTokenizer {
    type TokenStream<'a> = Characters<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Characters { rest: text.chars(), token: Token::default() }
    }
}

/// The tokens of [`CharacterTokenizer`].
pub(crate) struct Characters<'a> {
    rest: Chars<'a>,
    token: Token,
}

impl TokenStream for Characters<'_> {
    fn advance(&mut self) -> bool {
        let Some(character) = self.rest.next() else { return false };
        self.token.text.clear();
        self.token.text.push(character);
        // The first token's position is 0: the default is one before it.
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Cuts the string that [`count_words`] makes.
#[derive(Clone)]
pub(crate) struct WordTokenizer;

/// Stands in no text.
const SEPARATOR: char = '\u{1f}';

impl WordTokenizer {
    pub const NAME: &str = "nianlun-words";
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Words { rest: text.split(SEPARATOR), again: 0, token: Token::default() }
    }
}

/// Each of `words` once, followed by how often it is there. The index keeps no positions of words, and
/// takes equal ones faster one after the other.
pub(crate) fn count_words(text: &str, words: &[Span]) -> String {
    let mut place: FxHashMap<&str, usize> = FxHashMap::default();
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for word in words.iter().map(|span| span.of(text)) {
        let at = *place.entry(word).or_insert(counts.len());
        match counts.get_mut(at) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let mut all = String::with_capacity(12 * counts.len());
    for (word, count) in counts {
        let _ = write!(all, "{word}{SEPARATOR}{count}{SEPARATOR}");
    }
    all
}

/// The tokens of [`WordTokenizer`].
pub(crate) struct Words<'a> {
    rest: Split<'a, char>,
    /// How often the present word comes again.
    again: u32,
    token: Token,
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        if self.again > 0 {
            self.again -= 1;
        } else {
            let (Some(word), Some(count)) = (self.rest.next(), self.rest.next()) else { return false };
            self.token.text.clear();
            self.token.text.push_str(word);
            self.again = count.parse::<u32>().unwrap_or(1) - 1;
        }
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(mut tokenizer: impl Tokenizer, text: &str) -> Vec<(usize, String)> {
        let mut stream = tokenizer.token_stream(text);
        let mut found = Vec::new();
        stream.process(&mut |t: &Token| found.push((t.position, t.text.clone())));
        found
    }

    #[test]
    fn characters_stand_at_their_positions() {
        let expected = [(0, "数"), (1, "\n"), (2, "a"), (3, "😀")];
        assert_eq!(tokens(CharacterTokenizer, "数\na😀"), expected.map(|(p, t)| (p, t.to_owned())));
        assert!(tokens(CharacterTokenizer, "").is_empty());
    }

    #[test]
    fn equal_words_come_together() {
        let text = "公共数据,开放数据";
        let spans = [(0, 6), (6, 12), (13, 19), (19, 25)].map(|(start, end)| Span { start, end });
        let counted = count_words(text, &spans);
        let words: Vec<String> = tokens(WordTokenizer, &counted).into_iter().map(|t| t.1).collect();
        assert_eq!(words, ["公共", "数据", "数据", "开放"]);
        assert!(tokens(WordTokenizer, &count_words(text, &[])).is_empty());
    }
}
