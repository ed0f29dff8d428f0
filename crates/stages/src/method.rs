//! The named methods. The default is judged ([`mod@crate::judge`]). An alternate is a cost, a search and a
//! selection, and nothing else.
//!
//! | method | cost of a stage | search | number of stages |
//! |---|---|---|---|
//! | `poisson` | quasi-Poisson | exact | whole years permuted, rivals, drift |
//! | `gauss` | residual squares of rates | exact | BIC (Bai & Perron, as strucchange) |
//! | `share` | Dirichlet-multinomial evidence of shares | exact | evidence |
//! | `coniss` | residual squares of rates | neighbours merged | broken stick |
//! | `vnc` | standard deviation of rates | neighbours merged | elbow of the scree |
//! | `pelt` | quasi-Poisson | exact, pruned | penalty of qBIC, no largest number |

use crate::cost::{self, Squares, Sums};
use crate::judge::raw_overdispersion;
use crate::search::{self, Segmentation};
use crate::{Cells, Data, Series, Settings, Values, selection};
use nianlun_types::named;
use std::fmt;

named! {
    /// A named method.
    pub enum Method: "method" {
        /// METHOD §2, the default.
        Poisson = "poisson",
        /// Bai & Perron's constant means.
        Gauss = "gauss",
        /// Shares of the categories; the totals of the years do not matter.
        Share = "share",
        /// Grimm's CONISS with Bennett's broken stick.
        Coniss = "coniss",
        /// Gries & Hilpert's variability-based neighbour clustering.
        Vnc = "vnc",
        /// Killick's PELT.
        Pelt = "pelt",
    }
}

impl Method {
    /// Whether it needs counts with exposure. The other methods read values too.
    pub fn needs_counts(self) -> bool {
        matches!(self, Method::Poisson | Method::Share | Method::Pelt)
    }

    /// Whether it rules out stages shorter than the minimum length. Merging has no such rule.
    pub fn heeds_minimum_length(self) -> bool {
        !matches!(self, Method::Coniss | Method::Vnc)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A segmentation with its cost and criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The segmentation and its cost.
    pub segmentation: Segmentation,
    /// What the selection compares. The least is chosen, but `coniss` takes the last number of stages
    /// up to which the criterion stays below 0, and `vnc` the elbow.
    pub criterion: f64,
}

/// The segmentations that a method compares, and its choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// One for each number of stages tried, ascending.
    pub candidates: Vec<Candidate>,
    /// Position of the chosen candidate.
    pub chosen: usize,
    /// φ̂, where the method has one.
    pub phi: Option<f64>,
}

impl Fit {
    /// The chosen segmentation.
    pub fn best(&self) -> &Segmentation {
        &self.candidates[self.chosen].segmentation
    }

    /// The criterion of the chosen segmentation.
    pub fn criterion(&self) -> f64 {
        self.candidates[self.chosen].criterion
    }

    /// The candidate with so many stages.
    pub fn with_stages(&self, stages: usize) -> Option<&Candidate> {
        self.candidates.iter().find(|c| c.segmentation.stage_count() == stages)
    }
}

/// Fits `data` by an alternate. Nothing for the default, which the judge answers, and where the method cannot
/// read such data: it needs counts, or (`share`) two categories. The caller ensures at least two years, and room for a stage.
pub fn fit(method: Method, data: &Data, settings: Settings) -> Option<Fit> {
    match (method, data) {
        (Method::Pelt, Data::Counts(series)) => Some(pelt(&Cells::of(series), settings)),
        (Method::Share, Data::Counts(series)) => share(series, settings),
        (Method::Poisson, _) | (Method::Pelt | Method::Share, Data::Values(_)) => None,
        (Method::Gauss, data) => Some(gauss(&data.to_values(), settings)),
        (Method::Coniss, data) => Some(coniss(&data.to_values(), settings)),
        (Method::Vnc, data) => Some(vnc(&data.to_values(), settings)),
    }
}

/// The exact search, with the candidate of the least criterion.
fn exact(
    n: usize,
    settings: Settings,
    cost: impl Fn(usize, usize) -> f64,
    criterion: impl Fn(f64, usize) -> f64,
    phi: Option<f64>,
) -> Fit {
    let fits = search::cheapest(n, settings.minimum_length, settings.maximum.clamp(1, n), cost);
    choose_least(fits, criterion, phi)
}

/// The fit that chooses the candidate with the least criterion, of equal ones the one with fewest stages.
/// `criterion` takes the cost and the number of stages.
fn choose_least(fits: Vec<Segmentation>, criterion: impl Fn(f64, usize) -> f64, phi: Option<f64>) -> Fit {
    let candidates: Vec<Candidate> = fits
        .into_iter()
        .enumerate()
        .map(|(at, segmentation)| Candidate { criterion: criterion(segmentation.cost, at + 1), segmentation })
        .collect();
    let mut chosen = 0;
    for (at, candidate) in candidates.iter().enumerate() {
        if candidate.criterion < candidates[chosen].criterion {
            chosen = at;
        }
    }
    Fit { candidates, chosen, phi }
}

fn pelt(cells: &Cells, settings: Settings) -> Fit {
    let (n, categories) = (cells.len(), cells.categories);
    let costs = cost::poisson_runs(cells, settings.minimum_length);
    // φ̂ = max(1, X²/(J(n − K))) of the fit with most stages, which leaves least of their differences in X².
    let finest = costs.cheapest(settings.maximum).pop();
    let phi = finest.map_or(1.0, |fit| raw_overdispersion(cells, &fit.starts).max(1.0));
    let penalty = selection::qbic_penalty(phi, categories, n);
    let found = search::pruned(n, settings.minimum_length, penalty, |i, j| costs.value(i, j));
    let criterion = selection::qbic(found.cost, phi, found.stage_count(), categories, n);
    Fit { candidates: vec![Candidate { segmentation: found, criterion }], chosen: 0, phi: Some(phi) }
}

fn share(series: &Series, settings: Settings) -> Option<Fit> {
    if series.categories.len() < 2 {
        return None;
    }
    let (n, m) = (series.len(), settings.minimum_length);
    let sums = Sums::new(&Cells::of(series));
    let most = settings.maximum.clamp(1, n - 1);
    let fits = search::cheapest(n, m, most, |i, j| cost::multinomial(&sums, i, j));
    // φ̂ first, from plain multinomial stages: the evidence divides counts by it.
    let phi = fits.last().map_or(1.0, |fit| selection::share_overdispersion(series, &sums, fit));
    let cost = |i, j| cost::dirichlet(&sums, phi, i, j);
    Some(exact(n, settings, cost, |cost, stages| selection::evidence(cost, n, stages, m), Some(phi)))
}

fn gauss(values: &Values, settings: Settings) -> Fit {
    let (n, categories) = (values.years.len(), values.categories.len());
    let squares = Squares::new(&values.standardised());
    let criterion = |residual: f64, stages: usize| selection::gaussian_bic(residual, stages, categories, n);
    exact(n, settings, |i, j| squares.residual(i, j), criterion, None)
}

fn coniss(values: &Values, settings: Settings) -> Fit {
    let n = values.years.len();
    let squares = Squares::new(&values.standardised());
    let increase =
        |i, middle, j| squares.residual(i, j) - squares.residual(i, middle) - squares.residual(middle, j);
    let mergers = search::merge(n, increase);
    let residual =
        |starts: &Vec<usize>| -> f64 { search::stages(starts, n).map(|(i, j)| squares.residual(i, j)).sum() };
    let residuals: Vec<f64> = mergers.starts.iter().map(residual).collect();
    let (shortfall, stages) = selection::broken_stick(&residuals);
    // One stage has no shortfall; its criterion is 0.
    let criteria = std::iter::once(0.0).chain(shortfall);
    let candidates = mergers.starts.iter().zip(residuals).zip(criteria).take(settings.maximum);
    Fit {
        candidates: candidates
            .map(|((starts, cost), criterion)| Candidate {
                segmentation: Segmentation { cost, starts: starts.clone() },
                criterion,
            })
            .collect(),
        chosen: stages.min(settings.maximum) - 1,
        phi: None,
    }
}

fn vnc(values: &Values, settings: Settings) -> Fit {
    let n = values.years.len();
    let values = values.standardised();
    let mergers = search::merge(n, |i, _, j| cost::spread(&values, i, j));
    let heights = heights(&mergers.costs);
    let stages = selection::elbow(&heights, settings.maximum);
    let candidates = mergers.starts.iter().zip(&heights).take(settings.maximum);
    Fit {
        candidates: candidates
            .map(|(starts, height)| Candidate {
                segmentation: Segmentation {
                    cost: search::stages(starts, n).map(|(i, j)| cost::spread(&values, i, j)).sum(),
                    starts: starts.clone(),
                },
                criterion: *height,
            })
            .collect(),
        chosen: stages - 1,
        phi: None,
    }
}

/// The heights at which the mergers leave 1, 2, … n stages: running sums of their costs, backwards.
fn heights(costs: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut heights = vec![0.0];
    for cost in costs {
        sum += cost;
        heights.push(sum);
    }
    heights.reverse();
    heights
}
