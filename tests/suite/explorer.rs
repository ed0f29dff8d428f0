//! The explorer in a real browser, and its command.

use crate::browser::chromium;
use crate::devtools::{Ending, Tab};
use crate::support::{Study, binary};
use serde_json::json;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// `nianlun serve` over results, and its address.
fn served(out: &Path) -> (Ending, String) {
    let child = Command::new(binary())
        .args(["serve", "--port", "0"])
        .arg(out)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("nianlun starts");
    let mut child = Ending(child);
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().expect("stdout")).read_line(&mut line).expect("address");
    let address = line.trim().trim_end_matches('/').to_owned();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    (child, address)
}

/// Eleven years without a text in 2005; a text that is markup.
fn study() -> Study {
    let study = Study::new("", &[]);
    let mut rows = String::new();
    for year in (2000..2011).filter(|year| *year != 2005) {
        let often = if year < 2005 { 2 } else { 12 };
        let text = format!(
            "{}<img src=x onerror='window.hacked=1'>，{}",
            "推进信息化。".repeat(often),
            "加强监督，".repeat(5)
        );
        study.write(&format!("{year}.txt"), &text);
        rows += &format!("d{year},{year}.txt,{year},第{year}篇<script>window.hacked=1</script>\n");
    }
    study.write("manifest.csv", &format!("id,file,year,title\n{rows}"));
    study.run().expect("the study runs");
    study
}

#[test]
fn the_explorer_leads_from_a_curve_to_a_line_and_back() {
    let Some(chromium) = chromium() else { return };
    let study = study();
    let (_server, base) = served(&study.path("out"));
    let mut tab = Tab::open(&chromium);

    // Typed into the box, with the keyboard alone.
    tab.go(&format!("{base}/"));
    tab.see("document.getElementById('q').focus()");
    tab.tell("Input.insertText", json!({"text": "\"信息化\"; category:participation"}));
    tab.see("window.left = true");
    tab.key("Enter");
    tab.until("!window.left && document.querySelector('#chart')");
    assert_eq!(tab.address(), "/curves?q=\"信息化\"; category:participation");

    // As many points as years with texts, a gap where there is none, and all of it in the table.
    assert_eq!((tab.count("#chart .curve"), tab.count("#chart .point")), (2, 20));
    assert_eq!((tab.count("#chart polyline"), tab.count("#chart .gap[data-year='2005']")), (4, 1));
    assert_eq!((tab.count("#years tbody tr"), tab.count("#years td.missing")), (11, 4));
    assert_eq!(tab.count("#years tbody th a[href*='year=']"), 11);
    assert!(tab.see("[...document.querySelectorAll('#chart polyline')].every(l => l.getBoundingClientRect().width > 100)") == true);
    let told = tab.see("document.querySelector('#chart').getAttribute('aria-label')");
    assert!(
        told.as_str().is_some_and(|told| told.contains("共70处") && told.contains("2005年没有文本")),
        "{told}"
    );
    tab.see("document.querySelector('.picture').focus()");
    tab.key("End");
    assert!(tab.text(".readout").starts_with("2010年："), "{}", tab.text(".readout"));
    tab.key("ArrowRight");
    assert!(tab.text(".readout").starts_with("2010年："));

    tab.see("window.left = true");
    tab.key("Enter");
    tab.until("!window.left && document.querySelector('#documents')");
    assert!(tab.address().starts_with("/documents?year=2010"), "{}", tab.address());

    // A year, its document, its marks; back; lines, and the place of one.
    tab.go(&format!("{base}/curves?q=\"信息化\""));
    tab.follow("#chart a.year[data-year='2008']");
    assert_eq!(tab.address(), "/documents?year=2008&q=\"信息化\"");
    assert_eq!(tab.text("#found"), "1 篇文本，12 处");
    tab.follow("#documents tbody th a");
    assert_eq!(tab.count("article mark"), 12);
    assert!(tab.text(".facts").contains("manifest") && tab.text(".facts").contains("2008.txt"));
    tab.see("history.back()");
    tab.until("location.pathname === '/documents' && document.querySelector('#documents')");
    assert_eq!(tab.address(), "/documents?year=2008&q=\"信息化\"");
    tab.follow("main a[href^='/lines']");
    assert_eq!(tab.count(".line"), 12);
    tab.follow(".line:nth-child(3) a.place");
    assert_eq!(tab.text("mark:target"), "信息化");
    let place = tab.see("document.querySelector('mark:target').getBoundingClientRect().top < innerHeight");
    assert_eq!(place, true, "the mark is in sight");

    // The table as a file.
    tab.go(&format!("{base}/curves?q=\"信息化\"&smooth=1"));
    let csv = tab.see("fetch(document.querySelector('.exports a[download]').href).then(async r => [r.headers.get('content-disposition'), await r.text()])");
    assert_eq!(csv[0], "attachment; filename=\"nianlun-curves.csv\"");
    let lines: Vec<&str> = csv[1].as_str().expect("csv").lines().collect();
    assert_eq!(lines.len(), 12);
    assert!(lines[6].starts_with("\"\"\"信息化\"\"\",2005,,,,,,,,,,,"), "{}", lines[6]);
    assert!(lines[1].contains("smooth=1"), "{}", lines[1]);
    assert!(tab.text("figcaption").contains("点是未平滑的原值"));

    // The other language, the same question.
    tab.follow("a.lang");
    assert_eq!(tab.see("document.documentElement.lang"), "en");
    assert!(
        tab.address().contains("q=\"信息化\"")
            && tab.text("figcaption").contains("Denominator: Han characters")
    );

    // Search, with a facet.
    tab.go(&format!("{base}/search?q=信息化"));
    assert_eq!(tab.count(".matches li"), 10);
    tab.follow(".facets a[href*='year=2003']");
    assert_eq!((tab.count(".matches li"), tab.text("#found").contains("2003")), (1, true));

    assert_eq!(tab.see("typeof window.hacked"), "undefined");
    assert_eq!(tab.complaints, Vec::<String>::new());
    let away: Vec<&String> = tab.loaded.iter().filter(|url| !url.starts_with(&base)).collect();
    assert!(away.is_empty(), "loaded from elsewhere: {away:?}");
}

/// What the server says to these bytes.
fn said(address: &str, bytes: &[u8]) -> String {
    let mut socket = TcpStream::connect(address.trim_start_matches("http://")).expect("connected");
    socket.set_read_timeout(Some(Duration::from_secs(60))).expect("set");
    socket.write_all(bytes).expect("sent");
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_command_serves_this_machine_alone() {
    let study = study();
    let (_server, base) = served(&study.path("out"));
    let get = |path: &str, host: &str| {
        said(&base, format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())
    };
    let page = get("/", "localhost");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("2005"), "{page}");
    assert!(page.contains("content-security-policy: default-src 'self'; script-src 'self'"), "{page}");
    assert!(get("/", "evil.example").starts_with("HTTP/1.1 421"));
    assert!(get(&format!("/search?q={}", "a".repeat(100_000)), "localhost").starts_with("HTTP/1.1 414"));
    assert!(get("/../../etc/passwd", "localhost").starts_with("HTTP/1.1 404"));
    assert!(said(&base, b"\x16\x03\x01 nonsense\r\n\r\n").starts_with("HTTP/1.1 400"));
    let head = said(&base, b"HEAD /curves HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
    let all = page + &head;
    assert!(!all.contains(&study.path("").display().to_string()), "a path of the machine is shown");
    // The port is taken.
    let port = base.rsplit(':').next().expect("port");
    let second = Command::new(binary()).args(["serve", "--port", port]).arg(study.path("out")).output();
    let second = second.expect("started");
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains("--port 0"), "{second:?}");
}

#[test]
fn hostile_queries_and_narrow_windows_do_the_explorer_no_harm() {
    let Some(chromium) = chromium() else { return };
    let study = study();
    let (_server, base) = served(&study.path("out"));
    let mut tab = Tab::open(&chromium);
    for (q, says) in [
        ("<script>window.hacked=1</script>", "曲线：<script>"),
        ("\"><img src=x onerror=window.hacked=1>", "这样问不了"),
        ("\"信息化", "this quotation mark is not closed"),
        ("\"没有的词语\"", "一处也没有"),
    ] {
        tab.go(&format!("{base}/"));
        tab.see("document.getElementById('q').focus()");
        tab.tell("Input.insertText", json!({"text": q}));
        tab.see("window.left = true");
        tab.key("Enter");
        tab.until("!window.left && document.querySelector('main')");
        assert!(tab.text("main").contains(says), "{q}: {}", tab.text("main"));
        assert_eq!(tab.see("document.getElementById('q').value"), q, "what was typed can be mended");
        assert_eq!(tab.see("typeof window.hacked"), "undefined", "{q}");
    }
    tab.width(390);
    for view in [
        "/",
        "/curves",
        "/curves?q=\"信息化\"&smooth=2&lang=en",
        "/documents",
        "/lines?q=\"信息化\"",
        "/search?q=信息化",
        "/stages",
        "/document?id=d2008&q=\"信息化\"",
        "/compare?target=2008-2010",
        "/problems",
        "/curves?q=\"",
        "/nothing",
    ] {
        tab.go(&format!("{base}{view}"));
        let wide = tab.see("[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        assert_eq!(wide, json!([390, 390]), "{view}");
        let unnamed = tab.see("[...document.querySelectorAll('a, button')].filter(e => !e.textContent.trim() && !e.getAttribute('aria-label')).length + [...document.querySelectorAll('main select, main input:not([type=hidden])')].filter(e => !e.labels.length).length");
        assert_eq!(unnamed, 0, "{view}: something has no name");
    }
    assert_eq!(tab.see("typeof window.hacked"), "undefined");
    assert_eq!(tab.complaints, Vec::<String>::new());
}
