//! `nianlun run`, and the summary that a scholar reads.

use crate::args::RunArgs;
use crate::bars::Bars;
use crate::exit::Exit;
use nianlun_pipeline::{Options, Progress as _, Ran, RunError, summary};
use nianlun_types::Problems;
use std::io::Write as _;

/// Runs a pipeline.
pub fn run(args: &RunArgs) -> Result<Exit, Problems> {
    let bars = Bars::new();
    let options = Options {
        corpus: args.corpus.clone(),
        out: args.out.clone(),
        threads: args.threads.map(usize::from),
        again: args.again,
    };
    let ran = nianlun_pipeline::run_if_changed(&args.pipeline, &options, &bars);
    bars.end();
    let (text, folder, ended) = match ran {
        Ok(Ran::Anew(outcome)) => {
            let mut text = summary(&outcome);
            text.push_str("\n步骤\n");
            for step in &outcome.steps {
                text.push_str(&format!("  {}  {}\n", step.name, step.done));
            }
            let ended = outcome.ended();
            (text, outcome.folder, ended)
        }
        Ok(Ran::AsBefore(before)) => {
            let text = "\n步骤\n  全部跳过：文本、编码表、设置和程序都与上次运行相同，结果完好（要重做请加 --again）\n";
            (before.summary + text, before.folder, before.ended)
        }
        Err(RunError::Problems(problems)) => return Err(problems),
        Err(RunError::Internal(what)) => {
            eprintln!("error: nianlun failed, which is a bug of ours\n  caused by: {what}");
            return Ok(Exit::OurBug);
        }
    };
    let report = folder.join("report.html");
    let text = format!("{text}\n结果在 {}\n报告：{}\n", folder.display(), report.display());
    // Not println!: a closed pipe must not look like a bug.
    let _ = std::io::stdout().write_all(text.as_bytes());
    if args.strict && ended.set_aside > 0 {
        eprintln!("error: texts set aside: {}, and --strict was given", ended.set_aside);
        eprintln!("hint: quarantine.csv lists them with the reason");
        return Ok(Exit::No);
    }
    if args.strict && ended.doubtful > 0 {
        eprintln!("error: texts or tables read with a doubt: {}, and --strict was given", ended.doubtful);
        eprintln!("hint: corpus-report.csv lists each with the reason");
        return Ok(Exit::No);
    }
    Ok(if ended.refused { Exit::No } else { Exit::Done })
}
