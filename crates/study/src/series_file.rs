//! Reads a series that was counted by another program from a CSV or Parquet file.

use nianlun_corpus::decode;
use nianlun_stages::{Data, Method, Series, Values};
use nianlun_text::text_lines;
use nianlun_types::{Problem, Problems, Year};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One row of the file.
struct Record {
    line: usize,
    year: Year,
    category: String,
    value: Option<f64>,
    exposure: Option<f64>,
    documents: Option<f64>,
}

/// Reads a series for `method`. Its columns are `year`, `category`, `hits`, `exposure`; methods that need no
/// counts take `year`, `category`, `value`, too. Without a column `category` the series has one category,
/// `all`. The order of rows does not matter. A year whose cells are all empty is missing. The exposure may
/// be called `han_characters`, as in `frequencies.parquet`. Warnings use a column `documents`.
///
/// # Errors
/// Cells that are no numbers, repeated years, missing cells; each with its line.
pub fn read_series(path: &Path, method: Method) -> Result<Data, Problems> {
    let shown = path.display().to_string();
    let in_file = |mut problems: Problems| {
        problems.0.iter_mut().for_each(|p| p.file.clone_from(&shown));
        problems
    };
    let (names, rows) = read_columns(path).map_err(|problem| in_file(problem.into()))?;
    assemble(&names, rows, method).map_err(in_file)
}

/// The names of the columns and the rows of a file.
fn read_columns(path: &Path) -> Result<nianlun_tables::TextTable, Problem> {
    let cannot = |cause: String| {
        Problem::new("the series cannot be read")
            .because(cause)
            .hint("give a CSV file (comma or tab) or a Parquet file")
    };
    let bytes = std::fs::read(path).map_err(|error| cannot(error.to_string()))?;
    if bytes.starts_with(b"PAR1") {
        return nianlun_tables::read_text(bytes).map_err(|error| cannot(error.to_string()));
    }
    let text = decode(bytes).map_err(&cannot)?.text;
    let heading = text_lines(&text).next().unwrap_or_default();
    let delimiter = if heading.contains('\t') { b'\t' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let names = reader.headers().map_err(|error| cannot(error.to_string()))?;
    let names: Vec<String> = names.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| cannot(error.to_string()))?;
        let missing = |cell: &str| ["", "NA", "NaN", "null", "缺"].contains(&cell);
        rows.push(record.iter().map(|cell| (!missing(cell)).then(|| cell.to_owned())).collect());
    }
    Ok((names, rows))
}

/// Finds the columns, reads the rows as records, and joins them.
fn assemble(names: &[String], rows: Vec<Vec<Option<String>>>, method: Method) -> Result<Data, Problems> {
    let column = |candidates: &[&str]| names.iter().position(|name| candidates.contains(&name.as_str()));
    let year = column(&["year"]);
    let hits = column(&["hits"]);
    let exposure = column(&["exposure"]).or_else(|| column(&["han_characters"]));
    let value = column(&["value"]);
    let counts = hits.is_some() && exposure.is_some();
    let Some(year) = year.filter(|_| counts || (value.is_some() && !method.needs_counts())) else {
        let hint = if method.needs_counts() {
            format!("`{}` needs the columns year, category, hits, exposure", method.name())
        } else {
            format!(
                "`{}` needs the columns year, category, value; or year, category, hits, exposure",
                method.name()
            )
        };
        return Err(Problem::new("the series lacks columns")
            .at_line(1)
            .because(format!("its columns are `{}`", names.join("`, `")))
            .hint(hint)
            .into());
    };
    let columns = Columns {
        year,
        category: column(&["category"]),
        value: if counts { hits.unwrap_or_default() } else { value.unwrap_or_default() },
        exposure: exposure.filter(|_| counts),
        documents: column(&["documents"]).filter(|_| counts),
        names,
        counts,
    };
    let mut problems = Vec::new();
    let mut records = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        match columns.record(at + 2, &row) {
            Ok(record) => records.push(record),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        // A wrong column has a fault in every row: five show which.
        problems.truncate(5);
        return Err(Problems(problems));
    }
    join(records, counts)
}

/// The positions of the columns.
struct Columns<'n> {
    year: usize,
    category: Option<usize>,
    value: usize,
    exposure: Option<usize>,
    documents: Option<usize>,
    names: &'n [String],
    counts: bool,
}

impl Columns<'_> {
    /// Reads one row; `line` is its line in the file.
    fn record(&self, line: usize, row: &[Option<String>]) -> Result<Record, Problem> {
        let cell = |at: usize| row.get(at).and_then(Option::as_deref);
        let number = |at: usize| -> Result<Option<f64>, Problem> {
            let Some(text) = cell(at) else { return Ok(None) };
            let parsed = text.parse::<f64>().ok().filter(|number| number.is_finite());
            parsed.map(Some).ok_or_else(|| {
                Problem::new(format!("`{}` is no number: `{text}`", self.names[at])).at_line(line)
            })
        };
        let year = cell(self.year).and_then(|text| text.parse::<Year>().ok()).ok_or_else(|| {
            Problem::new(format!("no year: `{}`", cell(self.year).unwrap_or_default())).at_line(line)
        })?;
        let record = Record {
            line,
            year,
            category: self.category.and_then(cell).unwrap_or("all").to_owned(),
            value: number(self.value)?,
            exposure: self.exposure.map_or(Ok(None), number)?,
            documents: self.documents.map_or(Ok(None), number)?,
        };
        let refuse = |message: String, hint: &str| Err(Problem::new(message).at_line(line).hint(hint));
        match (self.counts, record.value, record.exposure) {
            (true, Some(hits), _) if hits < 0.0 || hits.fract() != 0.0 => refuse(
                format!("`hits` is no count: `{hits}`"),
                "rates are no counts: give `hits` and `exposure`, or rates as `value` with --method gauss",
            ),
            (true, Some(hits), None) => {
                refuse(format!("{hits} hits without exposure"), "leave both empty for a year without texts")
            }
            (true, Some(hits), Some(exposure)) if exposure < 0.0 || (exposure == 0.0 && hits > 0.0) => {
                refuse(
                    format!("{hits} hits in an exposure of {exposure}"),
                    "exposure is the size of the year's text",
                )
            }
            _ => Ok(record),
        }
    }
}

/// Joins the records by year. A complete year has each category once, and one exposure.
fn join(records: Vec<Record>, counts: bool) -> Result<Data, Problems> {
    let mut categories: Vec<String> = Vec::new();
    let mut by_year: BTreeMap<Year, Vec<Record>> = BTreeMap::new();
    for record in records {
        if !categories.contains(&record.category) {
            categories.push(record.category.clone());
        }
        by_year.entry(record.year).or_default().push(record);
    }
    let mut problems = Vec::new();
    let mut series = Series { categories: categories.clone(), ..Series::default() };
    let mut values = Values { categories: categories.clone(), ..Values::default() };
    for (year, records) in by_year {
        let mut seen = BTreeSet::new();
        for record in &records {
            if !seen.insert(&record.category) {
                problems.push(
                    Problem::new(format!("{year} and `{}` stand twice", record.category))
                        .at_line(record.line),
                );
            }
        }
        let has_value = |r: &&Record| r.value.is_some() && (!counts || r.exposure.is_some_and(|e| e > 0.0));
        let full: Vec<&Record> = records.iter().filter(has_value).collect();
        if full.is_empty() {
            continue; // The year is missing.
        }
        let line = records[0].line;
        if full.len() < categories.len() {
            let lacking: Vec<&str> = categories
                .iter()
                .filter(|c| !full.iter().any(|r| r.category == **c))
                .map(String::as_str)
                .collect();
            problems.push(
                Problem::new(format!("{year} has nothing for `{}`", lacking.join("`, `")))
                    .at_line(line)
                    .hint("write 0 where there was nothing; leave every cell of a year without texts empty"),
            );
            continue;
        }
        if let Some(other) = full.iter().find(|r| r.exposure != full[0].exposure) {
            problems.push(
                Problem::new(format!("{year} has two exposures"))
                    .at_line(other.line)
                    .because("the exposure is the text of the year, the same for every category"),
            );
            continue;
        }
        let row: Vec<f64> = categories
            .iter()
            .filter_map(|c| full.iter().find(|r| r.category == *c).and_then(|r| r.value))
            .collect();
        series.years.push(year);
        series.exposure.push(full[0].exposure.unwrap_or(0.0));
        // Without the column the number is unknown: the largest one gives no warning of few documents.
        series.documents.push(full[0].documents.map_or(u64::from(u32::MAX), |d| d as u64));
        series.hits.push(row.clone());
        values.years.push(year);
        values.values.push(row);
    }
    if !problems.is_empty() {
        problems.truncate(5);
        return Err(Problems(problems));
    }
    Ok(if counts { Data::Counts(series) } else { Data::Values(values) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str, method: Method) -> Result<Data, Problems> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("file");
        read_series(&path, method)
    }

    #[test]
    fn counts_are_joined_by_year() {
        let text = "\u{feff}year,category,hits,exposure\n2001,a,3,100\n2000,b,1,90\n2000,a,2,90\n2001,b,0,100\n2002,a,,\n2002,b,,\n";
        let Data::Counts(series) = read("s.csv", text, Method::Poisson).expect("series") else {
            panic!("counts");
        };
        assert_eq!(series.years, [2000, 2001]);
        assert_eq!(series.categories, ["a", "b"]);
        assert_eq!(series.hits, [[2.0, 1.0], [3.0, 0.0]]);
        assert_eq!(series.exposure, [90.0, 100.0]);
    }

    #[test]
    fn values_need_a_method_that_reads_them() {
        let text = "year\tvalue\n2000\t1.5\n2001\t2\n";
        assert!(matches!(read("s.tsv", text, Method::Gauss), Ok(Data::Values(v)) if v.categories == ["all"]));
        let refused = read("s.tsv", text, Method::Poisson).expect_err("needs counts");
        assert!(
            refused.to_string().contains("needs the columns year, category, hits, exposure"),
            "{refused}"
        );
    }

    #[test]
    fn faults_name_their_line() {
        for (text, line, says) in [
            ("year,category,hits,exposure\n2000,a,2.5,90\n", 2, "no count"),
            ("year,category,hits,exposure\n2000,a,two,90\n", 2, "no number"),
            ("year,category,hits,exposure\nMM,a,2,90\n", 2, "no year"),
            ("year,category,hits,exposure\n2000,a,2,\n", 2, "without exposure"),
            ("year,category,hits,exposure\n2000,a,2,90\n2000,a,2,90\n", 3, "stand twice"),
            ("year,category,hits,exposure\n2000,a,2,90\n2001,a,1,90\n2001,b,1,90\n", 2, "nothing for `b`"),
            ("year,category,hits,exposure\n2000,a,2,90\n2000,b,2,91\n", 3, "two exposures"),
        ] {
            let refused = read("s.csv", text, Method::Poisson).expect_err(says);
            assert_eq!(refused.0[0].line, Some(line), "{refused}");
            assert!(
                refused.to_string().contains(says) && refused.to_string().contains("s.csv:"),
                "{refused}"
            );
        }
    }
}
