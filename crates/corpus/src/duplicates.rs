//! Finds texts that stand in a corpus more than once: copies, and reposts that differ by a few words.
//!
//! Every text leaves a [`Sketch`] of a few hundred bytes. Texts with similar sketches (MinHash with
//! banding) are read again and compared exactly, by the Jaccard similarity of their shingles. No text
//! is left out on an estimate.
//!
//! The crate gaoya does the same, but its index uses rayon, which only the pipeline may, and its newest
//! release is of 2023.

use crate::sketch::{BANDS, Sketch, WIDTH, jaccard, letters, set};
use nianlun_types::{Warning, Year};
use std::collections::{BTreeMap, BTreeSet};

/// The Jaccard similarity from which a text is a repost.
pub const REPOST: f64 = 0.9;
/// The similarity from which a text is counted, but doubted.
pub const ALIKE: f64 = 0.8;
/// Letters below which texts are compared for equality alone, since short texts share their form.
const LEAST: u32 = 200;
/// Letters below which a text is a mere title: two documents may share it, so equal ones are two if
/// their dates or numbers differ. Counted in the normalised text, so that no encoding matters.
const TITLE: u32 = 100;

/// Whether a normalised text is so short that two documents may share it.
pub fn is_mere_title(normal: &str) -> bool {
    letters(normal).take(TITLE as usize).count() < TITLE as usize
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

/// The twins among texts, and the doubts about them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Twins {
    /// By position of the text.
    pub repeats: Vec<Twin>,
    /// Doubts, each with the position of its text.
    pub doubts: Vec<(usize, Warning)>,
}

/// Finds the twins among `texts`. `normal` reads one of them again and gives it normalised.
///
/// Texts come in order of date, so that each is compared with earlier ones only and the earliest of
/// several twins is counted.
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
        // The standard error of an estimate by 64 values is 0.05; 0.15 covers nearly every error.
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

/// The texts that repeat a text of another year, by at least [`REPOST`]; each with the earliest such text.
/// Short texts share their form and are not compared. `normal` as in [`twins`].
pub fn bodies_of_two_years(
    texts: &[Candidate<'_>],
    mut normal: impl FnMut(usize) -> Option<String>,
) -> Vec<Twin> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.retain(|at| texts[*at].year.is_some() && texts[*at].sketch.characters >= LEAST);
    order.sort_by_key(|at| (texts[*at].year, texts[*at].id));
    let mut repeats = Vec::new();
    for (place, at) in order.iter().enumerate() {
        let other_year = |of: &&usize| texts[**of].year != texts[*at].year;
        let alike = |of: &&usize| texts[*at].sketch.estimate(texts[**of].sketch) > REPOST - 0.15;
        let likely: BTreeSet<usize> =
            order[..place].iter().filter(other_year).filter(alike).copied().collect();
        if likely.is_empty() {
            continue;
        }
        if let Some((of, likeness)) = likest(*at, &likely, &mut normal)
            && likeness >= REPOST
        {
            repeats.push(Twin { at: *at, of, likeness });
        }
    }
    repeats.sort_by_key(|twin| twin.at);
    repeats
}

/// The one of the `likely` texts that is most similar to the text `at`, by exact comparison.
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

/// Whether two equal texts are one document. Titles of different dates or numbers are two.
fn is_copy(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    a.sketch.characters >= TITLE
        || !(differ(a.date, b.date) || differ(a.number, b.number) || differ(a.year, b.year))
}

/// Whether two similar texts may be one document. Notices of two years or with two numbers are two,
/// though they say nearly the same.
fn may_be_repost(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    !differ(a.year, b.year) && !differ(a.number, b.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::mix;

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
    fn bodies_under_two_years() {
        let original = text(1, 1000);
        let nearly = format!("{original}又一段");
        let texts = [
            given("2022", 2022, nearly),
            given("2021", 2021, original.clone()),
            given("2021b", 2021, original),
            given("2020", 2020, text(2, 1000)),
            given("short", 2019, text(3, 50)),
            given("short2", 2018, text(3, 50)),
        ];
        let sketches: Vec<Sketch> = texts.iter().map(|t| Sketch::of(&t.text)).collect();
        let candidates: Vec<Candidate<'_>> = texts
            .iter()
            .zip(&sketches)
            .map(|(t, sketch)| Candidate { id: t.id, year: t.year, date: None, number: None, sketch })
            .collect();
        let found = bodies_of_two_years(&candidates, |at| Some(texts[at].text.clone()));
        assert_eq!(found.iter().map(|twin| (twin.at, twin.of)).collect::<Vec<_>>(), [(0, 1)]);
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
    fn a_title_is_told_by_its_letters_alone() {
        let text = |letters: usize| format!("{}，。 \n", "甲".repeat(letters));
        assert!(is_mere_title(&text(99)) && !is_mere_title(&text(100)));
        assert!(Sketch::of(&text(99)).characters < TITLE && Sketch::of(&text(100)).characters >= TITLE);
    }

    #[test]
    fn nothing_shared_nothing_found() {
        let texts: Vec<Given> = (0..40).map(|seed| given("x", 2020, text(seed, 400))).collect();
        check(&texts, &[], &[]);
    }
}
