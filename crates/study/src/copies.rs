//! Leaves out texts whose bytes equal those of another.

use nianlun_corpus::{Catalogue, Memory, Settled, is_mere_title};
use nianlun_text::normalise;
use nianlun_types::{Quarantined, Reason, Warning, Year};
use rayon::prelude::*;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// A text that is not counted because another text with the same content is.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// The text.
    pub entry: Settled,
    /// The identifier of the text that is counted.
    pub of: String,
    /// The likeness of the two, 1 for equal texts.
    pub likeness: f64,
}

/// Notes that `entry` repeats the text `of` and is not counted.
pub fn leave_out(catalogue: &mut Catalogue<Settled>, entry: Settled, of: String, likeness: f64) -> Repeat {
    catalogue.quarantined.push(Quarantined {
        file: entry.source.file.clone(),
        reason: Reason::Duplicate,
        detail: format!("`{of}` is counted instead, likeness {likeness:.3}"),
    });
    Repeat { entry, of, likeness }
}

/// Leaves out exact copies by the bytes of their files, and returns them.
///
/// Of copies listed under one year the first by identifier stays. Copies under two years stay both, with a
/// doubt. Mere titles stay where their dates, numbers or titles differ.
pub fn leave_out_copies(catalogue: &mut Catalogue<Settled>, memory: &dyn Memory) -> Vec<Repeat> {
    let hashes = hashes_of_files_of_one_length(&mut catalogue.entries);
    let mut same_bytes: BTreeMap<String, SameBytes> = BTreeMap::new();
    let mut left_out = Vec::new();
    let mut stay: Vec<Settled> = Vec::with_capacity(catalogue.entries.len());
    for (mut entry, hash) in std::mem::take(&mut catalogue.entries).into_iter().zip(hashes) {
        if let Some(hash) = hash {
            let known = same_bytes.entry(hash).or_default();
            if let Some(of) = known.stay.iter().find(|at| known.is_copy(&stay[**at], &entry, memory)) {
                let of = stay[*of].id.clone();
                left_out.push(leave_out(catalogue, entry, of, 1.0));
                continue;
            }
            let years = known.stay.iter().map(|at| &stay[*at]);
            let other = years.into_iter().find(|other| other.facts.year != entry.facts.year);
            entry.facts.doubts.extend(other.map(|other| filed_under_two_years(&entry, other)));
            known.stay.push(stay.len());
        }
        stay.push(entry);
    }
    catalogue.entries = stay;
    left_out
}

fn filed_under_two_years(entry: &Settled, other: &Settled) -> Warning {
    let year = |year: Option<Year>| year.map_or("无年份".to_owned(), |year| format!("{year}年"));
    let (own, others) = (year(entry.year()), year(other.year()));
    Warning::new("filed-under-two-years", format!("与 {} 的文件相同，却分属{own}和{others}", other.id))
}

/// SHA-256 of the files that may be copies: those whose length another file has. A file that is empty or
/// cannot be read has no hash; the pass sets it aside.
fn hashes_of_files_of_one_length(entries: &mut [Settled]) -> Vec<Option<String>> {
    let mut of_length: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let Some(length) = entry.source.length().ok().filter(|length| *length > 0) {
            of_length.entry(length).or_default().push(at);
        }
    }
    let likely: Vec<(u64, usize)> = of_length
        .into_iter()
        .filter(|(_, same)| same.len() > 1)
        .flat_map(|(length, same)| same.into_iter().map(move |at| (length, at)))
        .collect();
    let hash = |(_, at): &(u64, usize)| entries[*at].source.sha256().ok();
    let found: Vec<Option<String>> = likely.par_iter().map(hash).collect();
    let mut hashes: Vec<Option<String>> = vec![None; entries.len()];
    for ((length, at), hash) in likely.into_iter().zip(found) {
        if let Some(hash) = hash {
            entries[at].source.keep_hash(hash.clone(), length);
            hashes[at] = Some(hash);
        }
    }
    hashes
}

/// The texts with the same bytes.
#[derive(Default)]
struct SameBytes {
    /// Positions of the texts that stay.
    stay: Vec<usize>,
    /// Whether their text is a mere title. Decoding it is expensive: done where the answer matters, once.
    is_mere_title: OnceCell<bool>,
}

impl SameBytes {
    /// Whether two of these texts are one document.
    fn is_copy(&self, a: &Settled, b: &Settled, memory: &dyn Memory) -> bool {
        if a.year() != b.year() {
            return false;
        }
        let is_title = || match b.read(memory) {
            Ok(text) => is_mere_title(&normalise(&text.text).text),
            // Each empty file is set aside as empty. Of files that cannot be read one stays.
            Err(aside) => aside.reason == Reason::Empty,
        };
        let (own, others) = (&a.facts, &b.facts);
        let alike = own.date == others.date && own.number == others.number && own.title == others.title;
        alike || !*self.is_mere_title.get_or_init(is_title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nianlun_corpus::{Encoding, NoMemory};

    /// A file of `text` in the encoding of this name.
    fn encoded(text: &str, encoding: &str) -> Vec<u8> {
        match encoding {
            "utf-16" => [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
            name => {
                let encoding = Encoding::for_label(name.as_bytes()).expect("an encoding");
                encoding.encode(text).0.into_owned()
            }
        }
    }

    /// How many of two equal texts with two titles are left out.
    fn left_out(text: &str, encoding: &str) -> usize {
        let folder = tempfile::tempdir().expect("folder");
        let manifest = folder.path().join("manifest.csv");
        std::fs::write(&manifest, "id,file,year,title\na,a.txt,2003,甲\nb,b.txt,2003,乙\n")
            .expect("manifest");
        for name in ["a.txt", "b.txt"] {
            std::fs::write(folder.path().join(name), encoded(text, encoding)).expect("text");
        }
        let (listed, mut catalogue) = Catalogue::from_manifest(&manifest).expect("manifest").take_entries();
        catalogue.entries = listed.into_iter().map(Settled::as_listed).collect();
        leave_out_copies(&mut catalogue, &NoMemory).len()
    }

    #[test]
    fn copies_do_not_depend_on_the_encoding() {
        // 29 letters and 4 marks; Big5 has no simplified characters.
        let sentence = "推進數位化轉型，加強政務公開，完善公共服務平臺建設，提高行政效能。";
        let (text, title) = (sentence.repeat(5), format!("{}特此通知。", sentence.repeat(3)));
        assert!(title.len() > 300, "more bytes than a title had when bytes were counted");
        for encoding in ["utf-8", "gb18030", "utf-16", "big5"] {
            assert_eq!((left_out(&text, encoding), left_out(&title, encoding)), (1, 0), "{encoding}");
        }
    }
}
