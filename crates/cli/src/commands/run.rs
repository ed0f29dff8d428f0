//! `nianlun run`.

use crate::bars::Bars;
use crate::exit::{Ended, Exit};
use crate::put;
use clap::Args;
use nianlun_results::Ended as RunEnded;
use nianlun_run::{Options, Ran, run_if_changed, summary};
use nianlun_types::Problem;
use std::path::PathBuf;

/// Run a pipeline: read, count, index, estimate stages
///
/// Results go to `out/<name>` (see docs/tables.md for every file). They are made beside the
/// earlier ones and replace them only when complete. If nothing changed since, they stand. Texts that cannot be read are listed in
/// `quarantine.csv` with the reason, and the run goes on.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The pipeline folder, which holds `pipeline.toml`
    pipeline: PathBuf,
    /// Use this corpus instead of the pipeline's own
    ///
    /// A manifest (CSV with the columns id, file, year, title), or a folder that holds a
    /// `manifest.csv` or else texts in any format.
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
    /// Put the results into this folder [default: out/<name>]
    ///
    /// The folder must be new, empty, or hold earlier results: a run replaces all of it.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Exit with 1 if any text was set aside, or read with a doubt
    #[arg(long)]
    strict: bool,
    /// Use this many threads [default: one a core]
    ///
    /// The tables are the same with any number.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Do everything again, whatever the earlier run left
    ///
    /// Without it a run does only what changed: it compares texts, codebook and settings with
    /// `pipeline.lock` in the results, and says why each step is done.
    #[arg(long)]
    again: bool,
}

impl RunArgs {
    /// Runs the pipeline, and prints the summary that a scholar reads.
    pub fn run(&self) -> Ended {
        let options = Options {
            corpus: self.corpus.clone(),
            out: self.out.clone(),
            threads: self.threads.map(usize::from),
            again: self.again,
        };
        let ran = run_if_changed(&self.pipeline, &options, &Bars::new())?;
        let (text, folder, ended) = match ran {
            Ran::Anew(outcome) => {
                let steps = outcome.steps.iter().map(|step| format!("  {}  {}\n", step.name, step.done));
                let text = summary(&outcome) + "\n步骤\n" + &steps.collect::<String>();
                let ended = outcome.ended();
                (text, outcome.folder, ended)
            }
            Ran::AsBefore(before) => {
                let text = "\n步骤\n  全部跳过：文本、编码表、设置和程序都与上次运行相同，结果完好（要重做请加 --again）\n";
                (before.summary + text, before.folder, before.ended)
            }
        };
        let report = folder.join("report.html");
        put::text(&format!("{text}\n结果在 {}\n报告：{}\n", folder.display(), report.display()))?;
        let doubt = if self.strict { doubt(&ended) } else { None };
        if let Some(problem) = &doubt {
            put::problem(problem);
        }
        Ok(Exit::done_if(doubt.is_none() && !ended.refused))
    }
}

/// What `--strict` objects to.
fn doubt(ended: &RunEnded) -> Option<Problem> {
    if ended.set_aside > 0 {
        let problem = Problem::new(format!("texts set aside: {}, and --strict was given", ended.set_aside));
        return Some(problem.hint("quarantine.csv lists them with the reason"));
    }
    (ended.doubtful > 0).then(|| {
        let doubtful = ended.doubtful;
        Problem::new(format!("texts or tables read with a doubt: {doubtful}, and --strict was given"))
            .hint("corpus-report.csv lists each with the reason")
    })
}
