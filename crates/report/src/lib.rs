//! Report: results → one self-contained page that a scholar looks at.
//!
//! For now `summary.html` at its simplest: the curves with the stages, the boundaries, the table.
//! No script and no network; the figures are SVG in the page, with a table of the same numbers.

mod figure;

use figure::{Curve, Frame};
use minijinja::{AutoEscape, Environment, context};
use nianlun_stages::{Estimate, Verdict};
use nianlun_types::{Category, FrequencyRow, Year, show_years as years};

/// Everything that the page shows.
pub struct Page<'r> {
    /// Name of the pipeline.
    pub name: &'r str,
    /// Documents read.
    pub documents: u64,
    /// Han characters in them.
    pub han_characters: u64,
    /// Texts set aside.
    pub quarantined: u64,
    /// Name of the exposure.
    pub exposure: &'r str,
    /// Name of the counting rule.
    pub rule: &'r str,
    /// Categories in the order of the codebook.
    pub categories: &'r [Category],
    /// Frequencies, years × categories.
    pub rows: &'r [FrequencyRow],
    /// The stages.
    pub estimate: &'r Estimate,
    /// Where the published stages come from.
    pub published_source: Option<&'r str>,
}

/// The page `summary.html`.
///
/// # Errors
/// A fault in our template.
pub fn summary(page: &Page<'_>) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("summary", include_str!("summary.html"))?;
    let estimate = page.estimate;
    let frame = Frame::new(page.rows, estimate);
    let figures: Vec<_> = page
        .categories
        .iter()
        .map(|category| {
            let curve = Curve::of(category, page.rows);
            context! {
                label => category.label.clone(),
                id => category.id.clone(),
                definition => category.definition.clone(),
                svg => figure::curve(&frame, &curve),
            }
        })
        .collect();
    let stages = estimate.stage_rows();
    let rates = |category: &Category| -> Vec<String> {
        let rate = |first: Year, last: Year| {
            let inside = || {
                page.rows
                    .iter()
                    .filter(move |r| r.category == category.id && (first..=last).contains(&r.year))
            };
            let hits: u64 = inside().filter_map(|r| r.hits).sum();
            let exposure: u64 = inside()
                .filter_map(|r| if page.exposure == "tokens" { r.tokens } else { r.han_characters })
                .sum();
            if exposure == 0 {
                "—".to_owned()
            } else {
                format!("{:.2}（{hits}）", hits as f64 * 1e4 / exposure as f64)
            }
        };
        stages.iter().map(|s| rate(s.first_year, s.last_year)).collect()
    };
    let profile: Vec<_> = page
        .categories
        .iter()
        .map(|category| context! { label => category.label.clone(), rates => rates(category) })
        .collect();
    environment.get_template("summary")?.render(context! {
        name => page.name,
        documents => page.documents,
        han_characters => page.han_characters,
        quarantined => page.quarantined,
        unit => if page.exposure == "tokens" { "每万词" } else { "每万汉字" },
        rule => page.rule,
        first => page.rows.first().map(|r| r.year),
        last => page.rows.last().map(|r| r.year),
        verdict => verdict(estimate.verdict),
        finding => finding(estimate),
        chosen => estimate.chosen,
        phi => estimate.phi.map(|p| format!("{p:.2}")),
        stages => stages.iter().map(|s| context! {
            stage => s.stage,
            first_year => s.first_year,
            last_year => s.last_year,
        }).collect::<Vec<_>>(),
        boundaries => estimate.boundaries.iter().map(|b| context! {
            year => b.year,
            probability => format!("{:.2}", b.probability),
            years95 => years(&b.years95),
        }).collect::<Vec<_>>(),
        counts_of_stages => estimate.segmentations.iter().zip(&estimate.stages_posterior).map(|(s, p)| context! {
            stages => s.stages,
            boundaries => years(&s.boundaries),
            criterion => format!("{:.1}", s.criterion),
            probability => format!("{:.2}", p.probability),
        }).collect::<Vec<_>>(),
        trend => estimate.trend_criterion.map(|t| format!("{t:.1}")),
        posterior => figure::posterior(&frame, estimate),
        published => estimate.published.as_ref().map(|p| context! {
            boundaries => years(&p.boundaries),
            f1_1 => format!("{:.2}", p.f1_1),
            f1_2 => format!("{:.2}", p.f1_2),
            hausdorff => p.hausdorff,
            adjusted_rand => format!("{:.2}", p.adjusted_rand),
            rank => p.rank,
            of => p.of,
        }),
        published_source => page.published_source,
        figures => figures,
        profile => profile,
        warnings => estimate.warnings.iter().map(|w| context! { message => w.message.clone() }).collect::<Vec<_>>(),
        table => table(page),
        labels => page.categories.iter().map(|c| c.label.clone()).collect::<Vec<_>>(),
    })
}

/// The verdict in a word or two of Chinese.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Staged => "分阶段",
        Verdict::Gradual => "渐变",
        Verdict::NoChange => "无变化",
        Verdict::Refused => "无法判断",
    }
}

/// What was found, in a sentence of Chinese with its uncertainty.
pub fn finding(estimate: &Estimate) -> String {
    let boundaries: Vec<String> = estimate
        .boundaries
        .iter()
        .map(|b| format!("{}年（95%年份集 {}）", b.year, years(&b.years95)))
        .collect();
    let split = format!("{}个阶段，分界在{}", estimate.chosen.unwrap_or(1), boundaries.join("、"));
    match estimate.verdict {
        Verdict::Staged => format!("计数支持{split}。"),
        Verdict::Gradual if boundaries.is_empty() => "计数的变化更像平滑趋势，不支持分阶段。".to_owned(),
        Verdict::Gradual => format!("计数的变化更像平滑趋势，不宜称作阶段；若一定要切分，则为{split}。"),
        Verdict::NoChange => "各年的词频没有可辨认的变化，不支持分阶段。".to_owned(),
        Verdict::Refused => "文本不足以判断阶段，原因见提醒。".to_owned(),
    }
}

/// One line a year: the year, documents, Han characters, and the rate of each category.
fn table(page: &Page<'_>) -> Vec<Vec<String>> {
    let per_year = page.categories.len().max(1);
    let count = |value: Option<u64>| value.map_or("缺".to_owned(), |v| v.to_string());
    page.rows
        .chunks(per_year)
        .map(|cells| {
            let first = &cells[0];
            let rates = cells.iter().map(|c| match (c.per_10k, c.hits) {
                (Some(rate), Some(hits)) => format!("{rate:.2}（{hits}）"),
                _ => "缺".to_owned(),
            });
            [first.year.to_string(), count(first.documents), count(first.han_characters)]
                .into_iter()
                .chain(rates)
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nianlun_stages::{Series, Settings, estimate};

    #[test]
    fn the_page_shows_curves_boundaries_and_gaps() {
        let hits = [5, 6, 4, 5, 6, 5, 30, 28, 31, 29, 30, 32];
        let year = |t: usize| 2000 + t as Year + Year::from(t > 2); // 2003 is missing
        let series = Series {
            years: (0..12).map(year).collect(),
            categories: vec!["a".into()],
            hits: hits.iter().map(|h| vec![f64::from(*h)]).collect(),
            exposure: vec![1000.0; 12],
            documents: vec![5; 12],
        };
        let found = estimate(&series, Settings::default(), None);
        let rows: Vec<FrequencyRow> = (2000..=2012)
            .map(|y| {
                let at = series.years.iter().position(|x| *x == y);
                FrequencyRow {
                    year: y,
                    dimension: "d".into(),
                    category: "a".into(),
                    hits: at.map(|t| hits[t] as u64),
                    documents_with_hits: at.map(|_| 5),
                    documents: at.map(|_| 5),
                    han_characters: at.map(|_| 1000),
                    tokens: at.map(|_| 500),
                    per_10k: at.map(|t| f64::from(hits[t]) * 10.0),
                }
            })
            .collect();
        let category = Category {
            id: "a".into(),
            dimension: "d".into(),
            label: "<技术>".into(),
            definition: String::new(),
        };
        let html = summary(&Page {
            name: "测试",
            documents: 60,
            han_characters: 12_000,
            quarantined: 0,
            exposure: "characters",
            rule: "longest",
            categories: &[category],
            rows: &rows,
            estimate: &found,
            published_source: None,
        })
        .expect("page");
        assert!(html.contains("&lt;技术&gt;") && !html.contains("<技术>"));
        assert!(html.contains("2个阶段，分界在2007年（95%年份集 2007）"));
        assert_eq!(html.matches("<polyline").count(), 2, "a missing year parts the curve");
        assert!(html.contains("<td>缺</td>"));
        assert!(
            !html.contains("http://")
                || html.matches("http://").all(|_| html.contains("http://www.w3.org/2000/svg"))
        );
    }
}
