//! What is said of curves, in both languages.

use super::{Curves, Measure, Series};
use crate::ask::Ask;
use crate::page::two;
use crate::run::Run;
use maud::{Markup, html};
use nianlun_frequency::Exposure;
use nianlun_types::Verdict;

impl Curves<'_> {
    pub(super) fn unit(&self) -> &'static str {
        let t = self.ask.lang;
        match self.measure {
            Measure::Rate => match self.run.provenance().settings.exposure {
                Exposure::Characters => t.of("每万汉字处数", "per 10,000 Han characters"),
                Exposure::Tokens => t.of("每万词处数", "per 10,000 words"),
            },
            Measure::Count => t.of("处数", "occurrences"),
            Measure::Share => t.of("含有它的文本占该年文本的百分比", "% of the year's documents"),
        }
    }

    pub(super) fn shown(&self, value: Option<f64>) -> String {
        match self.measure {
            Measure::Rate => two(value),
            Measure::Count => value
                .map_or("–".to_owned(), |n| if n.fract() == 0.0 { n.to_string() } else { format!("{n:.1}") }),
            Measure::Share => value.map_or("–".to_owned(), |n| format!("{n:.1}%")),
        }
    }

    /// What the picture says, in words.
    pub(super) fn told(&self) -> String {
        let t = self.ask.lang;
        let mut text = match (self.years().first(), self.years().last()) {
            (Some(first), Some(last)) => t.of(
                format!("{first}–{last}年，{}。", self.unit()),
                format!("{first}–{last}, {}. ", self.unit()),
            ),
            _ => return t.of("没有标明年份的文本。", "No text has a year.").to_owned(),
        };
        for series in &self.series {
            let with = || {
                series
                    .rows
                    .iter()
                    .zip(&series.points)
                    .filter_map(|(row, p)| Some((row.year, p.as_ref()?.value)))
            };
            let most = with().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            let total: u64 = series.rows.iter().filter_map(|row| row.hits).sum();
            let Some((year, most)) = most.filter(|_| total > 0) else {
                text += &t.of(
                    format!("{}：一处也没有。", series.label),
                    format!("{}: none at all. ", series.label),
                );
                continue;
            };
            let first = series.rows.iter().find(|row| row.hits.unwrap_or(0) > 0).map_or(year, |row| row.year);
            let last = with().next_back().map_or((year, most), |last| last);
            text += &t.of(
                format!(
                    "{}：共{total}处，首见{first}年，最高{year}年（{}），{}年为{}。",
                    series.label,
                    self.shown(Some(most)),
                    last.0,
                    self.shown(Some(last.1))
                ),
                format!(
                    "{}: {total} in all, first in {first}, highest in {year} ({}), {} in {}. ",
                    series.label,
                    self.shown(Some(most)),
                    self.shown(Some(last.1)),
                    last.0
                ),
            );
        }
        let missing = self.missing();
        if !missing.is_empty() {
            text += &t.of(
                format!("{}年没有文本，是空缺，不是零。", t.years(&missing)),
                format!("No texts in {}: gaps, not zeros. ", t.years(&missing)),
            );
        }
        text
    }

    /// The line of a year that is read out.
    pub(super) fn readout(&self, at: usize) -> String {
        let t = self.ask.lang;
        let year = self.series[0].rows[at].year;
        let part = |series: &Series| {
            let point = series.points[at].as_ref()?;
            Some(t.of(
                format!(
                    "{} {}（{}–{}，{}处）",
                    series.label,
                    self.shown(Some(point.value)),
                    self.shown(Some(point.low)),
                    self.shown(Some(point.high)),
                    series.rows[at].hits.unwrap_or(0)
                ),
                format!(
                    "{} {} ({}–{}, n = {})",
                    series.label,
                    self.shown(Some(point.value)),
                    self.shown(Some(point.low)),
                    self.shown(Some(point.high)),
                    series.rows[at].hits.unwrap_or(0)
                ),
            ))
        };
        let parts: Vec<String> = self.series.iter().filter_map(part).collect();
        if parts.is_empty() {
            return t.of(format!("{year}年：没有文本"), format!("{year}: no texts"));
        }
        t.of(format!("{year}年：{}", parts.join("；")), format!("{year}: {}", parts.join("; ")))
    }

    /// Whether categories are among what is shown, and whether anything else is.
    fn kinds(&self) -> (bool, bool) {
        let is_category = |series: &Series| self.run.category_of(&series.query).is_some();
        (self.series.iter().any(is_category), !self.series.iter().all(is_category))
    }

    /// What the numbers are of.
    pub(super) fn denominators(&self) -> Markup {
        let t = self.ask.lang;
        let scope = &self.run.provenance().settings.scope;
        let in_scope = scope.as_ref().is_some_and(|scope| scope.exposure == "scope");
        let (categories, strings) = self.kinds();
        html! {
            p.small { (match self.measure {
                Measure::Rate => match self.run.provenance().settings.exposure {
                    Exposure::Characters => t.of("分母：该年全部文本规范化后的汉字数；区间：Byar 近似的 95% 泊松区间，", "Denominator: Han characters of all texts of the year, normalised. Bands: 95 % Poisson intervals (Byar), "),
                    Exposure::Tokens => t.of("分母：该年全部文本的词数（与报告相同）；区间：Byar 近似的 95% 泊松区间，", "Denominator: words of all texts of the year, as in the report. Bands: 95 % Poisson intervals (Byar), "),
                },
                Measure::Count => t.of("处数没有分母，各年文本多少不同，不宜直接比较；区间：Byar 近似的 95% 泊松区间，", "Counts have no denominator; years with more text have more. Bands: 95 % Poisson intervals (Byar), "),
                Measure::Share => t.of("分母：该年的文本篇数；区间：Wilson 95% 区间。", "Denominator: documents of the year. Bands: Wilson's 95 % intervals."),
            })
            @if self.measure != Measure::Share { (t.of(
                format!("计数除以本次运行的离散系数 φ̂ = {:.2}。", self.run.phi()),
                format!("counts divided by the run's overdispersion φ̂ = {:.2}.", self.run.phi()))) }
            @if self.smooth > 0 { " " (t.of(
                format!("平滑线把前后各 {} 年有文本的年份合在一起（分子分母分别相加）；点是未平滑的原值，区间属于点，表中两者都有。", self.smooth),
                format!("The smoothed line pools the texts of ±{} years; the points are as counted, and the bands are theirs; the table has both.", self.smooth))) }
            @if scope.is_some() && categories { " " (t.of("类目的曲线就是本次运行的数：只计有锚词的段落里的命中", "Curves of categories are the run's own numbers: hits in passages with an anchor word only")) (if in_scope { t.of("，分母也只是这些段落。", ", over the exposure of these passages.") } else { t.of("。", ".") }) }
            @if scope.is_some() && strings { " " (t.of("其他查询在全文中计数，以全文为分母。", "Other queries are counted in whole texts, over whole texts.")) }
            @if self.undated > 0 { " " (t.of(format!("{} 篇文本无年份，不在其内。", self.undated), format!("{} documents without a year are left out.", self.undated))) }
            }
        }
    }
}

/// What is shaded in pictures over years.
pub fn legend(run: &Run, ask: &Ask) -> String {
    let t = ask.lang;
    let mut text = String::new();
    if !run.found.is_empty() {
        text += match run.verdict() {
            Verdict::Gradual => t.of("浅底与虚线：趋势的切分（判断为渐变，不宜称作阶段），深底为各切分的 95% 年份集；", "Shading and dashed lines: where the trend would be cut (the verdict is gradual: no stages), darker: 95 % year sets of the cuts; "),
            Verdict::Staged | Verdict::NoChange | Verdict::Refused => t.of("浅底为相间的阶段，竖线为分界，深底为分界的 95% 年份集；", "Shading: every other stage; lines: boundaries; darker: their 95 % year sets; "),
        };
    }
    if !run.published.is_empty() {
        text += t.of("上方三角与色条为已发表的阶段；", "triangles and bars above: published stages; ");
    }
    text + t.of("没有文本的年份以灰条留空，不连线。", "years without texts are grey gaps, not joined.")
}
