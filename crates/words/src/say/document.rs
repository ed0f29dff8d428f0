//! One document.

use super::sentences;

sentences! {
    in_no_number_by_year { "无：不在任何逐年的数里", "none: in no number by year" }
    find_near { "找相近的文本", "Find near documents" }
    near { "相近的文本", "Near documents" }
    likeness_explained {
        "按词的用法相似的程度，1 为用词完全相同。",
        "By likeness of the words used, 1 for the same words."
    }
    nearly_the_same { "几乎相同：", "Nearly the same:" }
    parts { "长文分页", "Parts of a long text" }
    previous_part { "上一部分", "Previous part" }
    next_part { "下一部分", "Next part" }
    to_the_first { "到第一处", "to the first" }
    facts { "此篇的事实", "Facts of the document" }
    folded(documents) { "，又见 {documents} 篇", ", and {documents} the same" }
    marked(query, hits) { "{query}：标出 {hits} 处", "{query}: {hits} marked" }
    documents_of(year) { "{year}年的文本", "Documents of {year}" }
    year_rule(meaning, word) { "{meaning}（{word}）", "{meaning} ({word})" }
}
