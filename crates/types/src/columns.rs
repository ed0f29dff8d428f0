//! What every column of every result table is: its Chinese title, its unit, what it means. Exports,
//! labels in Stata and `datapackage.json` speak from here; `docs/tables.md` says more.

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: &'static str,
    /// Its Chinese title, which heads a spreadsheet.
    pub title: &'static str,
    /// Its unit; empty where it has none.
    pub unit: &'static str,
    /// What it means.
    pub description: &'static str,
}

/// A table of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableAbout {
    /// Its name; the file is `<name>.parquet`.
    pub name: &'static str,
    /// Its Chinese title.
    pub title: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// Its columns, in order; documents may have further ones after them.
    pub columns: &'static [About],
}

const fn about(
    name: &'static str,
    title: &'static str,
    unit: &'static str,
    description: &'static str,
) -> About {
    About { name, title, unit, description }
}

const HAN: &str = "Han characters";
const TOKENS: &str = "words";
const HITS: &str = "hits";
const DOCUMENTS: &str = "documents";
const RATE: &str = "hits per 10,000 Han characters (or words)";
const YEAR: &str = "year";

/// Every table, in the order of `docs/tables.md`.
pub const TABLES: [TableAbout; 8] = [
    TableAbout {
        name: "documents",
        title: "文本",
        row: "a document that was read",
        columns: &[
            about("id", "编号", "", "identifier, unique"),
            about("title", "标题", "", "from the manifest, else as found"),
            about("year", "年份", YEAR, "missing where none can be told"),
            about("date", "日期", "", "as given or found"),
            about("issuer", "发文机关", "", "issuing body"),
            about("region", "地区", "", "region"),
            about("kind", "类别", "", "kind of text"),
            about("file", "文件", "", "as the manifest names it, or below the folder"),
            about("sha256", "校验和", "", "SHA-256 of the bytes of the file, row or member"),
            about("han_characters", "汉字数", HAN, "in the normalised text"),
            about("tokens", "词数", TOKENS, "words of the segmentation"),
            about("format", "格式", "", "what the file was read as"),
            about("encoding", "编码", "", "encoding it was read in"),
            about("year_rule", "年份依据", "", "what decided the year"),
            about("number", "文号", "", "document number"),
            about("twin", "重复的文本", "", "the earlier text that this one repeats, where both are counted"),
            about("likeness", "相似度", "", "of the two, 1 for equal texts"),
            about("doubts", "存疑", "", "what somebody should look at"),
        ],
    },
    TableAbout {
        name: "hits",
        title: "命中",
        row: "a hit in one of the categories that it counts in",
        columns: &[
            about("document", "文本编号", "", "id in documents"),
            about("year", "年份", YEAR, "missing hits are in no frequency"),
            about("dimension", "维度", "", "dimension of the category"),
            about("category", "类目", "", "id of the category"),
            about("term", "词", "", "as the codebook writes it"),
            about("start", "起", "Unicode scalar values", "first position in the text as read, from 0"),
            about("end", "止", "Unicode scalar values", "one past the last position"),
        ],
    },
    TableAbout {
        name: "frequencies",
        title: "逐年词频",
        row: "a year of the range and a category",
        columns: &[
            about("year", "年份", YEAR, "every year of the range; one without a text has no values"),
            about("dimension", "维度", "", "dimension of the category"),
            about("category", "类目", "", "id of the category"),
            about("hits", "命中数", HITS, "of the category in the year"),
            about("documents_with_hits", "命中文本数", DOCUMENTS, "with at least one hit"),
            about("documents", "文本数", DOCUMENTS, "of the year"),
            about("han_characters", "汉字数", HAN, "of the year, or of the scope's passages"),
            about("tokens", "词数", TOKENS, "of the year, or of the scope's passages"),
            about("per_10k", "每万词频", RATE, "hits over exposure, times 10,000"),
        ],
    },
    TableAbout {
        name: "stages",
        title: "阶段",
        row: "a stage",
        columns: &[
            about("stage", "阶段", "", "number, from 1"),
            about("first_year", "首年", YEAR, "first year of the stage"),
            about("last_year", "末年", YEAR, "last year of the stage"),
        ],
    },
    TableAbout {
        name: "profile",
        title: "阶段面貌",
        row: "a stage and a category",
        columns: &[
            about("stages", "阶段来源", "", "found, or published"),
            about("stage", "阶段", "", "number, from 1"),
            about("label", "名称", "", "name of a published stage"),
            about("first_year", "首年", YEAR, "first year of the stage"),
            about("last_year", "末年", YEAR, "last year of the stage"),
            about("dimension", "维度", "", "dimension of the category"),
            about("category", "类目", "", "id of the category"),
            about("hits", "命中数", HITS, "in the stage"),
            about("years", "有文本的年数", "years", "of the stage, with texts"),
            about("years_with_hits", "有命中的年数", "years", "of the stage, with a hit"),
            about("per_10k", "每万词频", RATE, "of the stage"),
            about("low", "词频下限", RATE, "lower end of the 95 % interval"),
            about("high", "词频上限", RATE, "upper end of the 95 % interval"),
            about("share", "占比", "share", "of the hits of its dimension in the stage"),
            about("first_hit", "首见", YEAR, "first year with a hit"),
            about("first_sustained", "持续自", YEAR, "first year whose next year with texts has a hit too"),
            about("level", "层级", "", "absent, emerging, established or leading"),
            about("published_level", "文献编码", "", "level in the published coding"),
            about("agreement", "对照", "", "of the counts with the published coding"),
        ],
    },
    TableAbout {
        name: "terms",
        title: "词",
        row: "a category and a term of the codebook",
        columns: &[
            about("dimension", "维度", "", "dimension of the category"),
            about("category", "类目", "", "id of the category"),
            about("term", "词", "", "as the codebook writes it"),
            about("hits", "命中数", HITS, "in texts with a year"),
            about("share", "占比", "share", "of the category's hits"),
            about("documents_with_hits", "命中文本数", DOCUMENTS, "with at least one hit"),
            about("dp", "离散度DP", "", "Gries' deviation of proportions, 0 even"),
            about("dp_norm", "标准离散度", "", "the same, scaled to at most 1"),
            about("first_year", "首见年", YEAR, "first year with a hit"),
            about("last_year", "末见年", YEAR, "last year with a hit"),
        ],
    },
    TableAbout {
        name: "keyness",
        title: "阶段特征词",
        row: "a stage and a term",
        columns: &[
            about("stage", "阶段", "", "number, from 1"),
            about("term", "词", "", "as the codebook writes it"),
            about("category", "类目", "", "its first category"),
            about("hits", "命中数", HITS, "in the stage"),
            about("elsewhere", "他段命中数", HITS, "in all other stages"),
            about("per_10k", "每万词频", RATE, "in the stage"),
            about("elsewhere_per_10k", "他段每万词频", RATE, "in all other stages"),
            about("log_likelihood", "对数似然", "", "Dunning's, of two rates"),
            about("log_ratio", "对数比", "log2", "of the two rates"),
            about("documents_with_hits", "命中文本数", DOCUMENTS, "of the stage, with at least one hit"),
        ],
    },
    TableAbout {
        name: "sensitivity",
        title: "敏感性",
        row: "a decision made otherwise",
        columns: &[
            about("decision", "决定", "", "which decision"),
            about("choice", "选择", "", "how it is made in this row"),
            about("in_force", "现用", "", "1 as in the run, 0 otherwise"),
            about("hits", "命中数", HITS, "with this choice"),
            about("verdict", "判断", "", "with this choice"),
            about("phi", "离散系数", "", "overdispersion"),
            about("stages", "阶段数", "stages", "with this choice"),
            about("boundaries", "分界", YEAR, "first years of stages, with a blank between them"),
        ],
    },
];

/// What is said of the table of this name.
pub fn table_about(name: &str) -> Option<&'static TableAbout> {
    TABLES.iter().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_a_table_differ() {
        for table in &TABLES {
            let mut titles: Vec<&str> = table.columns.iter().map(|c| c.title).collect();
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), table.columns.len(), "{}", table.name);
        }
    }
}
