//! What a request asks for: a view, its settings, and the form of the answer.

use nianlun_index::Years;
use nianlun_types::{Problem, named};
use nianlun_words::Lang;
use std::collections::BTreeMap;
use std::str::FromStr;

/// Most characters of a query, and of any other setting.
const LONGEST: usize = 2_000;
/// Most queries of one view.
const MOST_QUERIES: usize = 12;
/// Most rows of a page.
const MOST_ROWS_OF_A_PAGE: usize = 500;
/// Most rows of an export.
pub const MOST_ROWS: usize = 10_000;

named! {
    /// How a view is written; its name is the ending of the address.
    pub enum Form: "form" {
        /// A page.
        Html = "",
        /// One object.
        Json = ".json",
        /// A table.
        Csv = ".csv",
        /// Its picture.
        Svg = ".svg",
        /// Its picture in points.
        Png = ".png",
    }
}

/// A request for a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The view, as its path names it: `/curves`.
    pub path: String,
    /// How it is to be written.
    pub form: Form,
    /// Language of the page.
    pub lang: Lang,
    /// Its settings by name; empty values are left out.
    settings: BTreeMap<String, String>,
}

impl Ask {
    /// Reads the path and the query string of an address.
    ///
    /// # Errors
    /// A setting that is too long.
    pub fn read(path: &str, typed: &str) -> Result<Self, Problem> {
        let form = Form::ALL.iter().skip(1).find(|(ending, _)| path.ends_with(ending));
        let (ending, form) = form.copied().unwrap_or(("", Form::Html));
        let mut settings = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(typed.as_bytes()) {
            let value = value.trim();
            if value.chars().count() > LONGEST {
                return Err(Problem::new(format!("`{}` is too long", beginning(&name)))
                    .because(format!("it has more than {LONGEST} characters"))
                    .hint("ask for less at a time"));
            }
            if !value.is_empty() {
                settings.insert(name.into_owned(), value.to_owned());
            }
        }
        let lang =
            if settings.remove("lang").as_deref() == Some("en") { Lang::English } else { Lang::Chinese };
        Ok(Ask { path: path.strip_suffix(ending).unwrap_or(path).to_owned(), form, lang, settings })
    }

    /// A setting as typed; empty where it is not given.
    pub fn text(&self, name: &str) -> &str {
        self.settings.get(name).map_or("", String::as_str)
    }

    /// A setting with a few named values; the first is the default.
    ///
    /// # Errors
    /// Another value.
    pub fn choice<T: Copy>(&self, name: &str, values: &[(&str, T)]) -> Result<T, Problem> {
        let typed = self.text(name);
        let known = values.iter().find(|(value, _)| *value == typed);
        known.or(values.first().filter(|_| typed.is_empty())).map(|(_, value)| *value).ok_or_else(|| {
            let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
            Problem::new(format!("`{name}` cannot be `{}`", beginning(typed)))
                .hint(format!("it is one of {}", names.join(", ")))
        })
    }

    /// A setting that is a number.
    ///
    /// # Errors
    /// No number from `least` to `most`.
    pub fn number(&self, name: &str, default: usize, least: usize, most: usize) -> Result<usize, Problem> {
        match self.text(name) {
            "" => Ok(default),
            typed => typed.parse().ok().filter(|n| (least..=most).contains(n)).ok_or_else(|| {
                Problem::new(format!("`{name}` cannot be `{}`", beginning(typed)))
                    .hint(format!("give a number from {least} to {most}"))
            }),
        }
    }

    /// A setting as a parsed value; nothing where it is not given.
    ///
    /// # Errors
    /// The value cannot be parsed.
    pub fn parsed<T: FromStr<Err = String>>(&self, name: &str) -> Result<Option<T>, Problem> {
        let typed = self.text(name);
        if typed.is_empty() {
            return Ok(None);
        }
        typed.parse().map(Some).map_err(|cause: String| {
            Problem::new(format!("`{name}` cannot be `{}`", beginning(typed))).because(cause)
        })
    }

    /// The range of years; nothing where none is given.
    ///
    /// # Errors
    /// The value is no range of years.
    pub fn years(&self) -> Result<Option<Years>, Problem> {
        self.parsed("year")
    }

    /// Offset and limit of the rows: a page holds `page` rows by default, an export [`MOST_ROWS`].
    ///
    /// # Errors
    /// A value is no number, or too large.
    pub fn rows(&self, page: usize) -> Result<(usize, usize), Problem> {
        let (default, most) = match self.form {
            Form::Html => (page, MOST_ROWS_OF_A_PAGE),
            _ => (MOST_ROWS, MOST_ROWS),
        };
        // An address with an explicit offset is one page; exports that pages link to leave it out.
        let offset = self.number("offset", 0, 0, 100_000_000)?;
        Ok((offset, self.number("limit", default, 1, most)?))
    }

    /// The queries: separated by semicolons or line ends outside quotation marks.
    ///
    /// # Errors
    /// Too many.
    pub fn queries(&self) -> Result<Vec<String>, Problem> {
        let queries = split_queries(self.text("q"));
        if queries.len() > MOST_QUERIES {
            return Err(Problem::new(format!("{} queries are too many at once", queries.len()))
                .hint(format!("ask for at most {MOST_QUERIES}")));
        }
        Ok(queries)
    }

    /// The one query of a view that takes one; nothing where none is given.
    ///
    /// # Errors
    /// Several.
    pub fn query(&self) -> Result<Option<String>, Problem> {
        let mut queries = self.queries()?;
        match queries.len() {
            0 | 1 => Ok(queries.pop()),
            n => Err(Problem::new(format!("this view takes one query, not {n}"))
                .because("a semicolon or a line end stands between queries")
                .hint("join them with OR, or look at their curves")),
        }
    }

    /// The address of another view, in the same language.
    pub fn address_of(&self, path: &str, settings: &[(&str, &str)]) -> String {
        address(path, self.lang, settings.iter().copied().filter(|(_, value)| !value.is_empty()))
    }

    /// The address of this view with some settings changed; an empty value leaves one out.
    pub fn address_with(&self, changes: &[(&str, &str)]) -> String {
        let mut settings = self.settings.clone();
        for (name, value) in changes {
            settings.insert((*name).to_owned(), (*value).to_owned());
        }
        settings.retain(|_, value| !value.is_empty());
        address(&self.path, self.lang, settings.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// The address of this view in the other language.
    pub fn address_in_other_language(&self) -> String {
        Ask { lang: self.lang.other(), ..self.clone() }.address_with(&[])
    }

    /// The address of this view in another form. Exports hold all rows, so the page is left out.
    pub fn address_in_form(&self, form: Form) -> String {
        let path = if self.path == "/" { "/overview" } else { &self.path };
        let whole = Ask { path: format!("{path}{}", form.name()), lang: Lang::Chinese, ..self.clone() };
        whole.address_with(&[("offset", ""), ("limit", "")])
    }

    /// The address of this view without form and language, as exports name their source.
    pub fn canonical_address(&self) -> String {
        Ask { lang: Lang::Chinese, ..self.clone() }.address_with(&[])
    }

    /// The settings by name.
    pub fn settings(&self) -> &BTreeMap<String, String> {
        &self.settings
    }
}

fn address<'s>(path: &str, lang: Lang, settings: impl Iterator<Item = (&'s str, &'s str)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(settings);
    if lang == Lang::English {
        query.append_pair("lang", "en");
    }
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// The first characters of a value, for a message.
fn beginning(typed: &str) -> String {
    typed.chars().take(60).collect()
}

/// Each character of a query, and whether it belongs to a quotation; the marks themselves do.
fn with_quotation(typed: &str) -> impl Iterator<Item = (char, bool)> {
    let mut closing = None;
    let mut escaped = false;
    typed.chars().map(move |c| {
        let within = match closing {
            Some(end) => {
                if c == end && !escaped {
                    closing = None;
                }
                true
            }
            None => {
                closing = match c {
                    '"' | '＂' => Some(c),
                    '“' => Some('”'),
                    '「' => Some('」'),
                    '『' => Some('』'),
                    _ => None,
                };
                closing.is_some()
            }
        };
        escaped = c == '\\' && !escaped;
        (c, within)
    })
}

/// The text with everything inside quotation marks replaced by blanks.
pub fn outside_quotes(typed: &str) -> String {
    with_quotation(typed).map(|(c, within)| if within { ' ' } else { c }).collect()
}

/// Splits at semicolons and line ends outside quotation marks; empty and repeated queries are left out.
fn split_queries(typed: &str) -> Vec<String> {
    let mut queries = vec![String::new()];
    for (c, within) in with_quotation(typed) {
        if !within && [';', '；', '\n'].contains(&c) {
            queries.push(String::new());
        } else if let Some(query) = queries.last_mut() {
            query.push(c);
        }
    }
    let mut seen: Vec<String> = Vec::new();
    for query in queries {
        let query = query.trim();
        if !query.is_empty() && !seen.iter().any(|s| s == query) {
            seen.push(query.to_owned());
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_cut_outside_quotation_marks() {
        assert_eq!(
            split_queries("\"信息化\"; 数字化；category:x\n “甲;乙” ;;"),
            ["\"信息化\"", "数字化", "category:x", "“甲;乙”"]
        );
        assert_eq!(split_queries("\"甲; 乙"), ["\"甲; 乙"]);
        assert_eq!(split_queries("甲;甲"), ["甲"]);
        assert!(split_queries(" ; \n").is_empty());
    }

    #[test]
    fn addresses_are_written_as_they_are_read() {
        let ask =
            Ask::read("/curves.csv", "q=%22%E7%94%B2%22%3B+b%26c&smooth=3&lang=en&year=").expect("read");
        assert_eq!((ask.path.as_str(), ask.form, ask.lang), ("/curves", Form::Csv, Lang::English));
        assert_eq!(ask.text("q"), "\"甲\"; b&c");
        assert_eq!(ask.address_with(&[]), "/curves?q=%22%E7%94%B2%22%3B+b%26c&smooth=3&lang=en");
        assert_eq!(ask.address_with(&[("smooth", ""), ("q", "<x>")]), "/curves?q=%3Cx%3E&lang=en");
        assert_eq!(ask.address_in_form(Form::Json), "/curves.json?q=%22%E7%94%B2%22%3B+b%26c&smooth=3");
        assert!(Ask::read("/", &format!("q={}", "a".repeat(LONGEST + 1))).is_err());
    }
}
