//! One ruler a number: what the tables, the report, the terminal and the explorer say of a boundary is one number.

use crate::served;
use crate::support::{Study, table};
use nianlun_tables::{Table, Values};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Sixteen years of one text each; `often` says how often 信息化 stands in it, or that there is none.
fn study(often: impl Fn(i32) -> Option<usize>) -> Study {
    let study = Study::new("", &[]);
    let mut rows = String::new();
    for year in 2000..2016 {
        let Some(often) = often(year) else { continue };
        // 200 Han characters whatever the hits, and some noise of the second category.
        let term = "信息化，".repeat(often);
        let other = "监督，".repeat(5 + (year % 3) as usize);
        let han = 3 * often + 2 * (5 + (year % 3) as usize);
        study.write(&format!("{year}.txt"), &format!("{term}{other}{}", "抓".repeat(200 - han)));
        rows += &format!("d{year},{year}.txt,{year},第{year}篇\n");
    }
    study.write("manifest.csv", &format!("id,file,year,title\n{rows}"));
    study.run().expect("the study runs");
    study
}

/// P(a stage begins) of every year, by stages.json.
fn posterior(stages: &Value) -> BTreeMap<i64, f64> {
    let years = stages["boundary_posterior"].as_array().expect("posterior").iter();
    years.map(|p| (p["year"].as_i64().expect("year"), p["probability"].as_f64().expect("p"))).collect()
}

/// The cells of the rows of a table of a page.
fn cells(html: &str, id: &str) -> Vec<Vec<String>> {
    let from = html.find(&format!("id=\"{id}\"")).or_else(|| html.find(&format!("id={id}"))).expect(id);
    let body = &html[from..from + html[from..].find("</table>").expect("end")];
    let body = &body[body.find("<tbody>").expect("body")..];
    let bare = |cell: &str| {
        let mut text = String::new();
        let mut inside = false;
        for c in cell.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => text.push(c),
                _ => {}
            }
        }
        text.trim().to_owned()
    };
    let row = |row: &str| {
        let starts = row
            .match_indices("<t")
            .filter(|(at, _)| row[*at..].starts_with("<td") || row[*at..].starts_with("<th"));
        let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
        let ends = starts.iter().skip(1).copied().chain([row.len()]);
        starts.iter().zip(ends).map(|(from, to)| bare(&row[*from..to])).collect::<Vec<_>>()
    };
    body.split("<tr").skip(1).map(row).collect()
}

fn column(table: &Table, name: &str) -> Vec<Option<f64>> {
    match &table.column(name).expect(name).values {
        Values::Real(values) => values.clone(),
        Values::Whole(values) => values.iter().map(|v| v.map(|v| v as f64)).collect(),
        other => panic!("{name}: {other:?}"),
    }
}

fn two(p: f64) -> String {
    format!("{p:.2}")
}

/// Reads one number in all places: every probability shown of a year is that of `boundary_posterior`. Whether
/// the verdict shows stages.
fn one_ruler(out: &Path) -> bool {
    let stages: Value =
        serde_json::from_slice(&fs::read(out.join("stages.json")).expect("file")).expect("json");
    let posterior = posterior(&stages);
    let boundaries = stages["boundaries"].as_array().expect("boundaries");
    let report = fs::read_to_string(out.join("report.html")).expect("report");
    let summary = fs::read_to_string(out.join("summary.txt")).expect("summary");
    let page = String::from_utf8(served::page(out, "/stages").expect("explorer")).expect("text");
    let rows = table(&out.join("stages.parquet"));
    let (first, p) = (column(&rows, "first_year"), column(&rows, "probability"));
    for (at, boundary) in boundaries.iter().enumerate() {
        let year = boundary["year"].as_i64().expect("year");
        let known = posterior[&year];
        assert_eq!(boundary["probability"].as_f64(), Some(known), "stages.json {year}");
        assert_eq!((first[at + 1], p[at + 1]), (Some(year as f64), Some(known)), "stages.parquet {year}");
        for (html, id, place) in [(&report, "stages", 3), (&page, "found-stages", 3)] {
            let row = &cells(html, id)[at + 1];
            assert_eq!((row[1].as_str(), row[place].as_str()), (&*year.to_string(), &*two(known)), "{id}");
        }
        let line = summary.lines().find(|line| line.contains(&format!("  {year}–"))).expect("terminal");
        assert!(line.contains(&format!("   {}      ", two(known))), "{line}");
        // The window of the boundary, in calendar years, holds it, and is one in all places.
        let window = &boundary["window"];
        if let (Some(from), Some(to)) = (window["first"].as_i64(), window["last"].as_i64()) {
            let (window_first, window_last) = (column(&rows, "window_first"), column(&rows, "window_last"));
            let shown = if from == to { from.to_string() } else { format!("{from}–{to}") };
            assert!((from..=to).contains(&year));
            assert_eq!((window_first[at + 1], window_last[at + 1]), (Some(from as f64), Some(to as f64)));
            assert_eq!(cells(&report, "stages")[at + 1][4], shown);
            assert_eq!(cells(&page, "found-stages")[at + 1][4], shown);
            assert!(line.contains(&format!("{shown}（")), "{line}");
            let years = boundary["years95"].as_array().expect("years");
            assert_eq!((years.len() as i64, years[0].as_i64()), (to - from + 1, Some(from)));
        }
    }
    for (html, id, place) in [(&report, "yearly", 3), (&page, "years", 1)] {
        for row in cells(html, id) {
            let year: i64 = row[0].parse().expect("year");
            let Some(known) = posterior.get(&year) else { continue };
            let shown: f64 = row[place].parse().expect("probability");
            assert!((shown - known).abs() <= 0.005 + 1e-12, "{id} {year}: {shown} is not {known}");
        }
    }
    // One condition for all: no number of stages stands without it where the verdict shows none.
    let shown = stages["verdict"].as_str().expect("verdict").starts_with("staged");
    for (place, text) in [("report", &report), ("summary", &summary), ("explorer", &page)] {
        assert_eq!(!shown && !boundaries.is_empty(), text.contains("假如分阶段"), "{place}");
    }
    shown
}

#[test]
fn no_year_has_two_probabilities() {
    let step = study(|year| Some(if year < 2008 { 3 } else { 20 }));
    assert!(one_ruler(&step.path("out")));
    let gap = study(|year| (!(2006..2009).contains(&year)).then_some(if year < 2008 { 3 } else { 20 }));
    assert!(one_ruler(&gap.path("out")));
    let trend = study(|year| Some(2 + 2 * (year - 2000) as usize));
    assert!(!one_ruler(&trend.path("out")));
    const CLIMB: [usize; 16] = [3, 3, 4, 3, 4, 9, 14, 20, 24, 23, 24, 25, 24, 23, 24, 25];
    let climb = study(|year| Some(CLIMB[(year - 2000) as usize]));
    assert!(!one_ruler(&climb.path("out")));
}
