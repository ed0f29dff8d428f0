//! Turns long tables into wide ones, with categories side by side.

use nianlun_tables::{Described, Table, Values};
use nianlun_types::{CodebookRow, Problem};
use std::collections::BTreeMap;

/// The wide form of a table: the columns that identify a row, those that all categories share, and those that
/// each category has.
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
///
/// # Errors
/// Two categories whose columns would have one name.
pub fn wide(table: &Table, codebook: &[CodebookRow]) -> Result<Table, Problem> {
    let Some(form) = FORMS.iter().find(|form| form.table == table.name) else { return Ok(table.clone()) };
    let Some(Values::Text(categories)) = table.column("category").map(|c| &c.values) else {
        return Ok(table.clone());
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
    let names = column_names(codebook);
    for CodebookRow { category: id, label, .. } in codebook {
        let of_category: Vec<Option<usize>> = rows
            .iter()
            .map(|(_, of_key)| of_key.iter().copied().find(|row| categories[*row].as_deref() == Some(id)))
            .collect();
        for column in form.measures.iter().filter_map(|name| table.column(name)) {
            columns.push(Described {
                name: format!("{}_{}", names[id.as_str()], column.name),
                title: format!("{label}·{}", column.title),
                unit: column.unit.clone(),
                description: format!("{} ({label}): {}", id, column.description),
                values: column.values.picked(&of_category),
            });
        }
    }
    check_names_differ(&columns)?;
    Ok(Table { name: format!("{}_wide", table.name), row: form.keys.join(" × "), columns, ..table.clone() })
}

/// The name that each category has in columns: its id with `_` for `-`, as R and Stata want it; the id
/// itself where another category would get the same name (`a-b` beside `a_b`).
fn column_names(codebook: &[CodebookRow]) -> BTreeMap<&str, String> {
    let plain = |id: &str| id.replace('-', "_");
    let shared = |id: &str| codebook.iter().filter(|row| plain(&row.category) == plain(id)).count() > 1;
    let name = |row: &'_ CodebookRow| {
        if shared(&row.category) { row.category.clone() } else { plain(&row.category) }
    };
    codebook.iter().map(|row| (row.category.as_str(), name(row))).collect()
}

/// Refuses two columns with one name, which readers of the file would confuse.
fn check_names_differ(columns: &[Described]) -> Result<(), Problem> {
    for (at, column) in columns.iter().enumerate() {
        if columns[..at].iter().any(|other| other.name == column.name) {
            return Err(Problem::new(format!(
                "two columns of the wide table would be called `{}`",
                column.name
            ))
            .because("the identifiers of categories with `_` and the names of measures meet")
            .hint("export the long table, or rename one of the categories"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_that_differ_by_a_dash_keep_names_of_their_own() {
        let row = |id: &str| CodebookRow {
            dimension: "d".into(),
            dimension_label: "d".into(),
            dimension_label_en: "d".into(),
            category: id.into(),
            label: id.into(),
            label_en: id.into(),
            definition: String::new(),
            definition_en: None,
        };
        let names = |ids: &[&str]| {
            let rows: Vec<CodebookRow> = ids.iter().map(|id| row(id)).collect();
            column_names(&rows).into_values().collect::<Vec<_>>()
        };
        assert_eq!(names(&["a-b", "c"]), ["a_b", "c"]);
        assert_eq!(names(&["a-b", "a_b"]), ["a-b", "a_b"]);
    }
}
