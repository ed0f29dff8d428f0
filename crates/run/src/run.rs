//! Runs a pipeline: reads the study, makes the pass, writes the results.

mod provenance;

use crate::cache::Cache;
use crate::indexing::Indexing;
use crate::made_from::{changed, made_from};
use crate::outcome::{AsBefore, Options, Outcome, Ran};
use crate::pages::pages;
use crate::pass::{Pass, Passed};
use crate::pool::Pool;
use crate::steps::{Step, Why};
use crate::summary::summary;
use crate::units::Units;
use crate::{corpus_report, steps};
use nianlun_findings::{Analysis, Circumstances, Grounds, analyse};
use nianlun_results::{
    CACHE, Contents, INDEX, LOCK, Lock, Output, PROVENANCE, SUMMARY, SettingsInForce, write_contents,
};
use nianlun_segment::{Jieba, Segmenter as _};
use nianlun_study::{Outline, Study};
use nianlun_types::{Problem, Problems, Progress, Year};
use provenance::{json, settings_in_force};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;

/// Runs the pipeline in `folder`, even if nothing changed since the last run. The cache of that run saves
/// segmenting unchanged texts again.
///
/// # Errors
/// A fault of the input or of ours. Then nothing is written, and earlier results stay whole.
pub fn run(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Outcome, Problems> {
    let ready = Ready::new(folder, options, progress)?;
    Ok(ready.make_results(progress)?)
}

/// Runs the pipeline in `folder`, unless nothing that the earlier results were made from has changed.
///
/// # Errors
/// As [`run`].
pub fn run_if_changed(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Ran, Problems> {
    let ready = Ready::new(folder, options, progress)?;
    if !options.again
        && let Some(as_before) = ready.as_before()
    {
        return Ok(Ran::AsBefore(as_before));
    }
    Ok(Ran::Anew(Box::new(ready.make_results(progress)?)))
}

/// A run before its pass: settings are read and checked, and compared with the last run.
struct Ready {
    study: Study,
    settings: SettingsInForce,
    pool: Pool,
    cache: Cache,
    segmenter: Jieba,
    target: PathBuf,
    earlier: Option<Lock>,
    /// The parts that the results will be made from. `None` in a first run: hashing the texts before the
    /// pass would read them twice.
    now: Option<BTreeMap<String, String>>,
    why: Why,
}

impl Ready {
    fn new(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Self, Problems> {
        let pool = Pool::new(options.threads)?;
        let outline = Outline::read(folder)?;
        let settings = &outline.settings;
        let target = options.out.clone().unwrap_or_else(|| Path::new("out").join(&settings.name));
        let earlier = if options.again { None } else { Lock::read(&target) };
        if earlier.is_none() {
            // Every text will be segmented: one thread loads the dictionary while another lists the texts.
            pool.spawn(Jieba::prepare);
        }
        // Reported after the faults of the study, which the user is more likely to have made.
        let cache = open_cache(earlier.as_ref().map(|_| target.join(CACHE)).as_deref());
        let study = pool.install(|| -> Result<_, Problems> {
            let listed = outline.list(options.corpus.as_deref())?;
            let (cache, no_cache) = cache?;
            let study = listed.survey(&cache, progress)?;
            Ok((study, cache, no_cache))
        });
        let (study, cache, no_cache) = study?;
        let settings = settings_in_force(&study.settings);
        let segmenter = Jieba::new(study.dictionary.clone());
        // Without an earlier run there is nothing to compare with, and only the pass reads the texts.
        let compare = |_: &Lock| pool.install(|| made_from(&study, &settings, &segmenter, &BTreeMap::new()));
        let now = earlier.as_ref().map(compare);
        let why = Why {
            changed: earlier.as_ref().zip(now.as_ref()).map(|(earlier, now)| changed(earlier, now)),
            tampered: earlier.as_ref().and_then(|_| steps::first_damaged(&target)),
            no_cache,
            again: options.again,
        };
        Ok(Ready { study, settings, pool, cache, segmenter, target, earlier, now, why })
    }

    /// The earlier results, if they can be kept: nothing that they were made from has changed, and each of
    /// their files is whole.
    fn as_before(&self) -> Option<AsBefore> {
        let earlier = self.earlier.as_ref().filter(|_| self.why.nothing_changed())?;
        nianlun_index::check(&self.target.join(INDEX), &self.segmenter).ok()?;
        let summary = std::fs::read_to_string(self.target.join(SUMMARY)).ok()?;
        Some(AsBefore { folder: self.target.clone(), summary, ended: earlier.result? })
    }

    /// Makes the pass, the findings and the pages, writes them into a new folder and swaps it in.
    fn make_results(self, progress: &dyn Progress) -> Result<Outcome, Problem> {
        let output = Output::claim(&self.target)?;
        let cannot_write = |error: &dyn Display| {
            Problem::new(format!("results cannot be written to `{}`", self.target.display()))
                .because(error.to_string())
                .hint("is the disk full, or the folder read-only?")
        };
        let indexed = self.count_and_index(&output, progress).map_err(|error| cannot_write(&error))?;
        let Indexed { passed, steps } = indexed;
        let made_from = self.made_from(&passed);
        let units = Units::of(&self.study, &passed.counted.documents, &passed.quarantined);
        let circumstances = Circumstances {
            note: self.study.settings.note.clone(),
            set_aside: units.set_aside,
            doubtful: corpus_report::doubtful(&self.study, &passed.counted.documents),
            outside_years: units.outside_years,
        };
        let analysis = self.analyse(&passed, circumstances.clone(), progress);
        progress.begin("writing tables and drawing the report", 0);
        self.write_files(&output, &passed, &analysis, &cannot_write)?;
        let outcome = self.outcome(passed, analysis, circumstances, steps, units);
        output.put(SUMMARY, summary(&outcome).as_bytes()).map_err(|error| cannot_write(&error))?;
        let provenance = json(&self.provenance(&outcome, output.hashes()))?;
        output.put(PROVENANCE, &provenance).map_err(|error| cannot_write(&error))?;
        let lock = Lock { made_from, result: Some(outcome.ended()), outputs: output.hashes() };
        let lock = lock.text().map_err(|error| cannot_write(&error))?;
        output.put(LOCK, lock.as_bytes()).map_err(|error| cannot_write(&error))?;
        if let Err(problem) = units.check() {
            // The earlier results stay; the new ones are kept for who looks into it.
            let beside = output.leave_beside().map_err(|error| cannot_write(&error))?;
            return Err(problem.hint(format!(
                "the results before are as they were; the new ones lie in `{}`: please report this",
                beside.display()
            )));
        }
        output.swap_in().map_err(|error| cannot_write(&error))?;
        progress.end();
        Ok(outcome)
    }

    /// Makes the pass, with an index that updates the earlier one where there is one.
    fn count_and_index(
        &self,
        output: &Output,
        progress: &dyn Progress,
    ) -> Result<Indexed, nianlun_index::Error> {
        let folder = output.folder(INDEX)?;
        let earlier = self.earlier.as_ref().map(|_| self.target.join(INDEX));
        let index = Indexing::begin(earlier.as_deref(), &folder, &self.segmenter)?;
        let pass = Pass {
            study: &self.study,
            cache: &self.cache,
            segmenter: &self.segmenter,
            index: &index,
            met: AtomicUsize::new(0),
        };
        let passed = pass.run(&self.pool, progress)?;
        let anew = index.anew.clone();
        let gone = index.finish(&passed.counted.documents, &passed.was)?;
        let steps = self.why.steps(&passed, anew.as_ref(), gone);
        Ok(Indexed { passed, steps })
    }

    /// The parts that the results are made from. Uses the hashes of the pass where the texts were not hashed
    /// before it.
    fn made_from(&self, passed: &Passed) -> BTreeMap<String, String> {
        self.now.clone().unwrap_or_else(|| {
            let documents = passed.counted.documents.iter();
            let known = documents.map(|d| (d.id.as_str(), d.sha256.as_str())).collect();
            self.pool.install(|| made_from(&self.study, &self.settings, &self.segmenter, &known))
        })
    }

    fn analyse(&self, passed: &Passed, circumstances: Circumstances, progress: &dyn Progress) -> Analysis {
        let grounds = Grounds {
            codebook: &self.study.codebook,
            counted: &passed.counted,
            decisions: &self.settings.decisions(self.study.settings.seed),
            published: self.study.published.as_ref(),
            circumstances,
        };
        analyse(&grounds, &self.pool, progress)
    }

    /// Writes tables and cache on one thread while the others draw the pages of the report.
    fn write_files(
        &self,
        output: &Output,
        passed: &Passed,
        analysis: &Analysis,
        cannot_write: &(dyn Fn(&dyn Display) -> Problem + Sync),
    ) -> Result<(), Problem> {
        let documents = &passed.counted.documents;
        let contents = Contents {
            codebook: &self.study.codebook,
            counted: &passed.counted,
            further: &passed.further,
            analysis,
            quarantined: &passed.quarantined,
            corpus_report: &corpus_report::rows(&self.study, documents, &passed.quarantined),
            dictionary: self.study.dictionary.as_ref().map(|dictionary| dictionary.to_text()),
        };
        let tables = || -> Result<(), Problem> {
            write_contents(output, &contents).map_err(|error| cannot_write(&error))?;
            let cache = output.folder(CACHE).map_err(|error| cannot_write(&error))?;
            self.cache.save(&cache).map_err(|error| cannot_write(&error))
        };
        let name = self.segmenter.name();
        let report = || {
            let pages = pages(&self.study, passed, analysis, &name);
            pages.map_err(|error| Problem::ours("the report could not be made", error))
        };
        let (tables, pages) = self.pool.join(tables, report);
        tables?;
        for (name, bytes) in pages? {
            output.put(&name, &bytes).map_err(|error| cannot_write(&error))?;
        }
        Ok(())
    }

    fn outcome(
        &self,
        passed: Passed,
        analysis: Analysis,
        circumstances: Circumstances,
        steps: Vec<Step>,
        units: Units,
    ) -> Outcome {
        let rows = &analysis.frequencies;
        let years: BTreeSet<Year> = rows.iter().map(|r| r.year).collect();
        let missing: BTreeSet<Year> = rows.iter().filter(|r| r.hits.is_none()).map(|r| r.year).collect();
        let hits_of = |id: &str| rows.iter().filter(|r| r.category == id).filter_map(|r| r.hits).sum();
        let categories = self.study.codebook.categories.iter();
        let documents = passed.counted.documents;
        Outcome {
            name: self.study.settings.name.clone(),
            folder: self.target.clone(),
            documents: documents.len(),
            han_characters: documents.iter().map(|d| d.han_characters).sum(),
            years: years.first().copied().zip(years.last().copied()),
            missing_years: missing.into_iter().collect(),
            categories: categories.map(|c| (c.label.clone(), hits_of(&c.id))).collect(),
            warnings: analysis.findings.estimate.warnings.clone(),
            findings: analysis.findings,
            doubtful: circumstances.doubtful,
            quarantined: passed.quarantined,
            outside_years: circumstances.outside_years,
            units,
            encodings: passed.encodings,
            texts: documents.into_iter().map(|d| (d.file, d.sha256)).collect(),
            steps,
        }
    }
}

/// What [`Ready::count_and_index`] returns.
struct Indexed {
    passed: Passed,
    steps: Vec<Step>,
}

/// Opens the cache of the earlier run if there is one. The second value says why it is not used.
fn open_cache(earlier: Option<&Path>) -> Result<(Cache, Option<String>), Problem> {
    Cache::open(earlier).map_err(|error| {
        Problem::new("what is found out of texts cannot be kept beside")
            .because(error.to_string())
            .hint("the folder for temporary files (TMPDIR) must be writable and have room")
    })
}
