//! The names of what a results folder holds, and the version of its format.

/// The version of the format of results. It counts up whenever a reader of the version before would be
/// wrong; `docs/tables.md` has a row for each.
///
/// - 0: before versions were counted: labels of categories only in the data of a picture, `index` held
///   two files of the codebook, no `codebook.parquet`.
/// - 1: `codebook.parquet`; `kept`; typed provenance that tells configuration from texts.
pub const FORMAT: u32 = 1;

/// What a run was made from; the file by which a results folder is known.
pub const PROVENANCE: &str = "provenance.json";
/// Hashes of every other file, and of all that the results were made from.
pub const LOCK: &str = "pipeline.lock";
/// What is said of stages.
pub const STAGES: &str = "stages.json";
/// What a run says when it ends.
pub const SUMMARY: &str = "summary.txt";
/// Texts that were set aside.
pub const QUARANTINE: &str = "quarantine.csv";
/// What became of every file, row and member.
pub const CORPUS_REPORT: &str = "corpus-report.csv";
/// The folder of the full-text index. It keeps the list of its own files.
pub const INDEX: &str = "index";
/// The folder of what is found out from texts and kept for the next run. It keeps its own hash.
pub const CACHE: &str = "cache";
/// Words of the user dictionary that the texts were cut with.
pub const DICTIONARY: &str = "kept/user-dictionary.txt";
/// Strings that the codebook holds to be one concept.
pub const CONCEPTS: &str = "kept/concepts.json";

/// The file of the table of this name.
pub fn parquet(table: &str) -> String {
    format!("{table}.parquet")
}
