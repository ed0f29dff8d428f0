//! What searches a finished run, and how queries ask it for the hits of the codebook.

use super::Finished;
use crate::files::{CONCEPTS, DICTIONARY, INDEX};
use crate::unreadable;
use nianlun_index::{Codes, DocumentHits, Searcher};
use nianlun_segment::{Jieba, UserDictionary};
use nianlun_text::normalise;
use nianlun_types::{HitRecord, Problem};
use std::path::Path;
use std::sync::Arc;

/// What searches a finished run.
pub struct Search {
    /// Its index.
    pub searcher: Searcher,
    /// The segmentation that its texts were cut by.
    pub segmenter: Jieba,
    /// Strings that the codebook holds to be one concept.
    pub(super) concepts: Vec<Vec<String>>,
}

impl Search {
    pub(super) fn open(folder: &Path) -> Result<Self, Problem> {
        let shown = folder.display().to_string();
        let again = |cause: String| {
            Problem::new(format!("the index in `{shown}` cannot be searched"))
                .because(cause)
                .hint("run the pipeline again")
        };
        let searcher = Searcher::open(&folder.join(INDEX)).map_err(|error| again(error.to_string()))?;
        let segmenter = segmenter_of(folder)?;
        searcher.accepts(&segmenter).map_err(|stale| again(stale.to_string()))?;
        let concepts = std::fs::read(folder.join(CONCEPTS)).map_err(|error| unreadable(CONCEPTS, error))?;
        let concepts = serde_json::from_slice(&concepts).map_err(|error| unreadable(CONCEPTS, error))?;
        Ok(Search { searcher, segmenter, concepts })
    }
}

/// The segmentation that the results in `folder` were made with, so that queries are cut as the
/// texts were, even if the pipeline's dictionary has changed since.
fn segmenter_of(folder: &Path) -> Result<Jieba, Problem> {
    let path = folder.join(DICTIONARY);
    if !path.exists() {
        return Ok(Jieba::new(None));
    }
    let text = std::fs::read_to_string(&path).map_err(|error| unreadable(DICTIONARY, error))?;
    let dictionary = UserDictionary::parse(&text).map_err(|problem| problem.in_file(DICTIONARY))?;
    Ok(Jieba::new(Some(dictionary)))
}

impl Finished {
    fn hits_of(&self, is: impl Fn(&HitRecord<'_>) -> bool) -> Result<Arc<DocumentHits>, Problem> {
        let mut found = DocumentHits::new();
        for hit in self.hits()?.iter().filter(|hit| is(hit)) {
            let places = found.entry(hit.document.to_string()).or_default();
            // A hit that counts in several categories has a row for each.
            if places.last() != Some(&(hit.start, hit.end)) {
                places.push((hit.start, hit.end));
            }
        }
        Ok(Arc::new(found))
    }
}

impl Codes for Finished {
    fn category(&self, id: &str) -> Result<Arc<DocumentHits>, Problem> {
        if !self.codebook.iter().any(|row| row.category == id) {
            let known: Vec<&str> = self.codebook.iter().map(|row| row.category.as_str()).collect();
            return Err(Problem::new(format!("the codebook has no category `{id}`"))
                .hint(format!("its categories are {}", known.join(", "))));
        }
        self.hits_of(|hit| hit.category == id)
    }

    fn term(&self, name: &str) -> Result<Arc<DocumentHits>, Problem> {
        let wanted = normalise(name).text.into_owned();
        let is = |term: &str| normalise(term).text == wanted;
        if !self.terms()?.iter().any(|row| is(&row.term)) {
            return Err(Problem::new(format!("the codebook has no term `{name}`"))
                .hint(format!("to look for the string itself, write \"{name}\" in quotation marks")));
        }
        self.hits_of(|hit| is(&hit.term))
    }
}
