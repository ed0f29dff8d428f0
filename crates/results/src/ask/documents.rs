//! Documents of an answer as columns of a table.

use nianlun_index::{Card, Match, Snippet};
use nianlun_tables::Values;

/// What is known of documents, a column for each fact: id, title, year, then the others.
pub fn card_columns<'c>(cards: impl Iterator<Item = &'c Card> + Clone) -> Vec<(&'static str, Values)> {
    let text = |fact: fn(&Card) -> Option<String>| Values::Text(cards.clone().map(fact).collect());
    vec![
        ("id", text(|card| Some(card.id.clone()))),
        ("title", text(|card| Some(card.title.clone()))),
        ("year", Values::Whole(cards.clone().map(|card| card.year.map(i64::from)).collect())),
        ("date", text(Card::shown_date)),
        ("issuer", text(|card| card.issuer.clone())),
        ("region", text(|card| card.region.clone())),
        ("kind", text(|card| card.kind.clone())),
        ("number", text(|card| card.number.clone())),
    ]
}

/// What a search found in each document: score, occurrences, snippets.
pub fn match_columns(matches: &[Match]) -> [(&'static str, Values); 3] {
    let snippets = |found: &Match| found.snippets.iter().map(Snippet::plain).collect::<Vec<_>>().join(" … ");
    [
        ("score", Values::real(matches.iter().map(|found| found.score))),
        ("occurrences", Values::counts(matches.iter().map(|found| found.occurrences))),
        ("snippets", Values::text(matches.iter().map(snippets))),
    ]
}
