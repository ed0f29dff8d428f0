//! The report in a real browser: headless Chromium, with a probe added to a copy of the page.
//!
//! The probe works the page as a reader would (switches a category off, reads a year with the arrow
//! keys, opens a number) and writes what it saw into the document, which Chromium prints.

use crate::support::{Study, root};
use nianlun_run::{Options, run};
use nianlun_types::Silent;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Chromium, or nothing, with a word that the test was skipped; `.ci/run` installs it.
pub fn chromium() -> Option<PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|path| path.is_file());
    if found.is_none() {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "skipped: there is no Chromium (apt-get install chromium)");
    }
    found
}

/// The document after its scripts have run.
fn dom(chromium: &Path, page: &Path, width: u32) -> String {
    let profile = tempfile::tempdir().expect("profile");
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--virtual-time-budget=8000", "--dump-dom"])
        .arg(format!("--window-size={width},900"))
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("Chromium starts");
    String::from_utf8(output.stdout).expect("UTF-8")
}

const PROBE: &str = r##"<script>
addEventListener("load", async () => {
  await document.fonts.ready;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = {};
  const svg = document.querySelector(".picture.main svg");
  const box = (e) => e.getBoundingClientRect();
  seen.curves = all(".picture.main .curve").length;
  seen.points = all(".picture.main .curve polyline").reduce((n, line) => n + line.points.numberOfItems, 0);
  seen.drawn = all(".picture.main .curve polyline").every((line) => box(line).width > 100);
  seen.boundaries = all(".picture.main .boundary[data-year]").map((e) => Number(e.dataset.year));
  seen.published = all(".picture.main .published[data-year]").map((e) => Number(e.dataset.year));
  seen.bars = all(".picture.main .bar").length;
  seen.labels = all(".picture.main text").map((e) => e.textContent);
  // A glyph that the font lacks is drawn as a box of another width than the font's full em.
  seen.family = getComputedStyle(document.querySelector(".picture.main text")).fontFamily;
  seen.font = [...document.fonts].map((f) => f.family + " " + f.status);
  const canvas = document.createElement("canvas").getContext("2d");
  const width = (font, text) => { canvas.font = font; return canvas.measureText(text).width; };
  seen.glyphs = [width('100px "Nianlun Sans"', "技术创新"), width('100px "Nianlun Sans"', "1994")];
  const first = document.querySelector(".controls input");
  first.click();
  seen.off = all(".curve.off").map((e) => e.dataset.category);
  first.click();
  seen.on = all(".curve.off").length;
  const picture = document.querySelector(".picture.main");
  picture.focus();
  for (let i = 0; i < 2; i++) picture.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  seen.readout = document.querySelector(".readout").textContent;
  const button = document.querySelector("#yearly button.open");
  button.click();
  seen.open = document.querySelector("dialog").open;
  seen.terms = all("dialog summary").map((e) => e.textContent);
  seen.lines = all("dialog .line").length;
  seen.asked = Number(/（(\d+)）/.exec(button.textContent)[1]);
  document.querySelector("dialog .close").click();
  seen.closed = !document.querySelector("dialog").open;
  seen.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  seen.inner = document.documentElement.clientWidth;
  seen.unlabelled = all("svg[role=img]:not([aria-label])").length + all("button:empty").length;
  const pre = document.createElement("pre");
  pre.id = "probe";
  pre.textContent = JSON.stringify(seen);
  document.body.append(pre);
  if (parent !== window) parent.postMessage(pre.textContent, "*");
});
</script></body>"##;

/// What the probe saw on the report in `out`, in a window of this width.
fn probed(chromium: &Path, out: &Path, width: Option<u32>) -> serde_json::Value {
    let html = fs::read_to_string(out.join("report.html")).expect("report");
    assert!(html.matches("</body>").count() == 1);
    let page = out.join("probed.html");
    fs::write(&page, html.replace("</body>", PROBE)).expect("page");
    let shown = match width {
        None => dom(chromium, &page, 1200),
        // Windows have a least width; a frame has none.
        Some(width) => {
            let frame = out.join("frame.html");
            let html = format!(
                "<body><script>addEventListener('message', (e) => {{ const pre = document.createElement('pre'); pre.id = 'probe'; pre.textContent = e.data; document.body.append(pre); }})</script><iframe width={width} height=800 src=probed.html></iframe></body>"
            );
            fs::write(&frame, html).expect("page");
            dom(chromium, &frame, 1200)
        }
    };
    let at =
        shown.rfind("<pre id=\"probe\">").unwrap_or_else(|| panic!("the probe did not run:\n{shown:.2000}"));
    let json = &shown[at + "<pre id=\"probe\">".len()..];
    let json = json[..json.find("</pre>").expect("end")]
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&");
    serde_json::from_str(&json).expect("what the probe wrote")
}

#[test]
fn the_report_shows_and_opens_what_it_says() {
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().expect("folder");
    let out = folder.path().join("out");
    let options = Options { out: Some(out.clone()), threads: Some(2), ..Options::default() };
    let outcome = run(&root().join("pipelines/shanghai"), &options, &Silent).expect("the sample runs");

    let seen = probed(&chromium, &out, None);
    assert_eq!((&seen["curves"], &seen["points"]), (&8.into(), &(8 * 28).into()));
    assert_eq!(seen["drawn"], true);
    let boundaries = outcome.findings.estimate.boundary_years();
    assert!(!boundaries.is_empty());
    let drawn: Vec<i64> =
        seen["boundaries"].as_array().expect("list").iter().filter_map(|y| y.as_i64()).collect();
    // In each of two panels and in the posterior beneath.
    let expected: Vec<i64> = [&boundaries[..]; 3].concat().into_iter().map(i64::from).collect();
    assert_eq!(drawn, expected);
    assert_eq!(seen["published"], serde_json::json!([1999, 2010, 2018]));
    assert!(seen["bars"].as_u64().is_some_and(|bars| bars > 20), "{}", seen["bars"]);
    let labels = seen["labels"].to_string();
    for label in ["技术创新", "参与向度", "创新类型（每万汉字）", "2018 治理变革", "后验概率"]
    {
        assert!(labels.contains(label), "{label} is not in {labels}");
    }
    // The page's own font is in force in the picture, and it has the characters: a full em each.
    assert!(seen["family"].as_str().is_some_and(|f| f.starts_with("\"Nianlun Sans\"")), "{}", seen["family"]);
    assert_eq!(seen["font"], serde_json::json!(["Nianlun Sans loaded"]));
    assert!(seen["glyphs"][0].as_f64().is_some_and(|w| (w - 400.0).abs() < 1.0), "{}", seen["glyphs"]);
    assert!(seen["glyphs"][1].as_f64().is_some_and(|w| w > 200.0 && w < 250.0), "{}", seen["glyphs"]);

    assert_eq!((&seen["off"], &seen["on"]), (&serde_json::json!(["technology"]), &0.into()));
    assert!(
        seen["readout"].as_str().is_some_and(|r| r.starts_with("1995年：技术创新 ")),
        "{}",
        seen["readout"]
    );
    assert_eq!((&seen["open"], &seen["closed"]), (&true.into(), &true.into()));
    assert!(seen["asked"].as_u64().is_some_and(|n| n > 0));
    assert_eq!(seen["lines"], seen["asked"], "every hit of an opened number has its line");
    assert_eq!((&seen["overflow"], &seen["unlabelled"]), (&0.into(), &0.into()));

    let phone = probed(&chromium, &out, Some(390));
    assert!(phone["inner"].as_u64().is_some_and(|w| w <= 390), "{}", phone["inner"]);
    assert_eq!((&phone["overflow"], &phone["curves"]), (&0.into(), &8.into()));
}

#[test]
fn a_refused_series_still_has_a_readable_report() {
    let Some(chromium) = chromium() else { return };
    let study = Study::new(
        "a,a.txt,2000,甲<script>alert(1)</script>\n",
        &[("a.txt", "推进<b>信息化</b>".as_bytes())],
    );
    study.run().expect("done");
    let shown = dom(&chromium, &study.out("report.html"), 1200);
    assert!(shown.contains("无法判断") && shown.contains("少于8年"), "{shown:.3000}");
    assert!(!shown.contains("<script>alert"), "text of a user is never markup");
}
