//! Reads `pipeline.toml` into [`Settings`]. Everything but the name, the codebook and the corpus has a
//! default; the provenance records every default.

mod corpus;
mod tables;

use crate::survey::Keep;
use corpus::{corpus_source, reading};
use nianlun_codebook::{Rule, Unit};
use nianlun_corpus::{Columns, Encoding, FolderField, YearFromName};
use nianlun_frequency::Exposure;
use nianlun_types::{Named, Problem, Problems, SEED, Year, named};
use tables::File;
use toml::Spanned;

/// Settings of a pipeline, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of the pipeline, and of its results folder.
    pub name: String,
    /// Codebook file, relative to the pipeline folder.
    pub codebook: String,
    /// Where the texts are; `None` where only the command line names them.
    pub corpus: Option<CorpusSource>,
    /// How the texts are read.
    pub reading: ReadingSettings,
    /// What to do with repeated texts. By default one is counted. With a manifest the default is to count one
    /// of exact copies under one year, since finding near copies reads every text twice.
    pub keep: Option<Keep>,
    /// What a reader of any result must know about the texts; the first warning.
    pub note: Option<String>,
    /// First and last year of the study.
    pub years: Option<(Year, Year)>,
    /// Counting rule.
    pub rule: Rule,
    /// The unit of rates: hits per 10,000 of it.
    pub exposure: Exposure,
    /// Limits counting to passages with an anchor word.
    pub scope: Option<ScopeSettings>,
    /// User dictionary of the segmentation, relative to the pipeline folder.
    pub dictionary: Option<String>,
    /// Dimensions that the stages are estimated from; empty means all.
    pub dimensions: Vec<String>,
    /// Fewest years and most stages.
    pub stages: nianlun_stages::Settings,
    /// File of published stages, relative to the pipeline folder.
    pub published: Option<String>,
    /// Seed of everything random.
    pub seed: u64,
    /// Whether to simulate how often a corpus like this is judged wrongly.
    pub calibrate: bool,
}

/// What lists the texts of a corpus.
#[derive(Debug, Clone)]
pub enum CorpusSource {
    /// A manifest, relative to the pipeline folder.
    Manifest(String),
    /// File patterns, relative to the pipeline folder, and the pattern of the year in file names, if any.
    Files(Vec<String>, Option<YearFromName>),
    /// A folder of files in any format, relative to the pipeline folder.
    Folder(String),
}

/// How texts outside a manifest are read.
#[derive(Debug, Clone, Default)]
pub struct ReadingSettings {
    /// Which column of tables holds what.
    pub columns: Columns,
    /// The facts that names of folders give.
    pub by_folder: Vec<FolderField>,
    /// Added to years found in names.
    pub offset: Year,
    /// The encoding that all files are in.
    pub encoding: Option<&'static Encoding>,
}

named! {
    /// Which text is the exposure where hits are counted in passages.
    pub enum ScopeExposure: "exposure" {
        /// Whole texts: rates say how much attention the terms get.
        All = "all",
        /// The passages: rates say what the passages are about.
        Scope = "scope",
    }
}

/// A scope, METHOD §1.
#[derive(Debug, Clone)]
pub struct ScopeSettings {
    /// What a passage is.
    pub unit: Unit,
    /// Anchor words: a passage must contain one.
    pub anchors: Vec<String>,
    /// Whether the exposure is that of the passages.
    pub exposure: ScopeExposure,
}

/// The default pattern of the year in a file name.
pub(crate) const DEFAULT_YEAR_PATTERN: &str = r"(\d{4})";

impl Settings {
    /// Reads the text of a `pipeline.toml`.
    ///
    /// # Errors
    /// Every fault found, with its line.
    pub fn parse(source: &str) -> Result<Settings, Problems> {
        let file: File = toml::from_str(source).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            let hint =
                "the tables are [corpus], [count], [segment] and [stages]; docs/pipeline.md has every key";
            Problem::of_toml("the pipeline cannot be read", source, offset, error.message(), hint)
        })?;
        if let Some(problem) = Problem::of_backslash("the pipeline names a path that means another", source) {
            return Err(problem.into());
        }
        let mut problems = Vec::new();
        let mut fault = |problem: Problem, offset: usize| problems.push(problem.at_offset(source, offset));

        let name = file.name.get_ref().trim().to_owned();
        if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\', ':']) {
            fault(
                Problem::new(format!("`{name}` cannot name a results folder"))
                    .hint("use a plain name without `/`, e.g. name = \"shanghai\""),
                file.name.span().start,
            );
        }
        let corpus = corpus_source(&file.corpus, &mut fault);
        let reading = reading(&file.corpus, &mut fault);
        let keep = file.corpus.keep.as_ref().map(|keep| choice(Some(keep), "keep", &mut fault));
        let years = file.corpus.years.as_ref().map(|span| {
            let [first, last] = *span.get_ref();
            if first > last {
                fault(
                    Problem::new(format!("`years` ends ({last}) before it begins ({first})")),
                    span.span().start,
                );
            }
            (first, last)
        });
        let rule = choice(file.count.rule.as_ref(), "rule", &mut fault);
        let exposure = choice(file.count.exposure.as_ref(), "exposure", &mut fault);
        let scope = file.count.scope.map(|scope| ScopeSettings {
            unit: choice(Some(&scope.unit), "unit", &mut fault),
            exposure: choice(scope.exposure.as_ref(), "exposure", &mut fault),
            anchors: scope.anchors,
        });
        let mut at_least =
            |value: Option<&Spanned<usize>>, default: usize, least: usize, key: &str| match value {
                None => default,
                Some(span) => {
                    if *span.get_ref() < least {
                        fault(Problem::new(format!("`{key}` must be at least {least}")), span.span().start);
                    }
                    *span.get_ref()
                }
            };
        let default = nianlun_stages::Settings::default();
        let stages = nianlun_stages::Settings {
            minimum_length: at_least(
                file.stages.minimum_length.as_ref(),
                default.minimum_length,
                1,
                "minimum_length",
            ),
            maximum: at_least(file.stages.maximum.as_ref(), default.maximum, 2, "maximum"),
        };
        if !problems.is_empty() {
            return Err(Problems(problems));
        }
        Ok(Settings {
            name,
            codebook: file.codebook,
            corpus,
            reading,
            keep,
            note: file.corpus.note,
            years,
            rule,
            exposure,
            scope,
            dictionary: file.segment.dictionary,
            dimensions: file.stages.dimensions,
            stages,
            published: file.stages.published,
            seed: file.stages.seed.unwrap_or(SEED),
            calibrate: file.stages.calibrate,
        })
    }
}

/// Looks a word up in a closed set, whose first choice is the default.
fn choice<N: Named>(word: Option<&Spanned<String>>, key: &str, fault: &mut impl FnMut(Problem, usize)) -> N {
    let default = N::ALL[0].1;
    let Some(span) = word else { return default };
    N::from_name(span.get_ref()).unwrap_or_else(|| {
        fault(
            Problem::new(format!("unknown {key} `{}`", span.get_ref()))
                .hint(format!("choose one of {}", N::names())),
            span.span().start,
        );
        default
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuse(source: &str, line: usize, says: &str) {
        let problems = Settings::parse(source).expect_err(says);
        assert_eq!(problems.0[0].line, Some(line), "{problems}");
        assert!(problems.to_string().contains(says), "{problems}");
    }

    #[test]
    fn three_lines_are_enough() {
        let settings = Settings::parse("name = \"s\"\ncodebook = \"c.toml\"\ncorpus.manifest = \"m.csv\"\n")
            .expect("settings");
        assert_eq!(
            (settings.rule.name(), settings.exposure.name(), settings.stages.maximum),
            ("longest", "characters", 7)
        );
    }

    #[test]
    fn faults_are_refused_with_their_line() {
        let head = "name = \"s\"\ncodebook = \"c.toml\"\n";
        refuse(&format!("{head}colour = 1\n"), 3, "unknown field `colour`");
        refuse(&format!("{head}[count]\nrule = \"shortest\"\n"), 4, "unknown rule `shortest`");
        refuse(&format!("{head}[count]\nexposure = \"bytes\"\n"), 4, "unknown exposure `bytes`");
        refuse(&format!("{head}[stages]\nmaximum = 1\n"), 4, "at least 2");
        refuse(&format!("{head}[corpus]\nyears = [2021, 1994]\n"), 4, "ends (1994) before it begins (2021)");
        refuse(&format!("{head}[corpus]\nfiles = [\"*\"]\nyear = {{ from = \"moon\" }}\n"), 5, "`moon`");
        refuse(
            &format!("{head}[corpus]\nfiles = [\"*\"]\nyear = {{ from = \"file-name\", pattern = '\\d' }}\n"),
            5,
            "no group",
        );
        refuse(&format!("{head}[corpus]\nmanifest = \"m\"\nfiles = [\"*\"]\n"), 4, "both");
        refuse(&format!("{head}[count]\nscope = {{ unit = \"page\", anchors = [] }}\n"), 4, "unknown unit");
        refuse("name = \"a/b\"\ncodebook = \"c\"\n", 1, "results folder");
        refuse("name = \n", 1, "cannot be read");
        refuse("name = \"s\"\n", 1, "missing field `codebook`");
    }
}
