//! The rules by which the year of a text is decided.

/// The rule that decided the year of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum YearRule {
    /// The manifest says so.
    Manifest,
    /// A column of the table says so.
    Column,
    /// The folder is named for the year, and the pipeline says that folders are.
    Folder,
    /// 成文日期: the date of the signature, or of passing.
    Signature,
    /// The year in the 文号.
    Number,
    /// The date of publication in the page.
    Page,
    /// The name of the file.
    FileName,
    /// The title.
    Title,
}

impl YearRule {
    /// The word used in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            YearRule::Manifest => "manifest",
            YearRule::Column => "column",
            YearRule::Folder => "folder",
            YearRule::Signature => "signature",
            YearRule::Number => "number",
            YearRule::Page => "page",
            YearRule::FileName => "file-name",
            YearRule::Title => "title",
        }
    }
}
