//! `nianlun check`: reads everything, counts nothing, and lists what is wrong.

use crate::load::Pipeline;
use crate::progress::Progress;
use nianlun_corpus::read;
use nianlun_types::{Problem, Quarantined};
use rayon::prelude::*;
use std::path::Path;

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// Every problem: of the configuration, then of the texts.
    pub problems: Vec<Problem>,
    /// Texts that can be read.
    pub readable: usize,
    /// Categories and terms of the codebook, where it could be read.
    pub codebook: Option<(usize, usize)>,
}

/// Reads the pipeline in `folder` and every text of it.
pub fn check(folder: &Path, corpus: Option<&Path>, progress: &dyn Progress) -> Checked {
    let pipeline = match Pipeline::load(folder, corpus) {
        Ok(pipeline) => pipeline,
        Err(problems) => {
            return Checked { problems: problems.0, readable: 0, codebook: None };
        }
    };
    let catalogue = &pipeline.catalogue;
    progress.begin("reading texts", catalogue.entries.len() as u64);
    let aside: Vec<(Option<usize>, Quarantined)> = catalogue
        .entries
        .par_iter()
        .filter_map(|entry| {
            let result = read(entry);
            progress.advance(1, result.as_ref().map_or(0, |text| text.bytes));
            result.err().map(|aside| (entry.line, aside))
        })
        .collect();
    progress.end();
    let readable = catalogue.entries.len() - aside.len();
    let manifest = catalogue
        .manifest
        .as_ref()
        .map_or_else(|| folder.display().to_string(), |path| path.display().to_string());
    let about = |line: Option<usize>, message: String| {
        let problem = Problem::new(message).in_file(&manifest);
        line.map_or(problem.clone(), |line| problem.at_line(line))
    };
    let mut problems: Vec<Problem> = Vec::new();
    for aside in &catalogue.quarantined {
        problems.push(
            about(None, format!("`{}` is set aside ({})", aside.file, aside.reason.as_str()))
                .because(&aside.detail),
        );
    }
    for (line, aside) in aside {
        problems.push(
            about(line, format!("`{}` is set aside ({})", aside.file, aside.reason.as_str()))
                .because(&aside.detail),
        );
    }
    for entry in &catalogue.entries {
        if let Err(detail) = &entry.year {
            problems.push(
                about(entry.line, format!("the year of `{}` cannot be told", entry.file))
                    .because(detail)
                    .hint("it is indexed, but stands in no series until the manifest gives its year"),
            );
        }
    }
    problems.sort_by_key(|problem| problem.line);
    Checked {
        problems,
        readable,
        codebook: Some((pipeline.codebook.categories.len(), pipeline.codebook.terms.len())),
    }
}
