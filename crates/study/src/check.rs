//! `nianlun check`: reads everything, writes nothing, lists the faults, and advises on the codebook.

use crate::evidence::evidence;
use crate::study::{Study, tidy};
use nianlun_codebook::{Advice, Codebook, lint, lint_texts};
use nianlun_corpus::decode;
use nianlun_types::{Problem, Progress, Reason};
use std::path::Path;

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// Every problem of the configuration, or else of the texts.
    pub problems: Vec<Problem>,
    /// Texts that can be read.
    pub readable: usize,
    /// Advice on the codebook, by its lines; empty where the codebook cannot be read.
    pub advice: Vec<Advice>,
    /// The file of the codebook, as the user would name it.
    pub codebook_file: String,
    /// How many categories and terms the codebook has, where it can be read.
    pub codebook: Option<(usize, usize)>,
}

impl Checked {
    /// The problems of a study whose texts cannot be read.
    fn problems_alone(problems: Vec<Problem>) -> Self {
        Checked { problems, readable: 0, advice: Vec::new(), codebook_file: String::new(), codebook: None }
    }
}

/// Reads the pipeline in `folder` and every text of it.
pub fn check(folder: &Path, corpus: Option<&Path>, progress: &dyn Progress) -> Checked {
    let study = match Study::load_telling(folder, corpus, progress) {
        Ok(study) => study,
        Err(problems) => return codebook_alone(folder, problems.0),
    };
    let catalogue = &study.catalogue;
    let (evidence, aside) = match evidence(&study, progress) {
        Ok(found) => found,
        Err(problem) => return Checked::problems_alone(vec![problem]),
    };
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
    // A repeat is no problem: the run leaves it out by itself.
    let set_aside = catalogue.quarantined.iter().filter(|aside| aside.reason != Reason::Duplicate);
    let set_aside = set_aside.map(|aside| (None, aside.clone()));
    for (line, aside) in set_aside.chain(aside) {
        problems.push(
            about(line, format!("`{}` is set aside ({})", aside.file, aside.reason.name()))
                .because(&aside.detail),
        );
    }
    for entry in &catalogue.entries {
        if let Err(detail) = &entry.facts.year {
            problems.push(
                about(entry.line, format!("the year of `{}` cannot be told", entry.source.file))
                    .because(detail)
                    .hint("it is indexed, but stands in no series until the manifest gives its year"),
            );
        }
    }
    problems.sort_by_key(|problem| problem.line);
    let mut advice = lint(&study.codebook);
    if readable > 0 {
        // `lint_texts` judges nested terms by their counts, which replaces the advice from the codebook
        // alone.
        advice.retain(|a| a.code != "inside");
        advice.extend(lint_texts(&study.codebook, &evidence, study.settings.rule));
        advice.sort();
    }
    Checked {
        problems,
        readable,
        advice,
        codebook_file: tidy(&folder.join(&study.settings.codebook)).display().to_string(),
        codebook: Some((study.codebook.categories.len(), study.codebook.terms.len())),
    }
}

/// The problems of a pipeline that cannot be read, with advice on its codebook if that can be read.
fn codebook_alone(folder: &Path, problems: Vec<Problem>) -> Checked {
    let unread = Checked::problems_alone(problems);
    let text = |path: &Path| decode(std::fs::read(path).ok()?).ok().map(|decoded| decoded.text);
    let settings: Option<toml::Table> = text(&folder.join("pipeline.toml")).and_then(|t| t.parse().ok());
    let name = settings.as_ref().and_then(|s| s.get("codebook")?.as_str()).unwrap_or("codebook.toml");
    let path = tidy(&folder.join(name));
    let codebook = text(&path).and_then(|text| Codebook::parse(&text).ok());
    let Some(codebook) = codebook else { return unread };
    Checked {
        advice: lint(&codebook),
        codebook_file: path.display().to_string(),
        codebook: Some((codebook.categories.len(), codebook.terms.len())),
        ..unread
    }
}
