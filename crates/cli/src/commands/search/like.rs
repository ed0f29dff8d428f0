//! `nianlun search --like ID`.

use super::SearchArgs;
use super::documents::{Facts, named, sheet_of_documents};
use crate::exit::{Ended, Exit};
use crate::put;
use nianlun_index::{Card, LikeResult};
use nianlun_results::{Finished, unreadable};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Problem;
use serde::Serialize;

impl SearchArgs {
    /// Lists the documents like this one: first those with the same text, then the nearest.
    pub fn list_like(&self, opened: &Finished, id: &str) -> Ended {
        let search = opened.search()?;
        let found = search
            .searcher
            .like(id, &search.segmenter, self.limit, self.fold)
            .map_err(|error| unreadable("index", error))?
            .ok_or_else(|| {
                Problem::new(format!("there is no document `{id}`"))
                    .hint("identifiers stand behind the titles that a search lists, and in documents.parquet")
            })?;
        put::answer(
            &self.out,
            || text(search.searcher.card(id), &found),
            &object(id, &found),
            || sheet(&found),
        )?;
        Ok(Exit::done_if(!found.matches.is_empty() || !found.reposts.is_empty()))
    }
}

fn text(card: Option<&Card>, found: &LikeResult) -> String {
    let mut text = card.map_or(String::new(), |card| format!("与 {} 相近\n", named(card)));
    for (card, likeness) in &found.reposts {
        text.push_str(&format!("   同文  {}  {likeness:.3}\n", named(card)));
    }
    for (at, near) in found.matches.iter().enumerate() {
        text.push_str(&format!("{:3}. {}  {:.3}\n", at + 1, named(&near.card), near.likeness));
        if !near.folded.is_empty() {
            text.push_str(&format!("     同文：{}\n", near.folded.join("、")));
        }
    }
    text
}

/// The object of `--format json`.
#[derive(Serialize)]
struct Answer<'a> {
    like: &'a str,
    reposts: Vec<Near<'a>>,
    results: Vec<Near<'a>>,
}

#[derive(Serialize)]
struct Near<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
    likeness: f64,
    folded: &'a [String],
}

fn object<'a>(id: &'a str, found: &'a LikeResult) -> Answer<'a> {
    let near = |card: &'a Card, likeness, folded| Near { facts: card.into(), likeness, folded };
    Answer {
        like: id,
        reposts: found.reposts.iter().map(|(card, likeness)| near(card, *likeness, &[])).collect(),
        results: found.matches.iter().map(|n| near(&n.card, n.likeness, &n.folded)).collect(),
    }
}

fn sheet(found: &LikeResult) -> Sheet {
    let cards = found.reposts.iter().map(|(card, _)| card).chain(found.matches.iter().map(|n| &n.card));
    let likeness = found.reposts.iter().map(|(_, l)| *l).chain(found.matches.iter().map(|n| n.likeness));
    let folded = found.reposts.iter().map(|_| String::new());
    let folded = folded.chain(found.matches.iter().map(|n| n.folded.join(" ")));
    sheet_of_documents(cards, [("likeness", Values::real(likeness)), ("folded", Values::text(folded))])
}
