//! The two languages.

use nianlun_types::{Year, named, show_years};

named! {
    /// A language; its name is that in addresses and in `lang=` of pages. Exports have one language:
    /// English names of columns.
    #[derive(Default)]
    pub enum Lang: "language" {
        /// Chinese.
        #[default]
        Chinese = "zh",
        /// English.
        English = "en",
    }
}

impl Lang {
    /// The one of two values that is in this language.
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

    /// The other one.
    pub fn other(self) -> Self {
        self.of(Lang::English, Lang::Chinese)
    }
}
