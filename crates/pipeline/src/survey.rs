//! Looking at texts before they are counted: which year each is of, and which stand there twice.
//!
//! Whatever depends on years or on what is counted (the pass, samples, suggestions) then finds it in
//! the catalogue. What is taken out of a page, document or PDF is kept on disk, so that it is parsed
//! once.

use crate::cache::Cache;
use crate::progress::Progress;
use nianlun_corpus::{
    Candidate, Catalogue, Entry, Memory as _, Sketch, Spool, Text, content, content_length, is_mere_title,
    read, read_with, settle, twins,
};
use nianlun_text::normalise;
use nianlun_types::{Problem, Quarantined, Reason, Warning};
use rayon::prelude::*;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is done with texts that stand in a corpus more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// One of them is counted.
    One,
    /// All of them are counted, and said to be twins.
    All,
}

/// A text that is not counted, since another is.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// The text.
    pub entry: Entry,
    /// The one that is counted.
    pub of: String,
    /// How like they are, 1 for equal ones.
    pub likeness: f64,
}

/// What a look at a text gave: its entry, settled, with its sketch, or why it cannot be read.
type Seen = Result<(Entry, Option<Sketch>), Quarantined>;

/// Looks at the texts of `catalogue`: at all of them to find twins, if `keep` says what to do with
/// those, else at those whose year is still to be found. Gives the texts that are left out.
///
/// # Errors
/// The folder for temporary files cannot be written to.
pub fn survey(
    catalogue: &mut Catalogue,
    keep: Option<Keep>,
    cache: &Cache,
    progress: &dyn Progress,
) -> Result<Vec<Repeat>, Problem> {
    let entries = &catalogue.entries;
    let wanted: Vec<usize> = (0..entries.len())
        .filter(|at| keep.is_some() || (entries[*at].search_year && entries[*at].year.is_err()))
        .collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let cannot = |error: std::io::Error| {
        Problem::new("texts cannot be kept beside")
            .because(error.to_string())
            .hint("the folder for temporary files (TMPDIR) must be writable and have room")
    };
    let spool = Spool::new().map_err(cannot)?;
    progress.begin("looking at texts", wanted.len() as u64);
    let next = AtomicUsize::new(0);
    let of_threads = rayon::broadcast(|_| -> std::io::Result<Vec<(usize, Seen)>> {
        let mut seen = Vec::new();
        while let Some(at) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
            let entry = &entries[*at];
            let look = match read_with(entry, cache) {
                Ok(text) => {
                    let sketch = keep.is_some().then(|| sketch(&text, cache));
                    progress.advance(1, text.bytes);
                    Ok((settle(entry, &text, &spool)?, sketch))
                }
                Err(aside) => {
                    progress.advance(1, 0);
                    Err(aside)
                }
            };
            seen.push((*at, look));
        }
        Ok(seen)
    });
    progress.end();
    let mut sketches: Vec<Option<Sketch>> = vec![None; catalogue.entries.len()];
    let mut unreadable = vec![false; catalogue.entries.len()];
    for seen in of_threads {
        for (at, look) in seen.map_err(cannot)? {
            match look {
                Ok((entry, sketch)) => (catalogue.entries[at], sketches[at]) = (entry, sketch),
                Err(aside) => {
                    unreadable[at] = true;
                    catalogue.quarantined.push(aside);
                }
            }
        }
    }
    catalogue.quarantined.sort();
    let repeats = repeats(catalogue, &sketches, keep);
    let mut left_out = unreadable;
    let mut gone = Vec::new();
    for (at, of, likeness) in repeats {
        let of = catalogue.entries[of].id.clone();
        if keep == Some(Keep::All) {
            catalogue.entries[at].twin = Some((of, likeness));
            continue;
        }
        let entry = catalogue.entries[at].clone();
        catalogue.quarantined.push(duplicate(&entry, &of, likeness));
        left_out[at] = true;
        gone.push(Repeat { entry, of, likeness });
    }
    let mut at = 0..;
    catalogue.entries.retain(|_| at.next().is_some_and(|at| !left_out[at]));
    Ok(gone)
}

/// The sketch of a text, from the cache if it is there.
fn sketch(text: &Text, cache: &Cache) -> Sketch {
    const WHAT: &str = "sketch 1";
    let key = text.key();
    cache.recall(WHAT, &key).and_then(|bytes| Sketch::from_bytes(&bytes)).unwrap_or_else(|| {
        let sketch = Sketch::of(&normalise(&text.text).text);
        cache.keep(WHAT, &key, &sketch.to_bytes());
        sketch
    })
}

/// Leaves out exact copies, by the bytes of the files, and gives them back.
///
/// Of the copies listed under one year the first by identifier stays. Copies under two years stay
/// both, and are doubted; mere titles stay where their dates, numbers or titles differ.
pub fn copies(catalogue: &mut Catalogue, cache: &Cache) -> Vec<Repeat> {
    hash_files_of_one_length(catalogue);
    let mut same_bytes: BTreeMap<String, SameBytes> = BTreeMap::new();
    let mut gone = Vec::new();
    let mut stay: Vec<Entry> = Vec::with_capacity(catalogue.entries.len());
    for mut entry in std::mem::take(&mut catalogue.entries) {
        if let Some(hash) = entry.content.clone() {
            let known = same_bytes.entry(hash).or_default();
            if let Some(of) = known.stay.iter().find(|at| known.is_copy(&stay[**at], &entry, cache)) {
                let of = stay[*of].id.clone();
                catalogue.quarantined.push(duplicate(&entry, &of, 1.0));
                gone.push(Repeat { entry, of, likeness: 1.0 });
                continue;
            }
            let other = known.stay.iter().map(|at| &stay[*at]).find(|other| other.year != entry.year);
            if let Some(other) = other {
                let year = |e: &Entry| e.year.as_ref().map_or("无年份".to_owned(), |y| format!("{y}年"));
                let message = format!("与 {} 的文件相同，却分属{}和{}", other.id, year(&entry), year(other));
                entry.doubts.push(Warning::new("filed-under-two-years", message));
            }
            known.stay.push(stay.len());
        }
        stay.push(entry);
    }
    catalogue.entries = stay;
    catalogue.quarantined.sort();
    gone
}

/// Hashes the files that may be copies: those that have the same length as another. What cannot be
/// read, or is empty, is set aside by the pass and needs no hash.
fn hash_files_of_one_length(catalogue: &mut Catalogue) {
    let mut of_length: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, entry) in catalogue.entries.iter().enumerate() {
        if let Some(length) = content_length(entry).ok().filter(|length| *length > 0) {
            of_length.entry(length).or_default().push(at);
        }
    }
    let likely: Vec<usize> = of_length.into_values().filter(|same| same.len() > 1).flatten().collect();
    let entries = &catalogue.entries;
    let hashes: Vec<Option<String>> = likely.par_iter().map(|at| content(&entries[*at]).ok()).collect();
    for (at, hash) in likely.into_iter().zip(hashes) {
        catalogue.entries[at].content = hash;
    }
}

/// Texts with the same bytes.
#[derive(Default)]
struct SameBytes {
    /// Positions of those that stay.
    stay: Vec<usize>,
    /// Whether their text is a mere title: it is decoded only where the answer matters, and once.
    is_mere_title: OnceCell<bool>,
}

impl SameBytes {
    /// Whether two of these texts are one document.
    fn is_copy(&self, a: &Entry, b: &Entry, cache: &Cache) -> bool {
        let year = |entry: &Entry| entry.year.as_ref().ok().copied();
        if year(a) != year(b) {
            return false;
        }
        let differ = a.date != b.date || a.number != b.number || a.title != b.title;
        let is_title = || match read_with(b, cache) {
            Ok(text) => is_mere_title(&normalise(&text.text).text),
            // Each empty file is set aside as empty. Of files that cannot be read one is enough.
            Err(aside) => aside.reason == Reason::Empty,
        };
        !differ || !*self.is_mere_title.get_or_init(is_title)
    }
}

fn duplicate(entry: &Entry, of: &str, likeness: f64) -> Quarantined {
    Quarantined {
        file: entry.file.clone(),
        reason: Reason::Duplicate,
        detail: format!("`{of}` is counted instead, likeness {likeness:.3}"),
    }
}

/// Twins among the texts that have a sketch: position, position of the one that stays, likeness.
/// Doubts go into the entries.
fn repeats(
    catalogue: &mut Catalogue,
    sketches: &[Option<Sketch>],
    keep: Option<Keep>,
) -> Vec<(usize, usize, f64)> {
    if keep.is_none() {
        return Vec::new();
    }
    let entries = &catalogue.entries;
    let sketched: Vec<(usize, &Sketch)> =
        sketches.iter().enumerate().filter_map(|(at, sketch)| Some((at, sketch.as_ref()?))).collect();
    let candidates: Vec<Candidate<'_>> = sketched
        .iter()
        .map(|(at, sketch)| {
            let entry = &entries[*at];
            Candidate {
                id: &entry.id,
                year: entry.year.as_ref().ok().copied(),
                date: entry.date.as_deref(),
                number: entry.number.as_deref(),
                sketch,
            }
        })
        .collect();
    let found = twins(&candidates, |at| {
        let text = read(&entries[sketched[at].0]).ok()?;
        Some(normalise(&text.text).text.into_owned())
    });
    let at = |position: usize| sketched[position].0;
    let repeats = found.repeats.iter().map(|twin| (at(twin.at), at(twin.of), twin.likeness)).collect();
    let doubts: Vec<(usize, _)> =
        found.doubts.into_iter().map(|(position, doubt)| (at(position), doubt)).collect();
    for (at, doubt) in doubts {
        catalogue.entries[at].doubts.push(doubt);
    }
    repeats
}

#[cfg(test)]
mod tests {
    use super::*;
    use nianlun_corpus::Encoding;

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
        let mut catalogue = Catalogue::from_manifest(&manifest).expect("manifest");
        copies(&mut catalogue, &Cache::none()).len()
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
