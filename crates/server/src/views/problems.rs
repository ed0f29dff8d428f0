//! Texts that were set aside, doubtful documents, and the warnings of the run.

use super::stages::warnings;
use crate::ask::Ask;
use crate::run::Run;
use crate::view::View;
use maud::{Markup, html};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Quarantined;
use nianlun_words::say;
use serde_json::{Value, json};

/// Most rows of a table on the page; files hold all.
const MOST: usize = 500;

/// The view.
pub struct Problems<'r> {
    run: &'r Run,
    ask: &'r Ask,
    /// Identifier and doubts of each doubtful document.
    doubts: Vec<(&'r str, &'r str)>,
}

impl<'r> Problems<'r> {
    /// Gathers them.
    pub fn new(run: &'r Run, ask: &'r Ask) -> Self {
        let doubt = |facts: &'r [(String, String)]| facts.iter().find(|(name, _)| name == "doubts");
        let doubts = run.facts.iter().filter_map(|(id, facts)| Some((id.as_str(), doubt(facts)?.1.as_str())));
        Problems { run, ask, doubts: doubts.collect() }
    }
}

impl View for Problems<'_> {
    fn title(&self) -> String {
        say::problems::title(self.ask.lang).to_owned()
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        html! {
            (warnings(self.run, self.ask))
            h2 { (say::problems::set_aside_count(t, self.run.set_aside())) }
            @let others = self.run.quarantine.len() - self.run.set_aside();
            @if others > 0 { p.small { (say::problems::and_listed(t, others)) } }
            @if self.run.quarantine.is_empty() { p.empty { (say::problems::every_file_read(t)) } } @else { div.scroll tabindex="0" role="region" aria-label=(say::problems::texts_set_aside(t)) { table #quarantine {
                thead { tr {
                    th.text scope="col" { (say::labels::file(t)) }
                    th.text scope="col" { (say::labels::reason(t)) }
                    th.text scope="col" { (say::labels::detail(t)) } } }
                tbody { @for Quarantined { file, reason, detail } in self.run.quarantine.iter().take(MOST) { tr {
                    th.text scope="row" { (file) }
                    td.text { (nianlun_words::reason(*reason, t)) }
                    td.text { (detail) } } } }
            } }
            @if self.run.quarantine.len() > MOST { p.small { (say::problems::rest_in_csv(t)) } } }
            h2 { (say::problems::doubtful_count(t, self.doubts.len())) }
            @if self.doubts.is_empty() { p.empty { (say::labels::none_of_these(t)) } } @else { div.scroll tabindex="0" role="region" aria-label=(say::problems::doubtful_documents(t)) { table {
                thead { tr {
                    th.text scope="col" { (say::labels::document(t)) }
                    th.text scope="col" { (say::labels::doubt(t)) } } }
                tbody { @for (id, doubt) in self.doubts.iter().take(MOST) { tr {
                    th.text scope="row" { a href=(self.ask.address_of("/document", &[("id", id)])) { (self.run.searcher().card(id).map_or(*id, |c| c.title.as_str())) } " " span.small { (id) } }
                    td.text { (doubt) }
                } } }
            } } }
        }
    }

    fn sheet(&self) -> Sheet {
        let aside = || self.run.quarantine.iter();
        let doubts = || self.doubts.iter();
        let text = |first: Vec<String>, second: Vec<String>| Values::text(first.into_iter().chain(second));
        Sheet {
            columns: vec![
                (
                    "kind",
                    text(
                        aside().map(|_| "set-aside".into()).collect(),
                        doubts().map(|_| "doubt".into()).collect(),
                    ),
                ),
                (
                    "name",
                    text(aside().map(|a| a.file.clone()).collect(), doubts().map(|d| d.0.into()).collect()),
                ),
                (
                    "reason",
                    text(
                        aside().map(|a| a.reason.name().to_owned()).collect(),
                        doubts().map(|_| String::new()).collect(),
                    ),
                ),
                (
                    "detail",
                    text(aside().map(|a| a.detail.clone()).collect(), doubts().map(|d| d.1.into()).collect()),
                ),
            ],
        }
    }

    fn facts(&self) -> Value {
        json!({"warnings": self.run.provenance().warnings, "set_aside": self.run.set_aside(), "doubtful": self.doubts.len()})
    }
}
