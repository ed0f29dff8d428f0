//! What all pages share: head, box, navigation, the way to the exports, foot.

use crate::ask::{Ask, Form, MOST_ROWS};
use crate::run::Run;
use crate::view::View;
use maud::{DOCTYPE, Markup, html};
use nianlun_types::Problem;

/// The whole page of a view.
pub fn page(view: &dyn View, run: &Run, ask: &Ask) -> Markup {
    let main = html! {
        h1 { (view.title()) }
        (view.page())
        (exports(view, ask))
    };
    frame(&view.title(), &main, Some(run), ask)
}

/// The page that says what is wrong.
pub fn fault(problem: &Problem, status: u16, run: Option<&Run>, ask: &Ask) -> Markup {
    let t = ask.lang;
    let title = match status {
        404 => t.of("没有这一页", "There is no such page"),
        503 => t.of("现在太忙", "Busy right now"),
        500 => t.of("这里出了错", "Something went wrong here"),
        _ => t.of("这样问不了", "This cannot be asked"),
    };
    let main = html! {
        h1 { (title) }
        div.warnings role="alert" {
            p { b { (problem.message) } }
            @if let Some(cause) = &problem.cause { pre.cause { (cause) } }
            @if let Some(hint) = &problem.hint { p { (t.of("办法：", "What to do: ")) (hint) } }
        }
        p { (t.of("查询怎么写，见页底的说明；", "How queries are written stands at the foot of the page; "))
            a href=(ask.link("/", &[])) { (t.of("或回到首页", "or go back to the start")) } }
    };
    frame(title, &main, run, ask)
}

fn frame(title: &str, main: &Markup, run: Option<&Run>, ask: &Ask) -> Markup {
    let t = ask.lang;
    let name = run.map_or("", |run| run.name.as_str());
    html! {
        (DOCTYPE)
        html lang=(t.of("zh-Hans", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (name) " · " (t.of("年轮", "Nianlun")) }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href=(crate::assets::address("style.css"));
                script src=(crate::assets::address("script.js")) defer {}
            }
            body {
                a.skip href="#main" { (t.of("跳到正文", "Skip to the content")) }
                header.top {
                    p.eyebrow { a href=(ask.link("/", &[])) { (t.of("年轮", "Nianlun")) } " · " (name)
                        a.lang href=(ask.translated()) lang=(t.of("en", "zh-Hans")) rel="alternate" { (t.of("English", "中文")) } }
                    (bar(ask))
                    (question(ask))
                    @if let Some(run) = run { (caution(run, ask)) }
                }
                main id="main" tabindex="-1" { (main) }
                footer { (foot(run, ask)) }
            }
        }
    }
}

/// Views that are always one click away; the query goes along where the view takes one.
fn bar(ask: &Ask) -> Markup {
    let t = ask.lang;
    let all = ask.text("q");
    let queries = ask.queries().unwrap_or_default();
    let first = queries.first().map_or("", String::as_str);
    let views = [
        ("/", "", t.of("概览", "Overview")),
        ("/curves", all, t.of("曲线", "Curves")),
        ("/search", first, t.of("检索", "Search")),
        ("/lines", first, t.of("语境行", "Lines")),
        ("/documents", first, t.of("文本", "Documents")),
        ("/stages", "", t.of("阶段", "Stages")),
        ("/compare", "", t.of("比较", "Compare")),
        ("/problems", "", t.of("搁置与提醒", "Set aside")),
    ];
    html! {
        nav aria-label=(t.of("各页", "Views")) {
            ol { @for (path, query, name) in views { li {
                a href=(ask.link(path, &[("q", query)])) aria-current=[(ask.path == path).then_some("page")] { (name) }
            } } }
        }
    }
}

/// The box for strings and categories.
fn question(ask: &Ask) -> Markup {
    let t = ask.lang;
    let to =
        if ["/search", "/lines", "/documents"].contains(&ask.path.as_str()) { &ask.path } else { "/curves" };
    // What the view is set to stays as it is; the page begins anew.
    let kept = ask
        .settings()
        .iter()
        .filter(|(name, _)| ask.path == to && !["q", "offset", "limit", "id", "at"].contains(&name.as_str()));
    html! {
        form.ask action=(to) method="get" role="search" {
            label for="q" { (t.of("字符串或类目", "Strings or categories")) }
            div.box {
                textarea id="q" name="q" rows="1" spellcheck="false" autocapitalize="off" maxlength="2000"
                    aria-describedby="how" placeholder=(t.of("\"信息化\"; \"数字化\"; category:governance", "\"信息化\"; \"数字化\"; category:governance")) { (ask.text("q")) }
                @if ask.path == to { @for (name, value) in kept { input type="hidden" name=(name) value=(value); } }
                @if t.name() == "en" { input type="hidden" name="lang" value="en"; }
                button type="submit" data-busy=(t.of("正在找…", "Looking…")) { (match to {
                    "/curves" => t.of("画曲线", "Draw"),
                    _ => t.of("找", "Find"),
                }) }
            }
            p.small #how { (t.of(
                "引号里是精确的字符串；曲线可同时画几个，用分号或换行隔开。",
                "In quotation marks: the exact string. For curves several, with a semicolon or a line end between them."
            )) }
        }
        p.busy role="status" aria-live="polite" {}
    }
}

/// What must be read before any number of this run.
fn caution(run: &Run, ask: &Ask) -> Markup {
    let t = ask.lang;
    html! {
        @if run.replaced() {
            p.warnings role="status" { (t.of(
                "结果文件夹已被新的运行替换，这里仍是打开时的旧结果：请重新启动 nianlun serve。",
                "The results have been replaced by a new run; these pages still show the old ones: start nianlun serve again."
            )) }
        }
        @if let Some(note) = run.provenance().settings.note.as_ref() {
            p.note { b { (t.of("先读：", "Read first: ")) } span lang="zh-Hans" { (note) } }
        }
    }
}

/// Links to the same view as files.
fn exports(view: &dyn View, ask: &Ask) -> Markup {
    let t = ask.lang;
    let total = view.total();
    html! {
        p.exports { (t.of("下载本页：", "Download this view: "))
            a href=(ask.beside(Form::Csv)) download { "CSV" } " "
            a href=(ask.beside(Form::Json)) { "JSON" }
            @if view.is_pictured() {
                " " a href=(ask.beside(Form::Svg)) download { "SVG" }
                " " a href=(ask.beside(Form::Png)) download { "PNG" }
            }
            @if total > MOST_ROWS {
                span.small { " " (t.of(
                    format!("共 {total} 行，一个文件至多 {MOST_ROWS} 行：用 offset 取其余"),
                    format!("{total} rows in all, a file holds {MOST_ROWS} at most: take the others with offset")
                )) }
            }
        }
    }
}

fn foot(run: Option<&Run>, ask: &Ask) -> Markup {
    let t = ask.lang;
    html! {
        details {
            summary { (t.of("查询怎么写", "How queries are written")) }
            table { tbody {
                @for (written, chinese, english) in [
                    ("\"公共数据\"", "精确的字符串，无论是否跨词", "the exact string, across words too"),
                    ("政务公开", "不加引号：按分词切成词，任何一词", "without quotation marks: cut into words, any of them"),
                    ("\"甲\" AND NOT \"乙\"，OR，( )", "大写的 AND、OR、NOT", "AND, OR and NOT in capitals"),
                    ("\"数字*转型\"，\"政?公开\"", "引号里的 * 至多 20 个字符，? 一个", "inside quotation marks: * up to 20 characters, ? one"),
                    ("NEAR(公众, 参与, 5)", "相隔不超过 5 个字", "no more than 5 characters apart"),
                    ("category:governance，term:电子政务", "编码表的类目、词，按计数时的命中", "a category or term of the codebook, as it was counted"),
                    ("title: issuer: region: kind: number: year:2003..2010 date:2018-06..", "只在这些文本里", "only in these documents"),
                ] { tr { th scope="row" { code { (written) } } td.text { (t.of(chinese, english)) } } }
            } }
        }
        @if let Some(run) = run {
            p { (t.of("年轮", "Nianlun")) " " (run.provenance().versions.nianlun)
                (t.of("；设置 ", "; settings ")) code title=(run.settings_sha256) { (&run.settings_sha256[..12]) }
                (t.of("，输入 ", ", inputs ")) code title=(run.inputs_sha256) { (&run.inputs_sha256[..12]) }
                (t.of("。本页由本机提供，不连接网络。", ". Served by this machine; no network.")) }
        }
    }
}

/// Links to the pages before and after.
pub fn pages(ask: &Ask, offset: usize, limit: usize, listed: usize, total: usize) -> Markup {
    let t = ask.lang;
    let to = |offset: usize| {
        ask.with(&[("offset", &if offset == 0 { String::new() } else { offset.to_string() })])
    };
    html! {
        @if listed < total {
            nav.pages aria-label=(t.of("翻页", "Pages")) {
                @if offset > 0 { a rel="prev" href=(to(offset.saturating_sub(limit))) { (t.of("上一页", "Previous")) } }
                span { @if listed > 0 { (offset + 1) "–" (offset + listed) } @else { "0" } " / " (total) }
                @if offset + listed < total && listed > 0 { a rel="next" href=(to(offset + limit)) { (t.of("下一页", "Next")) } }
            }
        }
    }
}

/// Words for nothing found.
pub fn nothing(ask: &Ask) -> Markup {
    let t = ask.lang;
    html! { p.empty { (t.of(
        "没有找到。可去掉引号按词检索，放宽年份，或看看写法：同一个词常有几种写法。",
        "Nothing found. Try without quotation marks, in more years, or another spelling."
    )) } }
}

/// A number with two decimals, or a dash.
pub fn two(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.2}"))
}
