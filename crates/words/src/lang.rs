//! The two languages of the pages.

use nianlun_types::{Year, show_years};

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

    /// Years as people write them: 1998–2000、2003.
    pub fn years(self, years: &[Year]) -> String {
        show_years(years).replace('、', self.of("、", ", "))
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
