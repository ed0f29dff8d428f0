//! `nianlun diff`.

use crate::exit::{Ended, Exit};
use crate::groups::{OutArgs, finished};
use crate::layout::filled;
use crate::put;
use clap::Args;
use nianlun_results::{CellDiff, Diff, DocumentsDiff, HitDiff, PartDiff, diff};
use nianlun_tables::{Sheet, Values};
use nianlun_text::Line;
use nianlun_types::Problem;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Say which numbers differ between two runs, and by which hits
///
/// Compares what both were made from, their documents, every year × category, the stages, and the
/// hits one by one, with their lines. As CSV, xlsx or Parquet: the hits that came and went; as JSON:
/// all of it. Exits with 1 if anything differs.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Example:\n  nianlun diff out/shanghai out/shanghai-new-codebook --category governance"
)]
pub struct DiffArgs {
    /// A results folder, or the pipeline folder of a run
    a: PathBuf,
    /// Another one
    b: PathBuf,
    /// Only this category's counts and hits
    #[arg(long, value_name = "ID")]
    category: Option<String>,
    /// Show this many of each list
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How to show it
    #[command(flatten)]
    out: OutArgs,
}

impl DiffArgs {
    /// Compares the two runs.
    pub fn run(&self) -> Ended {
        let (a, b) = (finished(&self.a)?, finished(&self.b)?);
        let known: BTreeSet<&str> =
            a.codebook().iter().chain(b.codebook()).map(|row| row.category.as_str()).collect();
        if let Some(category) = self.category.as_deref().filter(|category| !known.contains(category)) {
            let categories = known.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Problem::new(format!("neither codebook has a category `{category}`"))
                .hint(format!("their categories are {categories}"))
                .into());
        }
        let mut found = diff(&a, &b)?;
        if let Some(category) = &self.category {
            found.frequencies.retain(|cell| cell.category == *category);
            found.hits.retain(|hit| hit.category == *category);
        }
        put::answer(&self.out, || self.text(&found), &found, || sheet(&found.hits))?;
        Ok(Exit::done_if(found.is_empty()))
    }

    fn text(&self, found: &Diff) -> String {
        if found.is_empty() {
            return "两次结果相同\n".to_owned();
        }
        let cells = found.frequencies.iter().map(text_of_cell);
        let hits = found.hits.iter().map(text_of_hit);
        format!("A  {}\nB  {}\n", self.a.display(), self.b.display())
            + &text_of_parts("由来", &found.made_from)
            + &text_of_parts("阶段", &found.stages)
            + &self.text_of_documents(&found.documents)
            + &self.text_of_list(&format!("词频（{}格）", found.frequencies.len()), cells)
            + &self.text_of_list(&format!("命中（{}处；- 仅在A，+ 仅在B）", found.hits.len()), hits)
    }

    fn text_of_documents(&self, documents: &DocumentsDiff) -> String {
        let lists = [
            ("仅在A", &documents.only_a),
            ("仅在B", &documents.only_b),
            ("文本或年份有变", &documents.changed),
        ];
        let mut text = String::new();
        for (heading, ids) in lists.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            if text.is_empty() {
                text.push_str("\n文本\n");
            }
            let first: Vec<&str> = ids.iter().take(self.limit).map(String::as_str).collect();
            let rest = if ids.len() > first.len() { format!(" 等{}个", ids.len()) } else { String::new() };
            let _ = writeln!(text, "  {heading}：{}{rest}", first.join("、"));
        }
        text
    }

    /// The first `--limit` lines below a heading, and how many more there are.
    fn text_of_list(&self, heading: &str, lines: impl ExactSizeIterator<Item = String>) -> String {
        let all = lines.len();
        if all == 0 {
            return String::new();
        }
        let mut text = format!("\n{heading}\n");
        for line in lines.take(self.limit) {
            let _ = writeln!(text, "  {line}");
        }
        if all > self.limit {
            let rest = all - self.limit;
            let _ = writeln!(text, "  …… 还有{rest}：--limit {all}，或 --format csv --output FILE");
        }
        text
    }
}

fn text_of_parts(heading: &str, parts: &[PartDiff]) -> String {
    if parts.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{heading}\n");
    for part in parts {
        let _ = writeln!(text, "  {}: {} → {}", part.what, shortened(&part.a), shortened(&part.b));
    }
    text
}

/// The beginning of a hash; any other value whole.
fn shortened(value: &str) -> &str {
    let is_hash = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { &value[..12] } else { value }
}

fn text_of_cell(cell: &CellDiff) -> String {
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

fn text_of_hit(hit: &HitDiff) -> String {
    let sign = if hit.only == 'a' { '-' } else { '+' };
    let line = hit.line.as_ref().map_or(String::new(), |l| format!("…{}【{}】{}…", l.left, l.hit, l.right));
    format!("{sign} {} {} {} {}–{} {line}", hit.document, hit.category, hit.term, hit.start, hit.end)
}

/// The hits that came and went.
fn sheet(hits: &[HitDiff]) -> Sheet {
    let of_line = |part: fn(&Line) -> &String| {
        Values::Text(hits.iter().map(|hit| hit.line.as_ref().map(|line| part(line).clone())).collect())
    };
    Sheet {
        columns: vec![
            ("only", Values::text(hits.iter().map(|hit| hit.only.to_string()))),
            ("document", Values::text(hits.iter().map(|hit| hit.document.as_str()))),
            ("category", Values::text(hits.iter().map(|hit| hit.category.as_str()))),
            ("term", Values::text(hits.iter().map(|hit| hit.term.as_str()))),
            ("start", Values::counts(hits.iter().map(|hit| u64::from(hit.start)))),
            ("end", Values::counts(hits.iter().map(|hit| u64::from(hit.end)))),
            ("left", of_line(|line| &line.left)),
            ("hit", of_line(|line| &line.hit)),
            ("right", of_line(|line| &line.right)),
        ],
    }
}
