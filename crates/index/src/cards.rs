//! Cards 卡片: what the index knows of every document beside its text. All cards are in memory while the
//! index is open: filters, facets, orders and denominators come from there.

use crate::error::Error;
use crate::query::{Fact, Field, letters_and_digits};
use nianlun_text::normalise;
use nianlun_types::Year;
use std::collections::BTreeMap;
use tantivy::{Searcher, SegmentReader};

/// The number of a document. Documents are numbered through all segments, one segment after the other.
pub(crate) type Doc = usize;

/// One document's card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Year, if known.
    pub year: Option<Year>,
    /// Date, written yyyymmdd, with zeros for an unknown month or day; nothing where none can be read.
    pub date: Option<u32>,
    /// Issuing body.
    pub issuer: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Kind of text.
    pub kind: Option<String>,
    /// Document number 文号.
    pub number: Option<String>,
    /// Scalar values of the normalised text.
    pub length: u64,
    /// Han characters in it.
    pub han_characters: u64,
    /// Words in it.
    pub tokens: u64,
}

impl Card {
    /// The date as 2018-03-05, without an unknown month or day.
    pub fn shown_date(&self) -> Option<String> {
        let date = self.date?;
        let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
        Some(match (month, day) {
            (0, _) => format!("{year:04}"),
            (_, 0) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}-{month:02}-{day:02}"),
        })
    }

    /// What documents are ordered by: the date, or the year where no date is known.
    pub fn when(&self) -> Option<u32> {
        self.date.or_else(|| u32::try_from(self.year?).ok()?.checked_mul(10_000))
    }
}

/// The cards of an index.
pub(crate) struct Cards {
    /// By document; nothing where it was removed.
    pub cards: Vec<Option<Card>>,
    /// The number of the first document of each segment.
    pub bases: Vec<Doc>,
    /// Documents by id.
    by_id: BTreeMap<String, Doc>,
    /// By document: its place in the order of ids. It decides between equals, so that answers do not
    /// depend on the order in which documents were indexed.
    pub rank: Vec<u32>,
    /// Normalised titles, by document.
    titles: Vec<String>,
    /// Totals over all documents.
    pub documents: u64,
    pub length: u64,
    pub tokens: u64,
}

impl Cards {
    /// Reads all cards.
    pub fn load(searcher: &Searcher) -> Result<Self, Error> {
        let mut cards: Vec<Option<Card>> = Vec::new();
        let mut bases = Vec::new();
        for reader in searcher.segment_readers() {
            bases.push(cards.len());
            segment(reader, &mut cards)?;
        }
        let known = || cards.iter().flatten();
        let with_id = |(doc, card): (Doc, &Option<Card>)| card.as_ref().map(|card| (card.id.clone(), doc));
        let by_id: BTreeMap<String, Doc> = cards.iter().enumerate().filter_map(with_id).collect();
        let mut rank = vec![0; cards.len()];
        for (place, doc) in by_id.values().enumerate() {
            rank[*doc] = place as u32;
        }
        let title = |card: &Option<Card>| {
            card.as_ref().map_or(String::new(), |card| normalise(&card.title).text.into_owned())
        };
        Ok(Cards {
            bases,
            rank,
            titles: cards.iter().map(title).collect(),
            documents: known().count() as u64,
            length: known().map(|card| card.length).sum(),
            tokens: known().map(|card| card.tokens).sum(),
            by_id,
            cards,
        })
    }

    /// The document with this id.
    pub fn doc(&self, id: &str) -> Option<Doc> {
        self.by_id.get(id).copied()
    }

    /// The cards of all documents that were not removed, by id.
    pub fn all(&self) -> impl Iterator<Item = &Card> {
        self.by_id.values().filter_map(|doc| self.cards[*doc].as_ref())
    }

    /// By document: whether a fact is true of it.
    pub fn hold(&self, fact: &Fact) -> Vec<bool> {
        let holds = |(doc, card): (Doc, &Option<Card>)| {
            let Some(card) = card else { return false };
            let contains = |value: &Option<String>, wanted: &str| {
                value.as_ref().is_some_and(|value| normalise(value).text.contains(wanted))
            };
            match fact {
                Fact::Id(id) => card.id == *id,
                Fact::Years(range) => card.year.is_some_and(|year| range.contains(&year)),
                Fact::Dates(range) => card.date.is_some_and(|date| range.contains(&date)),
                Fact::Holds(Field::Title, wanted) => self.titles[doc].contains(wanted),
                Fact::Holds(Field::Issuer, wanted) => contains(&card.issuer, wanted),
                Fact::Holds(Field::Region, wanted) => contains(&card.region, wanted),
                Fact::Holds(Field::Kind, wanted) => contains(&card.kind, wanted),
                Fact::Holds(Field::Number, wanted) => card
                    .number
                    .as_ref()
                    .is_some_and(|n| letters_and_digits(&normalise(n).text).contains(wanted)),
            }
        };
        self.cards.iter().enumerate().map(holds).collect()
    }
}

/// Appends the cards of one segment.
fn segment(reader: &SegmentReader, cards: &mut Vec<Option<Card>>) -> Result<(), Error> {
    let columns = reader.fast_fields();
    let texts = |name: &str| -> Result<Vec<Option<String>>, Error> {
        let Some(column) = columns.str(name)? else { return Ok(vec![None; reader.max_doc() as usize]) };
        // Reads all values in one pass over the dictionary: a look-up decompresses a block each time.
        let mut values = Vec::with_capacity(column.num_terms());
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            values.push(String::from_utf8_lossy(stream.key()).into_owned());
        }
        let value = |doc| column.term_ords(doc).next().and_then(|ord| values.get(ord as usize).cloned());
        Ok((0..reader.max_doc()).map(value).collect())
    };
    // A column that no document of the segment has a value in does not exist.
    let numbers = |name: &str| -> Result<Vec<Option<u64>>, Error> {
        let column = columns.column_opt::<u64>(name)?;
        let value = |doc| column.as_ref().and_then(|column| column.first(doc));
        Ok((0..reader.max_doc()).map(value).collect())
    };
    let [ids, titles] = [texts("id")?, texts("title")?];
    let [issuers, regions, kinds, document_numbers] =
        [texts("issuer")?, texts("region")?, texts("kind")?, texts("number")?];
    let years = columns.column_opt::<i64>("year")?;
    let [dates, length, han, tokens] =
        [numbers("date")?, numbers("length")?, numbers("han")?, numbers("tokens")?];
    for doc in 0..reader.max_doc() {
        let at = doc as usize;
        if reader.alive_bitset().is_some_and(|alive| alive.is_deleted(doc)) {
            cards.push(None);
            continue;
        }
        cards.push(Some(Card {
            id: ids[at].clone().unwrap_or_default(),
            title: titles[at].clone().unwrap_or_default(),
            year: years.as_ref().and_then(|years| years.first(doc)).map(|year| year as Year),
            date: dates[at].map(|date| date as u32),
            issuer: issuers[at].clone(),
            region: regions[at].clone(),
            kind: kinds[at].clone(),
            number: document_numbers[at].clone(),
            length: length[at].unwrap_or(0),
            han_characters: han[at].unwrap_or(0),
            tokens: tokens[at].unwrap_or(0),
        }));
    }
    Ok(())
}
