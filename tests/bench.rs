//! `make bench`: the whole cold job on the statutes, once and ten times over, with one thread and
//! two; time and peak memory. Beside it Python jieba's `lcut` alone on the same texts, if installed.

#![allow(clippy::print_stdout, clippy::print_stderr)]

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
    let mut seconds_of_two = f64::INFINITY;
    let mut megabytes = 0.0;
    for copies in [1, 10] {
        let pipeline = scratch.join(format!("times{copies}"));
        std::fs::create_dir_all(&pipeline).expect("folder");
        let (text, bytes) = repeated(&manifest, &statutes, &pipeline, copies);
        std::fs::write(pipeline.join("manifest.csv"), text).expect("manifest");
        std::fs::copy(root.join("pipelines/shanghai/codebook.toml"), pipeline.join("codebook.toml"))
            .expect("codebook");
        let toml = "name = \"bench\"\ncodebook = \"codebook.toml\"\ncorpus.manifest = \"manifest.csv\"\n";
        std::fs::write(pipeline.join("pipeline.toml"), toml).expect("pipeline");
        let size = bytes as f64 / 1e6;
        for threads in ["1", "2"] {
            for _ in 0..if copies == 1 { 3 } else { 1 } {
                // Cold: an earlier run would be gone on from.
                let _ = std::fs::remove_dir_all(scratch.join("out"));
                let mut command = Command::new(&nianlun);
                command
                    .args(["run"])
                    .arg(&pipeline)
                    .arg("--out")
                    .arg(scratch.join("out"))
                    .args(["--threads", threads]);
                let (time, memory) = measured(command);
                let seconds = time.as_secs_f64();
                println!(
                    "{size:6.1} MB, {threads} threads: {seconds:6.2} s, {:5.1} MB/s, peak {memory} MB",
                    size / seconds
                );
                if copies == 1 && threads == "2" {
                    seconds_of_two = seconds_of_two.min(seconds);
                    megabytes = size;
                }
            }
        }
    }
    python(&statutes, megabytes, seconds_of_two);
    let _ = std::fs::remove_dir_all(&scratch);
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

/// Wall time, and the highest resident memory in MB as the kernel tells it (Linux; 0 elsewhere).
fn measured(mut command: Command) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().expect("nianlun starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let time = loop {
        if let Ok(Some(end)) = child.try_wait() {
            assert!(end.code().is_some_and(|c| c < 2), "the run failed");
            break start.elapsed();
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or_default();
        let kilobytes = line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0) / 1024);
        std::thread::sleep(Duration::from_millis(5));
    };
    (time, peak)
}

fn python(statutes: &Path, megabytes: f64, ours: f64) {
    let script = "import glob,sys,time\n\
        try:\n import jieba\nexcept ImportError:\n print('none'); sys.exit()\n\
        jieba.setLogLevel(60); jieba.initialize()\n\
        texts=[open(f,encoding='utf-8').read() for f in sorted(glob.glob(sys.argv[1]+'/texts/*.md'))]\n\
        start=time.time()\n\
        for t in texts: jieba.lcut(t)\n\
        print(time.time()-start)\n";
    let output = Command::new("python3").args(["-c", script]).arg(statutes).stderr(Stdio::null()).output();
    let seconds = output.ok().and_then(|o| String::from_utf8_lossy(&o.stdout).trim().parse::<f64>().ok());
    match seconds {
        Some(theirs) => println!(
            "Python jieba, lcut alone: {theirs:.2} s, {:.2} MB/s; the whole job of nianlun is {:.1} times as fast",
            megabytes / theirs,
            theirs / ours
        ),
        None => println!("skipped: python3 has no jieba to compare with (pip install jieba)"),
    }
}
