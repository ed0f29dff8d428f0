//! `nianlun diff`.

use crate::args::DiffArgs;
use crate::exit::Exit;
use crate::put::{answer, filled};
use nianlun_pipeline::{CellDiff, Diff, HitDiff, diff};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Problems;
use std::fmt::Write as _;

/// Compares two runs.
pub fn run(args: &DiffArgs) -> Result<Exit, Problems> {
    let mut found = diff(&args.a, &args.b)?;
    if let Some(category) = &args.category {
        found.frequencies.retain(|cell| cell.category == *category);
        found.hits.retain(|hit| hit.category == *category);
    }
    answer(&args.out, || text(&found, args), &found, || sheet(&found))?;
    Ok(if found.is_empty() { Exit::Done } else { Exit::No })
}

fn text(found: &Diff, args: &DiffArgs) -> String {
    if found.is_empty() {
        return "两次结果相同\n".to_owned();
    }
    let mut text = format!("A  {}\nB  {}\n", args.a.display(), args.b.display());
    let mut parts = |heading: &str, parts: &[nianlun_pipeline::DiffPart]| {
        if !parts.is_empty() {
            let _ = writeln!(text, "\n{heading}");
        }
        for part in parts {
            let _ = writeln!(text, "  {}: {} → {}", part.what, short(&part.a), short(&part.b));
        }
    };
    parts("由来", &found.made_from);
    parts("阶段", &found.stages);
    let documents = &found.documents;
    let lists =
        [("仅在A", &documents.only_a), ("仅在B", &documents.only_b), ("文本或年份有变", &documents.changed)];
    if lists.iter().any(|(_, ids)| !ids.is_empty()) {
        let _ = writeln!(text, "\n文本");
    }
    for (heading, ids) in lists.iter().filter(|(_, ids)| !ids.is_empty()) {
        let some: Vec<&str> = ids.iter().take(args.limit).map(String::as_str).collect();
        let more = if ids.len() > some.len() { format!(" 等{}个", ids.len()) } else { String::new() };
        let _ = writeln!(text, "  {heading}：{}{more}", some.join("、"));
    }
    if !found.frequencies.is_empty() {
        let _ = writeln!(text, "\n词频（{}格）", found.frequencies.len());
    }
    for cell in found.frequencies.iter().take(args.limit) {
        let _ = writeln!(text, "  {}", of_cell(cell));
    }
    more(&mut text, found.frequencies.len(), args.limit);
    if !found.hits.is_empty() {
        let _ = writeln!(text, "\n命中（{}处；- 仅在A，+ 仅在B）", found.hits.len());
    }
    for hit in found.hits.iter().take(args.limit) {
        let _ = writeln!(text, "  {}", of_hit(hit));
    }
    more(&mut text, found.hits.len(), args.limit);
    text
}

fn more(text: &mut String, all: usize, limit: usize) {
    if all > limit {
        let _ = writeln!(text, "  …… 还有{}：--limit {all}，或 --format csv --output FILE", all - limit);
    }
}

/// A hash is told by its beginning.
fn short(value: &str) -> &str {
    let hash = value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit());
    if hash { &value[..12] } else { value }
}

fn of_cell(cell: &CellDiff) -> String {
    let whole = |value: Option<i64>| value.map_or("—".to_owned(), |v| v.to_string());
    let real = |value: Option<f64>| value.map_or("—".to_owned(), |v| format!("{v:.2}"));
    format!(
        "{} {} 命中 {} → {}，汉字 {} → {}，每万 {} → {}",
        cell.year,
        filled(&format!("{} {}", cell.category, cell.label), 24),
        whole(cell.hits[0]),
        whole(cell.hits[1]),
        whole(cell.han_characters[0]),
        whole(cell.han_characters[1]),
        real(cell.per_10k[0]),
        real(cell.per_10k[1]),
    )
}

fn of_hit(hit: &HitDiff) -> String {
    let sign = if hit.only == 'a' { '-' } else { '+' };
    let line = hit.line.as_ref().map_or(String::new(), |l| format!("…{}【{}】{}…", l.left, l.hit, l.right));
    format!("{sign} {} {} {} {}–{} {line}", hit.document, hit.category, hit.term, hit.start, hit.end)
}

/// The hits that came and went.
fn sheet(found: &Diff) -> Sheet {
    let hits = &found.hits;
    let line = |of: fn(&nianlun_types::Line) -> &String| {
        Values::Text(hits.iter().map(|hit| hit.line.as_ref().map(|line| of(line).clone())).collect())
    };
    Sheet {
        columns: vec![
            ("only", Values::text(hits.iter().map(|hit| hit.only.to_string()))),
            ("document", Values::text(hits.iter().map(|hit| hit.document.as_str()))),
            ("category", Values::text(hits.iter().map(|hit| hit.category.as_str()))),
            ("term", Values::text(hits.iter().map(|hit| hit.term.as_str()))),
            ("start", Values::counts(hits.iter().map(|hit| u64::from(hit.start)))),
            ("end", Values::counts(hits.iter().map(|hit| u64::from(hit.end)))),
            ("left", line(|line| &line.left)),
            ("hit", line(|line| &line.hit)),
            ("right", line(|line| &line.right)),
        ],
    }
}
