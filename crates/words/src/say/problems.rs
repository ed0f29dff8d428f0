//! Texts set aside, doubts and warnings.

use super::sentences;

sentences! {
    title { "搁置、存疑与提醒", "Set aside, doubtful, warned of" }
    every_file_read { "没有：每个文件都读了。", "None: every file was read." }
    texts_set_aside { "搁置的文本", "Texts set aside" }
    rest_in_csv { "其余见 CSV。", "The others are in the CSV." }
    doubtful_documents { "存疑的文本", "Doubtful documents" }
    set_aside_count(texts) { "搁置的文本（{texts}）", "Texts set aside ({texts})" }
    doubtful_count(documents) { "存疑的文本（{documents}）", "Doubtful documents ({documents})" }
}
