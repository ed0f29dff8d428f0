//! Opening one text.

use crate::facts::Facts;
use crate::format::{self, Extracted, Format, Head};
use crate::listed::{Listed, NameWithYear};
use crate::memory::{self, Memory};
use crate::settled::{KnownFrom, Settled};
use crate::source::{Original, Source};
use crate::text::Text;
use crate::year::decide;
use nianlun_types::{Quarantined, Reason, Warning, YearRule};
use std::io::ErrorKind;

impl Listed {
    /// Opens the text and finds out all that can be known of it. What is taken out of pages and
    /// documents is kept in `memory` and comes from there.
    ///
    /// # Errors
    /// The reason to set it aside: missing, unreadable, no text, empty, scanned, unsupported.
    pub fn read(&self, memory: &dyn Memory) -> Result<Text, Quarantined> {
        let opened = open(&self.source, self.title.as_deref(), memory)?;
        let known = Known { facts: self.facts(), title_given: self.title.is_some(), name: self.year.open() };
        Ok(opened.into_text(|found| known.complete(found)))
    }
}

impl Settled {
    /// Opens the text. What is taken out of pages and documents is kept in `memory` and comes from
    /// there.
    ///
    /// # Errors
    /// As [`Listed::read`].
    pub fn read(&self, memory: &dyn Memory) -> Result<Text, Quarantined> {
        let opened = open(&self.source, Some(&self.facts.title), memory)?;
        let facts = self.facts.clone();
        Ok(match self.known_from {
            KnownFrom::Look => opened.into_text(|_| facts),
            KnownFrom::Listing { title_given } => {
                opened.into_text(|found| Known { facts, title_given, name: None }.complete(found))
            }
        })
    }
}

/// What the listing says of a text, to be completed by the text.
struct Known<'k> {
    facts: Facts,
    title_given: bool,
    /// The name that may tell the year, where nobody gave it.
    name: Option<&'k NameWithYear>,
}

impl Known<'_> {
    fn complete(self, found: &mut Extracted) -> Facts {
        let Known { mut facts, title_given, name } = self;
        let mut doubts = std::mem::take(&mut found.doubts);
        take_from_head(&mut facts, name.is_some(), std::mem::take(&mut found.head), &mut doubts);
        let decided = decide(&facts, name, found);
        doubts.extend(decided.doubts);
        doubts.extend(facts.doubts);
        let (year, year_rule) = match decided.year {
            Some((year, rule)) => (Ok(year), Some(rule)),
            None => (facts.year, None),
        };
        Facts {
            title: found.title.take().filter(|_| !title_given).unwrap_or(facts.title),
            date: decided.date,
            year,
            year_rule,
            number: decided.number,
            issuer: facts.issuer.or_else(|| found.issuer.take()),
            region: facts.region,
            kind: facts.kind,
            further: facts.further,
            doubts,
        }
    }
}

/// Completes what the listing says by the head of the text. A head is a statement of a person, as a column
/// is: its year outranks the text's own date, which then is doubted. A manifest, column or folder outranks
/// the head, which then is doubted.
fn take_from_head(facts: &mut Facts, year_is_open: bool, head: Head, doubts: &mut Vec<Warning>) {
    match (&facts.year, facts.year_rule, head.year) {
        (Ok(given), Some(rule), Some(said)) if *given != said && !year_is_open => {
            let said = head.date.as_deref().map_or(said.to_string(), str::to_owned);
            let message = format!("归入 {given} 年（{}），而文首写的是 {said}", rule.name());
            doubts.push(Warning::new("head-of-another-year", message));
        }
        (Err(_), _, Some(said)) if year_is_open => {
            (facts.year, facts.year_rule) = (Ok(said), Some(YearRule::Head));
        }
        _ => {}
    }
    facts.date = facts.date.take().or(head.date);
    facts.region = facts.region.take().or(head.region);
    facts.kind = facts.kind.take().or(head.kind);
    facts.further = head.further;
}

/// A text taken out of its file.
struct Opened {
    found: Extracted,
    format: Format,
    original: Original,
}

impl Opened {
    fn into_text(mut self, facts: impl FnOnce(&mut Extracted) -> Facts) -> Text {
        let facts = facts(&mut self.found);
        let Opened { found, format, original: Original { sha256, bytes } } = self;
        Text { text: found.text, format, encoding: found.encoding, sha256, bytes, facts }
    }
}

/// Opens a text. `row_title` is the title of a row, which has no text around it to find one in.
fn open(source: &Source, row_title: Option<&str>, memory: &dyn Memory) -> Result<Opened, Quarantined> {
    let aside = |reason, detail: String| Quarantined { file: source.file.clone(), reason, detail };
    let (bytes, original) = source.read().map_err(|error| {
        let reason = match error.kind() {
            ErrorKind::NotFound => Reason::Missing,
            _ => Reason::Unreadable,
        };
        aside(reason, error.to_string())
    })?;
    let (format, found) = extract(source, row_title, bytes, &original.sha256, memory)
        .map_err(|(reason, detail)| aside(reason, detail))?;
    if found.text.chars().all(char::is_whitespace) {
        let detail = format!("{} bytes, nothing but white space", original.bytes);
        return Err(aside(Reason::Empty, detail));
    }
    Ok(Opened { found, format, original })
}

fn extract(
    source: &Source,
    row_title: Option<&str>,
    bytes: Vec<u8>,
    sha256: &str,
    memory: &dyn Memory,
) -> Result<(Format, Extracted), format::Refusal> {
    if let Some((format, encoding)) = source.part.as_ref().and_then(|part| part.text_of) {
        let text = String::from_utf8(bytes).map_err(|e| (Reason::Unreadable, e.to_string()))?;
        let title = row_title.map(str::to_owned);
        return Ok((format, Extracted { encoding, title, ..Extracted::plain(text) }));
    }
    let format = match format::detect(&bytes, &source.file)? {
        // A manifest names files of one text each.
        Format::Csv | Format::Tsv => Format::Text,
        format if crate::format::holds_several(format) => {
            let what = format!(
                "is {}, which holds several texts: read its folder without a manifest",
                format.name()
            );
            return Err((Reason::Unsupported, what));
        }
        format => format,
    };
    if let Some(known) = memory::recall(memory, sha256, format, source.encoding) {
        return Ok((format, known));
    }
    let found = format::extract(bytes, format, source.encoding)?;
    memory::keep(memory, sha256, format, source.encoding, &found);
    Ok((format, found))
}
