//! The closed sets that stand in result tables: what the counts say, how present a category is, how a
//! year was decided, what a file was read as.

use crate::named;

named! {
    /// What the counts say about stages, METHOD §2.5.
    pub enum Verdict: "verdict" {
        /// Steps are shown: neither a curve nor drift explains the counts as well.
        Staged = "staged",
        /// Steps are shown, on a log-linear slope of each category.
        StagedOnATrend = "staged on a trend",
        /// A smooth curve explains them better than any steps, or the transitions take several years.
        Gradual = "gradual",
        /// Drift explains them, and steps do not.
        Drifting = "drifting",
        /// Steps are not shown, and not refuted.
        Undecided = "undecided",
        /// Constant rates explain them.
        NoChange = "no change",
        /// The series is too short or too empty to say anything; the warnings say why.
        Refused = "refused",
    }
}

impl Verdict {
    /// Whether stages are shown. Under every other verdict the best steps stand for what stages would be, if
    /// there were any.
    pub fn shows_stages(self) -> bool {
        matches!(self, Verdict::Staged | Verdict::StagedOnATrend)
    }
}

named! {
    /// What a verdict that shows no stages rests on.
    pub enum VerdictReason: "reason of a verdict" {
        /// `gradual`: a curve has the best score.
        Curve = "curve",
        /// `gradual`: the change at the boundaries takes several years.
        Soft = "soft",
        /// `undecided`: one stage is enough, yet neighbouring years are alike.
        Serial = "serial",
        /// `undecided`: drift of this size looks as much like stages, and steps look as much like drift.
        Drift = "drift",
        /// `undecided`: one stage has a posterior probability above .05.
        OneStage = "one-stage",
        /// `undecided`: without a single year nothing is left to show.
        OneYear = "one-year",
    }
}

named! {
    /// How thoroughly a verdict was reached.
    pub enum Depth: "depth" {
        /// All of METHOD §2.2–§2.5.
        Full = "full",
        /// Permutation, rivals and posterior; no test of drift, of sharpness, of single years.
        Brief = "brief",
        /// The selection of a named method alone.
        Selection = "selection",
    }
}

named! {
    /// How present a category is in a stage, by the rule `presence-share`:
    ///
    /// - absent: no hit;
    /// - emerging: hits in fewer than half of the stage's years with texts, or fewer than 3 hits in all;
    /// - established: neither of the two;
    /// - leading: established, and with the largest share of the hits of its dimension.
    pub enum Level: "level" {
        /// No hit.
        Absent = "absent",
        /// Now and then.
        Emerging = "emerging",
        /// In most years.
        Established = "established",
        /// Established and first of its dimension.
        Leading = "leading",
    }
}

named! {
    /// How a cell of the stage profile compares with a published coding of it.
    pub enum Agreement: "agreement" {
        /// The same level (`leading` is taken as `established`, which published codings do not tell
        /// apart).
        Agrees = "agrees",
        /// The counts are at a higher level than the coding: present earlier than published.
        Earlier = "earlier",
        /// The counts are at a lower level, but there: present later than published.
        Later = "later",
        /// Published as present, and no hit at all.
        Absent = "absent",
    }
}

named! {
    /// Whose stages a row describes.
    pub enum StageSet: "set of stages" {
        /// Those that this run found.
        Found = "found",
        /// Those that somebody published.
        Published = "published",
    }
}

named! {
    /// A decision of the analysis that the table of sensitivity makes otherwise.
    pub enum Decision: "decision" {
        /// The counting rule.
        Rule = "rule",
        /// Whether terms are met inside longer numbers and Latin words.
        InsideNumbers = "inside-numbers",
        /// What rates are taken per 10,000 of.
        Exposure = "exposure",
        /// Fewest years of a stage.
        MinimumLength = "minimum_length",
        /// One dimension of the codebook alone.
        Dimension = "dimension",
        /// One category alone.
        Category = "category",
        /// The method of finding stages.
        Method = "method",
        /// Documents of one source alone.
        Source = "source",
    }
}

named! {
    /// What is done with a term inside a longer number or Latin word (5G in 2.5G).
    pub enum InsideNumbers: "choice" {
        /// It is no hit, unless the term says `inside = true`.
        LeaveOut = "leave out",
        /// It is a hit.
        Count = "count",
    }
}

named! {
    /// A file format that is read.
    pub enum Format: "format" {
        /// Plain text.
        Text = "txt",
        /// Markdown, read as plain text.
        Markdown = "md",
        /// A web page.
        Html = "html",
        /// Word since 2007, also from WPS.
        Docx = "docx",
        /// Word until 2003, and WPS.
        Doc = "doc",
        /// PDF with text in it.
        Pdf = "pdf",
        /// Cells with commas between them.
        Csv = "csv",
        /// Cells with tabulators between them.
        Tsv = "tsv",
        /// Excel, of any age.
        Excel = "xlsx",
        /// One JSON object a line, or a JSON array of objects.
        Jsonl = "jsonl",
        /// Parquet.
        Parquet = "parquet",
        /// A zip archive of any of these.
        Zip = "zip",
    }
}

named! {
    /// What decided the year of a text.
    pub enum YearRule: "year rule" {
        /// The manifest says so.
        Manifest = "manifest",
        /// A column of the table says so.
        Column = "column",
        /// The folder is named for the year, and the pipeline says that folders are.
        Folder = "folder",
        /// The head of the text says so: YAML or TOML at its beginning.
        Head = "head",
        /// 成文日期: the date of the signature, or of passing.
        Signature = "signature",
        /// The year in the 文号.
        Number = "number",
        /// The date of publication in the page.
        Page = "page",
        /// The name of the file.
        FileName = "file-name",
        /// The title.
        Title = "title",
    }
}

named! {
    /// Why a text was set aside.
    pub enum Reason: "reason" {
        /// The manifest names a file that cannot be opened.
        Missing = "missing",
        /// The file could be opened but not read to its end.
        Unreadable = "unreadable",
        /// Nothing but white space.
        Empty = "empty",
        /// The bytes are no text in any encoding that we read.
        NotText = "not-text",
        /// A format that we do not read; the detail says what to save it as.
        Unsupported = "unsupported",
        /// A PDF of pictures of pages: there is no text in it.
        Scanned = "scanned",
        /// A row of a table, or a table, that cannot be told apart into cells.
        Malformed = "malformed",
        /// An archive, or a member of one, that goes beyond what is unpacked.
        ArchiveLimit = "archive-limit",
        /// The text of another document, which is counted instead; the detail names it.
        Duplicate = "duplicate",
        /// Its identifier was taken by an earlier row.
        DuplicateId = "duplicate-id",
        /// No year can be told: indexed, but in no series.
        NoYear = "no-year",
    }
}
