//! How tantivy gets its tokens: plain strings that it cuts itself, without pre-tokenised JSON.

use nianlun_types::Span;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Every scalar value is a token, white space and punctuation too.
#[derive(Clone)]
pub(crate) struct CharacterTokenizer;

impl CharacterTokenizer {
    pub const NAME: &str = "nianlun-characters";
}

impl Tokenizer for CharacterTokenizer {
    type TokenStream<'a> = Cut<'a, fn(&str) -> usize>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Cut::new(text, 0, |rest| rest.chars().next().map_or(0, char::len_utf8))
    }
}

/// Cuts the string that [`join_words`] makes.
#[derive(Clone)]
pub(crate) struct WordTokenizer;

const SEPARATOR: char = '\u{1f}';

impl WordTokenizer {
    pub const NAME: &str = "nianlun-words";
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Cut<'a, fn(&str) -> usize>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Cut::new(text, SEPARATOR.len_utf8(), |rest| rest.find(SEPARATOR).unwrap_or(rest.len()))
    }
}

/// The words among `tokens`, each followed by a separator that no text holds, and how many there are.
pub(crate) fn join_words(text: &str, tokens: &[Span], is_word: impl Fn(&str) -> bool) -> (String, u64) {
    let mut joined = String::with_capacity(text.len() + tokens.len());
    let mut count = 0;
    for word in tokens.iter().map(|t| t.of(text)).filter(|w| is_word(w)) {
        joined.push_str(word);
        joined.push(SEPARATOR);
        count += 1;
    }
    (joined, count)
}

/// A token stream that takes the next token's length from a function.
pub(crate) struct Cut<'a, F> {
    text: &'a str,
    at: usize,
    /// Bytes between two tokens.
    gap: usize,
    length: F,
    token: Token,
}

impl<'a> Cut<'a, fn(&str) -> usize> {
    fn new(text: &'a str, gap: usize, length: fn(&str) -> usize) -> Self {
        Cut { text, at: 0, gap, length, token: Token::default() }
    }
}

impl TokenStream for Cut<'_, fn(&str) -> usize> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return false;
        }
        let length = (self.length)(rest);
        self.token.text.clear();
        self.token.text.push_str(&rest[..length]);
        self.token.offset_from = self.at;
        self.token.offset_to = self.at + length;
        // The first token's position is 0: the default is one before it.
        self.token.position = self.token.position.wrapping_add(1);
        self.at = (self.at + length + self.gap).min(self.text.len());
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
    fn words_without_punctuation() {
        let text = "公共数据,开放";
        let spans = [(0, 6), (6, 12), (12, 13), (13, 19)].map(|(start, end)| Span { start, end });
        let (joined, count) = join_words(text, &spans, |w| w != ",");
        assert_eq!(count, 3);
        let words: Vec<String> = tokens(WordTokenizer, &joined).into_iter().map(|t| t.1).collect();
        assert_eq!(words, ["公共", "数据", "开放"]);
    }
}
