//! The two languages of the pages.

/// A language of the pages; exports have one language, English names of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Lang {
    /// The one of two texts that is in this language. Both stand where they are said, so that nobody
    /// changes one and forgets the other.
    pub fn of<T>(self, chinese: T, english: T) -> T {
        match self {
            Lang::Chinese => chinese,
            Lang::English => english,
        }
    }

    /// The value of `lang=` in an address.
    pub fn code(self) -> &'static str {
        self.of("zh", "en")
    }

    /// The other one.
    pub fn other(self) -> Self {
        self.of(Lang::English, Lang::Chinese)
    }
}
