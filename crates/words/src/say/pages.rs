//! What every page of the explorer has: head, navigation, box, foot, faults.

use super::sentences;

sentences! {
    no_such_page { "没有这一页", "There is no such page" }
    busy { "现在太忙", "Busy right now" }
    went_wrong { "这里出了错", "Something went wrong here" }
    cannot_be_asked { "这样问不了", "This cannot be asked" }
    what_to_do { "办法：", "What to do: " }
    see_the_foot { "查询怎么写，见页底的说明；", "How queries are written stands at the foot of the page; " }
    back_to_start { "或回到首页", "or go back to the start" }
    nianlun { "年轮", "Nianlun" }
    skip { "跳到正文", "Skip to the content" }
    other_language { "English", "中文" }
    overview { "概览", "Overview" }
    curves { "曲线", "Curves" }
    search { "检索", "Search" }
    lines { "语境行", "Lines" }
    stages { "阶段", "Stages" }
    compare { "比较", "Compare" }
    problems { "搁置与提醒", "Set aside" }
    views { "各页", "Views" }
    strings_or_categories { "字符串或类目", "Strings or categories" }
    example_query {
        "\"信息化\"; \"数字化\"; category:governance",
        "\"信息化\"; \"数字化\"; category:governance"
    }
    looking { "正在找…", "Looking…" }
    draw { "画曲线", "Draw" }
    find { "找", "Find" }
    how_to_ask {
        "引号里是精确的字符串；曲线可同时画几个，用分号或换行隔开。",
        "In quotation marks: the exact string. For curves several, with a semicolon or a line end between them."
    }
    results_replaced {
        "结果文件夹已被新的运行替换，这里仍是打开时的旧结果：请重新启动 nianlun serve。",
        "The results have been replaced by a new run; these pages still show the old ones: start nianlun serve again."
    }
    read_first { "先读：", "Read first: " }
    download { "下载本页：", "Download this view: " }
    how_queries_are_written { "查询怎么写", "How queries are written" }
    settings_hash { "；设置 ", "; settings " }
    inputs_hash { "，输入 ", ", inputs " }
    served_here { "。本页由本机提供，不连接网络。", ". Served by this machine; no network." }
    pages { "翻页", "Pages" }
    previous { "上一页", "Previous" }
    next { "下一页", "Next" }
    nothing_found {
        "没有找到。可去掉引号按词检索，放宽年份，或看看写法：同一个词常有几种写法。",
        "Nothing found. Try without quotation marks, in more years, or another spelling."
    }
    exact_string { "精确的字符串，无论是否跨词", "the exact string, across words too" }
    any_word {
        "不加引号：按分词切成词，任何一词",
        "without quotation marks: cut into words, any of them"
    }
    operators { "大写的 AND、OR、NOT", "AND, OR and NOT in capitals" }
    wildcards {
        "引号里的 * 至多 20 个字符，? 一个",
        "inside quotation marks: * up to 20 characters, ? one"
    }
    near { "相隔不超过 5 个字", "no more than 5 characters apart" }
    codebook_fields {
        "编码表的类目、词，按计数时的命中：5G 不含 2.5G 里的；要都找，用引号",
        "a category or term of the codebook, as it was counted: 5G without that in 2.5G; for all, use quotation marks"
    }
    document_fields { "只在这些文本里", "only in these documents" }
    rows_in_file(total, most) {
        "共 {total} 行，一个文件至多 {most} 行：用 offset 取其余",
        "{total} rows in all, a file holds {most} at most: take the others with offset"
    }
}
