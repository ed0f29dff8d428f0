//! jieba-rs behind the [`Segmenter`] trait.

use crate::{Segmenter, UserDictionary};
use fnv::FnvHasher;
use nianlun_types::Span;
use std::hash::Hasher as _;
use std::sync::LazyLock;

/// jieba with its default dictionary and its hidden Markov model for unknown words, as `jieba.lcut`
/// in Python. The user dictionary, if there is one, then joins tokens.
pub struct Jieba {
    user: Option<UserDictionary>,
}

/// The default dictionary. Loading it takes a visible moment, so it waits for the first cut: a query
/// for an exact string never needs it.
static DICTIONARY: LazyLock<jieba_rs::Jieba> = LazyLock::new(jieba_rs::Jieba::new);

/// Version of jieba-rs, which brings its own dictionary; a test compares it with `Cargo.lock`.
pub const JIEBA_VERSION: &str = "0.11.0";

impl Jieba {
    /// Cuts with the default dictionary, then joins the words of `user`.
    pub fn new(user: Option<UserDictionary>) -> Self {
        Jieba { user }
    }

    /// Loads the default dictionary now, so that the first cut need not wait for it.
    pub fn prepare() {
        LazyLock::force(&DICTIONARY);
    }
}

impl Segmenter for Jieba {
    fn cut(&self, text: &str) -> Vec<Span> {
        let hmm = true;
        let mut tokens: Vec<Span> = Vec::with_capacity(text.len() / 5);
        let mut start = 0;
        // Line by line, to save memory: a token of jieba is six times as large as a span. The cuts are
        // those of the whole text, since no word crosses a line break.
        for line in text.split_inclusive('\n') {
            let place = |offset: usize| (start + offset) as u32;
            let of_line = DICTIONARY.cut(line, hmm);
            tokens
                .extend(of_line.iter().map(|t| Span { start: place(t.byte_start), end: place(t.byte_end) }));
            start += line.len();
        }
        match &self.user {
            Some(user) => user.join(text, &tokens),
            None => tokens,
        }
    }

    fn name(&self) -> String {
        format!("jieba-rs {JIEBA_VERSION}, default dictionary, hidden Markov model on")
    }

    fn fingerprint(&self) -> String {
        // Tokens are places in normalised text, so that they are kept only as long as it stays the same.
        let name = format!("{}; normalised text {}", self.name(), nianlun_text::VERSION);
        let Some(user) = &self.user else { return name };
        // The hash only has to tell dictionaries apart: nobody forges one.
        let mut hash = FnvHasher::default();
        hash.write(user.to_text().as_bytes());
        let hash = hash.finish();
        format!("{name}; user dictionary {hash:016x} of {} words", user.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(user: Option<&str>, text: &str) -> Vec<String> {
        let user = user.map(|source| UserDictionary::parse(source).expect("dictionary"));
        let tokens = Jieba::new(user).cut(text);
        tokens.iter().map(|t| t.of(text).to_owned()).collect()
    }

    #[test]
    fn joined_tokens_are_the_text() {
        for text in ["", "\n\n", "推进公共数据共享,2021年 5g!", "😀中\u{0}文\t ab"] {
            assert_eq!(words(None, text).concat(), text);
            assert_eq!(words(Some("公共数据"), text).concat(), text);
        }
    }

    #[test]
    fn line_by_line_as_in_one_go() {
        let text = "推进公共\n数据共享\r\n\r\n\n5g\n时代 abc\ndef\n的的的\n";
        let whole: Vec<&str> = DICTIONARY.cut(text, true).iter().map(|t| t.word).collect();
        assert_eq!(words(None, text), whole);
    }

    #[test]
    fn user_words_join_whole_tokens() {
        assert_eq!(words(None, "建设一网通办平台").join("|"), "建设|一网通|办|平台");
        assert_eq!(words(Some("一网通办"), "建设一网通办平台").join("|"), "建设|一网通办|平台");
    }

    #[test]
    fn a_user_word_never_breaks_another() {
        // jieba issue 222 and its kin: 中将 as a user word must not cut 将来 or 中.
        let plain = words(None, "在其中将来会有研究生命科学的人");
        assert_eq!(words(Some("其中将\n生命科\n究生"), "在其中将来会有研究生命科学的人"), plain);
    }

    #[test]
    fn the_longest_join_wins() {
        assert_eq!(words(Some("一网通办\n一网通办平台"), "一网通办平台").join("|"), "一网通办平台");
    }

    #[test]
    fn the_fingerprint_of_a_dictionary_never_changes() {
        let user = UserDictionary::parse("数字化转型\n一网通办 3 n\n").expect("dictionary");
        // FNV-1a of "一网通办\n数字化转型\n". Another value would have every text cut again.
        assert!(
            Jieba::new(Some(user)).fingerprint().ends_with("; user dictionary e539baa0f08dca0e of 2 words")
        );
    }

    #[test]
    fn version_is_that_of_the_lock_file() {
        let lock = include_str!("../../../Cargo.lock");
        let entry = format!("name = \"jieba-rs\"\nversion = \"{JIEBA_VERSION}\"");
        assert!(lock.contains(&entry), "set JIEBA_VERSION to that of Cargo.lock");
    }
}
