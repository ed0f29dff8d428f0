//! The names of the files of a results folder, and the version of its format.

/// The version of the format of results. It increases whenever a reader of the version before would be wrong;
/// `docs/tables.md` has a row for each.
///
/// - 0: before versions were counted: labels of categories only in the data of a picture, `index` held
///   two files of the codebook, no `codebook.parquet`.
/// - 1: `codebook.parquet`; `kept`; typed provenance that tells configuration from texts.
/// - 2: verdicts of METHOD's second version: windows, averaged probabilities, further columns.
/// - 3: no term is met inside a longer number or Latin word; the decision `inside-numbers` in `sensitivity`.
pub const FORMAT: u32 = 3;

/// What a run was made from. A folder with this file is a results folder.
pub const PROVENANCE: &str = "provenance.json";
/// Hashes of every other file, and of all that the results were made from.
pub const LOCK: &str = "pipeline.lock";
/// The findings on stages.
pub const STAGES: &str = "stages.json";
/// The summary that a run prints at its end.
pub const SUMMARY: &str = "summary.txt";
/// Texts that were set aside.
pub const QUARANTINE: &str = "quarantine.csv";
/// What the run did with every file, row and member.
pub const CORPUS_REPORT: &str = "corpus-report.csv";
/// The folder of the full-text index. It contains a list of its files.
pub const INDEX: &str = "index";
/// The folder of what the next run can use again. It contains its own hash.
pub const CACHE: &str = "cache";
/// The user dictionary of the segmentation.
pub const DICTIONARY: &str = "kept/user-dictionary.txt";
/// The concepts of the codebook: strings that mean the same.
pub const CONCEPTS: &str = "kept/concepts.json";

/// The file of the table of this name.
pub fn parquet(table: &str) -> String {
    format!("{table}.parquet")
}
