//! The tables of `pipeline.toml` as they are written, each value with its place.

use nianlun_types::Year;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) name: Spanned<String>,
    pub(super) codebook: String,
    #[serde(default)]
    pub(super) corpus: CorpusTable,
    #[serde(default)]
    pub(super) count: CountTable,
    #[serde(default)]
    pub(super) segment: SegmentTable,
    #[serde(default)]
    pub(super) stages: StagesTable,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct CorpusTable {
    pub(super) manifest: Option<Spanned<String>>,
    pub(super) folder: Option<Spanned<String>>,
    pub(super) files: Option<Spanned<Vec<String>>>,
    pub(super) columns: Option<Spanned<BTreeMap<String, String>>>,
    #[serde(rename = "by-folder")]
    pub(super) by_folder: Option<Vec<Spanned<String>>>,
    pub(super) keep: Option<Spanned<String>>,
    pub(super) encoding: Option<Spanned<String>>,
    pub(super) year: Option<Spanned<YearTable>>,
    pub(super) years: Option<Spanned<[Year; 2]>>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct YearTable {
    pub(super) from: Spanned<String>,
    pub(super) pattern: Option<String>,
    #[serde(default)]
    pub(super) offset: Year,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct CountTable {
    pub(super) rule: Option<Spanned<String>>,
    pub(super) exposure: Option<Spanned<String>>,
    pub(super) scope: Option<ScopeTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScopeTable {
    pub(super) unit: Spanned<String>,
    pub(super) anchors: Vec<String>,
    pub(super) exposure: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct SegmentTable {
    pub(super) dictionary: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct StagesTable {
    #[serde(default)]
    pub(super) dimensions: Vec<String>,
    pub(super) minimum_length: Option<Spanned<usize>>,
    pub(super) maximum: Option<Spanned<usize>>,
    pub(super) published: Option<String>,
    pub(super) seed: Option<u64>,
    #[serde(default)]
    pub(super) calibrate: bool,
}
