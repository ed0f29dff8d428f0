//! A finished run as the views see it: the index, and what the other files of the results say.

use nianlun_pipeline::{Labelled, Opened, labelled, read_json, sha256_hex, unreadable};
use nianlun_types::{Problem, Year};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

/// A stage, found or published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Number, from 1.
    pub number: u32,
    /// First year.
    pub first: Year,
    /// Last year.
    pub last: Year,
    /// What it is called; empty for a stage that was found.
    pub label: String,
}

/// A finished run.
pub struct Run {
    /// Index and hits.
    pub opened: Opened,
    /// Name of the pipeline.
    pub name: String,
    /// `provenance.json`.
    pub provenance: Value,
    /// `stages.json`.
    pub stages: Value,
    /// The stages that were found.
    pub found: Vec<Stage>,
    /// The published ones.
    pub published: Vec<Stage>,
    /// The codebook's categories, in its order.
    pub categories: Vec<Labelled>,
    /// `documents.parquet`: its columns, and the values that each document has of them.
    pub facts: BTreeMap<String, Vec<(String, String)>>,
    /// `quarantine.csv`: file, reason, detail.
    pub quarantine: Vec<[String; 3]>,
    /// SHA-256 of the settings in force.
    pub settings_sha256: String,
    /// SHA-256 over the names and hashes of all inputs.
    pub inputs_sha256: String,
    mark: Option<(u64, SystemTime)>,
}

impl Run {
    /// Opens the run that `path` means.
    ///
    /// # Errors
    /// There is none, or a file of it cannot be read.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let opened = Opened::open(path)?;
        let provenance = read_json(&opened.folder, "provenance.json")?;
        let stages = read_json(&opened.folder, "stages.json")?;
        let settings_sha256 = sha256_hex(provenance["settings"].to_string().as_bytes());
        let inputs: String = list(&provenance["inputs"])
            .map(|i| format!("{} {}\n", i["sha256"].as_str().unwrap_or(""), i["file"].as_str().unwrap_or("")))
            .collect();
        let run = Run {
            name: provenance["pipeline"].as_str().unwrap_or("").to_owned(),
            found: stages_of(&opened, "stages.parquet", None)?,
            published: stages_of(&opened, "profile.parquet", Some("published"))?,
            categories: labelled(&opened.folder)?,
            facts: facts(&opened)?,
            quarantine: quarantine(&opened)?,
            settings_sha256,
            inputs_sha256: sha256_hex(inputs.as_bytes()),
            mark: mark(&opened),
            opened,
            provenance,
            stages,
        };
        Ok(run)
    }

    /// Whether the results on disk are no longer those that were opened.
    pub fn replaced(&self) -> bool {
        mark(&self.opened) != self.mark
    }

    /// The overdispersion that the run estimated; 1 where it could not.
    pub fn phi(&self) -> f64 {
        self.stages["phi"].as_f64().unwrap_or(1.0)
    }

    /// The verdict on stages.
    pub fn verdict(&self) -> &str {
        self.stages["verdict"].as_str().unwrap_or("")
    }

    /// The category that a query asks for and nothing else, with its place.
    pub fn category_of(&self, query: &str) -> Option<(usize, &Labelled)> {
        let id = query.strip_prefix("category:")?;
        self.categories.iter().enumerate().find(|(_, category)| category.id == id)
    }

    /// First and last year of the texts.
    pub fn span(&self) -> Option<(Year, Year)> {
        let years = || self.opened.searcher.cards().filter_map(|card| card.year);
        Some((years().min()?, years().max()?))
    }

    /// A query as people know it: a category by its label.
    pub fn shown(&self, query: &str) -> String {
        self.category_of(query).map_or_else(|| query.to_owned(), |(_, category)| category.label.clone())
    }

    /// The index could be opened and not be read.
    pub fn unreadable(error: &nianlun_index::Error) -> Problem {
        Problem::new("the index cannot be read").because(error.to_string()).hint("run the pipeline again")
    }
}

/// The members of a list; none where it is no list.
pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// By what results are told from those of a later run, without reading them.
fn mark(opened: &Opened) -> Option<(u64, SystemTime)> {
    let file = std::fs::metadata(opened.folder.join("provenance.json")).ok()?;
    Some((file.len(), file.modified().ok()?))
}

/// The rows of a table, each a function from the name of a column to the value.
fn table(opened: &Opened, name: &str) -> Result<Vec<BTreeMap<String, String>>, Problem> {
    let (names, rows) =
        nianlun_tables::read(&opened.folder.join(name)).map_err(|error| unreadable(name, error))?;
    let row = |row: Vec<Option<String>>| {
        names.iter().cloned().zip(row).filter_map(|(name, value)| Some((name, value?))).collect()
    };
    Ok(rows.into_iter().map(row).collect())
}

fn stages_of(opened: &Opened, name: &str, of: Option<&str>) -> Result<Vec<Stage>, Problem> {
    let mut found: Vec<Stage> = Vec::new();
    for row in table(opened, name)? {
        let number = |column: &str| row.get(column).and_then(|value| value.parse::<i64>().ok()).unwrap_or(0);
        if of.is_some_and(|of| row.get("stages").map(String::as_str) != Some(of)) {
            continue;
        }
        let stage = Stage {
            number: number("stage") as u32,
            first: number("first_year") as Year,
            last: number("last_year") as Year,
            label: row.get("label").cloned().unwrap_or_default(),
        };
        if found.last() != Some(&stage) {
            found.push(stage);
        }
    }
    Ok(found)
}

fn facts(opened: &Opened) -> Result<BTreeMap<String, Vec<(String, String)>>, Problem> {
    let name = "documents.parquet";
    let (names, rows) =
        nianlun_tables::read(&opened.folder.join(name)).map_err(|error| unreadable(name, error))?;
    let at = names.iter().position(|name| name == "id").unwrap_or(0);
    let known = |row: Vec<Option<String>>| {
        let id = row[at].clone()?;
        Some((id, names.iter().cloned().zip(row).filter_map(|(name, value)| Some((name, value?))).collect()))
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

fn quarantine(opened: &Opened) -> Result<Vec<[String; 3]>, Problem> {
    let name = "quarantine.csv";
    let mut reader =
        csv::Reader::from_path(opened.folder.join(name)).map_err(|error| unreadable(name, error))?;
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.map_err(|error| unreadable(name, error))?;
        Ok([0, 1, 2].map(|at| row.get(at).unwrap_or("").to_owned()))
    };
    reader.records().map(row).collect()
}
