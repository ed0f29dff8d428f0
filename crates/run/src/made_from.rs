//! Hashes what results are made from, part by part. The next run compares the parts to decide whether
//! there is work, and names those that changed.

use nianlun_corpus::Settled;
use nianlun_digest::sha256_hex;
use nianlun_results::{FORMAT, Lock, SettingsInForce, VERSION};
use nianlun_segment::Segmenter;
use nianlun_study::Study;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The parts in the order in which a run uses them: the key in `pipeline.lock` and the Chinese name.
const PARTS: [(&str, &str); 7] = [
    ("nianlun", "年轮的版本"),
    FORMAT_PART,
    ("texts", "文本"),
    ("segmentation", "分词"),
    ("codebook", "编码表"),
    ("counting", "计数规则"),
    ("settings", "其他设置"),
];

const FORMAT_PART: (&str, &str) = ("format", "结果的格式");

/// The Chinese names of the parts that differ between the lock of an earlier run and `now`, in order.
pub fn changed(earlier: &Lock, now: &BTreeMap<String, String>) -> Vec<&'static str> {
    // Another format may hash the other parts in another way, so that comparing them says nothing.
    if earlier.made_from.get(FORMAT_PART.0) != now.get(FORMAT_PART.0) {
        return vec![FORMAT_PART.1];
    }
    PARTS.iter().filter(|(part, _)| earlier.made_from.get(*part) != now.get(*part)).map(|p| p.1).collect()
}

/// The parts of `study` as they are now. `known` maps identifiers to SHA-256; the bytes of every other
/// text are read, on the threads of the current pool.
pub fn made_from(
    study: &Study,
    settings: &SettingsInForce,
    segmenter: &dyn Segmenter,
    known: &BTreeMap<&str, &str>,
) -> BTreeMap<String, String> {
    let settings = serde_json::to_value(settings).unwrap_or_default();
    let counting = ["rule", "exposure", "scope"].map(|key| format!("{key} = {}", settings[key]));
    let input = |name: Option<&String>| {
        let found = name.and_then(|name| study.inputs.iter().find(|(file, _)| file == name));
        found.map_or(String::new(), |(_, sha256)| sha256.clone())
    };
    let others = [
        input(Some(&"pipeline.toml".to_owned())),
        input(study.settings.published.as_ref()),
        settings.to_string(),
    ];
    let values = [
        VERSION.to_owned(),
        FORMAT.to_string(),
        texts(study, known),
        segmenter.fingerprint(),
        input(Some(&study.settings.codebook)),
        counting.join(", "),
        sha256_hex(others.join("\n").as_bytes()),
    ];
    PARTS.iter().map(|(part, _)| (*part).to_owned()).zip(values).collect()
}

/// One hash of all texts, of what is known of each before it is read, and of the texts set aside.
fn texts(study: &Study, known: &BTreeMap<&str, &str>) -> String {
    let entries = study.catalogue.entries.par_iter();
    let hash = |text: &Settled| {
        text.digest(known.get(text.id.as_str()).copied()).unwrap_or_else(|error| error.to_string())
    };
    let digests: Vec<String> = entries.map(hash).collect();
    let catalogue = &study.catalogue;
    let others = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        catalogue.quarantined,
        catalogue.guesses,
        catalogue.skipped,
        catalogue.further_columns,
        study.outside_years
    );
    sha256_hex((digests.join("\n") + "\n" + &others).as_bytes())
}
