//! `provenance.json`: what a run was made from, so that anybody can tell whether two results may
//! differ. No clock and no machine in it: the same inputs give the same bytes.

use crate::load::Pipeline;
use crate::run::Outcome;
use nianlun_corpus::sha256_of;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;

/// The object of `provenance.json`, with the hashes of the `outputs` in `folder`; and those hashes.
///
/// # Errors
/// An output cannot be read back.
pub fn provenance(
    pipeline: &Pipeline,
    segmenter: &str,
    outcome: &Outcome,
    folder: impl Fn(&str) -> std::path::PathBuf,
    outputs: &[String],
) -> std::io::Result<(Value, BTreeMap<String, String>)> {
    let hashed = |file: &str, sha256: &str| json!({"file": file, "sha256": sha256});
    let texts = outcome.texts.iter().map(|(file, sha256)| hashed(file, sha256));
    let inputs: Vec<Value> =
        pipeline.inputs.iter().map(|(file, hash)| hashed(file, hash)).chain(texts).collect();
    let mut hashes = BTreeMap::new();
    for name in outputs {
        hashes.insert(name.clone(), File::open(folder(name)).and_then(sha256_of)?);
    }
    let written: Vec<Value> = outputs.iter().map(|name| hashed(name, &hashes[name])).collect();
    let mut quarantined = serde_json::Map::new();
    for aside in &outcome.quarantined {
        let count = quarantined.entry(aside.reason.as_str()).or_insert(json!(0));
        *count = json!(count.as_u64().unwrap_or(0) + 1);
    }
    let provenance = json!({
        "pipeline": pipeline.settings.name,
        "versions": {
            "nianlun": crate::VERSION,
            "segmenter": segmenter,
            "tantivy": nianlun_index::TANTIVY_VERSION,
            "polars": nianlun_tables::POLARS_VERSION,
        },
        "settings": pipeline.settings.to_json(),
        "seed": pipeline.settings.seed,
        "replicates": crate::stability::REPLICATES,
        "documents": outcome.documents,
        "outside_years": pipeline.outside_years,
        "encodings": outcome.encodings,
        "quarantined": quarantined,
        "inputs": inputs,
        "outputs": written,
        "index": {
            "folder": "index",
            "documents": outcome.documents,
            "note": "not hashed: tantivy names its files at random; the index follows from the inputs above",
        },
        "warnings": outcome.warnings,
    });
    Ok((provenance, hashes))
}
