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
    if_there_were_stages { "假如分阶段，", "if there were stages, " }
    if_constant_within {
        "假如各阶段之内词频不变（也可以只有一个阶段）：",
        "If rates were constant within stages (one stage among them): "
    }
    if_on_a_trend {
        "假如各阶段之内只有各类目自身的趋势（也可以只有一个阶段）：",
        "If there were nothing but a trend of each category within stages (one stage among them): "
    }
    number_is_most_probable(stages, probability) {
        "{stages}个阶段的后验概率是{probability:.2}，是各种阶段数中最高的",
        "{stages} has a posterior probability of {probability:.2}, the highest of all numbers of stages"
    }
    number_is_open(stages, probability, other, other_probability) {
        "阶段数并无定论，所列{stages}个的后验概率是{probability:.2}，最高的是{other}个（{other_probability:.2}）",
        "The number of stages is open: the {stages} named have a posterior probability of {probability:.2}, {other} has the highest ({other_probability:.2})"
    }
    likely_year(year, probability) { "{year}年{probability:.2}", "{year}: {probability:.2}" }
    likely_years(years) {
        "有新阶段开始的概率过半的年份：{years}。",
        "years in which a stage begins more likely than not: {years}."
    }
    no_likely_year {
        "没有哪一年有新阶段开始的概率过半。",
        "in no single year does a stage begin more likely than not."
    }
    left_out(shares) {
        "阶段数、趋势与φ*都不变、只看分界移到哪里时，去掉任一个词、任一篇文本，或在年内重抽文本，各分界在±1年内再现的比例最低为{shares}",
        "with the number of stages, the slopes and φ* held, without a term, without a text, or with the texts of each year resampled, the boundaries are found again within ±1 year in at least these shares: {shares}"
    }
    judged_without_year(years, staged, boundaries) {
        "逐年剔除并重新判断（简判）：{years}次中{staged}次仍判分阶段，±1年内仍有分界的是{boundaries}",
        "without each year in turn, judged anew (in brief): {staged} of {years} times stages are shown, and there is a boundary within ±1 year of {boundaries}"
    }
    found_without_year(years, boundaries) {
        "逐年剔除并重新分段（阶段数、趋势与φ*都重定）：{years}次中±1年内仍有分界的是{boundaries}",
        "without each year in turn, cut anew (with a number of stages, slopes and φ* of its own): of {years} times there is a boundary within ±1 year of {boundaries}"
    }
    times(year, times) { "{year}年{times}次", "{year} {times} times" }
    weakest_share(year, percent, kind) { "{year}年{percent:.0}%（{kind}）", "{year}: {percent:.0} % ({kind})" }
    without_a_term { "去词", "without a term" }
    without_a_text { "去文本", "without a text" }
    texts_resampled { "重抽文本", "texts resampled" }
    share_found_again(year, percent) { "{year}年{percent:.0}%", "{year}: {percent:.0} %" }
    found_again(replicates, shares) {
        "假如上述阶段为真，按同样的离散程度重抽计数{replicates}次，再现的比例是{shares}（这只说明方法找得到，不说明阶段为真）",
        "if these stages were true, {replicates} replicates of the counts with the same overdispersion would find them again in these shares: {shares} (this shows that the method can find them, not that they are true)"
    }
    found_in_a_curve(replicates, shares) {
        "从最好的平滑曲线（其中没有分界）重抽计数{replicates}次，同样的搜索也会在±1年内“找到”这些分界：{shares}",
        "in {replicates} replicates drawn from the best smooth curve, which has no boundary, the same search “finds” these boundaries within ±1 year in these shares: {shares}"
    }
    near_published(condition, years) {
        "{condition}已发表的分界前后一年之内有新阶段开始的概率：{years}",
        "{condition}a stage begins within a year of a published boundary with probability: {years}"
    }
    by_chance(f1) { "（随机分段平均{f1:.2}）", " ({f1:.2} on average for random segmentations)" }
    against_published(condition, boundaries, f1, chance) {
        "{condition}与已发表的分界{boundaries}相比，F1±1年为{f1:.2}{chance}",
        "{condition}compared with the published boundaries {boundaries}, F1 within ±1 year is {f1:.2}{chance}"
    }
    comparisons(parts) { "{parts}。", "{parts}." }
}
