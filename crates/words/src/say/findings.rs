//! What was found of stages, with its uncertainty, and what it rests on.

use super::sentences;

sentences! {
    boundary_with_window(year, window, probability) {
        "{year}年（窗口{window}，概率{probability:.2}）",
        "{year} (window {window}, probability {probability:.2})"
    }
    boundary_without_window(year, cell, probability) {
        "{year}年（没有窗口：{cell}合计{probability:.2}）",
        "{year} (no window: {cell} together {probability:.2})"
    }
    boundary_unknown(year) { "{year}年（不确定性未知）", "{year} (uncertainty unknown)" }
    staged(stages, boundaries) {
        "计数支持{stages}个阶段，分界在{boundaries}。",
        "The counts show {stages} stages, with boundaries in {boundaries}."
    }
    staged_on_a_trend(stages, boundaries) {
        "在各类目自身的趋势之上，计数支持{stages}个阶段，分界在{boundaries}。",
        "The counts show {stages} stages on a trend of each category, with boundaries in {boundaries}."
    }
    if_staged_on_a_trend(stages, boundaries) {
        "假如在各类目自身的趋势之上分阶段，则为{stages}个，分界在{boundaries}。",
        " If there were stages on a trend of each category, there would be {stages}, with boundaries in {boundaries}."
    }
    if_staged(stages, boundaries) {
        "假如分阶段，则为{stages}个，分界在{boundaries}。",
        " If there were stages, there would be {stages}, with boundaries in {boundaries}."
    }
    curve {
        "计数的变化更像平滑的曲线，不宜称作阶段。",
        "A smooth curve explains these counts better than any steps; do not cite them as stages."
    }
    soft {
        "过渡比突变缓，变化多半历时数年，不宜称作阶段。",
        "The transitions are softer than steps, the change most likely takes several years; do not cite these as stages."
    }
    soft_or_drift {
        "过渡不像突变：是历时数年的变化，还是缓慢的漂移，分不清，不宜称作阶段。",
        "The transitions are not steps: a change over several years and slow drift cannot be told apart; do not cite these as stages."
    }
    serial {
        "一个阶段已经够用，但相邻年份彼此相似，既看不出各段持平的阶段，也不能说没有变化。",
        "One stage is enough, yet neighbouring years are alike; level stages are not shown, nor is constancy."
    }
    drift {
        "分阶段说得通，同样大小的缓慢漂移也说得通。",
        "Stages could have made these counts, and so could drift of the same size."
    }
    one_stage(probability) {
        "只有一个阶段的后验概率仍有{probability:.2}，不足以断定分了阶段。",
        "The posterior probability of a single stage is still {probability:.2}: too much to claim stages."
    }
    one_year(year) {
        "除去{year}年，就不足以说有一个以上的阶段。",
        "Without {year} there is too little to say that there is more than one stage."
    }

    grounds(parts) { "依据：{parts}。", "It rests on: {parts}." }
    permutation(too_few, levels, stages, last) {
        "整年打乱次序的检验（不带趋势）：{too_few}段不够（p：{levels}），{stages}段够了（p={last:.3}）；渐变与漂移也会如此",
        "permuted years (no trend): {too_few} stages are too few (p {levels}), {stages} are enough (p = {last:.3}); gradual change and drift do so too"
    }
    permutation_to_the_end(too_few, levels, stages) {
        "整年打乱次序的检验（不带趋势）：{too_few}段都不够（p：{levels}），到所试的上限{stages}段为止；渐变与漂移也会如此",
        "permuted years (no trend): {too_few} stages are too few (p {levels}), up to the most that are tried, {stages}; gradual change and drift do so too"
    }
    permutation_one(p) {
        "整年打乱次序的检验不支持一个以上的阶段（p={p:.3}）",
        "permuted years support no more than one stage (p = {p:.3})"
    }
    neighbours(p) {
        "相邻年份是否相似的检验 p={p:.3}",
        "the test of neighbouring years being alike has p = {p:.3}"
    }
    rivals(best, others) {
        "几种解释中得分最好的是{best}，{others}",
        "by score the best explanation is {best}; behind it: {others}"
    }
    behind(name, difference) { "{name}差{difference:.1}", "{name} by {difference:.1}" }
    only { "只", "only " }
    fewer_than_one { "不到1", "fewer than 1" }
    rival_steps { "分段", "steps" }
    rival_on_trend { "趋势上分段", "steps on a trend" }
    rival_curve { "平滑曲线", "a smooth curve" }
    rival_one_stage { "一个阶段", "one stage" }
    like_drift(percent) {
        "漂移幅度与此相同的模拟序列，100条中有{percent}条看上去同样像分阶段",
        "of 100 simulated series that drift as much, {percent} look as much like stages"
    }
    steps_like_drift(percent) {
        "假如真是突变，100条模拟序列中有{percent}条看上去同样像漂移",
        "of 100 simulated series of true steps, {percent} look as much like drift"
    }
    softness(only, percent) {
        "假如真是突变，100条模拟序列中{only}有{percent}条的过渡像这样缓",
        "of 100 simulated series of true steps, {only}{percent} have transitions as soft"
    }
    without_any_year {
        "除去任何一年，第一级检验仍拒绝只有一个阶段",
        "without any single year, the first test still rejects a single stage"
    }
    rests_on_year(year) {
        "除去{year}年，第一级检验便不再拒绝只有一个阶段",
        "without {year}, the first test no longer rejects a single stage"
    }
    brief {
        "这里没有检验漂移、过渡的缓急与单独的年份",
        "drift, sharpness and single years were not tested here"
    }
}
