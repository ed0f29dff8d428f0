//! Precision and recall of a codebook, from lines that people coded, METHOD §5.
//!
//! A coding sheet is a stratified sample: each *cell* (a term, or "no hit", in one stage) is drawn from
//! its own population, a few lines from each however many it has. So a line counts for as many places as
//! its cell stands for, and a weighted sample tells less than an unweighted one of the same length.

use crate::{Share, wilson};

/// A term whose precision is below this share is not good enough.
pub const ENOUGH: f64 = 0.8;
/// A term is judged only with at least so many coded lines.
pub const FEWEST: usize = 3;

/// The coded lines of one cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CodedCell {
    /// How many hits, or sentences without a hit, the lines were drawn from.
    pub population: u64,
    /// One verdict a coded line, from 0 (no) to 1 (yes); see [`line_verdict`]. Lines that nobody coded
    /// are left out.
    pub verdicts: Vec<f64>,
}

/// A share of yes in a stratified sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedShare {
    /// How many coded lines it rests on.
    pub lines: usize,
    /// The share with its 95 % interval, in 0..1.
    pub share: Share,
}

impl WeightedShare {
    /// Whether a term with this precision fails: below [`ENOUGH`], in [`FEWEST`] lines or more.
    pub fn fails(&self) -> bool {
        self.share.share < ENOUGH && self.lines >= FEWEST
    }
}

/// The verdict on a line: the share of its coders who say yes, so that a line on which two coders
/// differ is half a yes. Nothing where no coder gave a verdict.
pub fn line_verdict(coders: &[Option<bool>]) -> Option<f64> {
    let given = coders.iter().flatten().count();
    let yes = coders.iter().flatten().filter(|yes| **yes).count();
    (given > 0).then(|| yes as f64 / given as f64)
}

/// The share of yes over cells, each weighted by its population, with a 95 % interval.
///
/// With N_c the population of cell c, n_c its coded lines and ȳ_c their mean verdict:
///
/// - share p = Σ N_c ȳ_c / Σ N_c;
/// - effective lines n_e = (Σ N_c)² / Σ (N_c² / n_c), Kish 1965: each of the n_c lines has the weight
///   N_c / n_c, and n_e = (Σ w)² / Σ w²;
/// - interval: [`wilson`] of p·n_e among n_e.
///
/// A cell without a coded line is left out: nothing is known of it. Nothing where no line is coded.
pub fn weighted_share<'c>(cells: impl IntoIterator<Item = &'c CodedCell>) -> Option<WeightedShare> {
    let (mut weight, mut yes, mut squares, mut lines) = (0.0, 0.0, 0.0, 0);
    for CodedCell { population, verdicts } in cells {
        if verdicts.is_empty() {
            continue;
        }
        let (n, population) = (verdicts.len() as f64, *population as f64);
        lines += verdicts.len();
        weight += population;
        yes += population * verdicts.iter().sum::<f64>() / n;
        squares += population * population / n;
    }
    if weight <= 0.0 {
        return None;
    }
    let effective = weight * weight / squares;
    wilson(yes / weight * effective, effective).map(|share| WeightedShare { lines, share })
}

/// Recall in sentences: of the sentences that speak of a category, the share with a hit of it.
///
/// With `precision` the share of hits that are meant, `with_hits` and `without_hits` the numbers of
/// sentences, and m the share `missed` of sentences without a hit that speak of the category:
///
/// recall = precision · with_hits / (precision · with_hits + m · without_hits)
///
/// The interval is that of m alone, upper end for the lower one: sentences without a hit are so many, and
/// so few of them are coded, that m outweighs all else. Nothing where no hit is meant, since the formula
/// would then say 0 whatever is missed.
pub fn recall(precision: f64, with_hits: u64, missed: Share, without_hits: u64) -> Option<Share> {
    let found = precision * with_hits as f64;
    let at = |missed: f64| found / (found + missed * without_hits as f64);
    (found > 0.0).then(|| Share { share: at(missed.share), low: at(missed.high), high: at(missed.low) })
}

/// The share of units with two values whose values are one; nothing where no unit has two. Unlike
/// Krippendorff's α it takes no account of chance.
pub fn percent_agreement(units: &[Vec<f64>]) -> Option<f64> {
    let twice: Vec<&Vec<f64>> = units.iter().filter(|unit| unit.len() == 2).collect();
    let alike = twice.iter().filter(|unit| unit[0].to_bits() == unit[1].to_bits()).count();
    (!twice.is_empty()).then(|| alike as f64 / twice.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(population: u64, verdicts: &[f64]) -> CodedCell {
        CodedCell { population, verdicts: verdicts.to_vec() }
    }

    #[test]
    fn coders_who_differ_are_half_a_yes() {
        assert_eq!(line_verdict(&[Some(true), Some(false)]), Some(0.5));
        assert_eq!(line_verdict(&[Some(true), None]), Some(1.0));
        assert_eq!(line_verdict(&[Some(false), Some(false)]), Some(0.0));
        assert_eq!(line_verdict(&[None, None]), None);
    }

    #[test]
    fn one_cell_has_the_interval_of_wilson() {
        // 8 of 10, whatever the population: Agresti & Coull 1998.
        let mut verdicts = vec![1.0; 8];
        verdicts.extend([0.0; 2]);
        for population in [10, 12_345] {
            let found = weighted_share(&[cell(population, &verdicts)]).expect("coded");
            assert_eq!(found.lines, 10);
            let Share { share, low, high } = found.share;
            assert!((share - 0.8).abs() < 1e-12 && (low - 0.4902).abs() < 5e-5, "{found:?}");
            assert!((high - 0.9433).abs() < 5e-5, "{found:?}");
        }
    }

    #[test]
    fn cells_weigh_what_they_stand_for() {
        // 90 places all meant, 10 places none meant, two lines of each: .9, not .5.
        let found = weighted_share(&[cell(90, &[1.0, 1.0]), cell(10, &[0.0, 0.0])]).expect("coded");
        assert!((found.share.share - 0.9).abs() < 1e-12);
        // Kish: 100² / (90²/2 + 10²/2) = 2.439 lines instead of 4.
        let effective = 10_000.0 / (4_050.0 + 50.0);
        assert_eq!(found.share, wilson(0.9 * effective, effective).expect("interval"));
        assert_eq!(found.lines, 4);
        // Cells of one size and one length lose nothing.
        let even = weighted_share(&[cell(7, &[1.0, 0.5]), cell(7, &[0.0, 1.0])]).expect("coded");
        assert_eq!(even.share, wilson(2.5, 4.0).expect("interval"));
    }

    #[test]
    fn cells_without_a_coded_line_are_left_out() {
        let coded = cell(5, &[1.0]);
        assert_eq!(weighted_share(&[coded.clone(), cell(500, &[])]), weighted_share(&[coded]));
        assert_eq!(weighted_share(&[cell(500, &[])]), None);
        assert_eq!(weighted_share(&[cell(0, &[1.0])]), None, "drawn from nothing");
        assert_eq!(weighted_share(&[]), None);
    }

    #[test]
    fn a_term_fails_by_its_share_and_with_lines_enough() {
        let fails = |verdicts: &[f64]| weighted_share(&[cell(9, verdicts)]).expect("coded").fails();
        assert!(fails(&[1.0, 1.0, 0.0]));
        assert!(!fails(&[0.0, 0.0]), "too few lines");
        assert!(!fails(&[1.0, 1.0, 1.0, 1.0, 0.0]), ".8 is enough");
    }

    #[test]
    fn recall_of_sentences() {
        // 80 of 100 sentences with hits are meant; of 400 without, 5 % (2.5–10 %) are missed.
        let missed = Share { share: 0.05, low: 0.025, high: 0.1 };
        let found = recall(0.8, 100, missed, 400).expect("recall");
        assert!((found.share - 0.8).abs() < 1e-12, "80 / (80 + 20)");
        assert!((found.low - 80.0 / 120.0).abs() < 1e-12 && (found.high - 80.0 / 90.0).abs() < 1e-12);
        assert_eq!(recall(0.8, 100, missed, 0).map(|r| (r.low, r.high)), Some((1.0, 1.0)));
        assert_eq!(recall(0.0, 100, missed, 400), None);
    }

    #[test]
    fn agreement_in_percent() {
        let units = [vec![1.0, 1.0], vec![0.0, 1.0], vec![1.0], vec![0.0, 0.0], vec![1.0, 1.0]];
        assert_eq!(percent_agreement(&units), Some(0.75));
        assert_eq!(percent_agreement(&[vec![1.0]]), None);
    }
}
