//! Selects and sorts the suggestions that are worth a scholar's time.

use super::{Placed, Suggestion};

/// The least entropy of the neighbours on either side, in bits.
const ENTROPY: f64 = 1.0;
/// The least log2 of the rates near and elsewhere: eight times as frequent near.
const LOG_RATIO: f64 = 3.0;
/// The least log-likelihood: p < .001.
const LOG_LIKELIHOOD: f64 = 10.83;
/// The fewest occurrences near a hit.
const NEAR: u64 = 3;

/// The least cohesion of a suggestion that contains another, in bits. 三网|融合 has it, 要|自觉接受 has
/// not.
const COMPOUND: f64 = 6.5;

/// Keeps the suggestions above every threshold, sorts them by log-likelihood, and drops fragments of longer
/// suggestions and those that only add a word to a shorter one.
pub fn rank(terms: &mut Vec<Placed>, limit: usize) {
    terms.retain(|(term, _)| {
        // 众创 of 大众创业 begins inside a word.
        2 * term.on_word_boundaries >= term.count
            && term.entropy >= ENTROPY
            && term.log_ratio >= LOG_RATIO
            && term.log_likelihood >= LOG_LIKELIHOOD
            && term.near >= NEAR
    });
    terms.sort_by(|(a, _), (b, _)| {
        b.log_likelihood.total_cmp(&a.log_likelihood).then_with(|| a.term.cmp(&b.term))
    });
    let all: Vec<(String, u64)> = terms.iter().map(|(term, _)| (term.term.clone(), term.count)).collect();
    terms.retain(|(term, _)| {
        !is_fragment(term, &all) && (term.cohesion >= COMPOUND || !contains_another(term, &all))
    });
    terms.truncate(limit);
}

fn contains_another(term: &Suggestion, all: &[(String, u64)]) -> bool {
    all.iter().any(|(other, _)| other.len() < term.term.len() && term.term.contains(other))
}

/// Whether most places of the string are inside one longer suggestion.
fn is_fragment(term: &Suggestion, all: &[(String, u64)]) -> bool {
    all.iter().any(|(other, count)| {
        other.len() > term.term.len() && other.contains(&term.term) && 2 * count > term.count
    })
}
