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
    /// Chooses between two values, one in each language.
    pub fn choose<T>(self, chinese: T, english: T) -> T {
        match self {
            Lang::Chinese => chinese,
            Lang::English => english,
        }
    }

    /// Years as people write them: 1998–2000、2003.
    pub fn years(self, years: &[Year]) -> String {
        show_years(years).replace('、', self.comma())
    }

    /// The tag of the language in pages (BCP 47): `zh-Hans` or `en`.
    pub fn tag(self) -> &'static str {
        self.choose("zh-Hans", "en")
    }

    /// The separator of short items in a list.
    pub fn comma(self) -> &'static str {
        self.choose("、", ", ")
    }

    /// The separator of long items in a list.
    pub fn semicolon(self) -> &'static str {
        self.choose("；", "; ")
    }

    /// The other language.
    pub fn other(self) -> Self {
        self.choose(Lang::English, Lang::Chinese)
    }
}
