//! The list of documents.

use super::sentences;

sentences! {
    all { "全部", "all" }
    all_lines { "看这些文本的语境行", "All lines of these documents" }
    curve { "曲线", "curve" }
    table { "文本表", "Documents" }
    caption {
        "按日期，无日期者按年份；每万汉字的分母是该篇的汉字数",
        "By date, or year; rates are per 10,000 Han characters of the document"
    }
    without_year { "，无年份", ", without a year" }
    of_years(years) { "，{years}年", ", {years}" }
    title(what, when) { "文本：{what}{when}", "Documents: {what}{when}" }
}
