//! `make bench`: the whole cold job on the statutes, once and ten times over, with one thread and
//! two; time and peak memory. By turns with it Python jieba's `lcut` alone on the same texts, if installed.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints what it measures")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    let tests = std::env::var_os("CARGO_MANIFEST_DIR").expect("run by cargo: make bench");
    let root = Path::new(&tests).parent().expect("root");
    let shared = std::env::var_os("NIANLUN_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let Ok(statutes) = shared.join("corpora/statutes").canonicalize() else {
        println!("skipped: there is no ../shared/corpora/statutes");
        return;
    };
    let own = std::env::current_exe().expect("own path");
    let nianlun = own.parent().expect("target folder").join("nianlun");
    let scratch = std::env::temp_dir().join(format!("nianlun-bench-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).expect("scratch folder");
    let manifest = std::fs::read_to_string(statutes.join("manifest.csv")).expect("manifest");
    let pipeline = |copies: usize| {
        let pipeline = scratch.join(format!("times{copies}"));
        std::fs::create_dir_all(&pipeline).expect("folder");
        let (text, bytes) = repeated(&manifest, &statutes, &pipeline, copies);
        std::fs::write(pipeline.join("manifest.csv"), text).expect("manifest");
        std::fs::copy(root.join("pipelines/shanghai/codebook.toml"), pipeline.join("codebook.toml"))
            .expect("codebook");
        let toml = "name = \"bench\"\ncodebook = \"codebook.toml\"\ncorpus.manifest = \"manifest.csv\"\n";
        std::fs::write(pipeline.join("pipeline.toml"), toml).expect("pipeline");
        (pipeline, bytes as f64 / 1e6)
    };
    let run = |pipeline: &Path, threads: &str| {
        // Cold: an earlier run would be gone on from.
        let _ = std::fs::remove_dir_all(scratch.join("out"));
        let mut command = Command::new(&nianlun);
        command.args(["run"]).arg(pipeline).arg("--out").arg(scratch.join("out"));
        command.args(["--threads", threads]).stdout(Stdio::null());
        command
    };
    // By turns, since a machine is not always as fast as a minute ago.
    let (once, megabytes) = pipeline(1);
    let (mut one, mut two, mut python) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        for _ in 0..RUNS {
            one.push(time(run(&once, "1")));
            two.push(time(run(&once, "2")));
        }
        python.extend(lcut(&statutes));
    }
    let peak = peak(run(&once, "2"));
    println!("{megabytes:.1} MB, seconds, best and median of {} runs:", two.len());
    let (one, two) = (Times::of(one), Times::of(two));
    println!("  1 thread   {one}");
    println!("  2 threads  {two}   {:.2} × one by the medians, peak {peak} MB", one.median / two.median);
    if python.is_empty() {
        println!("skipped: python3 has no jieba to compare with (pip install jieba)");
    } else {
        let runs = python.len();
        let python = Times::of(python);
        println!("  Python jieba, lcut alone, {runs} runs: {python}");
        println!(
            "  the whole job of nianlun is {:.1} times as fast by the best, {:.1} by the medians",
            python.best / two.best,
            python.median / two.median
        );
    }
    let (ten_times, megabytes) = pipeline(10);
    let (one, two) = (time(run(&ten_times, "1")), time(run(&ten_times, "2")));
    let peak = self::peak(run(&ten_times, "2"));
    println!("{megabytes:.1} MB: 1 thread {one:.2} s, 2 threads {two:.2} s, peak {peak} MB");
    let _ = std::fs::remove_dir_all(&scratch);
}

/// How often each is run: rounds, and runs of ours in each.
const ROUNDS: usize = 3;
const RUNS: usize = 4;

/// Seconds of several runs.
struct Times {
    best: f64,
    median: f64,
}

impl Times {
    fn of(mut seconds: Vec<f64>) -> Self {
        seconds.sort_by(f64::total_cmp);
        Times { best: seconds[0], median: seconds[seconds.len() / 2] }
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2}  {:.2}", self.best, self.median)
    }
}

/// The manifest's rows `copies` times under new identifiers, with absolute files; and bytes in all.
/// Copies of the first are written into `scratch` with a number at their end, since equal files are
/// counted once.
fn repeated(manifest: &str, folder: &Path, scratch: &Path, copies: usize) -> (String, u64) {
    let mut text = "id,file,year,title\n".to_owned();
    let mut bytes = 0;
    for copy in 0..copies {
        for line in manifest.lines().skip(1) {
            let mut cells = line.split(',');
            let (Some(id), Some(file), Some(year)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            let mut path = folder.join(file);
            if copy > 0 {
                let text = std::fs::read_to_string(&path).expect("text");
                path = scratch.join(format!("{id}-{copy}.md"));
                std::fs::write(&path, format!("{text}\n{copy}\n")).expect("copy");
            }
            bytes += std::fs::metadata(&path).map_or(0, |m| m.len());
            text += &format!("{id}-{copy},{},{year},t\n", path.display());
        }
    }
    (text, bytes)
}

/// Seconds by the clock.
fn time(mut command: Command) -> f64 {
    let start = Instant::now();
    let end = command.status().expect("nianlun starts");
    assert!(end.code().is_some_and(|c| c < 2), "the run failed");
    start.elapsed().as_secs_f64()
}

/// The highest resident memory in MB as the kernel tells it (Linux; 0 elsewhere).
fn peak(mut command: Command) -> u64 {
    let mut child = command.spawn().expect("nianlun starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let end = loop {
        if let Some(end) = child.try_wait().expect("nianlun ends") {
            break end;
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or_default();
        let kilobytes = line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0) / 1024);
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(end.code().is_some_and(|c| c < 2), "the run failed");
    peak
}

/// Seconds that Python jieba takes to cut the same texts, its dictionary loaded; nothing without it.
fn lcut(statutes: &Path) -> Option<f64> {
    let script = "import glob,sys,time\n\
        import jieba\n\
        jieba.setLogLevel(60); jieba.initialize()\n\
        texts=[open(f,encoding='utf-8').read() for f in sorted(glob.glob(sys.argv[1]+'/texts/*.md'))]\n\
        start=time.time()\n\
        for t in texts: jieba.lcut(t)\n\
        print(time.time()-start)\n";
    let output = Command::new("python3").args(["-c", script]).arg(statutes).stderr(Stdio::null()).output();
    String::from_utf8_lossy(&output.ok()?.stdout).trim().parse().ok()
}
