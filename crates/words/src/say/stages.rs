//! Stages and boundaries.

use super::sentences;

sentences! {
    posterior_title {
        "该年是新阶段首年的后验概率（对所有阶段数）",
        "Posterior probability that a stage begins in the year, over all numbers of stages"
    }
    posterior_title_if {
        "假如分阶段：该年是新阶段首年的后验概率（对所有阶段数）",
        "If there were stages: posterior probability that a stage begins in the year, over all numbers of stages"
    }
    posterior { "后验概率", "posterior" }
    found { "找到的阶段", "Stages found" }
    in_that_very_year { "分界恰在该年的概率", "P(that very year)" }
    window { "窗口", "Window" }
    window_probability { "窗口的概率", "P(window)" }
    no_window(cell) { "—（{cell}）", "– ({cell})" }
    if_there_were_stages { "假如分阶段", "If there were stages" }
    published { "已发表的阶段", "Published stages" }
    posterior_of_number { "阶段数的后验概率", "Posterior of the number of stages" }
    posterior_of_number_if { "假如分阶段：阶段数的后验概率", "If there were stages: posterior of their number" }
    number_of_stages { "阶段数", "Stages" }
    by_year { "逐年", "By year" }
    by_year_if { "假如分阶段：逐年", "If there were stages: by year" }
    posterior_by_year { "逐年的后验概率", "Posterior by year" }
    posterior_caption {
        "该年是新阶段首年的后验概率，对所有阶段数；“缺”表示该年没有文本",
        "Probability that a stage begins in the year, over all numbers of stages; “none” is a year without texts"
    }
    title { "阶段与分界", "Stages and boundaries" }
    chart_help {
        "后验概率图：左右方向键逐年读数，数值在下面的表中",
        "Chart of the posterior: arrow keys read the years; the numbers are in the table below"
    }
    point_at_the_chart {
        "把指针移到图上，或选中图后按左右方向键，逐年读数。",
        "Point at the chart, or focus it and press the arrow keys."
    }
    warnings { "提醒", "Warnings" }
    readout(year, probability) {
        "{year}年是新阶段首年的后验概率 {probability:.3}",
        "{year}: posterior probability {probability:.3} of a stage beginning"
    }
    agreement(condition, f1_1, chance, f1_2, adjusted_rand) {
        "{condition}相合程度：F1±1年 {f1_1}（随机分段平均 {chance}），F1±2年 {f1_2}，调整兰德指数 {adjusted_rand}；检验的是计数是否重现已发表的阶段。",
        "{condition}agreement: F1 ±1 year {f1_1} (by chance {chance}), F1 ±2 years {f1_2}, adjusted Rand {adjusted_rand}. It tests whether the counts reproduce the published stages."
    }
    as_the_run(phi, method) {
        " 分母、规则与方法同本次运行（φ* = {phi:.2}，方法 {method}）。",
        " Exposure, rule and method are those of the run (φ* = {phi:.2}, method {method})."
    }
    warnings_count(warnings) { "提醒（{warnings}）", "Warnings ({warnings})" }
}
