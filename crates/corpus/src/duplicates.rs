//! Texts that stand in a corpus more than once: copies, and reposts that differ by a few words.
//!
//! Every text leaves a [`Sketch`] of a few hundred bytes. Those that look alike (MinHash, banded)
//! are read again and compared exactly, by the Jaccard likeness of their shingles; no text is left
//! out on an estimate.
//!
//! Why not gaoya: its index draws on rayon, which only the pipeline may, its newest release is of
//! 2023, and what is needed is these few lines.

use nianlun_types::{Warning, Year};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Letters, digits and Han characters in a shingle.
const SHINGLE: usize = 5;
/// Bands of the sketch, and values in each: texts alike by 0.8 share a band in 9,998 of 10,000
/// cases, by 0.9 practically always, by 0.3 in one of eight.
const BANDS: usize = 16;
const WIDTH: usize = 4;
/// The likeness from which a text counts as a repost.
pub const REPOST: f64 = 0.9;
/// The likeness from which it is doubted.
pub const ALIKE: f64 = 0.8;
/// Characters below which texts are compared by equality alone: short texts are alike by form.
const LEAST: u32 = 200;
/// Characters below which even equal texts are two, if their dates or numbers differ: titles.
const TITLE: u32 = 100;

/// What is kept of a text to find its twins by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    digest: [u8; 16],
    least: [u32; BANDS * WIDTH],
    characters: u32,
}

impl Sketch {
    /// Sketches a normalised text; white space and punctuation do not matter.
    pub fn of(normal: &str) -> Self {
        let mut sha = Sha256::new();
        let mut buffer = [0; 4];
        let mut block: Vec<u8> = Vec::with_capacity(1 << 12);
        let mut characters = 0;
        for c in letters(normal) {
            block.extend(c.encode_utf8(&mut buffer).bytes());
            if block.len() > (1 << 12) - 8 {
                sha.update(&block);
                block.clear();
            }
            characters += 1;
        }
        sha.update(&block);
        let mut digest = [0; 16];
        digest.copy_from_slice(&sha.finalize()[..16]);
        let mut least = [u32::MAX; BANDS * WIDTH];
        shingles(normal, |shingle| {
            let folded = (shingle >> 32) as u32 ^ shingle as u32;
            for (least, (factor, add)) in least.iter_mut().zip(&PERMUTATIONS) {
                *least = (*least).min(folded.wrapping_mul(*factor).wrapping_add(*add));
            }
        });
        Sketch { digest, least, characters }
    }

    /// As bytes, to be kept between runs.
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = self.least.iter().chain([&self.characters]);
        self.digest.iter().copied().chain(numbers.flat_map(|n| n.to_le_bytes())).collect()
    }

    /// The sketch that was kept as `bytes`; nothing where they are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (digest, rest) = bytes.split_first_chunk::<16>()?;
        let numbers: Vec<u32> =
            rest.chunks_exact(4).map(|n| u32::from_le_bytes([n[0], n[1], n[2], n[3]])).collect();
        let (characters, least) = numbers.split_last()?;
        let whole = rest.len() % 4 == 0;
        let least = least.try_into().ok().filter(|_| whole)?;
        Some(Sketch { digest: *digest, least, characters: *characters })
    }

    /// The share of equal values, which estimates the likeness.
    fn estimate(&self, other: &Sketch) -> f64 {
        let equal = self.least.iter().zip(&other.least).filter(|(a, b)| a == b).count();
        equal as f64 / self.least.len() as f64
    }
}

/// A text among which twins are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'t> {
    /// Identifier.
    pub id: &'t str,
    /// Year, where it is known.
    pub year: Option<Year>,
    /// Date, as given or found.
    pub date: Option<&'t str>,
    /// 文号.
    pub number: Option<&'t str>,
    /// Its sketch.
    pub sketch: &'t Sketch,
}

/// A text that repeats another.
#[derive(Debug, Clone, PartialEq)]
pub struct Twin {
    /// Position of the text.
    pub at: usize,
    /// Position of the one that is counted: of the earliest date, then the first by identifier.
    pub of: usize,
    /// Jaccard likeness of their shingles; 1 for equal texts.
    pub likeness: f64,
}

/// What was found among texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Twins {
    /// By position of the text.
    pub repeats: Vec<Twin>,
    /// Doubts, each with the position of its text.
    pub doubts: Vec<(usize, Warning)>,
}

/// Finds the twins among `texts`; `normal` reads one of them again, normalised.
pub fn twins(texts: &[Candidate<'_>], mut normal: impl FnMut(usize) -> Option<String>) -> Twins {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    let key = |at: usize| {
        let date = texts[at].date.and_then(crate::dates::first_date);
        let first = (date.map(|d| d.year).or(texts[at].year), date.and_then(|d| d.month.zip(d.day)));
        (first.0.is_none(), first.0, first.1.is_none(), first.1, texts[at].id)
    };
    order.sort_by(|a, b| key(*a).cmp(&key(*b)));
    let mut twins = Twins::default();
    let mut equal: BTreeMap<[u8; 16], Vec<usize>> = BTreeMap::new();
    let mut bands: Vec<BTreeMap<[u32; WIDTH], Vec<usize>>> = vec![BTreeMap::new(); BANDS];
    for at in order {
        let text = &texts[at];
        let same = equal.entry(text.sketch.digest).or_default();
        if let Some(of) = same.iter().copied().find(|of| is_copy(text, &texts[*of])) {
            if let (Some(a), Some(b)) = (text.year, texts[of].year)
                && a != b
            {
                let message = format!("与 {} 的文本相同，却分属 {a} 年和 {b} 年", texts[of].id);
                twins.doubts.push((at, Warning::new("filed-under-two-years", message)));
            }
            twins.repeats.push(Twin { at, of, likeness: 1.0 });
            continue;
        }
        same.push(at);
        if text.sketch.characters < LEAST {
            continue;
        }
        let mut likely: BTreeSet<usize> = BTreeSet::new();
        let keys = text.sketch.least.chunks_exact(WIDTH).map(|band| [band[0], band[1], band[2], band[3]]);
        let keys: Vec<[u32; WIDTH]> = keys.collect();
        for (band, key) in bands.iter().zip(&keys) {
            likely.extend(band.get(key).into_iter().flatten());
        }
        // An estimate of 64 values is off by 0.05, seldom by 0.15.
        likely.retain(|of| text.sketch.estimate(texts[*of].sketch) > ALIKE - 0.15);
        let found = if likely.is_empty() { None } else { likest(at, &likely, &mut normal) };
        match found {
            Some((of, likeness)) if likeness >= REPOST && may_be_repost(text, &texts[of]) => {
                twins.repeats.push(Twin { at, of, likeness });
                continue;
            }
            Some((of, likeness)) if likeness >= ALIKE => {
                let message = format!("与 {} 相似度 {likeness:.3}，仍各自计数", texts[of].id);
                twins.doubts.push((at, Warning::new("alike", message)));
            }
            _ => {}
        }
        for (band, key) in bands.iter_mut().zip(keys) {
            band.entry(key).or_default().push(at);
        }
    }
    twins.repeats.sort_by_key(|twin| twin.at);
    twins.doubts.sort_by_key(|(at, _)| *at);
    twins
}

/// Of `likely` texts the one that is most like the text `at`, by exact comparison.
fn likest(
    at: usize,
    likely: &BTreeSet<usize>,
    normal: &mut impl FnMut(usize) -> Option<String>,
) -> Option<(usize, f64)> {
    let own = set(&normal(at)?);
    let mut best: Option<(usize, f64)> = None;
    for of in likely {
        let Some(other) = normal(*of) else { continue };
        let likeness = jaccard(&own, &set(&other));
        if best.is_none_or(|(_, most)| likeness > most) {
            best = Some((*of, likeness));
        }
    }
    best
}

fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

/// Whether equal texts are one: titles of different dates or numbers are not.
fn is_copy(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    a.sketch.characters >= TITLE
        || !(differ(a.date, b.date) || differ(a.number, b.number) || differ(a.year, b.year))
}

/// Whether texts that are nearly equal may be one: notices of two years, or with two numbers, say
/// nearly the same and are two.
fn may_be_repost(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    !differ(a.year, b.year) && !differ(a.number, b.number)
}

fn letters(normal: &str) -> impl Iterator<Item = char> {
    normal.chars().filter(|c| c.is_alphanumeric())
}

/// Calls `take` with a hash of each run of [`SHINGLE`] letters.
fn shingles(normal: &str, mut take: impl FnMut(u64)) {
    let mut last = [0u64; SHINGLE];
    for (count, c) in letters(normal).enumerate() {
        last.rotate_left(1);
        last[SHINGLE - 1] = u64::from(c);
        if count + 1 >= SHINGLE {
            take(mix(last.iter().fold(0, |hash: u64, c| mix(hash ^ c))));
        }
    }
}

/// The set of shingles, in order.
fn set(normal: &str) -> Vec<u64> {
    let mut set = Vec::new();
    shingles(normal, |shingle| set.push(shingle));
    set.sort_unstable();
    set.dedup();
    set
}

/// |A ∩ B| / |A ∪ B| of two sets in order.
fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

/// The finaliser of splitmix64: fixed, so that sketches are the same everywhere.
const fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Odd factors and addends: each pair permutes the 32-bit values.
static PERMUTATIONS: [(u32, u32); BANDS * WIDTH] = {
    let mut pairs = [(0, 0); BANDS * WIDTH];
    let mut at = 0;
    while at < pairs.len() {
        let random = mix(at as u64 + 1);
        pairs[at] = ((random >> 32) as u32 | 1, random as u32);
        at += 1;
    }
    pairs
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sketches_come_back_from_bytes() {
        let sketch = Sketch::of("推进公共数据共享开放，完善政务服务体系");
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), Some(sketch.clone()));
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()[1..]), None);
        assert_eq!(Sketch::from_bytes(b""), None);
    }

    /// A text of `length` characters without repetition, different for each `seed`.
    fn text(seed: u64, length: u64) -> String {
        (0..length)
            .filter_map(|at| char::from_u32(0x4e00 + (mix(seed * 100_000 + at) % 3000) as u32))
            .collect()
    }

    struct Given {
        id: &'static str,
        year: Option<Year>,
        number: Option<&'static str>,
        text: String,
    }

    fn given(id: &'static str, year: Year, text: String) -> Given {
        Given { id, year: Some(year), number: None, text }
    }

    fn check(texts: &[Given], repeats: &[(usize, usize)], doubts: &[(usize, &str)]) -> Twins {
        let sketches: Vec<Sketch> = texts.iter().map(|t| Sketch::of(&t.text)).collect();
        let candidates: Vec<Candidate<'_>> = texts
            .iter()
            .zip(&sketches)
            .map(|(t, sketch)| Candidate { id: t.id, year: t.year, date: None, number: t.number, sketch })
            .collect();
        let found = twins(&candidates, |at| Some(texts[at].text.clone()));
        assert_eq!(found.repeats.iter().map(|t| (t.at, t.of)).collect::<Vec<_>>(), repeats);
        assert_eq!(found.doubts.iter().map(|(at, d)| (*at, d.code.as_str())).collect::<Vec<_>>(), doubts);
        found
    }

    #[test]
    fn copies_and_reposts() {
        let original = text(1, 1000);
        let repost = format!("来源某网{original}责任编辑某某");
        let texts = [
            given("c", 2020, repost),
            given("b", 2020, format!("{original}。 \n")),
            given("a", 2020, original),
            given("d", 2020, text(2, 1000)),
        ];
        let found = check(&texts, &[(0, 2), (1, 2)], &[]);
        assert_eq!(found.repeats[1].likeness, 1.0);
        let expected = 996.0 / 1006.0; // ten more letters make ten more shingles
        assert!((found.repeats[0].likeness - expected).abs() < 1e-12, "{}", found.repeats[0].likeness);
    }

    #[test]
    fn the_earliest_is_counted_and_two_years_are_doubted() {
        let texts = [given("a", 2021, text(1, 300)), given("b", 2019, text(1, 300))];
        check(&texts, &[(0, 1)], &[(0, "filed-under-two-years")]);
    }

    #[test]
    fn notices_of_two_years_or_numbers_are_two() {
        let next = format!("{}年年年", text(1, 1000));
        check(&[given("a", 2020, text(1, 1000)), given("b", 2021, next.clone())], &[], &[(1, "alike")]);
        let number = |n| Given { number: Some(n), ..given("x", 2020, next.clone()) };
        let original = Given { number: Some("一"), ..given("a", 2020, text(1, 1000)) };
        check(&[original, number("二")], &[], &[(1, "alike")]);
    }

    #[test]
    fn titles_are_compared_by_equality_and_date() {
        let title = || "关于印发方案的通知".to_owned();
        check(&[given("a", 2020, title()), given("b", 2021, title())], &[], &[]);
        check(&[given("a", 2020, title()), given("b", 2020, title())], &[(1, 0)], &[]);
    }

    #[test]
    fn nothing_shared_nothing_found() {
        let texts: Vec<Given> = (0..40).map(|seed| given("x", 2020, text(seed, 400))).collect();
        check(&texts, &[], &[]);
    }
}
