//! What was set aside, what is doubtful, and the warnings of the run.

use super::stages::warnings;
use crate::ask::Ask;
use crate::run::Run;
use crate::view::View;
use maud::{Markup, html};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Quarantined;
use serde_json::{Value, json};

/// Most rows of a table on the page; files hold all.
const MOST: usize = 500;

/// The view.
pub struct Problems<'r> {
    run: &'r Run,
    ask: &'r Ask,
    /// Identifier and doubts of documents that have some.
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
        self.ask.lang.of("搁置、存疑与提醒", "Set aside, doubtful, warned of").to_owned()
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        html! {
            (warnings(self.run, self.ask))
            h2 { (t.of(format!("搁置的文本（{}）", self.run.quarantine.len()), format!("Texts set aside ({})", self.run.quarantine.len()))) }
            @if self.run.quarantine.is_empty() { p.empty { (t.of("没有：每个文件都读了。", "None: every file was read.")) } } @else { div.scroll tabindex="0" role="region" aria-label=(t.of(
                "搁置的文本",
                "Texts set aside")) { table #quarantine {
                thead { tr {
                    th.text scope="col" { (t.of("文件", "File")) }
                    th.text scope="col" { (t.of("原因", "Reason")) }
                    th.text scope="col" { (t.of("详情", "Detail")) } } }
                tbody { @for Quarantined { file, reason, detail } in self.run.quarantine.iter().take(MOST) { tr {
                    th.text scope="row" { (file) }
                    td.text { (nianlun_words::reason(*reason, t)) }
                    td.text { (detail) } } } }
            } }
            @if self.run.quarantine.len() > MOST { p.small { (t.of("其余见 CSV。", "The others are in the CSV.")) } } }
            h2 { (t.of(format!("存疑的文本（{}）", self.doubts.len()), format!("Doubtful documents ({})", self.doubts.len()))) }
            @if self.doubts.is_empty() { p.empty { (t.of("没有。", "None.")) } } @else { div.scroll tabindex="0" role="region" aria-label=(t.of(
                "存疑的文本",
                "Doubtful documents")) { table {
                thead { tr {
                    th.text scope="col" { (t.of("文本", "Document")) }
                    th.text scope="col" { (t.of("疑点", "Doubt")) } } }
                tbody { @for (id, doubt) in self.doubts.iter().take(MOST) { tr {
                    th.text scope="row" { a href=(self.ask.link("/document", &[("id", id)])) { (self.run.searcher().card(id).map_or(*id, |c| c.title.as_str())) } " " span.small { (id) } }
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
        json!({"warnings": self.run.provenance().warnings, "set_aside": self.run.quarantine.len(), "doubtful": self.doubts.len()})
    }
}
