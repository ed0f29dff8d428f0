//! The explorer in a real browser: headless Chromium, told what to do over the DevTools protocol.

use crate::browser::chromium;
use crate::support::{Study, binary};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// A process that ends with the test.
struct Ending(Child);

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

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

/// A tab of a browser.
struct Tab {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    asked: u64,
    /// Addresses that were loaded, and what was complained of.
    loaded: Vec<String>,
    complaints: Vec<String>,
    _profile: tempfile::TempDir,
    _browser: Ending,
}

impl Tab {
    fn open(chromium: &Path) -> Self {
        let profile = tempfile::tempdir().expect("profile");
        let browser = Command::new(chromium)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--remote-debugging-port=0", "--window-size=1280,900"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("Chromium starts");
        let mut browser = Ending(browser);
        let mut stderr = BufReader::new(browser.0.stderr.take().expect("stderr"));
        let address = loop {
            let mut line = String::new();
            assert!(stderr.read_line(&mut line).expect("stderr") > 0, "Chromium ended");
            if let Some(at) = line.find("ws://") {
                break line[at..].trim().to_owned();
            }
        };
        // What it says later must be read, or it waits.
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        let (mut socket, _) = tungstenite::connect(&address).expect("DevTools");
        let ask = json!({"id": 1, "method": "Target.createTarget", "params": {"url": "about:blank"}});
        socket.send(Message::text(ask.to_string())).expect("sent");
        let target = loop {
            let answer: Value =
                serde_json::from_str(socket.read().expect("read").to_text().expect("text")).expect("json");
            if let Some(id) = answer["result"]["targetId"].as_str() {
                break id.to_owned();
            }
        };
        let host = address.split('/').nth(2).expect("host");
        let (socket, _) = tungstenite::connect(format!("ws://{host}/devtools/page/{target}")).expect("tab");
        let mut tab = Tab {
            socket,
            asked: 0,
            loaded: Vec::new(),
            complaints: Vec::new(),
            _profile: profile,
            _browser: browser,
        };
        for domain in ["Page.enable", "Runtime.enable", "Network.enable", "Log.enable"] {
            tab.tell(domain, json!({}));
        }
        tab
    }

    /// Sends a command and waits for its answer.
    fn tell(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let ask = json!({"id": self.asked, "method": method, "params": params});
        self.socket.send(Message::text(ask.to_string())).expect("sent");
        loop {
            let message = self.socket.read().expect("read");
            let said: Value = serde_json::from_str(message.to_text().expect("text")).expect("json");
            if said["id"] == self.asked {
                assert!(said["error"].is_null(), "{method}: {said}");
                return said["result"].clone();
            }
            let entry = &said["params"]["entry"];
            match said["method"].as_str() {
                Some("Network.requestWillBeSent") => {
                    self.loaded.push(said["params"]["request"]["url"].as_str().unwrap_or("").to_owned());
                }
                Some("Runtime.exceptionThrown") => self.complaints.push(said.to_string()),
                // An answer that is no page (400, 404) is what some tests ask for.
                Some("Log.entryAdded") if entry["level"] == "error" && entry["source"] != "network" => {
                    self.complaints.push(entry.to_string());
                }
                _ => {}
            }
        }
    }

    fn see(&mut self, expression: &str) -> Value {
        let said = self.tell(
            "Runtime.evaluate",
            json!({"expression": expression, "awaitPromise": true, "returnByValue": true}),
        );
        assert!(said["exceptionDetails"].is_null(), "{expression}: {said}");
        said["result"]["value"].clone()
    }

    fn text(&mut self, selector: &str) -> String {
        self.see(&format!("document.querySelector({selector:?}).textContent"))
            .as_str()
            .unwrap_or("")
            .to_owned()
    }

    fn count(&mut self, selector: &str) -> u64 {
        self.see(&format!("document.querySelectorAll({selector:?}).length")).as_u64().expect("number")
    }

    fn address(&mut self) -> String {
        self.see(
            "decodeURIComponent(location.pathname + location.search.replaceAll('+', ' ') + location.hash)",
        )
        .as_str()
        .expect("address")
        .to_owned()
    }

    /// Waits until the expression is true of a page that is loaded.
    fn until(&mut self, expression: &str) {
        for _ in 0..600 {
            let ready = format!("document.readyState === 'complete' && Boolean({expression})");
            let said = self.tell("Runtime.evaluate", json!({"expression": ready, "returnByValue": true}));
            if said["result"]["value"] == true {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let (at, page) = (self.address(), self.see("document.body.innerText"));
        panic!("never: {expression}\nat {at}\n{page}");
    }

    fn go(&mut self, address: &str) {
        self.see("window.left = true");
        self.tell("Page.navigate", json!({"url": address}));
        self.until("!window.left && document.querySelector('main')");
    }

    /// Presses the mouse where the element is, and waits for the page that follows.
    fn follow(&mut self, selector: &str) {
        let place = self.see(&format!(
            "(() => {{ const e = document.querySelector({selector:?}); e.scrollIntoView({{block: 'center', behavior: 'instant'}}); const b = e.getClientRects()[0]; return [b.x + b.width / 2, b.y + b.height / 2]; }})()"
        ));
        self.see("window.left = true");
        for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            self.tell("Input.dispatchMouseEvent", json!({"type": kind, "x": place[0], "y": place[1], "button": button, "buttons": buttons, "clickCount": 1}));
        }
        self.until("!window.left && document.querySelector('main')");
    }

    fn key(&mut self, key: &str) {
        let text = if key == "Enter" { "\r" } else { "" };
        let code = match key {
            "Enter" => 13,
            "ArrowRight" => 39,
            "End" => 35,
            _ => 0,
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            self.tell(
                "Input.dispatchKeyEvent",
                json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text}),
            );
        }
    }

    fn width(&mut self, width: u32) {
        self.tell(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}),
        );
    }
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
