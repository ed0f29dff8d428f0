//! A finished run, opened to be searched: its index, the segmentation that made it, its counted hits.

use crate::output::{CONCEPTS, results_folder, segmenter_of};
use crate::read_back::unreadable;
use nianlun_index::{Codes, DocumentHits, Language, Query, Searcher};
use nianlun_segment::Jieba;
use nianlun_tables::HitRecord;
use nianlun_text::normalise;
use nianlun_types::Problem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A finished run, opened.
pub struct Opened {
    /// The results folder.
    pub folder: PathBuf,
    /// Its index.
    pub searcher: Searcher,
    /// The segmentation that its texts were cut by.
    pub segmenter: Jieba,
    concepts: Vec<Vec<String>>,
    hits: OnceLock<Result<Counted, Problem>>,
}

/// What the run counted.
struct Counted {
    hits: Vec<HitRecord>,
    /// Category and term of each row of `terms.parquet`: also those never met.
    terms: Vec<(String, String)>,
}

impl Opened {
    /// Opens the run that `path` means: a results folder, or a pipeline folder that was run.
    ///
    /// # Errors
    /// There is none, or it must be run again first.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let folder = results_folder(path)?;
        let shown = folder.display().to_string();
        let again = |cause: String| {
            Problem::new(format!("the index in `{shown}` cannot be searched"))
                .because(cause)
                .hint("run the pipeline again")
        };
        let searcher = Searcher::open(&folder.join("index")).map_err(|error| again(error.to_string()))?;
        let segmenter = segmenter_of(&folder)?;
        searcher.accepts(&segmenter).map_err(|stale| again(stale.to_string()))?;
        let concepts = std::fs::read(folder.join(CONCEPTS)).map_err(|error| error.to_string());
        let concepts = concepts.and_then(|json| serde_json::from_slice(&json).map_err(|e| e.to_string()));
        let concepts = concepts.map_err(|cause| again(format!("{CONCEPTS}: {cause}")))?;
        Ok(Opened { folder, searcher, segmenter, concepts, hits: OnceLock::new() })
    }

    /// Reads a query. With `expand`, a string that the codebook holds to be one concept with others
    /// finds those too.
    ///
    /// # Errors
    /// A query without sense.
    pub fn query(&self, typed: &str, expand: bool) -> Result<Query, Problem> {
        let same = if expand { self.concepts.as_slice() } else { &[] };
        Query::parse_with(typed, &Language { segmenter: &self.segmenter, codes: Some(self), same })
    }

    fn counted(&self) -> Result<&Counted, Problem> {
        let read = || {
            let hits = nianlun_tables::read_hits(&self.folder.join("hits.parquet"))
                .map_err(|error| unreadable("hits.parquet", error))?;
            let (names, rows) = nianlun_tables::read(&self.folder.join("terms.parquet"))
                .map_err(|error| unreadable("terms.parquet", error))?;
            let at = |name: &str| names.iter().position(|n| n == name).unwrap_or(0);
            let (category, term) = (at("category"), at("term"));
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            let terms = rows.iter().map(|row| (text(&row[category]), text(&row[term]))).collect();
            Ok(Counted { hits, terms })
        };
        self.hits.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    fn hits(&self, is: impl Fn(&HitRecord) -> bool) -> Result<Arc<DocumentHits>, Problem> {
        let mut found = DocumentHits::new();
        for hit in self.counted()?.hits.iter().filter(|hit| is(hit)) {
            let places = found.entry(hit.document.clone()).or_default();
            // A hit that counts in several categories has a row for each.
            if places.last() != Some(&(hit.start, hit.end)) {
                places.push((hit.start, hit.end));
            }
        }
        Ok(Arc::new(found))
    }
}

impl Codes for Opened {
    fn category(&self, id: &str) -> Result<Arc<DocumentHits>, Problem> {
        let mut known: Vec<&str> = self.counted()?.terms.iter().map(|(c, _)| c.as_str()).collect();
        known.dedup();
        if !known.contains(&id) {
            return Err(Problem::new(format!("the codebook has no category `{id}`"))
                .hint(format!("its categories are {}", known.join(", "))));
        }
        self.hits(|hit| hit.category == id)
    }

    fn term(&self, name: &str) -> Result<Arc<DocumentHits>, Problem> {
        let wanted = normalise(name).text.into_owned();
        let is = |term: &str| normalise(term).text == wanted;
        if !self.counted()?.terms.iter().any(|(_, term)| is(term)) {
            return Err(Problem::new(format!("the codebook has no term `{name}`"))
                .hint(format!("to look for the string itself, write \"{name}\" in quotation marks")));
        }
        self.hits(|hit| is(&hit.term))
    }
}
