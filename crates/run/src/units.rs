//! What became of every unit of the corpus: a file, a row, a sheet, a member of an archive. Each has exactly one
//! state, and the states add up to what was listed; a text lost on the way is a fault of ours.

use nianlun_study::Study;
use nianlun_types::{DocumentRow, Problem, Quarantined};

/// How many units have each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Units {
    /// Listed before any text was read.
    pub announced: usize,
    /// Counted in a year.
    pub counted: usize,
    /// Indexed, but in no series.
    pub no_year: usize,
    /// Set aside, each with its reason.
    pub set_aside: usize,
    /// Another copy is counted.
    pub duplicate: usize,
    /// Of a year outside the study.
    pub outside_years: usize,
    /// Passed over by rule, e.g. hidden files.
    pub passed_over: usize,
}

impl Units {
    /// Counts the states at the end of the pass.
    pub fn of(study: &Study, documents: &[DocumentRow], quarantined: &[Quarantined]) -> Self {
        let counted = documents.iter().filter(|document| document.year.is_some()).count();
        Units {
            announced: study.catalogue.announced,
            counted,
            no_year: documents.len() - counted,
            set_aside: quarantined.iter().filter(|text| text.is_set_aside()).count(),
            duplicate: study.repeats.len(),
            outside_years: study.outside_years.len(),
            passed_over: study.catalogue.skipped.len(),
        }
    }

    /// The states together.
    fn sum(self) -> usize {
        self.counted + self.no_year + self.set_aside + self.duplicate + self.outside_years + self.passed_over
    }

    /// Whether every unit has exactly one state.
    ///
    /// # Errors
    /// Units were lost, or counted twice: a fault of ours.
    pub fn check(self) -> Result<(), Problem> {
        if self.sum() == self.announced {
            return Ok(());
        }
        Err(Problem::ours(
            format!(
                "{} files, rows and members were listed, and {} have a state: {} counted, {} without a year, {} set aside, {} duplicate, {} outside the years, {} passed over",
                self.announced,
                self.sum(),
                self.counted,
                self.no_year,
                self.set_aside,
                self.duplicate,
                self.outside_years,
                self.passed_over
            ),
            "some text was lost or counted twice",
        ))
    }

    /// The states that there are, in words.
    pub fn shown(self) -> String {
        let states = [
            ("计入", self.counted),
            ("无年份", self.no_year),
            ("搁置", self.set_aside),
            ("重复", self.duplicate),
            ("年份之外", self.outside_years),
            ("略过", self.passed_over),
        ];
        let there = states.iter().filter(|(_, n)| *n > 0).map(|(state, n)| format!("{state} {n}"));
        format!("列出 {} ＝ {}", self.announced, there.collect::<Vec<_>>().join(" ＋ "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_unit_is_a_fault_of_ours() {
        let whole =
            Units { announced: 5, counted: 2, no_year: 1, set_aside: 1, duplicate: 1, ..Units::default() };
        assert!(whole.check().is_ok());
        assert_eq!(whole.shown(), "列出 5 ＝ 计入 2 ＋ 无年份 1 ＋ 搁置 1 ＋ 重复 1");
        let lost = Units { announced: 6, ..whole }.check().expect_err("one is lost");
        assert_eq!(lost.kind, nianlun_types::ProblemKind::Ours);
    }
}
