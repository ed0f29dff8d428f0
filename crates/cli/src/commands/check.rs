//! `nianlun check`.

use crate::bars::Bars;
use crate::exit::{Ended, Exit};
use crate::put;
use clap::Args;
use nianlun_codebook::{Advice, Level};
use nianlun_study::{Checked, check};
use nianlun_types::Problem;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Read everything, write nothing, list every problem, and advise on the codebook
///
/// Looks at the pipeline, the codebook, the published stages, the manifest and every text, and
/// names each problem with file and line. Then says what may mislead in the codebook, and what the
/// texts hold of it: terms never met, most of a category, before their since-year, inside one
/// another, spellings that it lacks. Exits with 1 if there is a problem; advice alone is none,
/// unless --strict is given.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The pipeline folder, which holds `pipeline.toml`
    pipeline: PathBuf,
    /// Use this corpus instead of the pipeline's own
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
    /// Exit with 1 if there is advice
    #[arg(long)]
    strict: bool,
}

impl CheckArgs {
    /// Lists every problem of the pipeline.
    #[expect(clippy::disallowed_methods, reason = "a wrong folder gets a hint of its own")]
    pub fn run(&self) -> Ended {
        if !self.pipeline.join("pipeline.toml").is_file() {
            return Err(Problem::new(format!("`{}` is no pipeline folder", self.pipeline.display()))
                .because("it holds no file `pipeline.toml`")
                .hint("try `nianlun check pipelines/shanghai`")
                .into());
        }
        let checked = check(&self.pipeline, self.corpus.as_deref(), &Bars::new());
        let (advice, remarks): (Vec<&Advice>, Vec<&Advice>) =
            checked.advice.iter().partition(|advice| advice.level == Level::Advice);
        put::text(&text(&checked, &advice, &remarks))?;
        Ok(Exit::done_if(checked.problems.is_empty() && (advice.is_empty() || !self.strict)))
    }
}

fn text(checked: &Checked, advice: &[&Advice], remarks: &[&Advice]) -> String {
    let mut text = String::new();
    for problem in &checked.problems {
        let _ = writeln!(text, "{}", put::problem_text(problem));
    }
    let file = &checked.codebook_file;
    let mut hints = BTreeSet::new();
    for advice in advice {
        let _ = writeln!(text, "advice: {file}:{}: {}", advice.line, advice.message);
        if hints.insert(&advice.hint) {
            let _ = writeln!(text, "hint: {}", advice.hint);
        }
    }
    for remark in remarks {
        let _ = writeln!(text, "remark: {file}:{}: {}", remark.line, remark.message);
    }
    if let Some((categories, terms)) = checked.codebook {
        let readable = checked.readable;
        let _ = writeln!(
            text,
            "{readable} texts can be read; the codebook has {terms} terms in {categories} categories"
        );
    }
    text.push_str(&match checked.problems.len() {
        0 => "no problems".to_owned(),
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    });
    if checked.codebook.is_some() {
        let _ = write!(text, "; advice on {} points, {} remarks", advice.len(), remarks.len());
    }
    text.push('\n');
    text
}
