//! The text of a page as its reader sees it.

use scraper::ElementRef;
use scraper::node::Node;

/// Elements without text of the page.
const DROPPED: [&str; 18] = [
    "script", "style", "noscript", "template", "head", "nav", "header", "footer", "aside", "iframe",
    "button", "select", "input", "svg", "object", "video", "audio", "link",
];
/// Elements that begin a line.
const BLOCKS: [&str; 29] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tr",
    "td",
    "th",
    "section",
    "article",
    "blockquote",
    "pre",
    "hr",
    "center",
    "ucapcontent",
    "ucaptitle",
    "main",
    "figure",
];

/// The text below an element as a reader sees it, one line a block.
pub(super) fn visible_text(element: ElementRef<'_>) -> String {
    use ego_tree::iter::Edge;
    let mut text = String::new();
    let mut hidden = 0u32;
    for edge in element.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(e) => {
                    hidden += u32::from(is_hidden(e));
                    if BLOCKS.contains(&e.name()) && hidden == 0 {
                        new_line(&mut text);
                    }
                }
                Node::Text(t) if hidden == 0 => push_collapsed(&mut text, t),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(e) = node.value() {
                    if BLOCKS.contains(&e.name()) && hidden == 0 {
                        new_line(&mut text);
                    }
                    hidden -= u32::from(is_hidden(e));
                }
            }
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn is_hidden(element: &scraper::node::Element) -> bool {
    const PLACES: [&str; 5] = ["breadcrumb", "nav", "share", "footer", "related"];
    let style = element.attr("style").unwrap_or("").replace(' ', "").to_ascii_lowercase();
    DROPPED.contains(&element.name())
        || style.contains("display:none")
        || element.attr("hidden").is_some()
        || element.classes().chain(element.id()).any(|class| PLACES.contains(&class))
}

fn new_line(text: &mut String) {
    text.truncate(text.trim_end_matches([' ', '\u{a0}']).len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Adds text with each run of white space as one blank, as browsers show it.
fn push_collapsed(text: &mut String, added: &str) {
    for c in added.chars() {
        if matches!(c, ' ' | '\n' | '\r' | '\t') {
            if !text.is_empty() && !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
        } else {
            text.push(c);
        }
    }
}
