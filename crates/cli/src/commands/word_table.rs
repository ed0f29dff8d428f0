//! Words with their two rates, as `nianlun collocates` and `nianlun keyness` lay them out.

use crate::layout::{filled, padded};
use nianlun_frequency::WordRow;
use unicode_width::UnicodeWidthStr as _;

/// The rows for reading; `heads` name the two sides that are compared.
pub fn text(rows: &[WordRow], heads: [&str; 2]) -> String {
    if rows.is_empty() {
        return "  （无）\n".to_owned();
    }
    let widest = rows.iter().map(|row| row.word.width()).max().unwrap_or(0).clamp(4, 24);
    let mut text = format!(
        "  {}  {}  {}  {}  {}  {}  {}\n",
        filled("词", widest),
        padded(heads[0], 7),
        padded(heads[1], 8),
        padded("每万词", 8),
        padded("别处", 8),
        padded("LL", 9),
        padded("log-ratio", 9),
    );
    for row in rows {
        text.push_str(&format!(
            "  {}  {:7}  {:8}  {:8.2}  {:8.2}  {:9.2}  {:9.2}\n",
            filled(&row.word, widest),
            row.hits,
            row.elsewhere,
            row.per_10k,
            row.elsewhere_per_10k,
            row.log_likelihood,
            row.log_ratio
        ));
    }
    text
}

/// The line below the rows that says how many more there are.
pub fn text_of_rest(all: usize, limit: usize) -> String {
    match all.checked_sub(limit) {
        None | Some(0) => String::new(),
        Some(rest) => format!("另有 {rest} 词未列出（--limit N 可多列）\n"),
    }
}
