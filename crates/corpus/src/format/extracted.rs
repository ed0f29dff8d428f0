//! What a format gives.

use crate::dates::Date;
use encoding_rs::Encoding;
use nianlun_types::{Reason, Warning, Year};

/// Stands for the encoding of a binary format, which has its own.
pub(crate) const WORD_BINARY: &str = "Word binary";
pub(crate) const PDF_OWN: &str = "PDF";

/// The encoding, or what stands for one, of this name.
pub(crate) fn encoding_named(name: &str) -> Option<&'static str> {
    let own = [WORD_BINARY, PDF_OWN].into_iter().find(|own| *own == name);
    own.or_else(|| Some(Encoding::for_label(name.as_bytes())?.name()))
}

/// Why bytes give no text.
pub(crate) type Refusal = (Reason, String);

/// What a format gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extracted {
    pub text: String,
    /// Name of the encoding; that of a binary format is what it uses inside.
    pub encoding: &'static str,
    pub title: Option<String>,
    /// Date of publication.
    pub page_date: Option<Date>,
    pub number: Option<String>,
    pub issuer: Option<String>,
    /// What a head says beyond the above.
    pub head: Head,
    pub doubts: Vec<Warning>,
}

/// What the head of a text file says beyond title, number and issuer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub year: Option<Year>,
    pub date: Option<String>,
    pub region: Option<String>,
    pub kind: Option<String>,
    /// Other keys, and keys of fields under names of their own, with their values.
    pub further: Vec<(String, String)>,
}

impl Extracted {
    /// A text of which nothing else is known.
    pub(crate) fn plain(text: String) -> Self {
        Extracted { text, encoding: "UTF-8", ..Extracted::default() }
    }
}
