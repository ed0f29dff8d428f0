//! Web pages as saved from government sites: the main text without navigation, the title, the date
//! of publication and the 文号.
//!
//! Known containers come first, since readability keeps the navigation of a small page.

use super::extracted::{Extracted, Head, Refusal};
use super::page_text::visible_text;
use crate::dates::{Date, first_date};
use crate::decode::{decode_as, decode_declared, encoding};
use crate::number::number;
use encoding_rs::Encoding;
use nianlun_text::text_lines;
use nianlun_types::{Reason, Warning};
use scraper::{Html, Selector};

/// Containers of the main text on government sites, the surest first.
const CONTAINERS: [&str; 22] = [
    "#zoom",
    "#Zoom",
    "#UCAP-CONTENT",
    ".TRS_Editor",
    ".trs_editor_view",
    ".TRS_UEDITOR",
    "#ivs_content",
    "#fontzoom",
    ".pages_content",
    "#article_content",
    "#articleContent",
    ".article-content",
    ".article_content",
    "#content-text",
    ".Article_content",
    "#js_content",
    ".news_content",
    "#mainText",
    "article",
    ".article",
    "#content",
    ".content",
];
/// Han characters below which a container is taken for an empty shell.
const LEAST: usize = 20;
/// Whether the beginning of a file is that of a page.
pub(super) fn is_html(head: &[u8], ending: &str) -> bool {
    let lower = head[..head.len().min(2048)].to_ascii_lowercase();
    let holds = |what: &[u8]| lower.windows(what.len()).any(|w| w == what);
    let text = lower.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&lower).trim_ascii_start();
    if text.starts_with(b"<!doctype html") || text.starts_with(b"<html") {
        return true;
    }
    let named = matches!(ending, "html" | "htm" | "shtml" | "xhtml");
    named || text.starts_with(b"<") && (holds(b"<html") || holds(b"<body"))
}

/// Reads a page.
pub(super) fn extract(bytes: Vec<u8>, forced: Option<&'static Encoding>) -> Result<Extracted, Refusal> {
    let no_text = |cause| (Reason::NotText, cause);
    let decoded = match forced {
        Some(_) => decode_as(bytes, forced).map_err(no_text)?,
        None => {
            let declared = declared(&bytes);
            decode_declared(bytes, declared).map_err(no_text)?
        }
    };
    let page = Html::parse_document(&decoded.text);
    let mut doubts: Vec<Warning> = decoded.doubt.into_iter().collect();
    let text = main_text(&page, &decoded.text, &mut doubts);
    let head = fields(&page);
    Ok(Extracted {
        title: title(&page),
        page_date: meta(
            &page,
            &["PubDate", "publishdate", "article:published_time", "publish_date", "date", "DC.date"],
        )
        .as_deref()
        .and_then(first_date)
        .or_else(|| published(&head)),
        number: number(&text).or_else(|| number(&head)).map(|n| n.written),
        issuer: meta(&page, &["ContentSource", "Source"]),
        text,
        encoding: decoded.encoding,
        head: Head::default(),
        doubts,
    })
}

/// The encoding that `<meta charset>` names within the first bytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let after = &head[head.find("charset")? + "charset".len()..];
    let name: String = after
        .trim_start_matches([' ', '=', '"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    encoding(&name).ok()
}

fn main_text(page: &Html, source: &str, doubts: &mut Vec<Warning>) -> String {
    for container in CONTAINERS {
        let selector = Selector::parse(container).expect("a valid selector");
        let best = page.select(&selector).map(visible_text).max_by_key(|text| han(text));
        if let Some(text) = best.filter(|text| han(text) >= LEAST) {
            return text;
        }
    }
    let whole = visible_text(page.root_element());
    doubts.push(Warning::new("main-text-guessed", "网页正文的位置是猜的，可能多出导航或缺段落"));
    let guessed = dom_smoothie::Readability::new(source, None, None)
        .and_then(|mut reader| reader.parse())
        .map(|article| visible_text(Html::parse_fragment(&article.content).root_element()));
    match guessed {
        // A guess that drops most of the page is no better than the page.
        Ok(text) if han(&text) >= LEAST && han(&text) * 2 > han(&whole) => text,
        _ => whole,
    }
}

fn han(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}')).count()
}

/// Of a `<meta name=…>` or `<meta property=…>`, whatever the case of its name.
fn meta(page: &Html, names: &[&str]) -> Option<String> {
    let selector = Selector::parse("meta").expect("a valid selector");
    names.iter().find_map(|name| {
        page.select(&selector).find_map(|e| {
            let named = e.attr("name").or_else(|| e.attr("property"))?;
            let content = e.attr("content")?.trim();
            (named.eq_ignore_ascii_case(name) && !content.is_empty()).then(|| content.to_owned())
        })
    })
}

fn title(page: &Html) -> Option<String> {
    let select = |what: &str| {
        let selector = Selector::parse(what).expect("a valid selector");
        let found = page.select(&selector).map(|e| e.text().collect::<String>());
        found.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")).find(|t| han(t) >= 4)
    };
    meta(page, &["ArticleTitle", "og:title"])
        .or_else(|| select("h1"))
        .or_else(|| select("ucaptitle"))
        .or_else(|| {
            // `题名_某市人民政府`, `题名-某网`
            let whole = select("title")?;
            let cut = whole.split(['_', '|']).next().unwrap_or(&whole).trim();
            Some(if han(cut) >= 4 { cut.to_owned() } else { whole })
        })
}

/// The lines of the page that are outside its text: where sites print 发布日期 and 文号.
fn fields(page: &Html) -> String {
    let text = visible_text(page.root_element());
    text_lines(&text).filter(|line| line.chars().count() <= 80).take(200).collect::<Vec<_>>().join("\n")
}

fn published(lines: &str) -> Option<Date> {
    text_lines(lines).find_map(|line| {
        let at = ["发布日期", "发布时间", "公开日期", "日期：", "时间："]
            .iter()
            .find_map(|label| line.find(label))?;
        first_date(&line[at..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;

    const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="gb2312">
<meta name="PubDate" content="2021-10-12 09:30"><title>关于推进数字化的通知_某市人民政府</title><style>.x{}</style></head>
<body><div class="nav"><a>首页</a><a>政务公开</a></div><nav>导航</nav>
<h1>某市关于推进数字化的通知</h1><table><tr><td>发文字号</td><td>某府办发〔2021〕43号</td></tr></table>
<div id="zoom"><p>各区人民政府：</p><p>为了推进城市数字化转型，现将有关事项<b>通知</b>如下：请遵照执行。</p>
<p style="display: none">看不见</p><script>var a = "数据";</script><p>某市人民政府<br>2021年10月11日</p></div>
<div class="footer">版权所有 公共数据</div></body></html>"#;

    #[test]
    fn main_text_title_date_and_number() {
        let bytes = GB18030.encode(PAGE).0.into_owned();
        let page = extract(bytes, None).expect("page");
        assert_eq!(page.encoding, "gb18030");
        assert_eq!(
            page.text,
            "各区人民政府：\n为了推进城市数字化转型，现将有关事项通知如下：请遵照执行。\n某市人民政府\n2021年10月11日"
        );
        assert_eq!(page.title.as_deref(), Some("某市关于推进数字化的通知"));
        assert_eq!(page.page_date.map(|d| d.to_string()).as_deref(), Some("2021-10-12"));
        assert_eq!(page.number.as_deref(), Some("某府办发〔2021〕43号"));
        assert_eq!(page.doubts, []);
    }

    #[test]
    fn utf8_that_calls_itself_gb2312() {
        let page = extract(PAGE.as_bytes().to_vec(), None).expect("page");
        assert_eq!((page.encoding, page.title.as_deref()), ("UTF-8", Some("某市关于推进数字化的通知")));
    }

    #[test]
    fn an_unknown_layout_is_doubted() {
        let source = PAGE.replace("id=\"zoom\"", "id=\"q\"");
        let page = extract(source.into_bytes(), None).expect("page");
        assert!(page.text.contains("请遵照执行") && !page.text.contains("看不见"), "{}", page.text);
        assert_eq!(page.doubts[0].code, "main-text-guessed");
    }

    #[test]
    fn broken_pages() {
        assert!(extract(b"<html>\xff\x00\xfe\x00\x01".to_vec(), None).is_err());
        let cut = extract(
            "<html><body><div id=zoom><p>为了推进城市数字化转型，现将有关事项通知如".as_bytes().to_vec(),
            None,
        );
        assert!(cut.expect("as far as it goes").text.ends_with("通知如"));
    }
}
