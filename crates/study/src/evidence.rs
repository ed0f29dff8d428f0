//! Counts what the lint of a codebook needs from the texts.

use crate::study::Study;
use crate::texts::{Aside, each_text, hits_of, passages};
use nianlun_codebook::{Evidence, Lookalikes, Met, whole};
use nianlun_segment::{Jieba, Segmenter as _};
use nianlun_text::normalise;
use nianlun_types::{Problem, Progress, Year};
use std::collections::BTreeMap;

/// The counts of one thread.
#[derive(Default)]
struct Tally {
    terms: Vec<Met>,
    lookalikes: BTreeMap<u32, u64>,
}

/// Reads every text once and counts the hits by every rule.
///
/// # Errors
/// The codebook is too large.
pub fn evidence(study: &Study, progress: &dyn Progress) -> Result<(Evidence, Aside), Problem> {
    let segmenter = Jieba::new(study.dictionary.clone());
    let lookalikes = Lookalikes::new(&study.codebook)?;
    let in_force = study.settings.rule;
    let empty =
        || Tally { terms: vec![Met::default(); study.codebook.terms.len()], lookalikes: BTreeMap::new() };
    let (tally, aside) = each_text(
        study,
        "reading texts",
        progress,
        empty,
        |tally, _, entry, source| {
            let normal = normalise(&source.text);
            let text: &str = &normal.text;
            let tokens = segmenter.cut(text);
            lookalikes.count(text, &mut tally.lookalikes);
            let passages = passages(study, text);
            let hits = hits_of(study, text, &tokens, passages.as_deref());
            for hit in &hits.anywhere.as_ref().unwrap_or(&hits.by_rule)[in_force] {
                let longer = whole(text, hit.span);
                if longer != hit.span {
                    let words = &mut tally.terms[hit.term as usize].inside;
                    *words.entry(longer.of(text).to_owned()).or_insert(0) += 1;
                }
            }
            for (rule, hits) in hits.by_rule.iter() {
                for hit in hits {
                    let met = &mut tally.terms[hit.term as usize];
                    met.by_rule[rule] += 1;
                    if rule != in_force {
                        continue;
                    }
                    let since = study.codebook.terms[hit.term as usize].since;
                    if let (Some(since), Some(year)) = (since, entry.year())
                        && year < since
                    {
                        met.early = join_early(met.early, Some((1, year)));
                    }
                }
            }
        },
        |mut a, b| {
            for (own, more) in a.terms.iter_mut().zip(b.terms) {
                for (rule, n) in own.by_rule.iter_mut() {
                    *n += more.by_rule[rule];
                }
                for (word, n) in more.inside {
                    *own.inside.entry(word).or_insert(0) += n;
                }
                own.early = join_early(own.early, more.early);
            }
            for (pattern, count) in b.lookalikes {
                *a.lookalikes.entry(pattern).or_insert(0) += count;
            }
            a
        },
    );
    Ok((Evidence { lookalikes: lookalikes.found(&tally.lookalikes), terms: tally.terms }, aside))
}

/// The sum of the hits and the earlier of the years.
fn join_early(a: Option<(u64, Year)>, b: Option<(u64, Year)>) -> Option<(u64, Year)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0 + b.0, a.1.min(b.1))),
        (a, b) => a.or(b),
    }
}
