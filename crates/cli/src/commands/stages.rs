//! `nianlun stages`.

use crate::args::{StagesArgs, TextOrJson};
use crate::exit::Exit;
use nianlun_pipeline::{Findings, read_series};
use nianlun_stages::{Settings, Verdict, estimate_by};
use nianlun_types::{Problem, Problems};
use std::fmt::Write as _;
use std::io::Write as _;

/// Finds the stages of a series counted elsewhere.
pub fn stages(args: &StagesArgs) -> Result<Exit, Problems> {
    let method = args.method.0;
    let data = read_series(&args.series, method)?;
    let settings = Settings { minimum_length: args.minimum_length.into(), maximum: args.maximum.into() };
    let estimate = estimate_by(method, &data, settings, None);
    let refused = estimate.verdict == Verdict::Refused;
    let text = match args.format {
        TextOrJson::Json => {
            let findings = Findings { estimate, stability: None, sensitivity: Vec::new() };
            let json = serde_json::to_string_pretty(&findings)
                .map_err(|error| Problem::new("the result cannot be written").because(error.to_string()))?;
            json + "\n"
        }
        TextOrJson::Text => {
            let (first, last) = (estimate.years.first(), estimate.years.last());
            let span = first.zip(last).map_or(String::new(), |(a, b)| format!("，{a}–{b}"));
            let phi = estimate.phi.map_or(String::new(), |phi| format!("，φ̂ {phi:.2}"));
            let mut text = format!(
                "方法 {}：{} 年{span}，{} 个类目{phi}\n判断：{}。{}\n",
                estimate.method,
                estimate.years.len(),
                estimate.categories.len(),
                nianlun_report::verdict(estimate.verdict),
                nianlun_report::finding(&estimate)
            );
            text.push_str(&nianlun_pipeline::stages_table(&estimate));
            if !estimate.warnings.is_empty() {
                text.push_str("\n提醒\n");
            }
            for warning in &estimate.warnings {
                let _ = writeln!(text, "  · {}", warning.message);
            }
            text
        }
    };
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(if refused { Exit::No } else { Exit::Done })
}
