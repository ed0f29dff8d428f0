//! Curves over years.

use super::sentences;

sentences! {
    beyond_the_picture {
        "；有区间高出图外，全值见读数和 CSV",
        "; some bands go beyond the picture, see the readout and the CSV"
    }
    nothing_asked {
        "没有输入查询，先画编码表的第一个维度。",
        "Nothing was asked for: the first dimension of the codebook."
    }
    chart_help {
        "曲线图：左右方向键逐年读数，回车看该年的文本；数值在图下的表中",
        "Chart: arrow keys read the years, Enter opens a year; the numbers are in the table below"
    }
    point_at_the_chart {
        "把指针移到图上，或选中图后按左右方向键，逐年读数；点一年看它的文本。",
        "Point at the chart, or focus it and press the arrow keys; click a year for its documents."
    }
    link_documents { "文本", "documents" }
    link_lines { "语境行", "lines" }
    link_search { "检索", "search" }
    not_smoothed { "不平滑", "none" }
    measure { "数", "Measure" }
    count { "处数", "count" }
    share { "文本占比", "share of documents" }
    smoothing { "平滑", "Smoothing" }
    bands { "95% 区间", "95 % bands" }
    up_to_three { "三条以内", "up to three" }
    drawn { "画", "drawn" }
    not_drawn { "不画", "not drawn" }
    same_concept { "同义写法一并", "same concept together" }
    numbers_by_year { "逐年的数", "Numbers by year" }
    caption {
        "，括号内为处数；“缺”表示该年没有文本，不是零",
        ", in brackets the occurrences; “none” is a year without texts, not a zero"
    }
    smoothed { "平滑", "smoothed" }
    per_10k_han_characters { "每万汉字处数", "per 10,000 Han characters" }
    per_10k_words { "每万词处数", "per 10,000 words" }
    occurrences { "处数", "occurrences" }
    percent_of_documents { "含有它的文本占该年文本的百分比", "% of the year's documents" }
    no_dated_texts { "没有标明年份的文本。", "No text has a year." }
    over_characters {
        "分母：该年文本规范化后的汉字数；区间：Byar 近似的 95% 泊松区间，",
        "Denominator: Han characters of the texts of the year, normalised. Bands: 95 % Poisson intervals (Byar), "
    }
    over_words {
        "分母：该年文本的词数（与报告相同）；区间：Byar 近似的 95% 泊松区间，",
        "Denominator: words of the texts of the year, as in the report. Bands: 95 % Poisson intervals (Byar), "
    }
    over_nothing {
        "处数没有分母，各年文本多少不同，不宜直接比较；区间：Byar 近似的 95% 泊松区间，",
        "Counts have no denominator; years with more text have more. Bands: 95 % Poisson intervals (Byar), "
    }
    over_documents {
        "分母：该年的文本篇数；区间：Wilson 95% 区间。",
        "Denominator: documents of the year. Bands: Wilson's 95 % intervals."
    }
    categories_in_scope {
        "类目的曲线就是本次运行的数：只计有锚词的段落里的命中",
        "Curves of categories are the run's own numbers: hits in passages with an anchor word only"
    }
    over_scope { "，分母也只是这些段落。", ", over the exposure of these passages." }
    full_stop { "。", "." }
    strings_in_whole_texts {
        "其他查询在全文中计数，以全文为分母。",
        "Other queries are counted in whole texts, over whole texts."
    }
    smoothed_over(years) {
        "；线：前后各{years}年平滑，点：原值",
        "; line: smoothed over ±{years} years, points: as counted"
    }
    title(labels) { "曲线：{labels}", "Curves: {labels}" }
    years_either_side(years) { "前后各 {years} 年", "±{years} years" }
    span(first, last, unit) { "{first}–{last}年，{unit}。", "{first}–{last}, {unit}. " }
    none_at_all(label) { "{label}：一处也没有。", "{label}: none at all. " }
    summary(label, total, first, highest, latest) {
        "{label}：共{total}处，首见{first}年，{highest}，{latest}。",
        "{label}: {total} in all, first in {first}, {highest}, {latest}. "
    }
    highest(year, value) { "最高{year}年（{value}）", "highest in {year} ({value})" }
    latest(year, value) { "{year}年为{value}", "{value} in {year}" }
    no_texts_in(years) { "{years}年没有文本，是空缺，不是零。", "No texts in {years}: gaps, not zeros. " }
    point(label, value, low, high, hits) {
        "{label} {value}（{low}–{high}，{hits}处）",
        "{label} {value} ({low}–{high}, n = {hits})"
    }
    readout(year, points) { "{year}年：{points}", "{year}: {points}" }
    divided_by_phi(phi) {
        "计数除以本次运行的过度离散参数 φ* = {phi:.2}。",
        "counts divided by the run's overdispersion φ* = {phi:.2}."
    }
    smoothing_explained(years) {
        "平滑线把前后各 {years} 年有文本的年份合在一起（分子分母分别相加）；点是未平滑的原值，区间属于点，表中两者都有。",
        "The smoothed line pools the texts of ±{years} years; the points are as counted, and the bands are theirs; the table has both."
    }
    without_year(documents) {
        "{documents} 篇文本无年份，不在其内。",
        "{documents} documents without a year are left out."
    }
}
