//! What all pages share: head, navigation, query box, links to exports, foot.

use crate::ask::{Ask, Form, MOST_ROWS};
use crate::run::Run;
use crate::view::View;
use maud::{DOCTYPE, Markup, html};
use nianlun_types::Problem;
use nianlun_words::say;

/// The whole page of a view.
pub fn page(view: &dyn View, run: &Run, ask: &Ask) -> Markup {
    let main = html! {
        h1 { (view.title()) }
        (view.page())
        (exports(view, ask))
    };
    frame(&view.title(), &main, Some(run), ask)
}

/// The page that shows a problem.
pub fn fault(problem: &Problem, status: u16, run: Option<&Run>, ask: &Ask) -> Markup {
    let t = ask.lang;
    let title = match status {
        404 => say::pages::no_such_page(t),
        503 => say::pages::busy(t),
        500 => say::pages::went_wrong(t),
        _ => say::pages::cannot_be_asked(t),
    };
    let main = html! {
        h1 { (title) }
        div.warnings role="alert" {
            p { b { (problem.message) } }
            @if let Some(cause) = &problem.cause { pre.cause { (cause) } }
            @if let Some(hint) = &problem.hint { p { (say::pages::what_to_do(t)) (hint) } }
        }
        p { (say::pages::see_the_foot(t))
            a href=(ask.address_of("/", &[])) { (say::pages::back_to_start(t)) } }
    };
    frame(title, &main, run, ask)
}

fn frame(title: &str, main: &Markup, run: Option<&Run>, ask: &Ask) -> Markup {
    let t = ask.lang;
    let name = run.map_or("", |run| run.name.as_str());
    html! {
        (DOCTYPE)
        html lang=(t.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (name) " · " (say::pages::nianlun(t)) }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href=(crate::assets::address("style.css"));
                script src=(crate::assets::address("script.js")) defer {}
            }
            body {
                a.skip href="#main" { (say::pages::skip(t)) }
                header.top {
                    p.eyebrow { a href=(ask.address_of("/", &[])) { (say::pages::nianlun(t)) } " · " (name)
                        a.lang href=(ask.address_in_other_language()) lang=(t.other().tag()) rel="alternate" { (say::pages::other_language(t)) } }
                    (navigation(ask))
                    (query_box(ask))
                    @if let Some(run) = run { (caution(run, ask)) }
                }
                main id="main" tabindex="-1" { (main) }
                footer { (foot(run, ask)) }
            }
        }
    }
}

/// Links to all views. The query goes along where the view takes one.
fn navigation(ask: &Ask) -> Markup {
    let t = ask.lang;
    let all = ask.text("q");
    let queries = ask.queries().unwrap_or_default();
    let first = queries.first().map_or("", String::as_str);
    let views = [
        ("/", "", say::pages::overview(t)),
        ("/curves", all, say::pages::curves(t)),
        ("/search", first, say::pages::search(t)),
        ("/lines", first, say::pages::lines(t)),
        ("/documents", first, say::labels::documents(t)),
        ("/stages", "", say::pages::stages(t)),
        ("/compare", "", say::pages::compare(t)),
        ("/problems", "", say::pages::problems(t)),
    ];
    html! {
        nav aria-label=(say::pages::views(t)) {
            ol { @for (path, query, name) in views { li {
                a href=(ask.address_of(path, &[("q", query)])) aria-current=[(ask.path == path).then_some("page")] { (name) }
            } } }
        }
    }
}

/// The box for strings and categories, with the settings of the view as hidden fields.
fn query_box(ask: &Ask) -> Markup {
    let t = ask.lang;
    let to =
        if ["/search", "/lines", "/documents"].contains(&ask.path.as_str()) { &ask.path } else { "/curves" };
    // A new query keeps the settings of the view, but begins at its first page.
    let kept = ask
        .settings()
        .iter()
        .filter(|(name, _)| ask.path == to && !["q", "offset", "limit", "id", "at"].contains(&name.as_str()));
    html! {
        form.ask action=(to) method="get" role="search" {
            label for="q" { (say::pages::strings_or_categories(t)) }
            div.box {
                textarea id="q" name="q" rows="1" spellcheck="false" autocapitalize="off" maxlength="2000"
                    aria-describedby="how" placeholder=(say::pages::example_query(t)) { (ask.text("q")) }
                @if ask.path == to { @for (name, value) in kept { input type="hidden" name=(name) value=(value); } }
                @if t.name() == "en" { input type="hidden" name="lang" value="en"; }
                button type="submit" data-busy=(say::pages::looking(t)) { (match to {
                    "/curves" => say::pages::draw(t),
                    _ => say::pages::find(t),
                }) }
            }
            p.small #how { (say::pages::how_to_ask(t)) }
        }
        p.busy role="status" aria-live="polite" {}
    }
}

/// Notes above every page: the results were replaced, or the run has a note for its readers.
fn caution(run: &Run, ask: &Ask) -> Markup {
    let t = ask.lang;
    html! {
        @if run.replaced() {
            p.warnings role="status" { (say::pages::results_replaced(t)) }
        }
        @if let Some(note) = run.provenance().settings.note.as_ref() {
            p.note { b { (say::pages::read_first(t)) } span lang="zh-Hans" { (note) } }
        }
    }
}

/// Links to the view as files.
fn exports(view: &dyn View, ask: &Ask) -> Markup {
    let t = ask.lang;
    let total = view.total();
    html! {
        p.exports { (say::pages::download(t))
            a href=(ask.address_in_form(Form::Csv)) download { "CSV" } " "
            a href=(ask.address_in_form(Form::Json)) { "JSON" }
            @if view.is_pictured() {
                " " a href=(ask.address_in_form(Form::Svg)) download { "SVG" }
                " " a href=(ask.address_in_form(Form::Png)) download { "PNG" }
            }
            @if total > MOST_ROWS {
                span.small { " " (say::pages::rows_in_file(t, total, MOST_ROWS)) }
            }
        }
    }
}

fn foot(run: Option<&Run>, ask: &Ask) -> Markup {
    let t = ask.lang;
    html! {
        details {
            summary { (say::pages::how_queries_are_written(t)) }
            table { tbody {
                @for (written, meaning) in [
                    ("\"公共数据\"", say::pages::exact_string(t)),
                    ("政务公开", say::pages::any_word(t)),
                    ("\"甲\" AND NOT \"乙\"，OR，( )", say::pages::operators(t)),
                    ("\"数字*转型\"，\"政?公开\"", say::pages::wildcards(t)),
                    ("NEAR(公众, 参与, 5)", say::pages::near(t)),
                    ("category:governance，term:电子政务", say::pages::codebook_fields(t)),
                    ("title: issuer: region: kind: number: year:2003..2010 date:2018-06..", say::pages::document_fields(t)),
                ] { tr { th scope="row" { code { (written) } } td.text { (meaning) } } }
            } }
        }
        @if let Some(run) = run {
            p { (say::pages::nianlun(t)) " " (run.provenance().versions.nianlun)
                (say::pages::settings_hash(t)) code title=(run.settings_sha256) { (&run.settings_sha256[..12]) }
                (say::pages::inputs_hash(t)) code title=(run.inputs_sha256) { (&run.inputs_sha256[..12]) }
                (say::pages::served_here(t)) }
        }
    }
}

/// Links to the pages before and after.
pub fn pages(ask: &Ask, offset: usize, limit: usize, listed: usize, total: usize) -> Markup {
    let t = ask.lang;
    let to = |offset: usize| {
        ask.address_with(&[("offset", &if offset == 0 { String::new() } else { offset.to_string() })])
    };
    html! {
        @if listed < total {
            nav.pages aria-label=(say::pages::pages(t)) {
                @if offset > 0 { a rel="prev" href=(to(offset.saturating_sub(limit))) { (say::pages::previous(t)) } }
                span { @if listed > 0 { (offset + 1) "–" (offset + listed) } @else { "0" } " / " (total) }
                @if offset + listed < total && listed > 0 { a rel="next" href=(to(offset + limit)) { (say::pages::next(t)) } }
            }
        }
    }
}

/// The sentence for a query without matches.
pub fn nothing_found(ask: &Ask) -> Markup {
    let t = ask.lang;
    html! { p.empty { (say::pages::nothing_found(t)) } }
}

/// A number with two decimals, or a dash.
pub fn two_decimals(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.2}"))
}
