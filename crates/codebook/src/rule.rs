//! The counting rules, and a struct with one value for each.

use nianlun_types::named;
use std::ops::{Index, IndexMut};

named! {
    /// A counting rule, METHOD §1.
    pub enum Rule: "rule" {
        /// At each position the longest term of the whole codebook wins, left to right, no overlaps.
        Longest = "longest",
        /// The hits of `Longest` that begin and end on word boundaries of the segmentation.
        Word = "word",
        /// Every term counts, also inside another; a term never overlaps itself.
        Nested = "nested",
    }
}

impl Rule {
    /// Whether it looks at the tokens of a text, so that the text has to be segmented.
    pub fn reads_tokens(self) -> bool {
        match self {
            Rule::Word => true,
            Rule::Longest | Rule::Nested => false,
        }
    }
}

/// One value for each rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByRule<T> {
    /// That of [`Rule::Longest`].
    pub longest: T,
    /// That of [`Rule::Word`].
    pub word: T,
    /// That of [`Rule::Nested`].
    pub nested: T,
}

impl<T> ByRule<T> {
    /// Calls `value` for each rule.
    pub fn new(mut value: impl FnMut(Rule) -> T) -> Self {
        ByRule { longest: value(Rule::Longest), word: value(Rule::Word), nested: value(Rule::Nested) }
    }

    /// The values as references, for [`ByRule::map`].
    pub fn as_ref(&self) -> ByRule<&T> {
        ByRule { longest: &self.longest, word: &self.word, nested: &self.nested }
    }

    /// Calls `f` on each value.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> ByRule<U> {
        ByRule { longest: f(self.longest), word: f(self.word), nested: f(self.nested) }
    }

    /// Each rule with its value, in the order of [`Rule::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Rule, &T)> {
        [(Rule::Longest, &self.longest), (Rule::Word, &self.word), (Rule::Nested, &self.nested)].into_iter()
    }

    /// As [`ByRule::iter`], to change the values.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Rule, &mut T)> {
        let ByRule { longest, word, nested } = self;
        [(Rule::Longest, longest), (Rule::Word, word), (Rule::Nested, nested)].into_iter()
    }

    /// The value of one rule; the others are dropped.
    pub fn select(self, rule: Rule) -> T {
        match rule {
            Rule::Longest => self.longest,
            Rule::Word => self.word,
            Rule::Nested => self.nested,
        }
    }
}

impl<T> Index<Rule> for ByRule<T> {
    type Output = T;

    fn index(&self, rule: Rule) -> &T {
        self.as_ref().select(rule)
    }
}

impl<T> IndexMut<Rule> for ByRule<T> {
    fn index_mut(&mut self, rule: Rule) -> &mut T {
        match rule {
            Rule::Longest => &mut self.longest,
            Rule::Word => &mut self.word,
            Rule::Nested => &mut self.nested,
        }
    }
}

/// From values in the order of [`Rule::ALL`].
impl<T> From<[T; 3]> for ByRule<T> {
    fn from([longest, word, nested]: [T; 3]) -> Self {
        ByRule { longest, word, nested }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_their_values_agree() {
        let mut names = ByRule::new(Rule::name);
        for (at, ((name, rule), (other, value))) in Rule::ALL.iter().copied().zip(names.iter()).enumerate() {
            assert_eq!((rule, name, name), (other, *value, rule.name()), "in the order of `ALL`");
            assert_eq!((names[rule], names.select(rule)), (name, name), "{at}");
        }
        for (_, value) in names.iter_mut() {
            *value = "";
        }
        names[Rule::Word] = "w";
        assert_eq!(names, ByRule::from(["", "w", ""]));
        assert_eq!(names.map(str::len), ByRule::from([0, 1, 0]));
    }
}
