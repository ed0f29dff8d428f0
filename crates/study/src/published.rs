//! Reads `published-stages.toml`: stages from a publication, to compare with.

use nianlun_types::{Level, Problem, PublishedStage, PublishedStages, Year};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    #[serde(rename = "stage")]
    stages: Vec<Spanned<Stage>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stage {
    label: String,
    #[serde(rename = "label-en")]
    label_en: Option<String>,
    last: Option<Year>,
    #[serde(default)]
    coding: BTreeMap<String, Level>,
}

/// Reads the text of the file.
///
/// # Errors
/// The file is malformed, or its stages do not follow each other.
pub fn parse_published(text: &str) -> Result<PublishedStages, Problem> {
    let file: File = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let hint = "write `source`, then for each stage [[stage]] with `label` and `last`; the final one has no `last`; `coding` may say for each category absent, emerging, established or leading";
        Problem::of_toml("the published stages cannot be read", text, offset, error.message(), hint)
    })?;
    let mut before: Option<Year> = None;
    for (at, stage) in file.stages.iter().enumerate() {
        let (offset, label) = (stage.span().start, &stage.get_ref().label);
        let is_final = at + 1 == file.stages.len();
        match stage.get_ref().last {
            None if !is_final => {
                return Err(Problem::new(format!("the stage `{label}` has no `last` year"))
                    .at_offset(text, offset)
                    .hint("only the final stage is without"));
            }
            Some(_) if is_final => {
                return Err(Problem::new(format!("the final stage `{label}` has a `last` year"))
                    .at_offset(text, offset)
                    .hint("remove it: the final stage lasts as long as the texts do"));
            }
            Some(last) if before.is_some_and(|b| b >= last) => {
                return Err(Problem::new(format!(
                    "the stage `{label}` ends in {last}, not after the one before it"
                ))
                .at_offset(text, offset));
            }
            last => before = last,
        }
    }
    if file.stages.len() < 2 {
        return Err(Problem::new("fewer than two published stages").at_line(1));
    }
    let stages = file.stages.into_iter().map(Spanned::into_inner);
    let stages = stages.map(|s| PublishedStage {
        label: s.label,
        label_en: s.label_en,
        last: s.last,
        coding: s.coding,
    });
    Ok(PublishedStages { source: file.source, stages: stages.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_first_years() {
        let text = "source = \"s\"\n[[stage]]\nlabel = \"甲\"\nlast = 1998\n[[stage]]\nlabel = \"乙\"\n";
        assert_eq!(parse_published(text).expect("stages").boundaries(), [1999]);
    }

    #[test]
    fn faults_name_their_line() {
        for (text, line) in [
            ("source = \"s\"\n[[stage]]\nlabel = \"甲\"\n[[stage]]\nlabel = \"乙\"\n", 2),
            ("source = \"s\"\n[[stage]]\nlabel = \"甲\"\nlast = 1\n[[stage]]\nlabel = \"乙\"\nlast = 2\n", 5),
            (
                "source = \"s\"\n[[stage]]\nlabel = \"甲\"\nlast = 3\n[[stage]]\nlabel = \"乙\"\nlast = 3\n[[stage]]\nlabel = \"丙\"\n",
                5,
            ),
            ("source = \"s\"\n[[stage]]\nlabel = \"甲\"\nend = 3\n", 4),
        ] {
            assert_eq!(parse_published(text).expect_err("refused").line, Some(line), "{text}");
        }
    }
}
