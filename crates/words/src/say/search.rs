//! Search with its facets.

use super::sentences;

sentences! {
    no_value { "（无）", "(none)" }
    facets { "分面", "Facets" }
    facets_contain {
        "机关、地区、类别：点开后是含有这些字的，可能多于此数。",
        "Issuer, region and kind lead to all that contain the string, which may be more."
    }
    write_a_query {
        "在上面写一个查询；不加引号按相关度排序，加引号是精确的字符串。",
        "Write a query above: without quotation marks ranked, in quotation marks exact."
    }
    relevance { "相关度", "relevance" }
    oldest_first { "日期升序", "oldest first" }
    newest_first { "日期降序", "newest first" }
    all_years { "所有年份", "all years" }
    sort { "排序：", "Sort: " }
    facet_counts(documents, occurrences) { "{documents}篇 {occurrences}处", "{documents} · {occurrences}" }
    more_values(values) { "另 {values} 种，见 JSON", "{values} more, in the JSON" }
    title(query) { "检索：{query}", "Search: {query}" }
    and_occurrences(occurrences) { "，{occurrences} 处", ", {occurrences} occurrences" }
    counted_as_a_term(occurrences) {
        "计数时是 {occurrences} 处（连同变体）：这里找的是字符串，在更长的词、数字、拉丁词里的也算。",
        "was counted {occurrences} times, with its variants: this is the string, also inside longer terms, numbers and Latin words."
    }
    dot_occurrences(occurrences) { " · {occurrences} 处", " · {occurrences} occurrences" }
}
