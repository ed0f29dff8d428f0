//! Heads of columns, names of settings and counts that several pages have.

use super::sentences;

sentences! {
    year { "年份", "Year" }
    years { "年份", "Years" }
    year_word { "年份", "year" }
    document { "文本", "Document" }
    documents { "文本", "Documents" }
    han_characters { "汉字", "Han characters" }
    han_characters_of_text { "汉字数", "Han characters" }
    words_of_text { "词数", "Words" }
    identifier { "编号", "Identifier" }
    title { "题名", "Title" }
    date { "日期", "Date" }
    issuer { "机关", "Issuer" }
    number { "文号", "Number" }
    region { "地区", "Region" }
    kind { "类别", "Kind" }
    doubt { "疑点", "Doubt" }
    doubts { "存疑", "Doubts" }
    repeats { "与此篇重复", "Repeats" }
    likeness { "相似度", "Likeness" }
    file { "文件", "File" }
    format { "格式", "Format" }
    encoding { "编码", "Encoding" }
    year_decided_by { "年份由何而定", "Year decided by" }
    reason { "原因", "Reason" }
    detail { "详情", "Detail" }
    occurrences { "处数", "Occurrences" }
    per_10k_characters { "每万汉字", "per 10,000" }
    none_of_these { "没有。", "None." }
    missing { "缺", "none" }
    not_given { "无", "none" }
    no_year { "无年份", "no year" }
    apply { "应用", "Apply" }
    stage { "阶段", "Stage" }
    first_year { "首年", "First" }
    last_year { "末年", "Last" }
    probability { "概率", "Probability" }
    marking_words { "特征词", "Words" }
    compare { "比较", "compare" }
    categories { "类目", "Categories" }
    counting_rule { "计数规则", "Counting rule" }
    documents_and_occurrences(documents, occurrences) {
        "{documents} 篇文本，{occurrences} 处",
        "{documents} documents, {occurrences} occurrences"
    }
    documents_found(documents) { "{documents} 篇文本", "{documents} documents" }
}
