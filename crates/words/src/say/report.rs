//! The head of the report: three sentences, units, and the words of its pictures.

use super::sentences;

sentences! {
    per_10k_characters { "每万汉字", "per 10,000 Han characters" }
    per_10k_words { "每万词", "per 10,000 words" }
    no_year { "（无年份）", "(no year)" }
    without_year { "没有年份的", "without a year" }
    no_number_of_stages { "没有可以给出的阶段数。", "No number of stages can be given." }
    nothing_to_compare { "没有可供对照的阶段。", "There are no stages to compare with." }
    years(first, last) { "{first}–{last}年", "of {first}–{last}" }
    years_long(years) { "{years}年", "{years} years" }
    rate_and_hits(rate, hits) { "{rate:.2}（{hits}）", "{rate:.2} ({hits})" }
    hits(texts, span, categories, hits, finding) {
        "在{span}的{texts}篇文本中，编码表的{categories}个类目共命中{hits}次；{finding}",
        "In the {texts} texts {span}, the {categories} categories of the codebook have {hits} hits. {finding}"
    }
    number_is_most_probable(stages, probability) {
        "阶段数为{stages}的后验概率是{probability:.2}，是各种阶段数中最高的。",
        "The posterior probability of {stages} stages is {probability:.2}, the highest of all numbers of stages."
    }
    number_is_open(stages, probability, other, other_probability) {
        "阶段数并无定论：按准则选{stages}个（后验概率{probability:.2}），而后验概率最高的是{other}个（{other_probability:.2}）。",
        "The number of stages is open: the criterion chooses {stages} (posterior probability {probability:.2}), while {other} has the highest posterior probability ({other_probability:.2})."
    }
    share_found_again(year, percent) { "{year}年{percent:.0}%", "{year}: {percent:.0} %" }
    found_again(replicates, shares) {
        "假如上述阶段为真，按同样的离散程度重抽{replicates}次，各分界在±1年内被再次找到的比例是{shares}（这只说明方法找得到，不说明阶段为真）",
        "If these stages were true, {replicates} replicates with the same overdispersion would find each boundary again within ±1 year in these shares: {shares} (this shows that the method can find them, not that they are true)"
    }
    by_chance(f1) { "（随机分段平均{f1:.2}）", " ({f1:.2} on average for random segmentations)" }
    against_published(boundaries, f1, chance) {
        "与已发表的分界{boundaries}相比，F1±1年为{f1:.2}{chance}",
        "compared with the published boundaries {boundaries}, F1 within ±1 year is {f1:.2}{chance}"
    }
    comparisons(parts) { "{parts}。", "{parts}." }
}
