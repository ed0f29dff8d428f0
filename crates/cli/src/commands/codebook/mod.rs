//! `nianlun codebook`: import, suggest, sample, score.

use crate::args::{
    CodebookCommand, ImportArgs, SampleArgs, ScoreArgs, SuggestArgs, TextJsonOrCsv, TextOrJson,
};
use crate::bars::Bars;
use crate::exit::Exit;
use nianlun_pipeline::{Progress as _, SampleOptions, Score, Suggestion, Suggestions};
use nianlun_types::{Problem, Problems};
use std::fmt::Write as _;
use std::io::Write as _;

mod score;

/// One of the commands.
pub fn codebook(command: &CodebookCommand) -> Result<Exit, Problems> {
    match command {
        CodebookCommand::Import(args) => import(args),
        CodebookCommand::Suggest(args) => suggest(args),
        CodebookCommand::Sample(args) => sample(args),
        CodebookCommand::Score(args) => score(args),
    }
}

fn import(args: &ImportArgs) -> Result<Exit, Problems> {
    let (imported, from) = nianlun_pipeline::import_codebook(&args.file, args.from.as_deref())?;
    match &args.out {
        None => print(&imported.toml),
        Some(out) => {
            let cannot = |error: std::io::Error| {
                Problem::new(format!("`{}` cannot be written", out.display()))
                    .because(error.to_string())
                    .hint("an import overwrites nothing: name a new file")
            };
            let mut file = std::fs::File::create_new(out).map_err(cannot)?;
            file.write_all(imported.toml.as_bytes()).map_err(cannot)?;
        }
    }
    for note in &imported.notes {
        eprintln!("{note}");
    }
    let where_to = args.out.as_ref().map_or(String::new(), |out| format!(" into `{}`", out.display()));
    eprintln!(
        "read as {from}: {} terms in {} {}{where_to}; look through them, then run `nianlun check`",
        imported.terms,
        imported.categories,
        if imported.categories == 1 { "category" } else { "categories" }
    );
    Ok(Exit::Done)
}

fn suggest(args: &SuggestArgs) -> Result<Exit, Problems> {
    let bars = Bars::new();
    let found = nianlun_pipeline::suggest(
        &args.pipeline,
        args.corpus.as_deref(),
        args.results.as_deref(),
        &args.category,
        args.limit,
        &bars,
    )?;
    bars.end();
    print(&match args.format {
        TextJsonOrCsv::Text => suggestions(&found),
        TextJsonOrCsv::Json => json(&found)?,
        TextJsonOrCsv::Csv => suggestions_csv(&found).map_err(unwritable)?,
    });
    Ok(if found.terms.is_empty() { Exit::No } else { Exit::Done })
}

fn suggestions(found: &Suggestions) -> String {
    let mut text = format!(
        "{}（{}）：候选词 {} 个，只供人取舍，不会自动进入编码表\n",
        found.label,
        found.category,
        found.terms.len()
    );
    let _ = writeln!(
        text,
        "  依据  类目命中 {} 处；各命中前后 {} 字（共 {} 个汉字）与其余 {} 个汉字相比",
        found.hits,
        found.window,
        found.han_characters_near,
        found.han_characters - found.han_characters_near
    );
    let _ = writeln!(
        text,
        "  门槛  至少出现 {} 次，凝固度与两侧邻接熵够高，邻近频率至少为别处的八倍（LL ≥ 10.83）；已在编码表里的词不再列出",
        found.least
    );
    if !found.stages_from_run {
        text.push_str("  时段  没有可用的阶段（还没有运行，或没有分出阶段），按年代列出\n");
    }
    if found.set_aside > 0 {
        let _ = writeln!(text, "  注意  {} 个文本读不出，未计（nianlun check 会列出）", found.set_aside);
    }
    if found.terms.is_empty() {
        text.push_str("\n没有达到门槛的字串：文本或命中太少时常会如此\n");
    }
    for (at, term) in found.terms.iter().enumerate() {
        let _ = writeln!(
            text,
            "\n{}. {}{}",
            at + 1,
            term.term,
            if term.new_word { "  〔分词器会切开〕" } else { "" }
        );
        let _ = writeln!(
            text,
            "   {} 次，{} 篇；邻近 {} 次，LL {:.1}，log-ratio {:.1}；凝固度 {:.1}，邻接熵 {:.1}",
            term.count,
            term.documents,
            term.near,
            term.log_likelihood,
            term.log_ratio,
            term.cohesion,
            term.entropy
        );
        let _ = writeln!(text, "   {}", by_stage(found, term));
        for sample in term.lines.iter().take(4) {
            let year = sample.year.map_or("无年份".to_owned(), |y| y.to_string());
            let _ = writeln!(
                text,
                "   {year}  …{}【{}】{}…",
                sample.line.left, sample.line.hit, sample.line.right
            );
        }
    }
    text
}

fn by_stage(found: &Suggestions, term: &Suggestion) -> String {
    let counts = found.stages.iter().zip(&term.by_stage);
    counts.map(|(stage, n)| format!("{stage}：{n}")).collect::<Vec<_>>().join("  ")
}

fn suggestions_csv(found: &Suggestions) -> Result<String, Box<dyn std::error::Error>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let fixed = [
        "term",
        "new_word",
        "count",
        "documents",
        "near",
        "log_likelihood",
        "log_ratio",
        "cohesion",
        "entropy",
    ];
    writer.write_record(fixed.into_iter().chain(found.stages.iter().map(String::as_str)).chain(["lines"]))?;
    for term in &found.terms {
        let lines: Vec<String> =
            term.lines.iter().map(|s| format!("{}【{}】{}", s.line.left, s.line.hit, s.line.right)).collect();
        let mut row = vec![
            term.term.clone(),
            term.new_word.to_string(),
            term.count.to_string(),
            term.documents.to_string(),
            term.near.to_string(),
            term.log_likelihood.to_string(),
            term.log_ratio.to_string(),
            term.cohesion.to_string(),
            term.entropy.to_string(),
        ];
        row.extend(term.by_stage.iter().map(u64::to_string));
        row.push(lines.join(" … "));
        writer.write_record(&row)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn sample(args: &SampleArgs) -> Result<Exit, Problems> {
    let bars = Bars::new();
    let options = SampleOptions {
        corpus: args.corpus.clone(),
        results: args.results.clone(),
        per_cell: args.per_cell.into(),
        seed: args.seed,
        sheet: args.out.clone(),
    };
    let drawn = nianlun_pipeline::sample(&args.pipeline, &options, &bars)?;
    bars.end();
    let mut text = format!(
        "编码单 {}：{} 行（命中 {} 行，无命中的句子 {} 行），次序已打乱\n",
        drawn.sheet.display(),
        drawn.with_hit + drawn.without,
        drawn.with_hit,
        drawn.without
    );
    let spans = if drawn.stages_from_run { "阶段" } else { "年代（这次运行没有分出阶段）" };
    let _ = writeln!(text, "  分层  词 × {spans}：{}", drawn.stages.join("、"));
    text.push_str("  填法  两位编码员各填一列：1 是，0 否，拿不准的留空；互不商量\n");
    let _ = writeln!(text, "  对照  {} 记着文本、年份和词条，编完之前不要给编码员看", drawn.key.display());
    if drawn.without_year > 0 {
        let _ = writeln!(text, "  注意  {} 处命中在没有年份的文本里，未抽", drawn.without_year);
    }
    let _ = writeln!(text, "填好之后：nianlun codebook score {}", drawn.sheet.display());
    print(&text);
    Ok(Exit::Done)
}

fn score(args: &ScoreArgs) -> Result<Exit, Problems> {
    let found: Score = nianlun_pipeline::score(&args.sheet, args.key.as_deref())?;
    print(&match args.format {
        TextOrJson::Text => score::text(&found),
        TextOrJson::Json => json(&found)?,
    });
    Ok(if found.terms.iter().any(|term| term.fails) { Exit::No } else { Exit::Done })
}

/// Not `print!`: a closed pipe must not look like a bug.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn unwritable(error: impl std::fmt::Display) -> Problems {
    Problem::new("the results cannot be written").because(error.to_string()).into()
}

fn json(value: &impl serde::Serialize) -> Result<String, Problems> {
    Ok(serde_json::to_string_pretty(value).map_err(unwritable)? + "\n")
}
