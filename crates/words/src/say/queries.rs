//! What is said of a query that cannot be answered.

use super::sentences;

sentences! {
    counts_nothing(query) { "`{query}` 不计数", "`{query}` counts nothing" }
    only_selects_documents { "它只限定文本", "it only says which documents" }
    add_a_string { "加一个字符串：\"公共数据\" region:上海", "add a string: \"公共数据\" region:上海" }
}
