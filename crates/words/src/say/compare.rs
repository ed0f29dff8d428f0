//! Words that mark some years against others.

use super::sentences;

sentences! {
    against { "对", "with" }
    all_other_years { "其他所有年份", "all other years" }
    at_least { "至少", "At least" }
    occurrences { "处", "occurrences" }
    years_in_address {
        "也可在地址里写年份：target=2010-2017&reference=1999-2009。",
        "Years can be written in the address: target=2010-2017&reference=1999-2009."
    }
    title { "比较阶段", "Compare stages" }
    no_two_stages {
        "本次运行没有分出两个以上的阶段；可选已发表的阶段，或写年份。",
        "This run found no two stages; choose published ones, or write years."
    }
    more_often { "多于参照的词", "More often in the target" }
    less_often { "少于参照的词", "Less often in the target" }
    denominators {
        "分母：各部分的词数（分词所得），频率为每万词。LL（对数似然）大说明不像偶然，log₂ 比大说明差别大，两者都要看。这只是描述，不是检验：阶段正是由同样的计数得出的。",
        "Denominator: words of each part (as segmented), rates per 10,000 words. A large LL is unlike chance, a large log₂ ratio is a large difference: look at both. They describe and do not test: the stages come from the same counts."
    }
    word { "词", "Word" }
    target { "目标", "Target" }
    reference { "参照", "Reference" }
    log_ratio { "log₂ 比", "log₂ ratio" }
    stage_option(number, first, last) { "第{number}段 {first}–{last}", "stage {number} {first}–{last}" }
    published_option(label, first, last) {
        "已发表：{label} {first}–{last}",
        "published: {label} {first}–{last}"
    }
    against_all_others(years) { "{years}年对其他年份的特征词", "Words of {years} against all other years" }
    against_years(target, reference) {
        "{target}年对{reference}年的特征词",
        "Words of {target} against {reference}"
    }
    sizes(documents, words, reference_documents, reference_words) {
        "目标 {documents} 篇、{words} 词；参照 {reference_documents} 篇、{reference_words} 词。",
        "Target: {documents} documents, {words} words; reference: {reference_documents} documents, {reference_words} words."
    }
}
