//! Years whose texts are out of line in length.

use super::jumps::median;
use crate::Series;
use nianlun_types::Warning;

/// Only years with at most this many texts are compared: of many texts one more or less says nothing.
const MOST_DOCUMENTS: u64 = 3;
/// Neighbours on each side.
const NEIGHBOURS: usize = 3;
/// The fewest neighbours to compare with.
const FEWEST: usize = 3;
/// Neighbours whose lengths differ by a larger factor are of many kinds, such as laws, and say nothing of a length.
const ALIKE: f64 = 2.0;
/// A year is out of line at this ratio to the median of its neighbours, or its inverse. Of 780 work reports
/// of local governments it finds the one that is damaged; .67 would accuse ten that are whole.
const RATIO: f64 = 0.5;

/// Warns of each year whose mean text is at most half, or at least twice, as long as the median of its
/// neighbours: an excerpt, a lost page, or another kind of text.
pub(crate) fn odd_lengths(series: &Series) -> impl Iterator<Item = Warning> {
    (0..series.len()).filter_map(|t| odd_length(series, t))
}

fn odd_length(series: &Series, t: usize) -> Option<Warning> {
    let few = |t: &usize| (1..=MOST_DOCUMENTS).contains(&series.documents[*t]);
    let length = |t: usize| series.exposure[t] / series.documents[t] as f64;
    let near = t.saturating_sub(NEIGHBOURS)..series.len().min(t + NEIGHBOURS + 1);
    let others: Vec<f64> = near.filter(|other| *other != t).filter(few).map(length).collect();
    if !few(&t) || others.len() < FEWEST {
        return None;
    }
    let longest = others.iter().copied().fold(0.0, f64::max);
    let shortest = others.iter().copied().fold(f64::INFINITY, f64::min);
    if longest > ALIKE * shortest {
        return None;
    }
    let (own, usual) = (length(t), median(&others));
    (own <= RATIO * usual || usual <= RATIO * own).then(|| {
        Warning::new(
            "odd-length",
            format!(
                "{}年的文本长{own:.0}字（词），前后几年的中位数是{usual:.0}：可能只是节录、缺页，或者是另一种文本，请核对",
                series.years[t]
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd(exposure: &[f64], documents: u64) -> Vec<String> {
        let series = Series {
            years: (2000..2000 + exposure.len() as i32).collect(),
            exposure: exposure.to_vec(),
            documents: vec![documents; exposure.len()],
            ..Series::default()
        };
        odd_lengths(&series).map(|warning| warning.message[..4].to_owned()).collect()
    }

    #[test]
    fn a_report_a_quarter_as_long_is_an_alarm() {
        let mut lengths = vec![15e3, 16e3, 14e3, 18e3, 17e3, 15e3, 16e3];
        assert!(odd(&lengths, 1).is_empty());
        lengths[3] = 4e3;
        assert_eq!(odd(&lengths, 1), ["2003"]);
        lengths[3] = 40e3;
        assert_eq!(odd(&lengths, 1), ["2003"]);
        assert!(odd(&lengths, 40).is_empty(), "of many texts length says nothing");
        let laws = [6e3, 1e3, 9e3, 4e3, 20e3, 2e3, 5e3];
        assert!(odd(&laws, 1).is_empty(), "texts of many kinds");
        assert!(odd(&lengths[2..5], 1).is_empty(), "too few neighbours");
    }
}
