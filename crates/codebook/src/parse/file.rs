//! The shape of `codebook.toml`, before anything in it is checked.

use nianlun_types::Year;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    #[serde(default, rename = "category")]
    pub categories: Vec<Spanned<CategoryEntry>>,
    /// The tables `[dimension.<id>]`, by id. The span of an id gives the line of its table.
    #[serde(default, rename = "dimension")]
    pub dimensions: BTreeMap<Spanned<String>, DimensionEntry>,
    #[serde(default)]
    pub same: Vec<Spanned<SameEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CategoryEntry {
    pub id: Spanned<String>,
    pub dimension: Spanned<String>,
    pub label: String,
    pub label_en: Option<String>,
    #[serde(default)]
    pub definition: String,
    pub definition_en: Option<String>,
    pub terms: Vec<Spanned<TermEntry>>,
}

/// How a dimension is shown to readers; every key is optional.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DimensionEntry {
    pub label: Option<String>,
    pub label_en: Option<String>,
    pub definition: Option<String>,
    pub definition_en: Option<String>,
}

/// Strings that mean one concept, for searches that ask for it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SameEntry {
    pub terms: Vec<String>,
}

/// `"信息港"` or `{ term = "信息港", … }`.
pub struct TermEntry(pub TermTable);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermTable {
    pub term: String,
    #[serde(default)]
    pub variants: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
    pub inside: Option<bool>,
    pub since: Option<Year>,
    #[serde(default)]
    pub also: Vec<String>,
    pub note: Option<String>,
}

impl<'de> Deserialize<'de> for TermEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = TermEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a term, or a table with the key `term`")
            }

            fn visit_str<E>(self, term: &str) -> Result<TermEntry, E> {
                Ok(TermEntry(TermTable {
                    term: term.to_owned(),
                    variants: Vec::new(),
                    not: Vec::new(),
                    inside: None,
                    since: None,
                    also: Vec::new(),
                    note: None,
                }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TermEntry, A::Error> {
                TermTable::deserialize(MapAccessDeserializer::new(map)).map(TermEntry)
            }
        }
        deserializer.deserialize_any(Either)
    }
}
