//! `nianlun check`.

use crate::args::CheckArgs;
use crate::bars::Bars;
use crate::exit::Exit;
use nianlun_pipeline::{Advice, Level};
use nianlun_types::{Problem, Problems};
use std::collections::BTreeSet;
use std::io::Write as _;

/// Lists every problem of a pipeline.
pub fn check(args: &CheckArgs) -> Result<Exit, Problems> {
    if !args.pipeline.join("pipeline.toml").is_file() {
        return Err(Problem::new(format!("`{}` is no pipeline folder", args.pipeline.display()))
            .because("it holds no file `pipeline.toml`")
            .hint("try `nianlun check pipelines/shanghai`")
            .into());
    }
    let checked = nianlun_pipeline::check(&args.pipeline, args.corpus.as_deref(), &Bars::new());
    let mut text = String::new();
    for problem in &checked.problems {
        text.push_str(&format!("{problem}\n"));
    }
    let (advice, remarks): (Vec<&Advice>, Vec<&Advice>) =
        checked.advice.iter().partition(|a| a.level == Level::Advice);
    let mut hints = BTreeSet::new();
    for a in &advice {
        text.push_str(&format!("advice: {}:{}: {}\n", checked.codebook_file, a.line, a.message));
        if hints.insert(&a.hint) {
            text.push_str(&format!("hint: {}\n", a.hint));
        }
    }
    for a in &remarks {
        text.push_str(&format!("remark: {}:{}: {}\n", checked.codebook_file, a.line, a.message));
    }
    if let Some((categories, terms)) = checked.codebook {
        text.push_str(&format!(
            "{} texts can be read; the codebook has {terms} terms in {categories} categories\n",
            checked.readable
        ));
    }
    text.push_str(&match checked.problems.len() {
        0 => "no problems".to_owned(),
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    });
    if checked.codebook.is_some() {
        text.push_str(&format!("; advice on {} points, {} remarks", advice.len(), remarks.len()));
    }
    text.push('\n');
    let _ = std::io::stdout().write_all(text.as_bytes());
    let refused = !checked.problems.is_empty() || (args.strict && !advice.is_empty());
    Ok(if refused { Exit::No } else { Exit::Done })
}
