//! Long tables with their categories side by side.

use crate::labelled::Labelled;
use nianlun_tables::{Described, Table, Values};

/// What identifies a row of a wide table, what is said of the row, and what each category has.
struct Form {
    table: &'static str,
    keys: &'static [&'static str],
    shared: &'static [&'static str],
    measures: &'static [&'static str],
}

const FORMS: [Form; 2] = [
    Form {
        table: "frequencies",
        keys: &["year"],
        shared: &["documents", "han_characters", "tokens"],
        measures: &["hits", "documents_with_hits", "per_10k"],
    },
    Form {
        table: "profile",
        keys: &["stages", "stage"],
        shared: &["label", "first_year", "last_year"],
        measures: &["hits", "per_10k", "low", "high", "share", "level"],
    },
];

/// Whether the table of this name has a wide form.
pub fn has(table: &str) -> bool {
    FORMS.iter().any(|form| form.table == table)
}

/// The wide form of `table`: one row a year or stage, a column for each category × measure, titled by
/// the category's label.
pub fn wide(table: &Table, labels: &[Labelled]) -> Table {
    let Some(form) = FORMS.iter().find(|form| form.table == table.name) else { return table.clone() };
    let Some(Values::Text(categories)) = table.column("category").map(|c| &c.values) else {
        return table.clone();
    };
    let key = |row: usize| -> Vec<String> {
        form.keys.iter().filter_map(|name| table.column(name)).map(|c| c.values.shown(row)).collect()
    };
    // The rows of the long table that make up each wide row, in their order.
    let mut rows: Vec<(Vec<String>, Vec<usize>)> = Vec::new();
    for row in 0..table.height() {
        let key = key(row);
        match rows.iter_mut().find(|(known, _)| *known == key) {
            Some((_, of_key)) => of_key.push(row),
            None => rows.push((key, vec![row])),
        }
    }
    let first: Vec<Option<usize>> = rows.iter().map(|(_, of_key)| of_key.first().copied()).collect();
    let said = form.keys.iter().chain(form.shared).filter_map(|name| table.column(name));
    let mut columns: Vec<Described> =
        said.map(|column| Described { values: column.values.picked(&first), ..column.clone() }).collect();
    for Labelled { id, label, .. } in labels {
        let of_category: Vec<Option<usize>> = rows
            .iter()
            .map(|(_, of_key)| of_key.iter().copied().find(|row| categories[*row].as_deref() == Some(id)))
            .collect();
        for column in form.measures.iter().filter_map(|name| table.column(name)) {
            columns.push(Described {
                name: format!("{}_{}", id.replace('-', "_"), column.name),
                title: format!("{label}·{}", column.title),
                unit: column.unit.clone(),
                description: format!("{} ({label}): {}", id, column.description),
                values: column.values.picked(&of_category),
            });
        }
    }
    Table { name: format!("{}_wide", table.name), row: form.keys.join(" × "), columns, ..table.clone() }
}
