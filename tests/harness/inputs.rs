//! The scratch folder of a case, and the blocks that write into it.

use crate::story::Block;
use encoding_rs::{BIG5, Encoding, GB18030};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// A study in a scratch folder.
pub struct Study {
    folder: tempfile::TempDir,
    /// Rows of the manifest that `text` blocks make.
    rows: Vec<String>,
    /// Members of each archive.
    archives: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
    /// What the pipeline block says; nothing where a case writes the file itself.
    pipeline: Option<String>,
    /// Whether a block changed it since the last run.
    pub changed: bool,
}

impl Study {
    pub fn new() -> Result<Self, String> {
        Ok(Study {
            folder: tempfile::tempdir().map_err(|error| error.to_string())?,
            rows: Vec::new(),
            archives: BTreeMap::new(),
            pipeline: Some(String::new()),
            changed: true,
        })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let path = self.path(name);
        self.changed = true;
        path.parent().map_or(Ok(()), fs::create_dir_all).map_err(|error| format!("{name}: {error}"))?;
        fs::write(path, bytes).map_err(|error| format!("{name}: {error}"))
    }

    /// A block that is one file.
    pub fn whole(&mut self, name: &str, block: &Block) -> Result<(), String> {
        self.write(name, block.body.as_bytes())
    }

    pub fn pipeline(&mut self, block: &Block) {
        self.pipeline = Some(block.body.clone());
        self.changed = true;
    }

    /// `text YEAR`: one text for each year, and its row in the manifest.
    pub fn text(&mut self, block: &Block) -> Result<(), String> {
        let [years, options @ ..] = block.words.as_slice() else {
            return Err("`text` names a year, or `-` for none".to_owned());
        };
        let bytes = content(&block.body, options)?;
        for year in all_years(years)? {
            let number = self.rows.len() + 1;
            let stem = year.map_or("undated".to_owned(), |year| format!("d{year}"));
            let like = self.rows.iter().filter(|row| row.starts_with(&stem)).count();
            let id = if like == 0 { stem } else { format!("{stem}-{}", like + 1) };
            let year = year.map_or(String::new(), |year| year.to_string());
            self.rows.push(format!("{id},{id}.txt,{year},第{number}篇\n"));
            self.write(&format!("{id}.txt"), &bytes)?;
        }
        let manifest = format!("id,file,year,title\n{}", self.rows.concat());
        self.write("manifest.csv", manifest.as_bytes())
    }

    /// `file NAME`, or a member of an archive.
    pub fn file(&mut self, block: &Block) -> Result<(), String> {
        let [name, options @ ..] = block.words.as_slice() else {
            return Err("`file` names a file".to_owned());
        };
        let bytes = content(&block.body, options)?;
        if name == "pipeline.toml" {
            self.pipeline = None;
        }
        let Some((archive, member)) = name.split_once('#') else { return self.write(name, &bytes) };
        let members = self.archives.entry(archive.to_owned()).or_default();
        members.insert(member.to_owned(), bytes);
        let packed = packed(members).map_err(|error| format!("{name}: {error}"))?;
        self.write(archive, &packed)
    }

    /// `edit NAME`: replaces what stands before each arrow by what stands behind it.
    pub fn edit(&mut self, block: &Block) -> Result<(), String> {
        let [name] = block.words.as_slice() else { return Err("`edit` names a file".to_owned()) };
        let mut text = fs::read_to_string(self.path(name)).map_err(|error| format!("{name}: {error}"))?;
        for line in block.body.lines() {
            let (old, new) = line.split_once(" → ").ok_or("a line of `edit` is `old → new`")?;
            if !text.contains(old) {
                return Err(format!("`{name}` does not hold `{old}`:\n{text}"));
            }
            text = text.replace(old, new);
        }
        self.write(name, text.as_bytes())
    }

    /// Writes `pipeline.toml` with its head. The corpus is the manifest if there is one, else the folder `texts`.
    pub fn write_pipeline(&mut self) -> Result<(), String> {
        let Some(own) = self.pipeline.clone() else { return Ok(()) };
        let corpus = if own.contains("[corpus]") {
            ""
        } else if self.path("manifest.csv").exists() {
            "corpus.manifest = \"manifest.csv\"\n"
        } else {
            "corpus.folder = \"texts\"\n"
        };
        let head = "name = \"case\"\ncodebook = \"codebook.toml\"\n";
        self.write("pipeline.toml", format!("{head}{corpus}{own}").as_bytes())
    }
}

/// The body as the options say: `times=N`, `encoding=NAME`.
fn content(body: &str, options: &[String]) -> Result<Vec<u8>, String> {
    let mut text = body.to_owned();
    let mut encoding = "utf-8";
    for option in options {
        match option.split_once('=') {
            Some(("times", n)) => text = body.repeat(n.parse().map_err(|_| format!("`{n}` is no number"))?),
            Some(("encoding", name)) => encoding = name,
            _ => return Err(format!("unknown option `{option}`; the options are times=N, encoding=NAME")),
        }
    }
    encoded(&text, encoding)
}

fn encoded(text: &str, encoding: &str) -> Result<Vec<u8>, String> {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    match encoding {
        "utf-8" => Ok(text.as_bytes().to_vec()),
        "utf-8-bom" => Ok(["\u{feff}".as_bytes(), text.as_bytes()].concat()),
        "utf-16le-bom" => Ok([&b"\xff\xfe"[..], &utf16(u16::to_le_bytes)].concat()),
        "utf-16be" => Ok(utf16(u16::to_be_bytes)),
        "gb18030" => in_encoding(text, GB18030),
        "big5" => in_encoding(text, BIG5),
        "hex" => text
            .split_whitespace()
            .map(|pair| u8::from_str_radix(pair, 16))
            .collect::<Result<_, _>>()
            .map_err(|_| "hex is written as pairs: 25 50 44 46".to_owned()),
        _ => Err(format!(
            "unknown encoding `{encoding}`; there are utf-8, utf-8-bom, utf-16le-bom, utf-16be, gb18030, big5, hex"
        )),
    }
}

fn in_encoding(text: &str, encoding: &'static Encoding) -> Result<Vec<u8>, String> {
    let (bytes, _, lost) = encoding.encode(text);
    if lost { Err(format!("{} cannot write this text", encoding.name())) } else { Ok(bytes.into_owned()) }
}

/// `2000`, `2000..2004`, or `-`.
fn all_years(written: &str) -> Result<Vec<Option<i32>>, String> {
    if written == "-" {
        return Ok(vec![None]);
    }
    let year = |text: &str| text.parse::<i32>().map_err(|_| format!("`{text}` is no year"));
    let (first, last) = written.split_once("..").unwrap_or((written, written));
    let years: RangeInclusive<i32> = year(first)?..=year(last)?;
    if years.is_empty() { Err(format!("`{written}` holds no year")) } else { Ok(years.map(Some).collect()) }
}

fn packed(members: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(name.as_str(), zip::write::SimpleFileOptions::default())?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
