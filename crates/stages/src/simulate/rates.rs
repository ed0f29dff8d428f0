//! What a judge says of simulated series, and how often.

use super::{Design, World, generate};
use crate::{Random, Series, Verdict};
use nianlun_types::Year;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a judge says of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its verdict.
    pub verdict: Verdict,
    /// How many stages it chose; 0 where it refused.
    pub stages: usize,
    /// The boundaries it chose, ascending.
    pub boundaries: Vec<Year>,
    /// The first and the last year of the window of each boundary; nothing for one without a window.
    pub windows: Vec<Option<(Year, Year)>>,
    /// Whether it warned of anything that speaks against its verdict.
    pub warned: bool,
}

/// What a judge said of one simulated series, beside what is true of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// What it said.
    pub judged: Judged,
    /// For each true boundary, ascending, the years from the first without a text before it to its own. They
    /// are one year but after a gap: nobody can tell where in a gap a stage begins.
    pub truth: Vec<(Year, Year)>,
}

/// Simulates a series of `world` and lets `judge` judge it.
pub fn judge(world: &World, design: &Design, random: &mut Random, judge: &dyn Fn(&Series) -> Judged) -> Said {
    let (series, starts) = generate(world, design, random);
    let year = |position: usize| (series.years[position - 1] + 1, series.years[position]);
    Said { truth: starts.into_iter().map(year).collect(), judged: judge(&series) }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// How many have a property.
    pub yes: usize,
    /// Of how many.
    pub of: usize,
}

impl Counted {
    /// The share; nothing of nothing.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.yes as f64 / self.of as f64)
    }

    /// Counts all of `items` that have the property.
    fn add<T>(&mut self, items: &[T], property: impl Fn(&T) -> bool) {
        self.yes += items.iter().filter(|item| property(item)).count();
        self.of += items.len();
    }
}

/// How often a judge errs in a world. The verdicts are counted over all series; boundaries and windows
/// over the series called staged alone, as in METHOD's `rates.md`: under another verdict none is claimed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// The world, with its parameters.
    pub world: World,
    /// n, the number of years with texts (before a world of gaps drops some).
    pub years: usize,
    /// J, the number of categories.
    pub categories: usize,
    /// Mean hits of a category in a year.
    pub mean: f64,
    /// Variance over mean of the counts.
    pub phi: f64,
    /// Series.
    pub replicates: usize,
    /// Series by verdict; every verdict is there.
    pub verdicts: BTreeMap<Verdict, usize>,
    /// Series in which more than one stage was chosen, whatever the verdict.
    pub several_stages: usize,
    /// Series called staged, on a trend or not.
    pub staged: Counted,
    /// Series called staged without a warning.
    pub staged_unwarned: Counted,
    /// Series with a warning, whatever the verdict.
    pub warned: usize,
    /// True boundaries with a chosen one at most a year away.
    pub recall: Counted,
    /// Chosen boundaries with a true one at most a year away.
    pub precision: Counted,
    /// Windows that hold a true boundary.
    pub windows_hold: Counted,
    /// True boundaries inside some window.
    pub inside_windows: Counted,
    /// Chosen boundaries that have a window.
    pub with_window: Counted,
    /// Years that the windows have in all; [`Rates::width`] is their mean.
    pub window_years: usize,
}

/// The error rates that hold for one corpus: of series with its years, exposures, rates, φ* and year effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Series of each world.
    pub series: u64,
    /// B of every test in one judgement.
    pub draws: usize,
    /// Standard deviation of the log rate that the categories of a year have in common, estimated from the run
    /// and part of every world.
    pub year_effect: f64,
    /// One for each world.
    pub worlds: Vec<Rates>,
}

impl Rates {
    /// Mean width of the windows in years; nothing where there is no window.
    pub fn width(&self) -> Option<f64> {
        Counted { yes: self.window_years, of: self.with_window.yes }.share()
    }

    /// Adds what was said of a series called staged.
    fn add_staged(&mut self, said: &Said) {
        let Said { judged, truth } = said;
        let windows: Vec<(Year, Year)> = judged.windows.iter().copied().flatten().collect();
        self.recall.add(truth, |true_years| judged.boundaries.iter().any(|year| near(*year, *true_years)));
        self.precision.add(&judged.boundaries, |year| truth.iter().any(|years| near(*year, *years)));
        self.windows_hold.add(&windows, |window| truth.iter().any(|years| meet(*window, *years)));
        self.inside_windows.add(truth, |years| windows.iter().any(|window| meet(*window, *years)));
        self.with_window.add(&judged.windows, Option::is_some);
        let width = |(first, last): &(Year, Year)| usize::try_from(last - first + 1).unwrap_or(0);
        self.window_years += windows.iter().map(width).sum::<usize>();
    }
}

/// Whether a chosen boundary is at most a year away from the first year with texts of a true stage.
fn near(chosen: Year, (_, first): (Year, Year)) -> bool {
    (chosen - first).abs() <= 1
}

/// Whether two spans of years have a year in common.
fn meet(a: (Year, Year), b: (Year, Year)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// The sum of what was said of series of one world and design, in any order.
pub fn rates(world: &World, design: &Design, said: &[Said]) -> Rates {
    let mut rates = Rates {
        world: *world,
        years: design.years,
        categories: design.categories,
        mean: design.mean,
        phi: design.phi,
        replicates: said.len(),
        verdicts: Verdict::ALL.iter().map(|(_, verdict)| (*verdict, 0)).collect(),
        several_stages: said.iter().filter(|said| said.judged.stages > 1).count(),
        staged: Counted::default(),
        staged_unwarned: Counted::default(),
        warned: said.iter().filter(|said| said.judged.warned).count(),
        recall: Counted::default(),
        precision: Counted::default(),
        windows_hold: Counted::default(),
        inside_windows: Counted::default(),
        with_window: Counted::default(),
        window_years: 0,
    };
    rates.staged.add(said, |said| said.judged.verdict.shows_stages());
    rates.staged_unwarned.add(said, |said| said.judged.verdict.shows_stages() && !said.judged.warned);
    for said in said {
        *rates.verdicts.entry(said.judged.verdict).or_default() += 1;
        if said.judged.verdict.shows_stages() {
            rates.add_staged(said);
        }
    }
    rates
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESIGN: Design = Design::new(10, 1, 40.0, 3.0);

    fn said(verdict: Verdict, found: &[(Year, Option<(Year, Year)>)], truth: &[(Year, Year)]) -> Said {
        Said {
            judged: Judged {
                verdict,
                stages: found.len() + 1,
                boundaries: found.iter().map(|(year, _)| *year).collect(),
                windows: found.iter().map(|(_, window)| *window).collect(),
                warned: found.len() > 2,
            },
            truth: truth.to_vec(),
        }
    }

    fn counted(yes: usize, of: usize) -> Counted {
        Counted { yes, of }
    }

    #[test]
    fn boundaries_and_windows_are_those_of_staged_series() {
        let summed = rates(
            &World::Constant,
            &DESIGN,
            &[
                said(
                    Verdict::Staged,
                    &[(2004, Some((2003, 2005))), (2010, None), (2016, Some((2016, 2016)))],
                    &[(2005, 2005), (2018, 2020)],
                ),
                said(Verdict::Staged, &[(2007, Some((2006, 2007)))], &[(2007, 2007)]),
                said(Verdict::Gradual, &[(2003, Some((2000, 2009)))], &[(2003, 2003)]),
                said(Verdict::NoChange, &[], &[(2003, 2003)]),
            ],
        );
        assert_eq!(summed.staged, counted(2, 4));
        assert_eq!(summed.staged_unwarned, counted(1, 4));
        assert_eq!((summed.replicates, summed.several_stages, summed.warned), (4, 3, 1));
        assert_eq!(summed.verdicts[&Verdict::Gradual], 1);
        assert_eq!(summed.verdicts[&Verdict::Refused], 0);
        assert_eq!(summed.verdicts.len(), Verdict::ALL.len());
        assert_eq!((summed.recall, summed.precision), (counted(2, 3), counted(2, 4)));
        assert_eq!((summed.windows_hold, summed.inside_windows), (counted(2, 3), counted(2, 3)));
        assert_eq!((summed.with_window, summed.width()), (counted(3, 4), Some(2.0)));
    }

    #[test]
    fn a_boundary_after_a_gap_is_held_by_a_window_of_any_of_its_years() {
        let hold = |window| {
            let of_gap = said(Verdict::Staged, &[(2010, Some(window))], &[(2007, 2010)]);
            rates(&World::Constant, &DESIGN, &[of_gap]).windows_hold.yes
        };
        assert_eq!(
            (
                hold((2004, 2006)),
                hold((2004, 2007)),
                hold((2008, 2009)),
                hold((2010, 2012)),
                hold((2011, 2012))
            ),
            (0, 1, 1, 1, 0)
        );
    }

    #[test]
    fn nothing_said_has_no_shares() {
        let none = rates(&World::Constant, &DESIGN, &[]);
        assert_eq!((none.staged.share(), none.recall.share(), none.width()), (None, None, None));
    }

    #[test]
    fn a_judge_is_given_the_series_and_its_truth_is_in_calendar_years() {
        let world = World::StepsWithGaps { size: 0.7, share: 0.5 };
        let design = Design::new(40, 2, 40.0, 3.0);
        let seen = std::cell::RefCell::new(Series::default());
        let said = judge(&world, &design, &mut Random::new(1, 5), &|series| {
            seen.replace(series.clone());
            said(Verdict::NoChange, &[], &[]).judged
        });
        let (series, starts) = generate(&world, &design, &mut Random::new(1, 5));
        assert_eq!(*seen.borrow(), series);
        assert_eq!(said.truth.len(), starts.len());
        for ((first, last), start) in said.truth.iter().zip(starts) {
            assert_eq!((*first, *last), (series.years[start - 1] + 1, series.years[start]));
        }
        assert!(said.truth.iter().any(|(first, last)| first < last), "no gap: {:?}", said.truth);
    }
}
