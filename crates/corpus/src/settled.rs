//! A text whose year is settled, and of which it is known whether it repeats another.

use crate::facts::Facts;
use crate::listed::Listed;
use crate::source::{Original, Source};
use crate::spool::{Part, Spool};
use crate::text::Text;
use nianlun_digest::sha256_hex;
use nianlun_types::Year;
use std::sync::Arc;

/// A text after the survey. Counting, samples and suggestions rest on its year.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// Identifier.
    pub id: String,
    /// Where it lies.
    pub source: Source,
    /// What is known of it.
    pub facts: Facts,
    /// The text that this one repeats and how alike they are, if it is counted nevertheless.
    pub twin: Option<(String, f64)>,
    /// Line of the manifest or table, where there is one.
    pub line: Option<usize>,
    /// Values of the further columns of the catalogue.
    pub further: Vec<Option<String>>,
    pub(crate) known_from: KnownFrom,
}

/// Where the facts of a settled text come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KnownFrom {
    /// The listing, which gave the year. Reading the text completes the other facts.
    Listing {
        /// Whether the title was given too; else one found in the text replaces it.
        title_given: bool,
    },
    /// A look at the text: they are complete.
    Look,
}

impl Settled {
    /// A text that need not be looked at: its year is given, or is wrong and must be mended.
    pub fn as_listed(listed: Listed) -> Self {
        let known_from = KnownFrom::Listing { title_given: listed.title.is_some() };
        Settled::new(listed.facts(), known_from, listed)
    }

    /// A text that was looked at and gave `text`. What was taken out of a page or document is added to
    /// `spool` and read from there, so that its parser runs once.
    ///
    /// # Errors
    /// The spool cannot be written.
    pub fn looked_at(listed: Listed, text: &Text, spool: &Arc<Spool>) -> std::io::Result<Self> {
        let mut settled = Settled::new(text.facts.clone(), KnownFrom::Look, listed);
        if crate::format::is_expensive(text.format) {
            settled.source.part = Some(Part {
                range: spool.add(text.text.as_bytes())?,
                spool: spool.clone(),
                text_of: Some((text.format, text.encoding)),
            });
            settled.source.original = Some(Original { sha256: text.sha256.clone(), bytes: text.bytes });
        }
        Ok(settled)
    }

    fn new(facts: Facts, known_from: KnownFrom, listed: Listed) -> Self {
        let Listed { id, source, line, further, .. } = listed;
        Settled { id, source, facts, twin: None, line, further, known_from }
    }

    /// The year, where one can be told.
    pub fn year(&self) -> Option<Year> {
        self.facts.year.as_ref().ok().copied()
    }

    /// A hash of everything that is known of the text before it is read, and of its bytes: as long as
    /// it stays, reading gives the same. The caller may know the SHA-256 of the bytes already.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn digest(&self, known: Option<&str>) -> std::io::Result<String> {
        let sha256 = known.map_or_else(|| self.source.sha256(), |known| Ok(known.to_owned()))?;
        let Settled { id, source, facts, twin, line: _, further, known_from } = self;
        // Where the folder lies changes nothing.
        let Source { file, path: _, part: _, encoding, original: _ } = source;
        let known = format!(
            "{sha256} {id:?} {file:?} {facts:?} {known_from:?} {twin:?} {:?} {further:?}",
            encoding.map(|e| e.name())
        );
        Ok(sha256_hex(known.as_bytes()))
    }
}
