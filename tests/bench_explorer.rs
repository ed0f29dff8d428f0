//! `make bench`: a hundred clients at the explorer over the statutes, for half a minute, three times;
//! requests lost, how long they take, and whether memory grows.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const CLIENTS: usize = 100;
const SECONDS: u64 = 30;

/// What is asked for, in turn: 数据, 信息化, 政务公开, a broken query.
const VIEWS: [&str; 11] = [
    "/",
    "/curves?q=%22%E6%95%B0%E6%8D%AE%22%3B+%22%E4%BF%A1%E6%81%AF%E5%8C%96%22&smooth=2",
    "/curves.json?q=category:governance",
    "/search?q=%E6%94%BF%E5%8A%A1%E5%85%AC%E5%BC%80",
    "/lines?q=%22%E6%95%B0%E6%8D%AE%22",
    "/lines.csv?q=%22%E6%95%B0%E6%8D%AE%22&sort=right",
    "/documents?year=2020",
    "/stages",
    "/compare?target=2015-2020",
    "/problems",
    "/curves?q=%22",
];

fn main() {
    let tests = std::env::var_os("CARGO_MANIFEST_DIR").expect("run by cargo: make bench");
    let root = Path::new(&tests).parent().expect("root");
    let shared = std::env::var_os("NIANLUN_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let Ok(manifest) = shared.join("corpora/statutes/manifest.csv").canonicalize() else {
        println!("skipped: there is no ../shared/corpora/statutes");
        return;
    };
    // This is an example: target/release/examples/bench-explorer.
    let own = std::env::current_exe().expect("own path");
    let nianlun = own.parent().and_then(Path::parent).expect("target folder").join("nianlun");
    let scratch = std::env::temp_dir().join(format!("nianlun-bench-{}", std::process::id()));
    let out = scratch.join("out");
    std::fs::create_dir_all(&scratch).expect("scratch folder");
    let run = Command::new(&nianlun)
        .arg("run")
        .arg(root.join("pipelines/national-reports"))
        .arg("--corpus")
        .arg(manifest)
        .arg("--out")
        .arg(&out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(run.expect("nianlun starts").code().is_some_and(|code| code < 2));
    let serve = Command::new(&nianlun)
        .args(["serve", "--port", "0"])
        .arg(&out)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut serve = serve.expect("nianlun starts");
    let mut line = String::new();
    BufReader::new(serve.stdout.take().expect("stdout")).read_line(&mut line).expect("address");
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    println!("{CLIENTS} clients, {SECONDS} s, three times; memory {} before", memory(serve.id()));
    for _ in 0..3 {
        let end = Instant::now() + Duration::from_secs(SECONDS);
        let clients: Vec<_> = (0..CLIENTS)
            .map(|own| {
                let address = address.clone();
                std::thread::spawn(move || client(&address, own, end))
            })
            .collect();
        let mut times = Vec::new();
        let mut lost = 0;
        for client in clients {
            let (more, without) = client.join().expect("client");
            times.extend(more);
            lost += without;
        }
        times.sort();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_millis();
        println!(
            "{} answered, {lost} lost; {} ms in the middle, {} ms for 99 of 100; memory {}",
            times.len(),
            at(0.5),
            at(0.99),
            memory(serve.id())
        );
    }
    let _ = serve.kill();
    let _ = serve.wait();
    let _ = std::fs::remove_dir_all(scratch);
}

/// Asks for one view after the other until it is time: how long each took, and how many were lost.
fn client(address: &str, own: usize, end: Instant) -> (Vec<Duration>, usize) {
    let (mut times, mut lost) = (Vec::new(), 0);
    for turn in own.. {
        if Instant::now() >= end {
            break;
        }
        let view = VIEWS[turn % VIEWS.len()];
        let start = Instant::now();
        let expected = if view.ends_with("q=%22") { "HTTP/1.1 400" } else { "HTTP/1.1 200" };
        match ask(address, view) {
            Ok(answer) if answer.starts_with(expected.as_bytes()) => times.push(start.elapsed()),
            _ => lost += 1,
        }
    }
    (times, lost)
}

fn ask(address: &str, view: &str) -> std::io::Result<Vec<u8>> {
    let mut socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(60)))?;
    socket.write_all(
        format!("GET {view} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes(),
    )?;
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer)?;
    Ok(answer)
}

/// What a process holds in memory of its own, where the system says so; the index is the system's
/// copy of a file.
fn memory(process: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.map_or("unknown".to_owned(), |line| line.trim().to_owned())
}
