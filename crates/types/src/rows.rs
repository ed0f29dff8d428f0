//! Rows of the result tables. Each table is declared here and nowhere else: a column is one line with
//! its type, its titles, its unit and its meaning. Exports, labels in Stata, `datapackage.json` and every
//! reader speak from here; `docs/tables.md` says more.

use crate::table;
use crate::table::TableAbout;
use crate::{
    Agreement, Decision, Depth, Format, Level, Reason, StageSet, TableRow as _, Verdict, Year, YearRule,
};
use std::borrow::Cow;

const NONE: &str = "";
const HAN: &str = "Han characters";
const TOKENS: &str = "words";
const HITS: &str = "hits";
const DOCUMENTS: &str = "documents";
const RATE: &str = "hits per 10,000 Han characters (or words)";
const YEAR: &str = "year";
const CHARACTERS: &str = "Unicode scalar values";

table! {
    /// A row of `documents.parquet`: one document that was read.
    pub struct DocumentRow: "documents", "文本", "Documents", "a document that was read";
    id: String = "编号", "Identifier", NONE, "identifier, unique";
    title: String = "标题", "Title", NONE, "from the manifest, else as found";
    year: Option<Year> = "年份", "Year", YEAR, "missing where none can be told";
    date: Option<String> = "日期", "Date", NONE, "as given or found";
    issuer: Option<String> = "发文机关", "Issuer", NONE, "issuing body";
    region: Option<String> = "地区", "Region", NONE, "region";
    kind: Option<String> = "类别", "Kind", NONE, "kind of text";
    file: String = "文件", "File", NONE, "as the manifest names it, or below the folder";
    sha256: String = "校验和", "SHA-256", NONE, "SHA-256 of the bytes of the file, row or member";
    han_characters: u64 = "汉字数", "Han characters", HAN, "in the normalised text";
    tokens: u64 = "词数", "Words", TOKENS, "words of the segmentation";
    format: Format = "格式", "Format", NONE, "what the file was read as";
    encoding: String = "编码", "Encoding", NONE, "encoding it was read in";
    year_rule: Option<YearRule> = "年份依据", "Year decided by", NONE, "what decided the year";
    number: Option<String> = "文号", "Document number", NONE, "document number";
    twin: Option<String> = "重复的文本", "Repeats", NONE, "the earlier text that this one repeats, where both are counted";
    likeness: Option<f64> = "相似度", "Likeness", NONE, "of the two, 1 for equal texts";
    doubts: Option<String> = "存疑", "Doubts", NONE, "what somebody should look at";
}

table! {
    /// A row of `hits.parquet`: a hit in one of the categories that it counts in.
    pub struct HitRecord<'h>: "hits", "命中", "Hits", "a hit in one of the categories that it counts in";
    document: Cow<'h, str> = "文本编号", "Document", NONE, "id in documents";
    year: Option<Year> = "年份", "Year", YEAR, "missing hits are in no frequency";
    dimension: Cow<'h, str> = "维度", "Dimension", NONE, "dimension of the category";
    category: Cow<'h, str> = "类目", "Category", NONE, "id of the category";
    term: Cow<'h, str> = "词", "Term", NONE, "as the codebook writes it";
    start: u32 = "起", "Start", CHARACTERS, "first position in the text as read, from 0";
    end: u32 = "止", "End", CHARACTERS, "one past the last position";
}

table! {
    /// A row of `frequencies.parquet`: one year and one category. In a year without a text every
    /// measure is missing, which is not zero.
    pub struct FrequencyRow: "frequencies", "逐年词频", "Frequencies by year", "a year of the range and a category";
    year: Year = "年份", "Year", YEAR, "every year of the range; one without a text has no values";
    dimension: String = "维度", "Dimension", NONE, "dimension of the category";
    category: String = "类目", "Category", NONE, "id of the category";
    hits: Option<u64> = "命中数", "Hits", HITS, "of the category in the year";
    documents_with_hits: Option<u64> = "命中文本数", "Documents with hits", DOCUMENTS, "with at least one hit";
    documents: Option<u64> = "文本数", "Documents", DOCUMENTS, "of the year";
    han_characters: Option<u64> = "汉字数", "Han characters", HAN, "of the year, or of the scope's passages";
    tokens: Option<u64> = "词数", "Words", TOKENS, "of the year, or of the scope's passages";
    per_10k: Option<f64> = "每万词频", "Rate per 10,000", RATE, "hits over exposure, times 10,000";
}

table! {
    /// A row of `stages.parquet`: one stage 阶段, with the boundary at which it begins.
    #[derive(Copy)]
    pub struct StageRow: "stages", "阶段", "Stages", "a stage; under a verdict that shows none, what would be one";
    stage: u32 = "阶段", "Stage", NONE, "number, from 1";
    first_year: Year = "首年", "First year", YEAR, "first year of the stage";
    last_year: Year = "末年", "Last year", YEAR, "last year of the stage";
    verdict: Verdict = "判断", "Verdict", NONE, "of the series: whether there are stages at all";
    probability: Option<f64> = "分界概率", "Probability of the boundary", NONE, "that a stage begins in first_year, over all numbers of stages";
    window_first: Option<Year> = "窗口首年", "First year of the window", YEAR, "of the years that hold a boundary with at least 98 % probability";
    window_last: Option<Year> = "窗口末年", "Last year of the window", YEAR, "likewise; missing where there is no window";
    window_probability: Option<f64> = "窗口概率", "Probability of the window", NONE, "that a stage begins in the window";
}

table! {
    /// A row of `profile.parquet`: what a category is in a stage, METHOD §4.
    pub struct ProfileRow: "profile", "阶段面貌", "Stage profile", "a stage and a category";
    stages: StageSet = "阶段来源", "Source of stages", NONE, "found, or published";
    stage: u32 = "阶段", "Stage", NONE, "number, from 1";
    label: Option<String> = "名称", "Label", NONE, "name of a published stage";
    first_year: Year = "首年", "First year", YEAR, "first year of the stage";
    last_year: Year = "末年", "Last year", YEAR, "last year of the stage";
    dimension: String = "维度", "Dimension", NONE, "dimension of the category";
    category: String = "类目", "Category", NONE, "id of the category";
    hits: u64 = "命中数", "Hits", HITS, "in the stage";
    years: u32 = "有文本的年数", "Years with texts", "years", "of the stage, with texts";
    years_with_hits: u32 = "有命中的年数", "Years with hits", "years", "of the stage, with a hit";
    per_10k: f64 = "每万词频", "Rate per 10,000", RATE, "of the stage";
    low: f64 = "词频下限", "Rate, lower end", RATE, "lower end of the 95 % interval";
    high: f64 = "词频上限", "Rate, upper end", RATE, "upper end of the 95 % interval";
    share: Option<f64> = "占比", "Share", "share", "of the hits of its dimension in the stage";
    first_hit: Option<Year> = "首见", "First hit", YEAR, "first year with a hit";
    first_sustained: Option<Year> = "持续自", "Sustained since", YEAR, "first year whose next year with texts has a hit too";
    level: Level = "层级", "Level", NONE, "absent, emerging, established or leading";
    published_level: Option<Level> = "文献编码", "Published level", NONE, "level in the published coding";
    agreement: Option<Agreement> = "对照", "Agreement", NONE, "of the counts with the published coding";
    label_en: Option<String> = "英文名称", "Label (English)", NONE, "English name of a published stage, where the file has it";
}

table! {
    /// A row of `terms.parquet`: a term in one category.
    pub struct TermRow: "terms", "词", "Terms", "a category and a term of the codebook";
    dimension: String = "维度", "Dimension", NONE, "dimension of the category";
    category: String = "类目", "Category", NONE, "id of the category";
    term: String = "词", "Term", NONE, "as the codebook writes it";
    hits: u64 = "命中数", "Hits", HITS, "in texts with a year";
    share: Option<f64> = "占比", "Share", "share", "of the category's hits";
    documents_with_hits: u64 = "命中文本数", "Documents with hits", DOCUMENTS, "with at least one hit";
    dp: Option<f64> = "离散度DP", "Dispersion DP", NONE, "Gries' deviation of proportions, 0 even";
    dp_norm: Option<f64> = "标准离散度", "Dispersion DPnorm", NONE, "the same, scaled to at most 1";
    first_year: Option<Year> = "首见年", "First year", YEAR, "first year with a hit";
    last_year: Option<Year> = "末见年", "Last year", YEAR, "last year with a hit";
}

table! {
    /// A row of `keyness.parquet`: how a term marks a stage against all other stages.
    pub struct KeynessRow: "keyness", "阶段特征词", "Keyness", "a stage and a term";
    stage: u32 = "阶段", "Stage", NONE, "number, from 1";
    term: String = "词", "Term", NONE, "as the codebook writes it";
    category: String = "类目", "Category", NONE, "its first category";
    hits: u64 = "命中数", "Hits", HITS, "in the stage";
    elsewhere: u64 = "他段命中数", "Hits elsewhere", HITS, "in all other stages";
    per_10k: f64 = "每万词频", "Rate per 10,000", RATE, "in the stage";
    elsewhere_per_10k: f64 = "他段每万词频", "Rate elsewhere", RATE, "in all other stages";
    log_likelihood: f64 = "对数似然", "Log-likelihood", NONE, "Dunning's, of two rates";
    log_ratio: f64 = "对数比", "Log ratio", "log2", "of the two rates";
    documents_with_hits: u64 = "命中文本数", "Documents with hits", DOCUMENTS, "of the stage, with at least one hit";
}

table! {
    /// A row of `sensitivity.parquet`: the stages when one decision is made otherwise.
    pub struct SensitivityRow: "sensitivity", "敏感性", "Sensitivity", "a decision made otherwise";
    decision: Decision = "决定", "Decision", NONE, "which decision";
    choice: String = "选择", "Choice", NONE, "how it is made in this row";
    in_force: bool = "现用", "In force", NONE, "1 as in the run, 0 otherwise";
    hits: u64 = "命中数", "Hits", HITS, "with this choice";
    verdict: Verdict = "判断", "Verdict", NONE, "with this choice";
    phi: Option<f64> = "过度离散参数", "Overdispersion", NONE, "overdispersion";
    stages: Option<u32> = "阶段数", "Stages", "stages", "with this choice";
    boundaries: Vec<Year> = "分界", "Boundaries", YEAR, "first years of stages, with a blank between them";
    depth: Depth = "判断方式", "How judged", NONE, "brief: no test of drift, sharpness, single years; selection: that of the method alone";
}

table! {
    /// A row of `codebook.parquet`: a category as the run's codebook declares it, in its order.
    pub struct CodebookRow: "codebook", "编码表", "Codebook", "a category of the codebook";
    dimension: String = "维度", "Dimension", NONE, "id of the dimension";
    dimension_label: String = "维度名称", "Dimension label", NONE, "Chinese label of the dimension, else its id";
    dimension_label_en: String = "维度英文名称", "Dimension label (English)", NONE, "English label of the dimension, else its id";
    category: String = "类目", "Category", NONE, "id of the category";
    label: String = "名称", "Label", NONE, "Chinese label of the category";
    label_en: String = "英文名称", "Label (English)", NONE, "English label of the category, else its id";
    definition: String = "定义", "Definition", NONE, "what belongs here";
    definition_en: Option<String> = "英文定义", "Definition (English)", NONE, "the same in English, where the codebook has it";
}

table! {
    /// A row of `quarantine.csv`: a text that was set aside.
    #[derive(Eq, PartialOrd, Ord)]
    pub struct Quarantined: "quarantine", "搁置的文本", "Quarantine", "a text that was set aside";
    file: String = "文件", "File", NONE, "the file as the manifest names it";
    reason: Reason = "原因", "Reason", NONE, "why";
    detail: String = "说明", "Detail", NONE, "the particulars, in a sentence";
}

impl Quarantined {
    /// Whether the text was set aside by a fault of its own. One without a year is indexed, and a copy is counted
    /// elsewhere; quarantine.csv lists both, too.
    pub fn is_set_aside(&self) -> bool {
        !matches!(self.reason, Reason::NoYear | Reason::Duplicate)
    }
}

table! {
    /// A row of `corpus-report.csv`: what became of a file, table row or archive member.
    pub struct CorpusReportRow: "corpus-report", "文本清单", "Corpus report", "a file, row or member";
    file: String = "文件", "File", NONE, "the file, row or member";
    id: Option<String> = "编号", "Identifier", NONE, "id in documents";
    state: String = "状态", "State", NONE, "counted, no-year, duplicate, outside-years, passed-over, why it was set aside, or guessed";
    format: Option<Format> = "格式", "Format", NONE, "what the file was read as";
    encoding: Option<String> = "编码", "Encoding", NONE, "encoding it was read in";
    year: Option<Year> = "年份", "Year", YEAR, "of the text";
    year_rule: Option<YearRule> = "年份依据", "Year decided by", NONE, "what decided the year";
    date: Option<String> = "日期", "Date", NONE, "as given or found";
    number: Option<String> = "文号", "Document number", NONE, "document number";
    issuer: Option<String> = "发文机关", "Issuer", NONE, "issuing body";
    twin: Option<String> = "重复的文本", "Repeats", NONE, "the text that this one repeats";
    likeness: Option<String> = "相似度", "Likeness", NONE, "of the two, with four decimals";
    doubts: Option<String> = "存疑", "Doubts", NONE, "what somebody should look at";
}

/// What is said of every Parquet table of the results, in the order of `docs/tables.md`.
pub const TABLES: [TableAbout; 9] = [
    DocumentRow::TABLE,
    HitRecord::TABLE,
    FrequencyRow::TABLE,
    StageRow::TABLE,
    ProfileRow::TABLE,
    TermRow::TABLE,
    KeynessRow::TABLE,
    SensitivityRow::TABLE,
    CodebookRow::TABLE,
];

/// What is said of the table of this name.
pub fn table_about(name: &str) -> Option<&'static TableAbout> {
    const { &TABLES }.iter().find(|table| table.name == name)
}

/// A hit in one category, before its document, category and term are named: a row of `hits.parquet`
/// in a fifth of the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HitRow {
    /// Position of the document in `documents.parquet`.
    pub document: u32,
    /// Start, in Unicode scalar values of the document's text as read.
    pub start: u32,
    /// End, likewise, exclusive.
    pub end: u32,
    /// Position of the category in the codebook.
    pub category: u32,
    /// Position of the term in the codebook.
    pub term: u32,
}

/// A stage: its number and its years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageSpan {
    /// Number, from 1.
    pub stage: u32,
    /// First year.
    pub first_year: Year,
    /// Last year.
    pub last_year: Year,
}

/// What one category has in one year that has texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryRow {
    /// Hits of the category.
    pub hits: u64,
    /// Documents with at least one.
    pub documents_with_hits: u64,
}

/// The denominators of one year that has texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct YearTotals {
    /// Documents.
    pub documents: u64,
    /// Han characters, within the scope where the exposure is that of the scope.
    pub han_characters: u64,
    /// Tokens, likewise.
    pub tokens: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_a_table_differ() {
        for table in TABLES.iter().chain([&Quarantined::TABLE, &CorpusReportRow::TABLE]) {
            for title in [|c: &crate::About| c.title, |c: &crate::About| c.title_en] {
                let mut titles: Vec<&str> = table.columns.iter().map(title).collect();
                titles.sort_unstable();
                titles.dedup();
                assert_eq!(titles.len(), table.columns.len(), "{}", table.name);
            }
        }
    }

    #[test]
    fn a_row_is_made_of_its_cells_or_says_which_is_wrong() {
        let row = StageRow {
            stage: 2,
            first_year: 2004,
            last_year: 2009,
            verdict: Verdict::Staged,
            probability: Some(0.5),
            window_first: None,
            window_last: None,
            window_probability: None,
        };
        let mut cells = (0..8).map(|column| StageRow::getter(column)(&row));
        assert_eq!(StageRow::from_cells(&mut || cells.next().expect("cell")), Ok(row));
        let missing = StageRow::from_cells(&mut || crate::Cell::Missing).expect_err("missing");
        assert_eq!(missing, "`stage` is missing");
        let cell = crate::Cell::Text("grown".into());
        let unknown = crate::choice_of_cell::<Verdict>(&cell).expect_err("unknown");
        assert!(unknown.starts_with("is `grown`, which is no verdict: `staged`"), "{unknown}");
    }
}
