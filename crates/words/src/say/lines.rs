//! Lines of concordance.

use super::sentences;

sentences! {
    left_neighbour { "左邻", "left neighbour" }
    right_neighbour { "右邻", "right neighbour" }
    sort_by { "排序", "Sort by" }
    sample { "抽样", "Sample" }
    write_a_query {
        "在上面写一个查询，如 \"公共数据\" 或 category:governance。",
        "Write a query above, such as \"公共数据\" or category:governance."
    }
    title(query) { "语境行：{query}", "Lines: {query}" }
    drawn(lines, seed) { "；等可能地抽取 {lines} 处，种子 {seed}", "; {lines} drawn evenly, seed {seed}" }
}
