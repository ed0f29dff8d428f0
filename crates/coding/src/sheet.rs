//! The coding sheet 编码单, which the coders see, and its key, which they do not.

use nianlun_findings::TermYears;
use nianlun_types::{Problem, Problems, Year};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Columns of a sheet.
pub const COLUMNS: [&str; 9] =
    ["line", "question", "left", "hit", "right", "category", "definition", "coder_1", "coder_2"];

/// A cell of the sample: a category and a term in a span of years.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// Identifier of the category.
    pub category: String,
    /// The term; `None` for sentences without a hit of the category.
    pub term: Option<String>,
    /// The span of years.
    pub stage: String,
    /// How many hits (or sentences) of the corpus belong to it.
    pub population: u64,
    /// How many of these are in the sheet.
    pub drawn: u64,
}

/// The source of a line of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    /// The number of the line in the sheet.
    pub line: String,
    /// Position in [`Key::cells`].
    pub cell: usize,
    /// Identifier of the document.
    pub document: String,
    /// Its year.
    pub year: Year,
    /// Start and end, in characters of the text as read.
    pub place: (u32, u32),
}

/// The key of a sheet: what scoring needs and coders must not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// What this file is, for whoever opens it.
    pub note: String,
    /// The pipeline folder.
    pub pipeline: PathBuf,
    /// The results folder that the hits are from.
    pub results: PathBuf,
    /// The digest that names the run.
    pub results_sha256: String,
    /// The seed.
    pub seed: u64,
    /// Identifiers and labels of the categories, in the order of the codebook.
    pub labels: Vec<(String, String)>,
    /// By category: sentences with a hit of it, among those of a length that may be drawn.
    pub sentences_with_hits: BTreeMap<String, u64>,
    /// By term: its hits by year. Scoring subtracts those of failing terms from the curves.
    pub by_year: Vec<TermYears>,
    /// The cells that lines were drawn from.
    pub cells: Vec<Cell>,
    /// The lines, in the order of the sheet.
    pub lines: Vec<KeyLine>,
}

impl Key {
    /// The file of the key beside a sheet.
    pub fn beside(sheet: &Path) -> PathBuf {
        sheet.with_extension("key.json")
    }

    /// Reads a key.
    ///
    /// # Errors
    /// The file is missing or damaged.
    pub fn read(path: &Path) -> Result<Key, Problem> {
        let broken = |cause: String| {
            Problem::new("the key of the sheet cannot be read")
                .in_file(path.display().to_string())
                .because(cause)
                .hint("it was written beside the sheet by `nianlun codebook sample`; name it with --key if it lies elsewhere")
        };
        let bytes = std::fs::read(path).map_err(|error| broken(error.to_string()))?;
        let key: Key = serde_json::from_slice(&bytes).map_err(|error| broken(error.to_string()))?;
        match key.lines.iter().find(|line| line.cell >= key.cells.len()) {
            Some(line) => Err(broken(format!("line `{}` names a cell that is not there", line.line))),
            None => Ok(key),
        }
    }
}

/// By line: the verdicts of both coders, `None` where a coder gave none.
pub type Coded = BTreeMap<String, [Option<bool>; 2]>;

/// Reads the verdicts from the rows of a filled sheet, headings first.
///
/// # Errors
/// A column is missing, a line is unknown or repeated, a verdict is neither yes nor no.
pub fn verdicts(rows: &[Vec<String>], key: &Key, file: &str) -> Result<Coded, Problems> {
    let about = |line: usize, message: String| Problem::new(message).in_file(file).at_line(line);
    let heading = rows.first().cloned().unwrap_or_default();
    let column = |name: &str| heading.iter().position(|h| h.trim() == name);
    let (Some(line), Some(first), Some(second)) = (column("line"), column("coder_1"), column("coder_2"))
    else {
        return Err(about(1, "this is no coding sheet".to_owned())
            .because("it needs the columns line, coder_1 and coder_2")
            .hint("give the sheet that `nianlun codebook sample` wrote, filled in")
            .into());
    };
    let mut coded = Coded::new();
    let mut problems = Vec::new();
    for (at, row) in rows.iter().enumerate().skip(1) {
        let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
        if cell(line).is_empty() {
            continue;
        }
        if !key.lines.iter().any(|known| known.line == cell(line)) {
            problems.push(
                about(at + 1, format!("line `{}` is not in the key", cell(line)))
                    .hint("sheet and key must come from one `nianlun codebook sample`"),
            );
            continue;
        }
        let mut line_verdicts = [None; 2];
        for (verdict, column) in line_verdicts.iter_mut().zip([first, second]) {
            match yes_or_no(cell(column)) {
                Ok(answer) => *verdict = answer,
                Err(()) => {
                    problems.push(about(at + 1, format!("`{}` is neither yes nor no", cell(column))).hint(
                        "write 1 or 0 (是 or 否 will do); leave it empty where a coder gave no verdict",
                    ))
                }
            }
        }
        if coded.insert(cell(line).to_owned(), line_verdicts).is_some() {
            problems.push(about(at + 1, format!("line `{}` stands twice", cell(line))));
        }
    }
    if problems.is_empty() { Ok(coded) } else { Err(Problems(problems)) }
}

fn yes_or_no(cell: &str) -> Result<Option<bool>, ()> {
    let plain = nianlun_text::normalise(cell).text.trim().to_owned();
    match plain.as_str() {
        "" => Ok(None),
        "1" | "1.0" | "是" | "对" | "y" | "yes" | "true" | "√" | "✓" => Ok(Some(true)),
        "0" | "0.0" | "否" | "错" | "不是" | "n" | "no" | "false" | "×" | "x" => Ok(Some(false)),
        _ => Err(()),
    }
}

/// Reads the rows of a csv (any encoding that texts may have) or xlsx file.
///
/// # Errors
/// The file cannot be opened or read.
pub fn read_rows(path: &Path) -> Result<Vec<Vec<String>>, Problem> {
    let broken = |cause: String| {
        Problem::new("the table cannot be read")
            .in_file(path.display().to_string())
            .because(cause)
            .hint("save it as csv in UTF-8, or as xlsx")
    };
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsx")) {
        return nianlun_tables::read_sheet(path).map_err(broken);
    }
    let bytes = std::fs::read(path).map_err(|error| broken(error.to_string()))?;
    let text = nianlun_corpus::decode(bytes).map_err(broken)?.text;
    nianlun_tables::csv_records(text.as_bytes()).map_err(|error| broken(error.to_string()))
}

/// The bytes of a table file: csv with a byte order mark, so that Excel reads Chinese, or xlsx by the
/// ending of `path`.
///
/// # Errors
/// More than a sheet holds.
pub fn file_bytes(path: &Path, rows: &[Vec<String>]) -> Result<Vec<u8>, Problem> {
    let bytes = if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsx")) {
        nianlun_tables::sheet_bytes(rows)
    } else {
        nianlun_tables::csv_file(rows).map_err(|error| error.to_string())
    };
    bytes.map_err(|cause| Problem::new(format!("`{}` cannot be written", path.display())).because(cause))
}
