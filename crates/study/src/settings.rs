//! `pipeline.toml` → [`Settings`]. Everything but the name, the codebook and the corpus has a
//! default, and every default is written into the provenance.

use crate::survey::Keep;
use nianlun_codebook::{Rule, Unit};
use nianlun_corpus::{Columns, Encoding, FolderField, YearFromName};
use nianlun_frequency::Exposure;
use nianlun_types::{Named, Problem, Problems, Year, named};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Settings of a pipeline, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of the pipeline, and of its results folder.
    pub name: String,
    /// Codebook file, relative to the pipeline folder.
    pub codebook: String,
    /// Where the texts are; nothing where the command line must say.
    pub corpus: Option<CorpusSource>,
    /// How the texts are read.
    pub reading: ReadingSettings,
    /// What is done with texts that stand there twice. By default one is counted; of a manifest, one
    /// of exact copies under one year, since near ones take a second look at every text.
    pub keep: Option<Keep>,
    /// What a reader of any result must know about the texts; shown as the first caveat.
    pub note: Option<String>,
    /// First and last year of the study.
    pub years: Option<(Year, Year)>,
    /// Counting rule.
    pub rule: Rule,
    /// What rates are taken per 10,000 of.
    pub exposure: Exposure,
    /// Count in passages with an anchor word only.
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
}

/// Where the texts of a corpus are listed.
#[derive(Debug, Clone)]
pub enum CorpusSource {
    /// A manifest, relative to the pipeline folder.
    Manifest(String),
    /// File patterns, relative to the pipeline folder, and how names tell the year, if they do.
    Files(Vec<String>, Option<YearFromName>),
    /// A folder of anything, relative to the pipeline folder.
    Folder(String),
}

/// How a folder of anything is read.
#[derive(Debug, Clone, Default)]
pub struct ReadingSettings {
    /// Which column of tables holds what.
    pub columns: Columns,
    /// What names of folders say.
    pub by_folder: Vec<FolderField>,
    /// Added to years found in names.
    pub offset: Year,
    /// The encoding that all files are in.
    pub encoding: Option<&'static Encoding>,
}

named! {
    /// Whose characters are the exposure where hits are counted in passages.
    pub enum ScopeExposure: "exposure" {
        /// Those of whole texts: how much attention the passages' terms get.
        All = "all",
        /// Those of the passages: what the passages are made of.
        Scope = "scope",
    }
}

/// A scope, METHOD §1.
#[derive(Debug, Clone)]
pub struct ScopeSettings {
    /// What a passage is.
    pub unit: Unit,
    /// Words one of which a passage must hold.
    pub anchors: Vec<String>,
    /// Whether exposure too is that of the passages.
    pub exposure: ScopeExposure,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Spanned<String>,
    codebook: String,
    #[serde(default)]
    corpus: CorpusTable,
    #[serde(default)]
    count: CountTable,
    #[serde(default)]
    segment: SegmentTable,
    #[serde(default)]
    stages: StagesTable,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct CorpusTable {
    manifest: Option<Spanned<String>>,
    folder: Option<Spanned<String>>,
    files: Option<Spanned<Vec<String>>>,
    columns: Option<Spanned<BTreeMap<String, String>>>,
    #[serde(rename = "by-folder")]
    by_folder: Option<Vec<Spanned<String>>>,
    keep: Option<Spanned<String>>,
    encoding: Option<Spanned<String>>,
    year: Option<Spanned<YearTable>>,
    years: Option<Spanned<[Year; 2]>>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearTable {
    from: Spanned<String>,
    pattern: Option<String>,
    #[serde(default)]
    offset: Year,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct CountTable {
    rule: Option<Spanned<String>>,
    exposure: Option<Spanned<String>>,
    scope: Option<ScopeTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeTable {
    unit: Spanned<String>,
    anchors: Vec<String>,
    exposure: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct SegmentTable {
    dictionary: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct StagesTable {
    #[serde(default)]
    dimensions: Vec<String>,
    minimum_length: Option<Spanned<usize>>,
    maximum: Option<Spanned<usize>>,
    published: Option<String>,
    seed: Option<u64>,
}

const DEFAULT_SEED: u64 = 20_210_607;

/// The year in a file name, unless the pipeline says otherwise.
pub(crate) const DEFAULT_YEAR_PATTERN: &str = r"(\d{4})";

impl Settings {
    /// Reads the text of a `pipeline.toml`.
    ///
    /// # Errors
    /// Every fault found, with its line.
    pub fn parse(source: &str) -> Result<Settings, Problems> {
        let file: File = toml::from_str(source).map_err(|error| {
            Problem::new("the pipeline cannot be read")
                .at_offset(source, error.span().map_or(0, |span| span.start))
                .because(error.message())
                .hint("the tables are [corpus], [count], [segment] and [stages]; docs/pipeline.md has every key")
        })?;
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
            seed: file.stages.seed.unwrap_or(DEFAULT_SEED),
        })
    }
}

/// Where the texts are; a fault where that is said twice or not as it can be.
fn corpus_source(corpus: &CorpusTable, fault: &mut impl FnMut(Problem, usize)) -> Option<CorpusSource> {
    let places = [
        corpus.manifest.as_ref().map(|m| ("manifest", m.span().start)),
        corpus.folder.as_ref().map(|f| ("folder", f.span().start)),
        corpus.files.as_ref().map(|f| ("files", f.span().start)),
    ];
    let given: Vec<(&str, usize)> = places.into_iter().flatten().collect();
    if let [(first, at), (second, _), ..] = given[..] {
        fault(
            Problem::new(format!("the corpus has both `{first}` and `{second}`")).hint("keep one of them"),
            at,
        );
        return None;
    }
    if let Some(manifest) = &corpus.manifest {
        if let Some(year) = &corpus.year {
            let problem =
                Problem::new("`year` goes with `files` or `folder`; a manifest has a column `year`");
            fault(problem, year.span().start);
        }
        return Some(CorpusSource::Manifest(manifest.get_ref().clone()));
    }
    let by_name = corpus.year.as_ref().and_then(|year| match by_name(year.get_ref()) {
        Ok(by_name) => by_name,
        Err(problem) => {
            fault(problem, year.span().start);
            None
        }
    });
    if let Some(files) = &corpus.files {
        return Some(CorpusSource::Files(files.get_ref().clone(), by_name));
    }
    if let (Some(year), Some(_)) = (&corpus.year, &by_name) {
        let problem = Problem::new("a folder of anything finds the year by itself")
            .hint("name files = [\"texts/**/*.txt\"] for a pattern, or write year = { from = \"text\", offset = -1 }");
        fault(problem, year.span().start);
    }
    corpus.folder.as_ref().map(|folder| CorpusSource::Folder(folder.get_ref().clone()))
}

/// The pattern by which names tell the year; nothing where the texts tell it.
fn by_name(table: &YearTable) -> Result<Option<YearFromName>, Problem> {
    match (table.from.get_ref().as_str(), &table.pattern) {
        ("text", None) => Ok(None),
        ("text", Some(_)) => {
            Err(Problem::new("a `pattern` is for names").hint("write from = \"file-name\", or leave the pattern out"))
        }
        ("file-name", pattern) => {
            let pattern = pattern.as_deref().unwrap_or(DEFAULT_YEAR_PATTERN);
            YearFromName::new(pattern, table.offset).map(Some)
        }
        (other, _) => Err(Problem::new(format!("the year cannot be taken from `{other}`")).hint(
            "write year = { from = \"file-name\", pattern = '(\\d{4})', offset = 0 }, or from = \"text\", or give a manifest",
        )),
    }
}

fn reading(corpus: &CorpusTable, fault: &mut impl FnMut(Problem, usize)) -> ReadingSettings {
    let mut reading = ReadingSettings {
        offset: corpus.year.as_ref().map_or(0, |year| year.get_ref().offset),
        ..ReadingSettings::default()
    };
    if let Some(columns) = &corpus.columns {
        match Columns::new(columns.get_ref().iter().map(|(key, column)| (key.as_str(), column.as_str()))) {
            Ok(found) => reading.columns = found,
            Err(Problems(list)) => list.into_iter().for_each(|p| fault(p, columns.span().start)),
        }
    }
    for word in corpus.by_folder.iter().flatten() {
        reading.by_folder.push(choice(Some(word), "by-folder", fault));
    }
    if let Some(name) = &corpus.encoding {
        match nianlun_corpus::encoding(name.get_ref()) {
            Ok(encoding) => reading.encoding = Some(encoding),
            Err(cause) => {
                let hint = "e.g. utf-8, gb18030, gbk, big5, utf-16le";
                fault(Problem::new(cause).hint(hint), name.span().start);
            }
        }
    }
    reading
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
