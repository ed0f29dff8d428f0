//! What the tests share: a scratch study, runs without a terminal, the real texts.

use nianlun_run::{Options, Outcome, run};
use nianlun_tables::{Table, Values};
use nianlun_types::{Problems, Silent};
use std::fs;
use std::path::{Path, PathBuf};

pub use crate::place::{binary, root};

/// A folder of the real texts, or nothing, with a word that the test was skipped.
pub fn shared(below: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("NIANLUN_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let path = folder.join(below);
    if path.exists() {
        return Some(path);
    }
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "skipped: there is no {}", path.display());
    None
}

/// A pipeline with its texts in a scratch folder.
pub struct Study {
    folder: tempfile::TempDir,
}

pub const CODEBOOK: &str = r#"
[[category]]
id = "technology"
dimension = "innovation"
label = "技术创新"
terms = ["信息化", { term = "电子政务", since = 2001 }, "公共数据"]

[[category]]
id = "participation"
dimension = "idea"
label = "参与向度"
terms = ["监督"]
"#;

impl Study {
    /// A pipeline over `texts` (file name, bytes) and a manifest with these rows below its heading.
    pub fn new(rows: &str, texts: &[(&str, &[u8])]) -> Self {
        let study = Study { folder: tempfile::tempdir().expect("folder") };
        study.write(
            "pipeline.toml",
            "name = \"study\"\ncodebook = \"codebook.toml\"\n[corpus]\nmanifest = \"manifest.csv\"\n",
        );
        study.write("codebook.toml", CODEBOOK);
        study.write("manifest.csv", &format!("id,file,year,title\n{rows}"));
        for (name, bytes) in texts {
            study.write(name, bytes);
        }
        study
    }

    /// Ten years of texts in which 信息化 turns frequent in 2005.
    pub fn ten_years() -> Self {
        let mut rows = String::new();
        let study = Study::new("", &[]);
        for year in 2000..2010 {
            let often = if year < 2005 { 2 } else { 20 };
            study.write(
                &format!("{year}.txt"),
                &format!("{}{}。", "推进信息化。".repeat(often), "加强监督，".repeat(5)),
            );
            rows += &format!("d{year},{year}.txt,{year},第{year}篇\n");
        }
        study.write("manifest.csv", &format!("id,file,year,title\n{rows}"));
        study
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: &(impl AsRef<[u8]> + ?Sized)) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(path, content).expect("file");
    }

    /// Runs it into `out`, with one thread.
    pub fn run(&self) -> Result<Outcome, Problems> {
        let options = Options { out: Some(self.path("out")), threads: Some(1), ..Options::default() };
        run(self.folder.path(), &options, &Silent)
    }

    /// The message with which it is refused, its scratch folder left out; nothing may be written.
    pub fn refused(&self) -> String {
        let error = self.run().expect_err("refused");
        assert!(!self.path("out").exists(), "a refused run writes nothing");
        error.to_string().replace(&format!("{}/", self.folder.path().display()), "")
    }

    pub fn out(&self, name: &str) -> PathBuf {
        self.path("out").join(name)
    }

    pub fn quarantine(&self) -> String {
        fs::read_to_string(self.out("quarantine.csv")).expect("quarantine")
    }
}

/// A Parquet table.
pub fn table(path: &Path) -> Table {
    let name = path.file_stem().and_then(|name| name.to_str()).expect("name");
    Table::read(fs::read(path).expect("table"), name).expect("parquet")
}

/// A column of text.
pub fn text(table: &Table, name: &str) -> Vec<String> {
    match &table.column(name).expect("column").values {
        Values::Text(values) => values.iter().map(|v| v.clone().unwrap_or_default()).collect(),
        Values::Whole(_) | Values::Real(_) => panic!("`{name}` is no text"),
    }
}

/// A column of whole numbers.
pub fn numbers(table: &Table, name: &str) -> Vec<Option<i64>> {
    match &table.column(name).expect("column").values {
        Values::Whole(values) => values.clone(),
        Values::Text(_) | Values::Real(_) => panic!("`{name}` has no whole numbers"),
    }
}

/// A small fixed generator, so that the drawn strings are the same everywhere.
pub struct Draw(pub u64);

impl Draw {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n
    }
}
