//! Texts set aside, doubts and warnings.

use super::sentences;

sentences! {
    title { "搁置、存疑与提醒", "Set aside, doubtful, warned of" }
    every_file_read { "没有：每个文件都读了。", "None: every file was read." }
    texts_set_aside { "搁置的文本", "Texts set aside" }
    rest_in_csv { "其余见 CSV。", "The others are in the CSV." }
    doubtful_documents { "存疑的文本", "Doubtful documents" }
    set_aside_count(texts) { "搁置的文本（{texts}）", "Texts set aside ({texts})" }
    and_listed(others) { "另有 {others} 篇无年份（已编入索引）或重复（另一份已计入），也列在下表", "{others} more without a year (indexed) or copied (another copy is counted) are in the table, too" }
    doubtful_count(documents) { "存疑的文本（{documents}）", "Doubtful documents ({documents})" }
}
