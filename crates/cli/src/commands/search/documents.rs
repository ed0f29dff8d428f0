//! What the answers of a search say of a document.

use nianlun_index::Card;
use nianlun_results::card_columns;
use nianlun_tables::{Sheet, Values};
use nianlun_types::Year;
use serde::Serialize;

/// Title, year, issuing body and identifier, for reading.
pub fn named(card: &Card) -> String {
    let year = card.year.map_or("无年份".to_owned(), |year| year.to_string());
    let issuer = card.issuer.as_ref().map_or(String::new(), |issuer| format!("，{issuer}"));
    format!("{}（{year}{issuer}）{}", card.title, card.id)
}

/// What is known of a document, in JSON.
#[derive(Serialize)]
pub struct Facts<'a> {
    id: &'a str,
    title: &'a str,
    year: Option<Year>,
    date: Option<String>,
    issuer: Option<&'a str>,
    region: Option<&'a str>,
    kind: Option<&'a str>,
    number: Option<&'a str>,
}

impl<'a> From<&'a Card> for Facts<'a> {
    fn from(card: &'a Card) -> Self {
        Facts {
            id: &card.id,
            title: &card.title,
            year: card.year,
            date: card.shown_date(),
            issuer: card.issuer.as_deref(),
            region: card.region.as_deref(),
            kind: card.kind.as_deref(),
            number: card.number.as_deref(),
        }
    }
}

/// A row for each document: id, title and year, then `between`, then what else is known of it.
pub fn sheet_of_documents<'a>(
    cards: impl Iterator<Item = &'a Card> + Clone,
    between: impl IntoIterator<Item = (&'static str, Values)>,
) -> Sheet {
    let mut columns = card_columns(cards);
    let others = columns.split_off(3); // after id, title and year
    columns.extend(between);
    columns.extend(others);
    Sheet { columns }
}
