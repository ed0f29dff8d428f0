//! Searches a finished run, and answers `category:` and `term:` in queries from its hits.

use super::Finished;
use crate::files::{CONCEPTS, DICTIONARY, INDEX};
use crate::listed::Listed;
use crate::unreadable;
use nianlun_index::{Codes, DocumentHits, NoHits, Searcher};
use nianlun_segment::{Jieba, UserDictionary};
use nianlun_text::normalise;
use nianlun_types::{HitRecord, Problem};
use std::sync::Arc;

/// The index of a finished run and what queries need beside it.
pub struct Search {
    /// The index.
    pub searcher: Searcher,
    /// The segmentation of its texts.
    pub segmenter: Jieba,
    /// The concepts of the codebook: strings that mean the same.
    pub(super) concepts: Vec<Vec<String>>,
}

impl Search {
    pub(super) fn open(files: &Listed) -> Result<Self, Problem> {
        let folder = files.folder();
        let shown = folder.display().to_string();
        let unsearchable = |cause: String| {
            Problem::new(format!("the index in `{shown}` cannot be searched"))
                .because(cause)
                .hint("run the pipeline again")
        };
        let searcher =
            Searcher::open(&folder.join(INDEX)).map_err(|error| unsearchable(error.to_string()))?;
        let segmenter = segmenter_of(files)?;
        searcher.accepts(&segmenter).map_err(|stale| unsearchable(stale.to_string()))?;
        let concepts =
            serde_json::from_slice(&files.bytes(CONCEPTS)?).map_err(|error| unreadable(CONCEPTS, error))?;
        Ok(Search { searcher, segmenter, concepts })
    }
}

/// The segmentation of the texts of a run. It segments queries as the run segmented the texts, even if
/// the dictionary of the pipeline has changed since.
fn segmenter_of(files: &Listed) -> Result<Jieba, Problem> {
    if !files.has(DICTIONARY) {
        return Ok(Jieba::new(None));
    }
    let text = String::from_utf8(files.bytes(DICTIONARY)?).map_err(|error| unreadable(DICTIONARY, error))?;
    let dictionary = UserDictionary::parse(&text).map_err(|problem| problem.in_file(DICTIONARY))?;
    Ok(Jieba::new(Some(dictionary)))
}

impl Finished {
    /// The query for the hits of a term, where `typed` is one string in quotation marks that is the name of the term. The
    /// string is found everywhere, the term where the counting rule meets it: the two may differ.
    ///
    /// # Errors
    /// As [`Finished::terms`].
    pub fn term_query(&self, typed: &str) -> Result<Option<String>, Problem> {
        const MARKS: [char; 7] = ['"', '“', '”', '「', '」', '『', '』'];
        let within = typed.trim().strip_prefix(MARKS).and_then(|rest| rest.strip_suffix(MARKS));
        let Some(string) = within.filter(|string| !string.contains(MARKS)) else { return Ok(None) };
        let wanted = normalise(string).text;
        let term = self.terms()?.iter().find(|row| normalise(&row.term).text == wanted);
        Ok(term.map(|row| format!("term:\"{}\"", row.term)))
    }

    /// The places of the hits that satisfy `wanted`, by document.
    fn hits_where(&self, wanted: impl Fn(&HitRecord<'_>) -> bool) -> Result<Arc<DocumentHits>, Problem> {
        let mut found = DocumentHits::new();
        for hit in self.hits()?.iter().filter(|hit| wanted(hit)) {
            let places = found.entry(hit.document.to_string()).or_default();
            // A hit in several categories has a row for each.
            if places.last() != Some(&(hit.start, hit.end)) {
                places.push((hit.start, hit.end));
            }
        }
        Ok(Arc::new(found))
    }
}

impl Codes for Finished {
    fn category(&self, id: &str) -> Result<Arc<DocumentHits>, NoHits> {
        if !self.codebook.iter().any(|row| row.category == id) {
            let known: Vec<&str> = self.codebook.iter().map(|row| row.category.as_str()).collect();
            let problem = Problem::new(format!("the codebook has no category `{id}`"));
            return Err(NoHits::Unknown(problem.hint(format!("its categories are {}", known.join(", ")))));
        }
        self.hits_where(|hit| hit.category == id).map_err(NoHits::Unreadable)
    }

    fn term(&self, name: &str) -> Result<Arc<DocumentHits>, NoHits> {
        let wanted = normalise(name).text.into_owned();
        let matches = |term: &str| normalise(term).text == wanted;
        if !self.terms().map_err(NoHits::Unreadable)?.iter().any(|row| matches(&row.term)) {
            let problem = Problem::new(format!("the codebook has no term `{name}`"));
            let hint = format!("to look for the string itself, write \"{name}\" in quotation marks");
            return Err(NoHits::Unknown(problem.hint(hint)));
        }
        self.hits_where(|hit| matches(&hit.term)).map_err(NoHits::Unreadable)
    }
}
