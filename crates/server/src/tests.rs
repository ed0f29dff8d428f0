//! The routes on a small run, without a network.

#![expect(clippy::disallowed_methods, reason = "the tests write a small study")]

use crate::answer::{App, answer};
use crate::run::Run;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode};
use nianlun_run::{Options, run};
use nianlun_types::Silent;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

const CODEBOOK: &str = r#"
[[category]]
id = "technology"
dimension = "innovation"
label = "技术创新"
terms = ["信息化", "数字化", "5G"]
"#;

/// Eleven years without a text in 2005, a title that is markup, and a text without a year.
fn study() -> &'static (tempfile::TempDir, Arc<App>) {
    static STUDY: OnceLock<(tempfile::TempDir, Arc<App>)> = OnceLock::new();
    STUDY.get_or_init(|| {
        let folder = tempfile::tempdir().expect("folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("file");
        write("codebook.toml", CODEBOOK);
        write(
            "pipeline.toml",
            "name = \"small\"\ncodebook = \"codebook.toml\"\n[corpus]\nmanifest = \"manifest.csv\"\n",
        );
        let mut rows = "id,file,year,title,issuer\n".to_owned();
        for year in (2000..2011).filter(|year| *year != 2005) {
            let often = if year < 2005 { 1 } else { 9 };
            write(
                &format!("{year}.txt"),
                &format!("{}<b>粗</b>各部门{year}，加强监督管理。", "推进信息化。".repeat(often)),
            );
            rows += &format!("d{year},{year}.txt,{year},<script>alert({year})</script>,市政府\n");
        }
        write("none.txt", "推进信息化而无年份，5GHz");
        rows += "dx,none.txt,,无年,\n";
        write("manifest.csv", &rows);
        let out = folder.path().join("out");
        let options = Options { out: Some(out.clone()), threads: Some(1), ..Options::default() };
        run(folder.path(), &options, &Silent).expect("the study runs");
        let app = App::new(Run::open(&out).expect("opened"), true);
        (folder, Arc::new(app))
    })
}

fn request(method: &str, uri: &str, host: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    request_to(Arc::clone(&study().1), method, uri, host)
}

fn request_to(app: Arc<App>, method: &str, uri: &str, host: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::builder().method(method).uri(uri).header("host", host).body(Body::empty());
    let request = request.expect("request");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    runtime.block_on(async {
        let response = answer(State(app), request).await;
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, to_bytes(body, usize::MAX).await.expect("body").to_vec())
    })
}

fn get(uri: &str) -> (StatusCode, String) {
    let (status, headers, body) = request("GET", uri, "127.0.0.1:7421");
    assert!(
        headers["content-security-policy"]
            .to_str()
            .is_ok_and(|p| p.contains("default-src 'self'") && !p.contains("unsafe"))
    );
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(!headers.contains_key("access-control-allow-origin"));
    let text = String::from_utf8_lossy(&body).into_owned();
    let own = PathBuf::from(study().0.path());
    assert!(!text.contains(&own.display().to_string()), "{uri} shows a path of the machine");
    (status, text)
}

fn json(uri: &str) -> Value {
    let (status, text) = get(uri);
    assert_eq!(status, 200, "{uri}: {text}");
    serde_json::from_str(&text).expect("json")
}

/// `"信息化"`, escaped for an address.
const Q: &str = "%22%E4%BF%A1%E6%81%AF%E5%8C%96%22";

const VIEWS: [&str; 8] =
    ["overview", "curves", "documents", "lines", "search", "stages", "compare", "problems"];

#[test]
fn every_view_is_a_page_an_object_and_a_table_and_the_same_each_time() {
    for view in VIEWS {
        let query = if ["curves", "documents", "lines", "search"].contains(&view) {
            format!("q={Q}")
        } else {
            "target=2008-2010".into()
        };
        for ending in ["", ".json", ".csv"] {
            let uri = format!("/{view}{ending}?{query}");
            let (status, text) = get(&uri);
            assert_eq!(status, 200, "{uri}: {text}");
            assert_eq!(get(&uri).1, text, "{uri}");
        }
        let object = json(&format!("/{view}.json?{query}"));
        assert_eq!(object["provenance"]["settings_sha256"].as_str().map(str::len), Some(64), "{view}");
        assert_eq!(object["rows_in_all"], object["rows"].as_array().map_or(0, Vec::len), "{view}");
        let csv = get(&format!("/{view}.csv?{query}")).1;
        assert!(
            csv.lines()
                .next()
                .is_some_and(|head| head.ends_with("of_query,of_view,of_rows,settings_sha256,inputs_sha256")),
            "{view}: {csv}"
        );
        let english = get(&format!("/{view}?{query}&lang=en")).1;
        assert!(english.contains("<html lang=\"en\">") && english.contains("lang=en"), "{view}");
    }
}

#[test]
fn a_year_without_a_text_is_a_gap() {
    for measure in ["rate", "count", "share"] {
        let object = json(&format!("/curves.json?q={Q}&measure={measure}&smooth=2"));
        let rows = object["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), 11);
        for row in rows {
            let gap = row["year"] == 2005;
            for column in ["hits", "documents", "value", "low", "high", "smoothed"] {
                assert_eq!(row[column].is_null(), gap, "{measure} {column} {row}");
            }
        }
        assert_eq!(object["missing_years"], serde_json::json!([2005]));
        assert_eq!(object["documents_without_year"], 1);
    }
    let page = get(&format!("/curves?q={Q}&smooth=1")).1;
    // Two pieces of line, ten points, a grey gap.
    assert_eq!(page.matches("<polyline").count(), 2);
    assert_eq!(page.matches("class=\"point\"").count(), 10);
    assert_eq!(page.matches("class=\"gap\" data-year=\"2005\"").count(), 1);
    assert!(
        page.contains("2005年没有文本")
            && page.contains("分母：该年文本规范化后的汉字数")
            && page.contains("点：原值")
    );
}

#[test]
fn numbers_are_those_of_the_run() {
    let rows = json("/curves.json?q=category:technology&measure=count");
    let table = {
        let bytes = std::fs::read(study().0.path().join("out/frequencies.parquet")).expect("file");
        nianlun_tables::read_text(bytes).expect("table")
    };
    let hits = table.0.iter().position(|name| name == "hits").expect("column");
    let counted: Vec<Option<String>> = table.1.iter().map(|row| row[hits].clone()).collect();
    let shown: Vec<Option<String>> = rows["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|r| r["hits"].as_u64().map(|n| n.to_string()))
        .collect();
    assert_eq!(shown, counted);
    let lines = json(&format!("/lines.json?q={Q}"));
    assert_eq!(lines["rows_in_all"], 5 + 9 * 5 + 1);
    let search = json(&format!("/search.json?q={Q}"));
    assert_eq!((&search["documents"], &search["occurrences"]), (&11.into(), &51.into()));
}

#[test]
fn from_a_year_to_its_documents_lines_and_marks() {
    let (_, page) = get(&format!("/documents?year=2008&q={Q}"));
    assert!(
        page.contains("1 篇文本，9 处") && page.contains(&format!("/document?id=d2008&amp;q={Q}")),
        "{page}"
    );
    let (_, page) = get(&format!("/lines?year=2008&q={Q}"));
    assert_eq!(page.matches("class=\"line\"").count(), 9);
    assert!(page.contains(&format!("/document?id=d2008&amp;q={Q}&amp;at=2#c2")), "{page}");
    let (_, page) = get(&format!("/document?id=d2008&q={Q}"));
    assert_eq!(page.matches("<mark id=\"c").count(), 9);
    for fact in ["manifest", "市政府", "2008.txt", "UTF-8", "SHA-256"] {
        assert!(page.contains(fact), "{fact}");
    }
    assert!(page.contains("找相近的文本") && page.contains("&amp;near=1&amp;"), "{page}");
    let near = json("/document.json?id=d2008&near=1");
    let listed = |kind: &str| near["near"][kind].as_array().map_or(0, Vec::len);
    assert!(listed("reposts") + listed("matches") > 0, "{near}");
    assert!(get("/document?id=d2008&near=1").1.contains("相近的文本"));
    assert!(json("/document.json?id=d2008")["near"].is_null());
    assert!(get("/documents?year=none").1.contains("无年"));
    // Documents are those that the search finds, whether or not the query counts anything in them.
    let q = "%22%E5%8A%A0%E5%BC%BA%E7%9B%91%E7%9D%A3%22"; // 加强监督
    for (query, documents) in [
        (format!("NOT {q}"), 1),
        (format!("NOT+{Q}"), 0),
        ("year:2001".into(), 1),
        (format!("id:dx+OR+{q}"), 11),
    ] {
        let uri = query.replace(' ', "+");
        assert_eq!(json(&format!("/documents.json?q={uri}"))["documents"], documents, "{query}");
        assert_eq!(json(&format!("/search.json?q={uri}"))["documents"], documents, "{query}");
    }
    assert!(get("/problems").1.contains("无年份：能检索，不在序列中"));
}

#[test]
fn hostile_queries_are_answered_kindly_and_never_markup() {
    for (uri, status) in [
        ("/curves?q=%3Cscript%3Ealert(1)%3C/script%3E".to_owned(), 200),
        ("/curves?q=%22%3Cscript%3Ealert(1)%3C/script%3E%22".to_owned(), 200),
        ("/search?q=%22%3Cscript%3E".to_owned(), 400),
        ("/search?q=%22".to_owned(), 400),
        ("/search?q=((((".to_owned(), 400),
        ("/curves?q=year:2003".to_owned(), 400),
        ("/curves?q=category:%3Cimg%20onerror=x%3E".to_owned(), 400),
        ("/curves?measure=%3Cscript%3E".to_owned(), 400),
        ("/curves?smooth=-1".to_owned(), 400),
        ("/lines?q=%22%E6%8E%A8%22&context=999999".to_owned(), 400),
        ("/documents?year=%27%22".to_owned(), 400),
        (format!("/search?q={}", "a".repeat(2001)), 400),
        (format!("/search?q={}", "a".repeat(40_000)), 414),
        (format!("/curves?q={}", (0..20).map(|n| format!("a{n};")).collect::<String>()), 400),
        ("/../../etc/passwd".to_owned(), 404),
        ("/assets/../Cargo.toml".to_owned(), 404),
        ("/document?id=../../etc/passwd".to_owned(), 404),
        ("/document?id=%00".to_owned(), 404),
        ("/compare?target=2000-2004&reference=2003-2008".to_owned(), 400),
        ("/search?q=%FF%FE".to_owned(), 400),
    ] {
        let (found, text) = get(&uri);
        assert_eq!(found, status, "{uri:.80}: {text:.600}");
        assert!(!text.contains("<script>") && !text.contains("<img"), "{uri:.80}: {text:.600}");
        assert!(text.len() < 60_000);
    }
    // Markup in the texts is shown as text.
    for uri in [
        "/documents",
        "/search?q=%E4%BF%A1%E6%81%AF%E5%8C%96",
        "/document?id=d2001",
        &format!("/lines?q={Q}"),
        "/stages",
    ] {
        let text = get(uri).1;
        assert!(!text.contains("<script>") && !text.contains("<b>粗"), "{uri}");
    }
}

#[test]
fn only_this_machine_asks_and_nothing_is_written() {
    for (host, status) in [
        ("127.0.0.1:7421", 200),
        ("localhost", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("", 421),
    ] {
        assert_eq!(request("GET", "/", host).0, status, "{host}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let (status, headers, _) = request(method, "/", "localhost");
        assert_eq!((status.as_u16(), headers["allow"].to_str().ok()), (405, Some("GET, HEAD")), "{method}");
    }
}

#[test]
fn pictures_are_files() {
    for (uri, head) in
        [("/curves.svg", &b"<svg"[..]), ("/curves.png?smooth=2", b"\x89PNG"), ("/stages.svg", b"<svg")]
    {
        let (status, headers, body) = request("GET", uri, "localhost");
        assert_eq!(status, 200, "{uri}");
        assert!(body.starts_with(head), "{uri}");
        // A saved picture carries its provenance.
        let text = String::from_utf8_lossy(&body);
        for word in ["\"settings_sha256\":", "\"inputs_sha256\":", "\"query\":"] {
            assert!(text.contains(word), "{uri} lacks {word}");
        }
        assert!(
            headers["content-disposition"]
                .to_str()
                .is_ok_and(|d| d.starts_with("attachment; filename=\"nianlun-"))
        );
    }
    assert_eq!(get("/lines.svg").0, 400);
}

#[test]
fn pages_put_together_are_all() {
    let all = json(&format!("/lines.json?q={Q}"));
    let mut rows = Vec::new();
    for offset in (0..60).step_by(20) {
        let page = json(&format!("/lines.json?q={Q}&offset={offset}&limit=20"));
        rows.extend(page["rows"].as_array().expect("rows").clone());
    }
    assert_eq!(all["rows"], Value::from(rows));
}

#[test]
fn a_long_wait_is_answered_and_a_client_that_leaves_holds_no_thread() {
    let mut app = App::new(Run::open(&study().0.path().join("out")).expect("opened"), true);
    app.wait = std::time::Duration::from_millis(1);
    let (turns, all) = (app.turns(), app.turns().available_permits());
    let app = Arc::new(app);
    let uri = "/compare?target=2008-2010";
    let held = turns.try_acquire_many(all as u32).expect("all turns");
    let (status, headers, body) = request_to(Arc::clone(&app), "GET", uri, "localhost");
    assert_eq!(status, 503);
    assert!(headers.contains_key("retry-after") && String::from_utf8_lossy(&body).contains("现在太忙"));
    drop(held);
    assert_eq!(request_to(Arc::clone(&app), "GET", uri, "localhost").0, 200);

    // Clients that leave at once: their work ends by itself, and every turn comes back.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    runtime.block_on(async {
        for _ in 0..50 {
            let request = Request::builder().uri(uri).header("host", "localhost").body(Body::empty());
            let asked = answer(State(Arc::clone(&app)), request.expect("request"));
            let _ = tokio::time::timeout(std::time::Duration::ZERO, asked).await;
        }
    });
    while turns.available_permits() < all {
        std::thread::yield_now();
    }
}

#[test]
fn a_string_that_is_a_term_says_how_often_the_term_was_counted() {
    // 5GHz holds the string 5G, and the term is not met there.
    let found = json("/search.json?q=%225g%22");
    assert_eq!((&found["occurrences"], &found["term"]["occurrences"]), (&Value::from(1), &Value::from(0)));
    assert_eq!(found["term"]["query"], "term:\"5G\"");
    let (_, page) = get("/search?q=%225G%22");
    assert!(page.contains("计数时是 0 处"), "{page}");
    // Where the two agree, and where the query is no such string, there is nothing to say.
    for query in [Q, "%22%E6%95%B0%E5%AD%97%22", "5G", "term:5G"] {
        assert_eq!(json(&format!("/search.json?q={query}"))["term"], Value::Null, "{query}");
    }
}
