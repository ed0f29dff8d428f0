//! The concordance of a finished run as rows of a table.

use crate::finished::Finished;
use crate::unreadable;
use nianlun_index::{Concordance, LineOptions, Query};
use nianlun_types::{Problem, Year, table};

table! {
    /// An occurrence in its line.
    pub struct LineRow: "lines", "语境行", "Concordance lines", "an occurrence";
    id: String = "文本编号", "Document", "", "id in documents";
    title: String = "标题", "Title", "", "of the document";
    year: Option<Year> = "年份", "Year", "year", "of the document";
    left: String = "左", "Left", "", "what stands before the occurrence";
    hit: String = "命中", "Hit", "", "the occurrence as the text writes it";
    right: String = "右", "Right", "", "what stands after it";
    start: u32 = "起", "Start", "Unicode scalar values", "first position in the text as read, from 0";
    end: u32 = "止", "End", "Unicode scalar values", "one past the last position";
}

impl Finished {
    /// The occurrences of `query` in their lines: the whole answer of the index, and its lines as rows.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn concordance(
        &self,
        query: &Query,
        options: &LineOptions,
    ) -> Result<(Concordance, Vec<LineRow>), Problem> {
        let searcher = &self.search()?.searcher;
        let found = searcher.concordance(query, options).map_err(|error| unreadable("index", error))?;
        let row = |line: &nianlun_index::ConcordanceLine| {
            let card = searcher.card(&line.id);
            LineRow {
                id: line.id.clone(),
                title: card.map_or(String::new(), |card| card.title.clone()),
                year: card.and_then(|card| card.year),
                left: line.left.clone(),
                hit: line.hit.clone(),
                right: line.right.clone(),
                start: line.place.start,
                end: line.place.end,
            }
        };
        let rows = found.lines.iter().map(row).collect();
        Ok((found, rows))
    }
}
