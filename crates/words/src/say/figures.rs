//! The words in pictures of the report.

use super::sentences;

sentences! {
    published { "已发表", "published" }
    posterior {
        "该年是新阶段首年的后验概率",
        "Posterior probability that a stage begins in the year"
    }
    posterior_if {
        "假如分阶段：该年是新阶段首年的后验概率",
        "If there were stages: posterior probability that a stage begins in the year"
    }
    published_coding { "已发表的编码", "published coding" }
    frequencies_described {
        "逐年词频曲线、阶段与分界的后验概率；数值见图下的表",
        "Frequencies by year, stages, and the posterior of boundaries; the numbers are in the table below"
    }
    profile_described {
        "各类目在各阶段的层级与词频；数值见表",
        "Level and frequency of each category in each stage; the numbers are in the table"
    }
    profile_if { "假如分阶段", "If there were stages" }
    no_texts(year) { "{year}年没有文本", "no texts in {year}" }
    posterior_of(year, probability) { "{year}年：{probability:.2}", "{year}: {probability:.2}" }
    panel_title(dimension, unit) { "{dimension}（{unit}）", "{dimension} ({unit})" }
    rate(rate, low, high) { "{rate:.2}（{low:.2}–{high:.2}）", "{rate:.2} ({low:.2}–{high:.2})" }
    point(label, year, rate, hits) { "{label} {year}年：{rate}，{hits}次", "{label} {year}: {rate}, {hits} hits" }
    cell(label, first, last, rate, hits) {
        "{label} {first}–{last}：{rate}，{hits}次",
        "{label} {first}–{last}: {rate}, {hits} hits"
    }
    cells(unit) {
        "格内：由计数得出的层级与词频（{unit}）",
        "In the cells: level and frequency from the counts ({unit})"
    }
    cells_and_coding(unit) {
        "格内：由计数得出的层级与词频（{unit}）；右侧小格：已发表的编码",
        "In the cells: level and frequency from the counts ({unit}); small cells at the right: published coding"
    }
}
