//! `pipeline.lock`: what results were made from, part by part, so that the next run does again only
//! what is no longer so, and can say why.

use crate::load::Pipeline;
use nianlun_corpus::{Settled, sha256_hex, sha256_of};
use nianlun_segment::Segmenter;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Its name in the results.
pub const LOCK: &str = "pipeline.lock";

const HEADING: &str = "\
# What these results were made from. The next run of nianlun compares it with what it finds and does\n\
# again only what changed. Delete the file, or run with --again, to have everything done again.\n\n";

/// The parts that results are made from, in the order in which a run meets them: the key, and what a
/// scholar calls it.
const PARTS: [(&str, &str); 6] = [
    ("nianlun", "年轮的版本"),
    ("texts", "文本"),
    ("segmentation", "分词"),
    ("codebook", "编码表"),
    ("counting", "计数规则"),
    ("settings", "其他设置"),
];

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lock {
    /// A hash or name of each part.
    pub made_from: BTreeMap<String, String>,
    /// How the run ended.
    pub result: Ended,
    /// Hash of every output.
    pub outputs: BTreeMap<String, String>,
}

/// How a run ended, as far as its exit code tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Texts set aside.
    pub set_aside: usize,
    /// Texts or tables read with a doubt.
    pub doubtful: usize,
    /// Whether stages could not be judged.
    pub refused: bool,
}

impl Lock {
    /// The lock of the results in `folder`; nothing where there is none that can be read.
    pub fn read(folder: &Path) -> Option<Self> {
        toml::from_str(&std::fs::read_to_string(folder.join(LOCK)).ok()?).ok()
    }

    /// Writes it to `path`.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        std::fs::write(path, format!("{HEADING}{text}"))
    }

    /// What a scholar calls the parts that are not as they were, in order.
    pub fn changed(&self, now: &BTreeMap<String, String>) -> Vec<&'static str> {
        PARTS.iter().filter(|(part, _)| self.made_from.get(*part) != now.get(*part)).map(|p| p.1).collect()
    }

    /// The first output in `folder` that is not as it was written, if any.
    pub fn tampered(&self, folder: &Path) -> Option<&str> {
        let same = |(name, sha256): &(&String, &String)| {
            File::open(folder.join(name)).and_then(sha256_of).is_ok_and(|now| now == **sha256)
        };
        self.outputs.iter().find(|output| !same(output)).map(|(name, _)| name.as_str())
    }
}

/// The parts that `pipeline` has now. Reads the bytes of every text whose SHA-256 is not `known` by its
/// identifier, on the threads of the pool in force.
pub fn made_from(
    pipeline: &Pipeline,
    segmenter: &dyn Segmenter,
    known: &BTreeMap<&str, &str>,
) -> BTreeMap<String, String> {
    let settings = pipeline.settings.to_json();
    let counting = ["rule", "exposure", "scope"].map(|key| format!("{key} = {}", settings[key]));
    let input = |name: Option<&String>| {
        let found = name.and_then(|name| pipeline.inputs.iter().find(|(file, _)| file == name));
        found.map_or(String::new(), |(_, sha256)| sha256.clone())
    };
    let others = [
        input(Some(&"pipeline.toml".to_owned())),
        input(pipeline.settings.published.as_ref()),
        settings.to_string(),
    ];
    let values = [
        crate::VERSION.to_owned(),
        texts(pipeline, known),
        segmenter.fingerprint(),
        input(Some(&pipeline.settings.codebook)),
        counting.join(", "),
        sha256_hex(others.join("\n").as_bytes()),
    ];
    PARTS.iter().map(|(part, _)| (*part).to_owned()).zip(values).collect()
}

/// One hash of every text, with all that is known of it, and of what is set aside already.
fn texts(pipeline: &Pipeline, known: &BTreeMap<&str, &str>) -> String {
    let entries = pipeline.catalogue.entries.par_iter();
    let digest = |text: &Settled| {
        text.digest(known.get(text.id.as_str()).copied()).unwrap_or_else(|error| error.to_string())
    };
    let digests: Vec<String> = entries.map(digest).collect();
    let catalogue = &pipeline.catalogue;
    let others = format!(
        "{:?} {:?} {:?} {:?} {}",
        catalogue.quarantined,
        catalogue.guesses,
        catalogue.skipped,
        catalogue.further_columns,
        pipeline.outside_years
    );
    sha256_hex((digests.join("\n") + "\n" + &others).as_bytes())
}
