//! How the answer of `nianlun simulate` is laid out.

use super::{Figures, Row};
use nianlun_findings::Simulation;
use nianlun_stages::simulate::{Design, Rates, Truth};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Verdict;
use std::fmt::Write as _;

/// A share with two places, or a dash.
fn share(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| format!("{share:.2}"))
}

/// The shares of the verdicts in each world, as text for people.
pub fn text(simulation: &Simulation, rows: &[Row]) -> String {
    let Some((_, design)) = simulation.cells.first() else { return String::new() };
    let Design { years, categories, mean, phi, year_effect, .. } = design;
    let mut text = format!(
        "method {}: {years} years × {categories} categories, {mean:.1} hits a year and category, φ {phi:.1}, year effect {year_effect:.2}; {} series of each kind, {} draws in each test\n\n",
        simulation.method.name(),
        simulation.replicates,
        simulation.draws
    );
    let _ = write!(text, "{:<22}", "what is true");
    for (name, _) in Verdict::ALL {
        let _ = write!(text, " {name:>9}");
    }
    text.push_str("   K>1  warned  recall±1  precision±1  windows hold  inside one  width\n");
    for (name, truth) in Truth::ALL {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.rates.world.truth() == *truth).collect();
        if !rows.is_empty() {
            let _ = writeln!(text, "{name}");
        }
        for Row { rates, .. } in rows {
            line(&mut text, rates);
        }
    }
    let error = 0.5 / (simulation.replicates as f64).sqrt();
    let _ = writeln!(
        text,
        "\nshares of the series; their standard error is at most {error:.2}. recall, precision, windows: of the series\nso called alone; windows hold: windows with a true boundary in them; inside one: true boundaries in some window. called staged, on a trend or not; warned: of soft transitions or possible drift. right answers: `staged` or `staged\non a trend` for true steps, neither of them where nothing steps or change takes years."
    );
    text
}

/// One world.
fn line(text: &mut String, rates: &Rates) {
    let of_all = |yes: usize| yes as f64 / rates.replicates.max(1) as f64;
    let _ = write!(text, "  {:<20}", rates.world.name());
    for (name, verdict) in Verdict::ALL {
        let count = rates.verdicts.get(verdict).copied().unwrap_or(0);
        let _ = write!(text, " {:>1$.2}", of_all(count), name.len().max(9));
    }
    let _ = writeln!(
        text,
        "  {:.2}    {:.2}      {:>4}         {:>4}          {:>4}        {:>4}   {:>4}",
        of_all(rates.several_stages),
        of_all(rates.warned),
        share(rates.recall.share()),
        share(rates.precision.share()),
        share(rates.windows_hold.share()),
        share(rates.inside_windows.share()),
        share(rates.width())
    );
}

/// METHOD's table with our figures beside METHOD's, as text for people.
pub fn text_of_table(rows: &[Row]) -> String {
    let mut text = "what is true            n   J  mean  φ      staged   METHOD  differs by  windows hold  METHOD  inside one  width  METHOD\n".to_owned();
    for Row { rates, method } in rows {
        let Some(method) = method else { continue };
        let _ = writeln!(
            text,
            "{:<20} {:>4} {:>3} {:>5} {:>2} {:>4} of {:<4} {:>5.3}   {:>+5.1} s.e.          {:>4}    {:>4}        {:>4}   {:>4}    {:>4}",
            rates.world.name(),
            rates.years,
            rates.categories,
            rates.mean,
            rates.phi,
            rates.staged.yes,
            rates.staged.of,
            method.staged,
            method.standard_errors,
            share(rates.windows_hold.share().filter(|_| method.windows_hold.is_some())),
            share(method.windows_hold),
            share(rates.inside_windows.share().filter(|_| method.windows_hold.is_some())),
            share(rates.width().filter(|_| method.width.is_some())),
            share(method.width)
        );
    }
    text.push_str(
        "\nstaged, on a trend or not; METHOD's figures are shares of 100 or 200 series of its own.\n",
    );
    text
}

/// The name of a column of a verdict.
fn column(verdict: Verdict) -> &'static str {
    match verdict.name() {
        "no change" => "no_change",
        "staged on a trend" => "staged_on_a_trend",
        word => word,
    }
}

/// A row for each world.
pub fn sheet(rows: &[Row]) -> Sheet {
    let counts =
        |value: &dyn Fn(&Rates) -> usize| Values::counts(rows.iter().map(|row| value(&row.rates) as u64));
    let real = |value: fn(&Rates) -> f64| Values::real(rows.iter().map(|row| value(&row.rates)));
    let perhaps =
        |value: fn(&Rates) -> Option<f64>| Values::Real(rows.iter().map(|row| value(&row.rates)).collect());
    let of_method = |value: fn(&Figures) -> Option<f64>| {
        Values::Real(rows.iter().map(|row| row.method.as_ref().and_then(value)).collect())
    };
    let mut columns = vec![
        ("world", Values::text(rows.iter().map(|row| row.rates.world.name()))),
        ("truth", Values::text(rows.iter().map(|row| row.rates.world.truth().name()))),
        ("years", counts(&|rates| rates.years)),
        ("categories", counts(&|rates| rates.categories)),
        ("mean", real(|rates| rates.mean)),
        ("phi", real(|rates| rates.phi)),
        ("replicates", counts(&|rates| rates.replicates)),
    ];
    for (_, verdict) in Verdict::ALL {
        columns.push((column(*verdict), counts(&|rates| rates.verdicts.get(verdict).copied().unwrap_or(0))));
    }
    columns.extend([
        ("several_stages", counts(&|rates| rates.several_stages)),
        ("warned", counts(&|rates| rates.warned)),
        ("staged_unwarned", counts(&|rates| rates.staged_unwarned.yes)),
        ("recall_1", perhaps(|rates| rates.recall.share())),
        ("precision_1", perhaps(|rates| rates.precision.share())),
        ("windows_hold", perhaps(|rates| rates.windows_hold.share())),
        ("inside_windows", perhaps(|rates| rates.inside_windows.share())),
        ("with_window", perhaps(|rates| rates.with_window.share())),
        ("width", perhaps(Rates::width)),
        ("method_staged", of_method(|figures| Some(figures.staged))),
        ("method_windows_hold", of_method(|figures| figures.windows_hold)),
        ("method_width", of_method(|figures| figures.width)),
        ("standard_errors", of_method(|figures| Some(figures.standard_errors))),
    ]);
    Sheet { columns }
}
