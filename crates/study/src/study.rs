//! A pipeline folder → everything a run needs, or every reason why it cannot run.

use crate::cache::Cache;
use crate::copies::Repeat;
use crate::progress::{Progress, Silent};
use crate::published::PublishedStages;
use crate::settings::{CorpusSource, Settings};
use crate::survey::{Keep, survey};
use nianlun_codebook::{Codebook, Matcher, Scope};
use nianlun_corpus::{Catalogue, Reading, Settled, decode, sha256_hex};
use nianlun_segment::UserDictionary;
use nianlun_types::{Problem, Problems};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A pipeline, loaded and checked. Its texts are settled: the survey has looked at those whose year or
/// twins it had to find. No text is in memory.
pub struct Pipeline {
    /// Its settings.
    pub settings: Settings,
    /// Its codebook.
    pub codebook: Codebook,
    /// Its texts.
    pub catalogue: Catalogue<Settled>,
    /// Texts that repeat others and are not counted.
    pub repeats: Vec<Repeat>,
    /// How many texts lie outside the years of the study and were left out.
    pub outside_years: usize,
    pub(crate) matcher: Matcher,
    pub(crate) scope: Option<Scope>,
    pub(crate) published: Option<PublishedStages>,
    pub(crate) dictionary: Option<UserDictionary>,
    pub(crate) cache: Cache,
    /// Configuration files as named by the user, with their hashes.
    pub(crate) inputs: Vec<(String, String)>,
}

/// Reads files of a pipeline folder; keeps their hashes, and the problems of all.
struct Folder<'f> {
    path: &'f Path,
    inputs: Vec<(String, String)>,
    problems: Vec<Problem>,
}

impl Folder<'_> {
    /// The text of a file below the folder, and its name for messages. Notes the problem of a file that
    /// cannot be read.
    fn text(&mut self, name: &str, what: &str) -> Option<(String, String)> {
        let shown = tidy(&self.path.join(name)).display().to_string();
        let read = std::fs::read(self.path.join(name)).map_err(|error| error.to_string()).and_then(|bytes| {
            self.inputs.push((name.to_owned(), sha256_hex(&bytes)));
            decode(bytes)
        });
        match read {
            Ok(decoded) => Some((decoded.text, shown)),
            Err(cause) => {
                self.problems.push(
                    Problem::new(format!("the {what} cannot be read"))
                        .in_file(shown)
                        .because(cause)
                        .hint("file names in pipeline.toml are relative to its folder"),
                );
                None
            }
        }
    }

    /// The value of `result`. Notes the problems of one that failed, as those of the file `shown`.
    fn keep<T>(&mut self, shown: &str, result: Result<T, impl Into<Problems>>) -> Option<T> {
        result
            .map_err(|problems| {
                let Problems(list) = problems.into();
                self.problems
                    .extend(list.into_iter().map(|p| if p.file.is_empty() { p.in_file(shown) } else { p }));
            })
            .ok()
    }
}

impl Pipeline {
    /// Loads the pipeline in `folder`. `corpus` replaces the corpus that the pipeline names: a
    /// manifest, or a folder that holds `manifest.csv` or else texts.
    ///
    /// # Errors
    /// Every problem of the pipeline, codebook, dictionary, published stages and manifest.
    pub fn load(folder: &Path, corpus: Option<&Path>) -> Result<Pipeline, Problems> {
        Pipeline::load_telling(folder, corpus, &Silent)
    }

    /// Loads the pipeline and tells `progress` which texts are looked at.
    ///
    /// # Errors
    /// As [`Pipeline::load`].
    pub fn load_telling(
        folder: &Path,
        corpus: Option<&Path>,
        progress: &dyn Progress,
    ) -> Result<Pipeline, Problems> {
        Pipeline::load_recalling(folder, corpus, progress, |_| Ok(Cache::none()))
    }

    /// Loads the pipeline with the cache of an earlier run, which `cache` opens once the settings are
    /// known.
    pub(crate) fn load_recalling(
        folder: &Path,
        corpus: Option<&Path>,
        progress: &dyn Progress,
        cache: impl FnOnce(&Settings) -> Result<Cache, Problem>,
    ) -> Result<Pipeline, Problems> {
        let mut files = Folder { path: folder, inputs: Vec::new(), problems: Vec::new() };
        if !folder.join("pipeline.toml").is_file() {
            return Err(Problem::new(format!("`{}` is no pipeline folder", folder.display()))
                .because("it holds no file `pipeline.toml`")
                .hint("try `nianlun run pipelines/shanghai`")
                .into());
        }
        let settings = files.text("pipeline.toml", "pipeline");
        let Some(settings) = settings.and_then(|(text, shown)| files.keep(&shown, Settings::parse(&text)))
        else {
            return Err(Problems(files.problems));
        };
        // The cache is asked for before the other files are read, since a first run loads its dictionary
        // meanwhile. Its problem is reported after theirs.
        let cache = cache(&settings);
        let shown_pipeline = folder.join("pipeline.toml").display().to_string();

        let codebook = files
            .text(&settings.codebook, "codebook")
            .and_then(|(text, shown)| files.keep(&shown, Codebook::parse(&text)));
        let matcher = codebook.as_ref().and_then(|book| files.keep(&settings.codebook, Matcher::new(book)));
        let published = settings.published.as_ref().and_then(|name| {
            let (text, shown) = files.text(name, "file of published stages")?;
            files.keep(&shown, PublishedStages::parse(&text))
        });
        let dictionary = settings.dictionary.as_ref().and_then(|name| {
            let (text, shown) = files.text(name, "user dictionary")?;
            files.keep(&shown, UserDictionary::parse(&text))
        });
        let scope = settings
            .scope
            .as_ref()
            .and_then(|s| files.keep(&shown_pipeline, Scope::new(s.unit.1, &s.anchors)));
        if let Some(book) = &codebook {
            files.problems.extend(unknown_dimensions(book, &settings, &shown_pipeline));
            if let Some(published) = &published {
                let file = folder.join(settings.published.as_deref().unwrap_or(""));
                files.problems.extend(unknown_codings(book, published, &file));
            }
        }
        let catalogue = list_texts(folder, corpus, &settings);
        let catalogue = files.keep(&shown_pipeline, catalogue);
        let (Some(codebook), Some(matcher), Some(mut catalogue), true) =
            (codebook, matcher, catalogue, files.problems.is_empty())
        else {
            return Err(Problems(files.problems));
        };
        if let Some(manifest) = &catalogue.manifest {
            let bytes = std::fs::read(manifest).unwrap_or_default();
            let name = manifest.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.inputs.push((name, sha256_hex(&bytes)));
        }
        let keep_years = settings.years;
        let mut outside_years = 0;
        // A text whose year is given need not be looked at to be left out.
        outside_years += keep_years.map_or(0, |(first, last)| catalogue.keep_years(first, last));
        let cache = cache?;
        let keep = settings.keep.or(catalogue.manifest.is_none().then_some(Keep::One));
        let (mut catalogue, repeats) = survey(catalogue, keep, &cache, progress)?;
        // The years of others are known only now.
        outside_years += keep_years.map_or(0, |(first, last)| catalogue.keep_years(first, last));
        Ok(Pipeline {
            codebook,
            catalogue,
            repeats,
            outside_years,
            matcher,
            scope,
            published,
            dictionary,
            cache,
            inputs: files.inputs,
            settings,
        })
    }
}

/// A problem for each dimension that the pipeline names and the codebook lacks.
fn unknown_dimensions(book: &Codebook, settings: &Settings, shown_pipeline: &str) -> Vec<Problem> {
    let mut known: Vec<&str> = book.categories.iter().map(|c| c.dimension.as_str()).collect();
    known.dedup();
    let unknown = settings.dimensions.iter().filter(|wanted| !known.contains(&wanted.as_str()));
    unknown
        .map(|wanted| {
            Problem::new(format!("the codebook has no dimension `{wanted}`"))
                .in_file(shown_pipeline)
                .hint(format!("its dimensions are `{}`", known.join("`, `")))
        })
        .collect()
}

/// A problem for each category that published stages name and the codebook lacks.
fn unknown_codings(book: &Codebook, published: &PublishedStages, file: &Path) -> Vec<Problem> {
    let coded: BTreeSet<&String> = published.stages.iter().flat_map(|stage| stage.coding.keys()).collect();
    let unknown = coded.into_iter().filter(|id| !book.categories.iter().any(|c| c.id == **id));
    unknown
        .map(|id| {
            Problem::new(format!("`coding` names a category `{id}` that the codebook has not"))
                .in_file(file.display().to_string())
                .hint("use the `id` of a category")
        })
        .collect()
}

/// Lists the texts of the corpus that `corpus` or else the pipeline names.
fn list_texts(folder: &Path, corpus: Option<&Path>, settings: &Settings) -> Result<Catalogue, Problems> {
    let parquet = |path: &Path| nianlun_tables::read(path).map_err(|error| error.to_string());
    let reading = Reading {
        columns: &settings.reading.columns,
        by_folder: &settings.reading.by_folder,
        offset: settings.reading.offset,
        encoding: settings.reading.encoding,
        parquet: Some(&parquet),
        workbooks: Some(&nianlun_tables::read_sheets),
    };
    if let Some(path) = corpus {
        if !path.is_dir() {
            return Catalogue::from_manifest(path);
        }
        let manifest = path.join("manifest.csv");
        return if manifest.is_file() {
            Catalogue::from_manifest(&manifest)
        } else {
            Catalogue::from_folder(path, reading)
        };
    }
    match &settings.corpus {
        Some(CorpusSource::Manifest(name)) => Catalogue::from_manifest(&tidy(&folder.join(name))),
        Some(CorpusSource::Files(patterns, Some(year))) => Catalogue::from_patterns(folder, patterns, year),
        Some(CorpusSource::Files(patterns, None)) => Catalogue::from_files(folder, patterns, reading),
        Some(CorpusSource::Folder(name)) => Catalogue::from_folder(&tidy(&folder.join(name)), reading),
        None => Err(Problem::new("the pipeline names no corpus")
            .hint("give one on the command line, --corpus PATH, or write `manifest`, `folder` or `files` into [corpus]")
            .into()),
    }
}

/// `pipelines/shanghai/../../corpus` → `corpus`, where that is the same folder.
pub fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        let named = matches!(tidy.components().next_back(), Some(std::path::Component::Normal(_)));
        if part == std::path::Component::ParentDir && named {
            tidy.pop();
        } else {
            tidy.push(part);
        }
    }
    let same = |a: &Path, b: &Path| a.canonicalize().ok() == b.canonicalize().ok();
    if same(&tidy, path) { tidy } else { path.to_owned() }
}
