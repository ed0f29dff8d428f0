//! Reads a pipeline folder: everything that a run needs, or every reason why it cannot run.

mod folder;

use crate::copies::Repeat;
use crate::published::parse_published;
use crate::settings::{CorpusSource, Settings};
use crate::survey::{Keep, survey};
use folder::Folder;
use nianlun_codebook::{Codebook, Matcher, Scope};
use nianlun_corpus::{Catalogue, Memory, NoMemory, Outside, Reading, Settled};
use nianlun_digest::sha256_hex;
use nianlun_segment::UserDictionary;
use nianlun_types::{Problem, Problems, Progress, PublishedStages, Silent};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A study, read and checked. The years and copies of its texts are known; no text is in memory.
pub struct Study {
    /// Its settings.
    pub settings: Settings,
    /// Its codebook.
    pub codebook: Codebook,
    /// Its texts.
    pub catalogue: Catalogue<Settled>,
    /// Texts that repeat others and are not counted.
    pub repeats: Vec<Repeat>,
    /// Texts that were left out because their year is outside the study.
    pub outside_years: Vec<Outside>,
    /// Finds the terms of the codebook.
    pub matcher: Matcher,
    /// Finds the passages that count; `None` where whole texts count.
    pub scope: Option<Scope>,
    /// Published stages to compare with.
    pub published: Option<PublishedStages>,
    /// The user dictionary of the segmentation.
    pub dictionary: Option<UserDictionary>,
    /// Configuration files as the user names them, with their SHA-256.
    pub inputs: Vec<(String, String)>,
}

/// The settings of a pipeline folder. Its other files are not read yet.
pub struct Outline {
    /// The settings.
    pub settings: Settings,
    files: Folder,
}

/// Everything of a study but its texts.
struct Configuration {
    settings: Settings,
    codebook: Codebook,
    matcher: Matcher,
    scope: Option<Scope>,
    published: Option<PublishedStages>,
    dictionary: Option<UserDictionary>,
    inputs: Vec<(String, String)>,
}

/// A study whose texts are listed, before the survey.
pub struct Listed {
    configuration: Configuration,
    catalogue: Catalogue,
}

/// The name of the pipeline in `folder`, which names its results.
///
/// # Errors
/// Its settings cannot be read.
pub fn pipeline_name(folder: &Path) -> Result<String, Problem> {
    let outline = Outline::read(folder).map_err(|mut problems| problems.0.remove(0))?;
    Ok(outline.settings.name)
}

impl Outline {
    /// Reads `pipeline.toml` in `folder`.
    ///
    /// # Errors
    /// Every problem of that file.
    pub fn read(folder: &Path) -> Result<Self, Problems> {
        let mut files = Folder { path: folder.to_owned(), inputs: Vec::new(), problems: Vec::new() };
        if !folder.join("pipeline.toml").is_file() {
            return Err(Problem::new(format!("`{}` is no pipeline folder", folder.display()))
                .because("it holds no file `pipeline.toml`")
                .hint("try `nianlun run pipelines/shanghai`")
                .into());
        }
        let settings = files.text("pipeline.toml", "pipeline");
        match settings.and_then(|(text, shown)| files.value_of(&shown, Settings::parse(&text))) {
            Some(settings) => Ok(Outline { settings, files }),
            None => Err(Problems(files.problems)),
        }
    }

    /// Reads all other files that the pipeline names, and lists its texts. `corpus` replaces the corpus
    /// that the pipeline names: a manifest, a folder with a `manifest.csv`, or a folder of texts.
    ///
    /// # Errors
    /// Every problem of codebook, dictionary, published stages and manifest at once.
    pub fn list(self, corpus: Option<&Path>) -> Result<Listed, Problems> {
        let Outline { settings, mut files } = self;
        let folder = files.path.clone();
        let shown_pipeline = folder.join("pipeline.toml").display().to_string();

        let codebook = files.text(&settings.codebook, "codebook");
        let codebook = codebook.and_then(|(text, shown)| files.value_of(&shown, Codebook::parse(&text)));
        let matcher =
            codebook.as_ref().and_then(|book| files.value_of(&settings.codebook, Matcher::new(book)));
        let published = settings.published.as_ref().and_then(|name| {
            let (text, shown) = files.text(name, "file of published stages")?;
            files.value_of(&shown, parse_published(&text))
        });
        let dictionary = settings.dictionary.as_ref().and_then(|name| {
            let (text, shown) = files.text(name, "user dictionary")?;
            files.value_of(&shown, UserDictionary::parse(&text))
        });
        let scope = settings.scope.as_ref();
        let scope = scope.and_then(|s| files.value_of(&shown_pipeline, Scope::new(s.unit, &s.anchors)));
        if let Some(book) = &codebook {
            files.problems.extend(unknown_dimensions(&settings, book, &shown_pipeline));
            if let Some(published) = &published {
                let shown = folder.join(settings.published.as_deref().unwrap_or("")).display().to_string();
                files.problems.extend(unknown_codings(published, book, &shown));
            }
        }
        let texts = list_texts(&folder, corpus, &settings).map(Catalogue::announced);
        let catalogue = files.value_of(&shown_pipeline, texts);
        let (Some(codebook), Some(matcher), Some(catalogue), true) =
            (codebook, matcher, catalogue, files.problems.is_empty())
        else {
            return Err(Problems(files.problems));
        };
        if let Some(manifest) = &catalogue.manifest {
            let bytes = std::fs::read(manifest).unwrap_or_default();
            let name = manifest.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.inputs.push((name, sha256_hex(&bytes)));
        }
        let inputs = files.inputs;
        let configuration =
            Configuration { settings, codebook, matcher, scope, published, dictionary, inputs };
        Ok(Listed { configuration, catalogue })
    }
}

impl Listed {
    /// Reads the texts whose year or copies are unknown. `memory` recalls what an earlier run computed from
    /// the same bytes.
    ///
    /// # Errors
    /// The folder for temporary files cannot be written to.
    pub fn survey(self, memory: &(dyn Memory + Sync), progress: &dyn Progress) -> Result<Study, Problem> {
        let Listed { configuration, mut catalogue } = self;
        let years = configuration.settings.years;
        // Before the survey, so that it does not read texts whose given year is outside the study.
        let mut outside_years =
            years.map_or_else(Vec::new, |(first, last)| catalogue.keep_years(first, last));
        let keep = configuration.settings.keep.or(catalogue.manifest.is_none().then_some(Keep::One));
        let (mut catalogue, repeats) = survey(catalogue, keep, memory, progress)?;
        // Only now the years of the other texts are known.
        outside_years.extend(years.into_iter().flat_map(|(first, last)| catalogue.keep_years(first, last)));
        outside_years.sort();
        let Configuration { settings, codebook, matcher, scope, published, dictionary, inputs } =
            configuration;
        Ok(Study {
            settings,
            codebook,
            catalogue,
            repeats,
            outside_years,
            matcher,
            scope,
            published,
            dictionary,
            inputs,
        })
    }
}

impl Study {
    /// Reads the study in `folder`, without the memory of earlier runs.
    ///
    /// # Errors
    /// As [`Outline::read`], [`Outline::list`] and [`Listed::survey`].
    pub fn load(folder: &Path, corpus: Option<&Path>) -> Result<Study, Problems> {
        Study::load_telling(folder, corpus, &Silent)
    }

    /// Reads the study in `folder` and reports the survey to `progress`.
    ///
    /// # Errors
    /// As [`Study::load`].
    pub fn load_telling(
        folder: &Path,
        corpus: Option<&Path>,
        progress: &dyn Progress,
    ) -> Result<Study, Problems> {
        Ok(Outline::read(folder)?.list(corpus)?.survey(&NoMemory, progress)?)
    }
}

/// A problem for each dimension in the settings that the codebook lacks.
fn unknown_dimensions(settings: &Settings, book: &Codebook, shown: &str) -> Vec<Problem> {
    let mut known: Vec<&str> = book.categories.iter().map(|c| c.dimension.as_str()).collect();
    known.dedup();
    let unknown = settings.dimensions.iter().filter(|wanted| !known.contains(&wanted.as_str()));
    let problem = |wanted: &String| {
        Problem::new(format!("the codebook has no dimension `{wanted}`"))
            .in_file(shown)
            .hint(format!("its dimensions are `{}`", known.join("`, `")))
    };
    unknown.map(problem).collect()
}

/// A problem for each category in the published coding that the codebook lacks.
fn unknown_codings(published: &PublishedStages, book: &Codebook, shown: &str) -> Vec<Problem> {
    let coded = published.stages.iter().flat_map(|stage| stage.coding.keys());
    let unknown: BTreeSet<&String> =
        coded.filter(|id| !book.categories.iter().any(|c| c.id == **id)).collect();
    let problem = |id: &String| {
        Problem::new(format!("`coding` names a category `{id}` that the codebook has not"))
            .in_file(shown)
            .hint("use the `id` of a category")
    };
    unknown.into_iter().map(problem).collect()
}

fn list_texts(folder: &Path, corpus: Option<&Path>, settings: &Settings) -> Result<Catalogue, Problems> {
    let parquet = |bytes: Vec<u8>| nianlun_tables::read_text(bytes).map_err(|error| error.to_string());
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

/// The path without `..`: `corpus` for `pipelines/shanghai/../../corpus`. Returns `path` itself where a
/// symbolic link makes the two differ.
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
