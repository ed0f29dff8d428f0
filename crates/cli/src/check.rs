//! `nianlun check`.

use crate::args::CheckArgs;
use crate::bars::Bars;
use crate::exit::Exit;
use nianlun_types::{Problem, Problems};
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
    if let Some((categories, terms)) = checked.codebook {
        text.push_str(&format!(
            "{} texts can be read; the codebook has {terms} terms in {categories} categories\n",
            checked.readable
        ));
    }
    text.push_str(&match checked.problems.len() {
        0 => "no problems\n".to_owned(),
        1 => "1 problem\n".to_owned(),
        n => format!("{n} problems\n"),
    });
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(if checked.problems.is_empty() { Exit::Done } else { Exit::No })
}
