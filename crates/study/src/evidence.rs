//! What the texts hold of the codebook, for its lint.

use crate::load::Pipeline;
use crate::progress::Progress;
use crate::texts::{Aside, each, hits};
use nianlun_codebook::{Evidence, Lookalikes, Met, inside_latin};
use nianlun_segment::{Jieba, Segmenter as _};
use nianlun_text::normalise;
use nianlun_types::{Problem, Year};
use std::collections::BTreeMap;

/// What one thread gathered.
#[derive(Default)]
struct Tally {
    terms: Vec<Met>,
    lookalikes: BTreeMap<u32, u64>,
}

/// Reads every text once and counts by every rule.
///
/// # Errors
/// The codebook is too large.
pub fn evidence(pipeline: &Pipeline, progress: &dyn Progress) -> Result<(Evidence, Aside), Problem> {
    let segmenter = Jieba::new(pipeline.dictionary.clone());
    let lookalikes = Lookalikes::new(&pipeline.codebook)?;
    let in_force = pipeline.settings.rule.1;
    let new =
        || Tally { terms: vec![Met::default(); pipeline.codebook.terms.len()], lookalikes: BTreeMap::new() };
    let (tally, aside) = each(
        pipeline,
        "reading texts",
        progress,
        new,
        |tally, _, entry, source| {
            let normal = normalise(&source.text);
            let text: &str = &normal.text;
            let tokens = segmenter.cut(text);
            lookalikes.count(text, &mut tally.lookalikes);
            for (rule, hits) in hits(pipeline, text, &tokens).iter() {
                for hit in hits {
                    let met = &mut tally.terms[hit.term as usize];
                    met.by_rule[rule] += 1;
                    if rule != in_force {
                        continue;
                    }
                    met.inside_latin +=
                        u64::from(inside_latin(text, hit.span.start as usize, hit.span.end as usize));
                    let since = pipeline.codebook.terms[hit.term as usize].since;
                    if let (Some(since), Some(year)) = (since, entry.year())
                        && year < since
                    {
                        met.early = earlier(met.early, Some((1, year)));
                    }
                }
            }
        },
        |mut a, b| {
            for (own, more) in a.terms.iter_mut().zip(b.terms) {
                own.by_rule.iter_mut().for_each(|(rule, n)| *n += more.by_rule[rule]);
                own.inside_latin += more.inside_latin;
                own.early = earlier(own.early, more.early);
            }
            for (pattern, count) in b.lookalikes {
                *a.lookalikes.entry(pattern).or_insert(0) += count;
            }
            a
        },
    );
    Ok((Evidence { lookalikes: lookalikes.found(&tally.lookalikes), terms: tally.terms }, aside))
}

fn earlier(a: Option<(u64, Year)>, b: Option<(u64, Year)>) -> Option<(u64, Year)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0 + b.0, a.1.min(b.1))),
        (a, b) => a.or(b),
    }
}
