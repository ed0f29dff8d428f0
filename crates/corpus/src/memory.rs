//! Keeps what was taken out of pages and documents, so that a later run need not parse them again.
//!
//! The caller decides where it is kept. This module decides what is worth keeping, and its key.

use crate::dates::Date;
use crate::format::{Extracted, Format, Head, encoding_named};
use encoding_rs::Encoding;
use nianlun_types::{Warning, Year};
use serde::{Deserialize, Serialize};

/// Keeps bytes under a kind (`what`) and a key that names everything they were made from.
pub trait Memory: Sync {
    /// The value of kind `what` that was kept under `key`.
    fn recall(&self, what: &str, key: &str) -> Option<Vec<u8>>;
    /// Keeps `value` of kind `what` under `key`.
    fn keep(&self, what: &str, key: &str, value: &[u8]);
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy)]
pub struct NoMemory;

impl Memory for NoMemory {
    fn recall(&self, _: &str, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn keep(&self, _: &str, _: &str, _: &[u8]) {}
}

/// The version of the readers. It must go up with every change of what they take out of the same bytes.
pub(crate) const VERSION: u32 = 3;

const WHAT: &str = "extracted";

fn key(sha256: &str, format: Format, encoding: Option<&'static Encoding>) -> String {
    format!(
        "{} {VERSION} {sha256} {} {}",
        env!("CARGO_PKG_VERSION"),
        format.name(),
        encoding.map_or("-", |e| e.name())
    )
}

#[derive(Serialize, Deserialize)]
struct Kept {
    text: String,
    encoding: String,
    title: Option<String>,
    page_date: Option<(Year, Option<u32>, Option<u32>)>,
    number: Option<String>,
    issuer: Option<String>,
    doubts: Vec<(String, String)>,
}

/// What was kept of the file with this hash.
pub(crate) fn recall(
    memory: &dyn Memory,
    sha256: &str,
    format: Format,
    encoding: Option<&'static Encoding>,
) -> Option<Extracted> {
    if !crate::format::is_expensive(format) {
        return None;
    }
    let bytes = memory.recall(WHAT, &key(sha256, format, encoding))?;
    let kept: Kept = serde_json::from_slice(&bytes).ok()?;
    let encoding = encoding_named(&kept.encoding)?;
    Some(Extracted {
        text: kept.text,
        encoding,
        title: kept.title,
        page_date: kept.page_date.map(|(year, month, day)| Date { year, month, day }),
        number: kept.number,
        issuer: kept.issuer,
        head: Head::default(), // of formats that are not kept
        doubts: kept.doubts.iter().map(|(code, message)| Warning::new(code, message)).collect(),
    })
}

/// Keeps what was taken out of the file with this hash.
pub(crate) fn keep(
    memory: &dyn Memory,
    sha256: &str,
    format: Format,
    encoding: Option<&'static Encoding>,
    found: &Extracted,
) {
    if !crate::format::is_expensive(format) {
        return;
    }
    let kept = Kept {
        text: found.text.clone(),
        encoding: found.encoding.to_owned(),
        title: found.title.clone(),
        page_date: found.page_date.map(|d| (d.year, d.month, d.day)),
        number: found.number.clone(),
        issuer: found.issuer.clone(),
        doubts: found.doubts.iter().map(|d| (d.code.clone(), d.message.clone())).collect(),
    };
    if let Ok(bytes) = serde_json::to_vec(&kept) {
        memory.keep(WHAT, &key(sha256, format, encoding), &bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    #[derive(Default)]
    struct Here(Mutex<BTreeMap<String, Vec<u8>>>);

    impl Memory for Here {
        fn recall(&self, what: &str, key: &str) -> Option<Vec<u8>> {
            self.0.lock().expect("lock").get(&format!("{what} {key}")).cloned()
        }

        fn keep(&self, what: &str, key: &str, value: &[u8]) {
            self.0.lock().expect("lock").insert(format!("{what} {key}"), value.to_vec());
        }
    }

    #[test]
    fn what_was_kept_comes_back_whole() {
        let memory = Here::default();
        for encoding in ["PDF", "Word binary", "gb18030", "UTF-8"] {
            let found = Extracted {
                text: "正文\n".to_owned(),
                encoding,
                title: Some("题".to_owned()),
                page_date: Some(Date { year: 2021, month: Some(10), day: None }),
                number: None,
                issuer: Some("市政府".to_owned()),
                head: Head::default(),
                doubts: vec![Warning::new("a", "甲")],
            };
            keep(&memory, "00", Format::Pdf, None, &found);
            assert_eq!(recall(&memory, "00", Format::Pdf, None), Some(found));
        }
        assert_eq!(recall(&memory, "01", Format::Pdf, None), None);
        assert_eq!(recall(&memory, "00", Format::Pdf, Some(encoding_rs::GBK)), None);
        keep(&memory, "02", Format::Text, None, &Extracted::plain("x".to_owned()));
        assert_eq!(recall(&memory, "02", Format::Text, None), None, "plain text is not worth it");
    }
}
