//! The views, a file each: the question to the run, and the page with its answer.

mod compare;
mod curves;
mod document;
mod documents;
mod lines;
mod overview;
mod problems;
mod search;
mod stages;

use crate::ask::Ask;
use crate::run::Run;
use crate::view::View;
use nianlun_types::Problem;
use nianlun_words::{Lang, say};

/// The view that the address names; nothing where there is no such view.
///
/// # Errors
/// A setting is wrong, or a file cannot be read.
pub fn view<'r>(run: &'r Run, ask: &'r Ask) -> Result<Option<Box<dyn View + 'r>>, Problem> {
    Ok(Some(match ask.path.as_str() {
        "/" | "/overview" => Box::new(overview::Overview::new(run, ask)),
        "/curves" => Box::new(curves::Curves::new(run, ask)?),
        "/documents" => Box::new(documents::Documents::new(run, ask)?),
        "/lines" => Box::new(lines::Lines::new(run, ask)?),
        "/document" => match document::Document::new(run, ask)? {
            Some(document) => Box::new(document),
            None => return Ok(None),
        },
        "/search" => Box::new(search::Search::new(run, ask)?),
        "/stages" => Box::new(stages::Stages::new(run, ask)),
        "/compare" => Box::new(compare::Compare::new(run, ask)?),
        "/problems" => Box::new(problems::Problems::new(run, ask)),
        _ => return Ok(None),
    }))
}

/// Parses a query that counts something, as curves and lines need.
///
/// # Errors
/// The query cannot be parsed, or it only selects documents.
fn counting_query(run: &Run, typed: &str, expand: bool) -> Result<nianlun_index::Query, Problem> {
    let query = run.finished.query(typed, expand)?;
    if !query.counts() {
        // Messages of problems are English, as on the command line.
        return Err(Problem::new(say::queries::counts_nothing(Lang::English, typed))
            .because(say::queries::only_selects_documents(Lang::English))
            .hint(say::queries::add_a_string(Lang::English)));
    }
    Ok(query)
}

/// Whether the spellings of one concept in the codebook are found together.
///
/// # Errors
/// The setting is neither yes nor no.
fn expands(ask: &Ask) -> Result<bool, Problem> {
    ask.choice("expand", &[("no", false), ("yes", true)])
}
