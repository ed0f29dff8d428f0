//! The views, each a file: what it finds, and the page that shows it.

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

/// The view that the address names; nothing where there is none of that name.
///
/// # Errors
/// What is asked for makes no sense, or cannot be read.
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

/// A query that counts something, as curves and lines need.
///
/// # Errors
/// A query without sense, or one that only says which documents.
fn counting(run: &Run, typed: &str, expand: bool) -> Result<nianlun_index::Query, Problem> {
    let query = run.finished.query(typed, expand)?;
    if !query.counts() {
        return Err(Problem::new(format!("`{typed}` counts nothing"))
            .because("it only says which documents")
            .hint("add a string: \"公共数据\" region:上海"));
    }
    Ok(query)
}

/// Whether strings that the codebook holds to be one concept are found together.
///
/// # Errors
/// Neither yes nor no.
fn expands(ask: &Ask) -> Result<bool, Problem> {
    ask.choice("expand", &[("no", false), ("yes", true)])
}
