//! A browser that is told what to do: headless Chromium over its DevTools protocol.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// A process that ends with the test.
pub struct Ending(pub Child);

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A tab of a browser.
pub struct Tab {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    asked: u64,
    /// Addresses that were loaded, and what was complained of.
    pub loaded: Vec<String>,
    pub complaints: Vec<String>,
    _profile: tempfile::TempDir,
    _browser: Ending,
}

impl Tab {
    /// Opens a browser with one empty tab.
    pub fn open(chromium: &Path) -> Self {
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
    pub fn tell(&mut self, method: &str, params: Value) -> Value {
        self.ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The answer to a command, or what the browser says against it.
    fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.asked += 1;
        let ask = json!({"id": self.asked, "method": method, "params": params});
        self.socket.send(Message::text(ask.to_string())).expect("sent");
        loop {
            let message = self.socket.read().expect("read");
            let said: Value = serde_json::from_str(message.to_text().expect("text")).expect("json");
            if said["id"] == self.asked {
                let answer = said["result"].clone();
                return if said["error"].is_null() { Ok(answer) } else { Err(said["error"].clone()) };
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

    /// What an expression of JavaScript is worth.
    pub fn see(&mut self, expression: &str) -> Value {
        let said = self.tell(
            "Runtime.evaluate",
            json!({"expression": expression, "awaitPromise": true, "returnByValue": true}),
        );
        assert!(said["exceptionDetails"].is_null(), "{expression}: {said}");
        said["result"]["value"].clone()
    }

    /// The text of the first element of this kind.
    pub fn text(&mut self, selector: &str) -> String {
        self.see(&format!("document.querySelector({selector:?}).textContent"))
            .as_str()
            .unwrap_or("")
            .to_owned()
    }

    /// How many elements of this kind there are.
    pub fn count(&mut self, selector: &str) -> u64 {
        self.see(&format!("document.querySelectorAll({selector:?}).length")).as_u64().expect("number")
    }

    /// Path, settings and place of the page, as people read them.
    pub fn address(&mut self) -> String {
        self.see(
            "decodeURIComponent(location.pathname + location.search.replaceAll('+', ' ') + location.hash)",
        )
        .as_str()
        .expect("address")
        .to_owned()
    }

    /// Waits until the expression is true of a page that is loaded. A question that falls between two
    /// pages gets an error for an answer (`Inspected target navigated`), and is asked again.
    pub fn until(&mut self, expression: &str) {
        let ready = format!("document.readyState === 'complete' && Boolean({expression})");
        for _ in 0..600 {
            let said = self.ask("Runtime.evaluate", json!({"expression": ready, "returnByValue": true}));
            if said.is_ok_and(|said| said["result"]["value"] == true) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let (at, page) = (self.address(), self.see("document.body.innerText"));
        panic!("never: {expression}\nat {at}\n{page}");
    }

    /// Opens an address.
    pub fn go(&mut self, address: &str) {
        self.see("window.left = true");
        self.tell("Page.navigate", json!({"url": address}));
        self.until("!window.left && document.querySelector('main')");
    }

    /// Presses the mouse where the element is, and waits for the page that follows.
    pub fn follow(&mut self, selector: &str) {
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

    /// Presses a key.
    pub fn key(&mut self, key: &str) {
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

    /// Makes the window so wide.
    pub fn width(&mut self, width: u32) {
        self.tell(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}),
        );
    }
}
