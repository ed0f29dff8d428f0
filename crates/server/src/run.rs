//! A finished run, with what the views ask for again and again.

use nianlun_digest::sha256_hex;
use nianlun_findings::Findings;
use nianlun_results::{Finished, Provenance, Search, Stamp, unreadable};
use nianlun_segment::Jieba;
use nianlun_stages::Estimate;
use nianlun_tables::Values;
use nianlun_types::{CodebookRow, Problem, Quarantined, StageSet, Verdict, Year};
use nianlun_words::Lang;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A stage, found or published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Number, from 1.
    pub number: u32,
    /// First year.
    pub first: Year,
    /// Last year.
    pub last: Year,
    /// Its label; empty for a stage that was found.
    pub label: String,
    /// Its English label, where the file of published stages gives one.
    pub label_en: Option<String>,
}

impl Stage {
    /// Its label in a language, in Chinese where there is no English one.
    pub fn label_in(&self, lang: Lang) -> &str {
        lang.choose(None, self.label_en.as_deref()).unwrap_or(&self.label)
    }
}

/// A finished run, with what the views ask for again and again.
pub struct Run {
    /// Reads the results.
    pub finished: Finished,
    /// Name of the pipeline.
    pub name: String,
    /// Its findings on stages.
    pub findings: Findings,
    /// The stages that were found.
    pub found: Vec<Stage>,
    /// The published ones.
    pub published: Vec<Stage>,
    /// For each document the columns of `documents.parquet` in which it has a value.
    pub facts: BTreeMap<String, Vec<(String, String)>>,
    /// `quarantine.csv`.
    pub quarantine: Vec<Quarantined>,
    /// First and last year of the texts.
    pub span: Option<(Year, Year)>,
    /// SHA-256 of the settings in force.
    pub settings_sha256: String,
    /// SHA-256 over the names and hashes of all inputs.
    pub inputs_sha256: String,
    search: Arc<Search>,
    stamp: Stamp,
}

impl Run {
    /// Opens the results in `folder`.
    ///
    /// # Errors
    /// There are none, or a file of them cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Problem> {
        let stamp = Stamp::of(folder);
        let finished = Finished::open(folder)?;
        let provenance = finished.provenance();
        let settings = serde_json::to_value(&provenance.settings)
            .map_err(|error| Problem::ours("the settings cannot be shown", error))?;
        let inputs: String =
            provenance.inputs.iter().map(|input| format!("{} {}\n", input.sha256, input.file)).collect();
        Ok(Run {
            name: provenance.pipeline.clone(),
            settings_sha256: sha256_hex(settings.to_string().as_bytes()),
            inputs_sha256: sha256_hex(inputs.as_bytes()),
            findings: finished.findings()?.clone(),
            found: found(&finished)?,
            published: published(&finished)?,
            facts: facts(&finished)?,
            quarantine: finished.quarantine()?.clone(),
            span: finished.span()?,
            search: finished.search()?.clone(),
            finished,
            stamp,
        })
    }

    /// How many texts were set aside by a fault of their own.
    pub fn set_aside(&self) -> usize {
        self.quarantine.iter().filter(|text| text.is_set_aside()).count()
    }

    /// Inputs, settings and versions of the run.
    pub fn provenance(&self) -> &Provenance {
        self.finished.provenance()
    }

    /// The codebook's categories, in its order.
    pub fn categories(&self) -> &[CodebookRow] {
        self.finished.codebook()
    }

    /// The estimate of stages.
    pub fn estimate(&self) -> &Estimate {
        &self.findings.estimate
    }

    /// The index.
    pub fn searcher(&self) -> &nianlun_index::Searcher {
        &self.search.searcher
    }

    /// The segmentation.
    pub fn segmenter(&self) -> &Jieba {
        &self.search.segmenter
    }

    /// Whether the results on disk are no longer those that were opened.
    pub fn replaced(&self) -> bool {
        Stamp::of(self.finished.folder()) != self.stamp
    }

    /// The overdispersion that the run estimated; 1 where it could not.
    pub fn phi(&self) -> f64 {
        self.estimate().phi.unwrap_or(1.0)
    }

    /// The verdict on stages.
    pub fn verdict(&self) -> Verdict {
        self.estimate().verdict
    }

    /// The category that the query asks for, with its position; nothing for other queries.
    pub fn category_of(&self, query: &str) -> Option<(usize, &CodebookRow)> {
        let id = self.finished.category_of(query)?;
        self.categories().iter().enumerate().find(|(_, row)| row.category == id)
    }

    /// The label of a query: that of its category, or the query itself.
    pub fn label_of(&self, query: &str, lang: Lang) -> String {
        let label = |row: &CodebookRow| lang.choose(&row.label, &row.label_en).clone();
        self.category_of(query).map_or_else(|| query.to_owned(), |(_, row)| label(row))
    }

    /// The problem of an index that was opened but cannot be read.
    pub fn unreadable(error: &nianlun_index::Error) -> Problem {
        unreadable("index", error)
    }
}

fn found(finished: &Finished) -> Result<Vec<Stage>, Problem> {
    let stage = |row: &nianlun_types::StageRow| Stage {
        number: row.stage,
        first: row.first_year,
        last: row.last_year,
        label: String::new(),
        label_en: None,
    };
    Ok(finished.stages()?.iter().map(stage).collect())
}

/// The published stages: the profile has a row for each of them and each category.
fn published(finished: &Finished) -> Result<Vec<Stage>, Problem> {
    let own = finished.profile()?.iter().filter(|row| row.stages == StageSet::Published);
    let mut stages: Vec<Stage> = own
        .map(|row| Stage {
            number: row.stage,
            first: row.first_year,
            last: row.last_year,
            label: row.label.clone().unwrap_or_default(),
            label_en: row.label_en.clone(),
        })
        .collect();
    stages.dedup();
    Ok(stages)
}

/// The values of each document in `documents.parquet`, with the columns that came from its manifest.
fn facts(finished: &Finished) -> Result<BTreeMap<String, Vec<(String, String)>>, Problem> {
    let table = finished.table("documents")?;
    let ids = match table.column("id").map(|column| &column.values) {
        Some(Values::Text(ids)) => ids,
        _ => return Err(unreadable("documents.parquet", "no column `id`")),
    };
    let facts = |row: usize| {
        let columns = table.columns.iter().filter(|column| column.values.is_there(row));
        columns.map(|column| (column.name.clone(), column.values.shown(row))).collect()
    };
    let known = |(row, id): (usize, &Option<String>)| Some((id.clone()?, facts(row)));
    Ok(ids.iter().enumerate().filter_map(known).collect())
}
