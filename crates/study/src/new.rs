//! `nianlun new`: makes a pipeline for a folder of texts, which stays unchanged.

use crate::settings::Settings;
use crate::study::tidy;
use nianlun_codebook::Codebook;
use nianlun_corpus::{Catalogue, Columns, Reading, decode};
use nianlun_types::{Problem, Problems};
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

/// The codebook of a study for which the user names none.
const SHIPPED: &str = include_str!("../../../pipelines/shanghai/codebook.toml");

/// A new study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStudy {
    /// Its folder.
    pub folder: PathBuf,
    /// How many texts it lists: files, table rows and archive members.
    pub texts: usize,
    /// How many files, rows and members listing set aside.
    pub set_aside: usize,
    /// The guesses about tables: file and guess.
    pub guesses: Vec<(String, String)>,
}

/// Makes the folder `study` with a `pipeline.toml` for the folder `texts` and a codebook: a copy of the file
/// `codebook`, or the shipped one.
///
/// # Errors
/// The study exists, the texts do not exist, or the codebook cannot be read.
pub fn new_study(study: &Path, texts: &Path, codebook: Option<&Path>) -> Result<NewStudy, Problems> {
    let shown = study.display();
    if study.exists() {
        return Err(Problem::new(format!("`{shown}` exists already"))
            .because("a study is made anew, never written over")
            .hint("choose another name, or edit its pipeline.toml")
            .into());
    }
    let name = study.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if !texts.exists() {
        return Err(Problem::new(format!("there is no folder or file `{}`", texts.display()))
            .hint("--texts names the folder that holds your texts, in any format, or one table or archive of them")
            .into());
    }
    let codebook = match codebook {
        None => SHIPPED.to_owned(),
        Some(path) => checked_codebook(path)?,
    };
    let manifest = texts.join("manifest.csv");
    let single = texts.is_file();
    let catalogue = if manifest.is_file() {
        Catalogue::from_manifest(&manifest)?
    } else {
        let columns = Columns::default();
        let parquet = |bytes: Vec<u8>| nianlun_tables::read_text(bytes).map_err(|error| error.to_string());
        let reading = Reading {
            columns: &columns,
            by_folder: &[],
            offset: 0,
            encoding: None,
            parquet: Some(&parquet),
            workbooks: Some(&nianlun_tables::read_sheets),
        };
        if single {
            let folder = texts.parent().unwrap_or(Path::new(""));
            let name = texts.file_name().unwrap_or_default().to_string_lossy();
            Catalogue::from_files(folder, &[escaped(&name)], reading)?
        } else {
            Catalogue::from_folder(texts, reading)?
        }
    };
    let guesses: Vec<(String, String)> =
        catalogue.guesses.iter().map(|(file, guess)| (file.clone(), guess.message.clone())).collect();
    let cannot = |error: std::io::Error| {
        Problem::new(format!("`{shown}` cannot be written")).because(error.to_string())
    };
    let place = relative(study, texts).map_err(cannot)?;
    let source = match (single, manifest.is_file()) {
        (true, _) => format!("files = [{}]", quoted(&escaped(&place))),
        (_, true) => format!("manifest = {}", quoted(&format!("{place}/manifest.csv"))),
        _ => format!("folder = {}", quoted(&place)),
    };
    let pipeline = pipeline_toml(&name, &source, &guesses, manifest.is_file());
    // Refuses a name that cannot name a results folder.
    Settings::parse(&pipeline)?;
    std::fs::create_dir_all(study).map_err(cannot)?;
    std::fs::write(study.join("pipeline.toml"), pipeline).map_err(cannot)?;
    std::fs::write(study.join("codebook.toml"), codebook).map_err(cannot)?;
    Ok(NewStudy {
        folder: study.to_owned(),
        texts: catalogue.entries.len(),
        set_aside: catalogue.quarantined.len(),
        guesses,
    })
}

/// The text of the codebook in the file `path`, if it is valid.
fn checked_codebook(path: &Path) -> Result<String, Problems> {
    let shown = path.display().to_string();
    let cannot = |cause: String| {
        Problem::new("the codebook cannot be read")
            .in_file(&shown)
            .because(cause)
            .hint("a list, table or dictionary becomes a codebook with: nianlun codebook import FILE --out codebook.toml")
    };
    let bytes = std::fs::read(path).map_err(|error| cannot(error.to_string()))?;
    let text = decode(bytes).map_err(&cannot)?.text;
    Codebook::parse(&text).map_err(|Problems(list)| {
        Problems(list.into_iter().map(|p| if p.file.is_empty() { p.in_file(&shown) } else { p }).collect())
    })?;
    Ok(text)
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The file pattern that matches `path` alone.
fn escaped(path: &str) -> String {
    let escaped_character = |c: char| if "*?[]".contains(c) { format!("[{c}]") } else { c.to_string() };
    path.chars().map(escaped_character).collect()
}

fn pipeline_toml(name: &str, texts: &str, guesses: &[(String, String)], manifest: bool) -> String {
    let mut source = format!(
        "# docs/pipeline.md has every key\nname = {}\ncodebook = \"codebook.toml\"\n\n[corpus]\n",
        quoted(name)
    );
    let _ = writeln!(source, "{texts}");
    if manifest {
        return source;
    }
    for (file, guess) in guesses {
        let one_line = |text: &str| text.replace(['\n', '\r'], " ");
        let _ = writeln!(source, "# {}：{}", one_line(file), one_line(guess));
    }
    source.push_str(
        "# columns = { text = \"正文\", title = \"标题\", date = \"成文日期\" }   # 表格的列\n\
         # by-folder = [\"region\", \"year\"]   # 文件夹名所示\n\
         # year = { from = \"text\", offset = -1 }   # 年鉴所记是上一年的事\n\
         # years = [1994, 2021]   # 只看这些年\n\
         # keep = \"all\"   # 重复的文本也都计数\n\
         # encoding = \"gb18030\"   # 编码检测有误时\n",
    );
    source
}

/// The path of `texts` relative to `study`, which need not exist; absolute where they share no folder.
fn relative(study: &Path, texts: &Path) -> std::io::Result<String> {
    let from = std::path::absolute(study)?;
    let to = texts.canonicalize()?;
    // The nearest ancestor that exists: only that can be made canonical.
    let parent = from.ancestors().find_map(|a| Some((a.canonicalize().ok()?, from.strip_prefix(a).ok()?)));
    let from = parent.map_or(from.clone(), |(real, rest)| real.join(rest));
    let parts = |path: &Path| path.components().map(|c| c.as_os_str().to_owned()).collect::<Vec<_>>();
    let (a, b) = (parts(&tidy(&from)), parts(&to));
    let common = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rooted =
        to.components().take_while(|c| matches!(c, Component::Prefix(_) | Component::RootDir)).count();
    let path: PathBuf = if common <= rooted {
        to
    } else {
        a[common..].iter().map(|_| "..".into()).chain(b[common..].iter().cloned()).collect()
    };
    Ok(path.to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_beside_its_texts() {
        let folder = tempfile::tempdir().expect("folder");
        let texts = folder.path().join("我的\"文本\"");
        std::fs::create_dir_all(&texts).expect("folder");
        std::fs::write(texts.join("2019.txt"), "公共数据").expect("text");
        std::fs::write(texts.join("表.csv"), "标题,年份\n甲,2020\n").expect("text");
        let study = folder.path().join("a/study");
        let made = new_study(&study, &texts, None).expect("made");
        assert_eq!((made.texts, made.guesses.len()), (2, 1));
        let pipeline = crate::Study::load(&study, None).expect("it loads");
        assert_eq!(pipeline.catalogue.entries.len(), 2);
        let source = std::fs::read_to_string(study.join("pipeline.toml")).expect("toml");
        assert!(source.contains("folder = '../../我的\"文本\"'"), "{source}");
        let of_table = folder.path().join("of-table");
        let made = new_study(&of_table, &texts.join("表.csv"), None).expect("made");
        assert_eq!((made.texts, made.guesses.len()), (1, 1));
        let pipeline = crate::Study::load(&of_table, None).expect("it loads");
        assert_eq!(pipeline.catalogue.entries[0].year(), Some(2020));
        let again = new_study(&study, &texts, None).expect_err("exists").to_string();
        assert!(again.contains("exists already"), "{again}");
        assert!(new_study(&folder.path().join("b"), &folder.path().join("nowhere"), None).is_err());
        let broken = new_study(&folder.path().join("b"), &texts, Some(&texts.join("表.csv")))
            .expect_err("no codebook");
        assert!(broken.to_string().contains("表.csv") && !folder.path().join("b").exists(), "{broken}");
    }
}
