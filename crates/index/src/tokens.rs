//! How tantivy gets its tokens: plain strings that it cuts itself, without pre-tokenised JSON.

use nianlun_types::Span;
use std::str::{Chars, SplitTerminator};
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

/// Cuts the string that [`join_words`] makes.
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
        Words { rest: text.split_terminator(SEPARATOR), token: Token::default() }
    }
}

/// The words, each followed by a separator.
pub(crate) fn join_words(text: &str, words: &[Span]) -> String {
    let mut joined = String::with_capacity(text.len() + words.len());
    for word in words {
        joined.push_str(word.of(text));
        joined.push(SEPARATOR);
    }
    joined
}

/// The tokens of [`WordTokenizer`].
pub(crate) struct Words<'a> {
    rest: SplitTerminator<'a, char>,
    token: Token,
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.rest.next() else { return false };
        self.token.text.clear();
        self.token.text.push_str(word);
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
    fn words_come_as_they_were_cut() {
        let text = "公共数据,开放数据";
        let spans = [(0, 6), (6, 12), (13, 19), (19, 25)].map(|(start, end)| Span { start, end });
        let joined = join_words(text, &spans);
        let words: Vec<String> = tokens(WordTokenizer, &joined).into_iter().map(|t| t.1).collect();
        assert_eq!(words, ["公共", "数据", "开放", "数据"]);
        assert!(tokens(WordTokenizer, &join_words(text, &[])).is_empty());
    }
}
