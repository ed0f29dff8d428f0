//! The head of a text file: YAML between two lines `---`, or TOML between two lines `+++`, as Markdown has it.
//! What it says are fields, not text.
//!
//! Heads are flat, so that a reader of `key: value` is enough; what it cannot read stays text and is doubted.
//! The head is replaced by blanks, one for each character, so that places still count from the start of the
//! file. The price: such a text begins with white space in the index.

use super::extracted::{Extracted, Head};
use super::head_value::{after_comment, closed, scalar};
use crate::columns::{Field, field_of};
use crate::dates::{first_date, year};
use nianlun_text::{LinePlace, ends_line, line_places};
use nianlun_types::Warning;
use std::ops::Range;

/// Lines within which a head must end.
const MOST_LINES: usize = 200;
/// Characters of the longest key.
const LONGEST_KEY: usize = 40;

/// A key of a head with its value.
type Entry = (String, String);

/// The notation of a head, by the line that begins and ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notation {
    Yaml,
    Toml,
}

impl Notation {
    fn of(line: &str) -> Option<Self> {
        match line.trim_end() {
            "---" => Some(Notation::Yaml),
            "+++" => Some(Notation::Toml),
            _ => None,
        }
    }

    fn ends(self, line: &str) -> bool {
        Notation::of(line) == Some(self) || (self == Notation::Yaml && line.trim_end() == "...")
    }

    fn name(self) -> &'static str {
        match self {
            Notation::Yaml => "YAML",
            Notation::Toml => "TOML",
        }
    }
}

/// Takes the head off. Where the file is not Markdown, only a head with a field that is known is one.
pub(super) fn take(extracted: &mut Extracted, is_markdown: bool) {
    let text = &extracted.text;
    // A file joined from several holds byte order marks inside.
    let from = text.len() - text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace()).len();
    let mut lines = line_places(&text[from..]).map(|place| LinePlace {
        line: place.line.start + from..place.line.end + from,
        whole: place.whole.start + from..place.whole.end + from,
    });
    let Some(first) = lines.next() else { return };
    let Some(notation) = Notation::of(&text[first.line]) else { return };
    let (mut inside, mut end) = (Vec::new(), None);
    for place in lines.take(MOST_LINES) {
        let line = &text[place.line];
        if notation.ends(line) {
            end = Some(place.whole.end);
            break;
        }
        inside.push(line);
    }
    let read = entries(&inside, notation);
    let known = read.entries.iter().any(|(key, _)| field_of(key).is_some());
    let first_line = line_places(&text[..from]).count() + 2;
    match (read.fault, end) {
        (None, Some(end)) if known || (is_markdown && !read.entries.is_empty()) => {
            blank(&mut extracted.text, 0..end);
            give(extracted, read.entries);
        }
        // Between two rules a text may say `甲：乙` once; a head says more, or what a head says.
        (fault, end) if known || (is_markdown && read.entries.len() > 1) => {
            let (line, why) = match (fault, end) {
                (Some((line, why)), _) => (line + first_line, why),
                (None, _) => (first_line - 1, "没有结束的一行"),
            };
            let message = format!("文首的 {} 读不懂（第 {line} 行：{why}），留作正文", notation.name());
            extracted.doubts.push(Warning::new("head-unreadable", message));
        }
        _ => {}
    }
}

/// What was read of a head.
#[derive(Default)]
struct Read {
    entries: Vec<Entry>,
    /// The line, counted from 0, that cannot be read, and why.
    fault: Option<(usize, &'static str)>,
}

fn entries(lines: &[&str], notation: Notation) -> Read {
    let mut read = Read::default();
    let mut table = String::new();
    let mut at = 0;
    while at < lines.len() {
        let (line, begins_at) = (lines[at], at);
        at += 1;
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        if notation == Notation::Toml && bare.starts_with('[') {
            table = format!("{}.", bare.trim_matches(['[', ']', ' ']));
            continue;
        }
        let continues = line.starts_with([' ', '\t', '　']) || bare == "-" || bare.starts_with("- ");
        if notation == Notation::Yaml && continues {
            // An item of a list, or a further line of a value.
            match read.entries.last_mut() {
                Some((_, value)) => add(value, bare),
                None => read.fault = read.fault.or(Some((begins_at, "缩进的行之前没有键"))),
            }
            continue;
        }
        let Some((key, value)) = key_and_value(bare, notation) else {
            read.fault = read.fault.or(Some((begins_at, "不是“键: 值”")));
            continue;
        };
        let mut value = value.to_owned();
        while !closed(&value) && at < lines.len() {
            value = format!("{value} {}", lines[at].trim());
            at += 1;
        }
        match scalar(&value) {
            Some(value) => read.entries.push((format!("{table}{key}"), value)),
            None => read.fault = read.fault.or(Some((begins_at, "引号或括号没有配对"))),
        }
    }
    read
}

/// `key: value`, in TOML `key = value`; a known key may have a full-width colon.
fn key_and_value(line: &str, notation: Notation) -> Option<(&str, &str)> {
    let known = |key: &str| field_of(key).is_some();
    let (key, value) = match notation {
        Notation::Toml => line.split_once('=')?,
        Notation::Yaml => match line.split_once(':') {
            Some((key, value)) if value.is_empty() || value.starts_with([' ', '\t']) || known(key) => {
                (key, value)
            }
            _ => line.split_once('：').filter(|(key, _)| known(key))?,
        },
    };
    let key = key.trim().trim_matches(['"', '\'']);
    let is_key = !key.is_empty()
        && key.chars().count() <= LONGEST_KEY
        && !key.contains(['。', '，', '；', '{', '['])
        && !key.starts_with(['>', '|', '*', '!', '-']);
    is_key.then_some((key, after_comment(value.trim())))
}

/// Adds an item or line to a value.
fn add(value: &mut String, line: &str) {
    let item = line.strip_prefix('-').map(str::trim);
    let added = scalar(item.unwrap_or(line)).unwrap_or_else(|| line.to_owned());
    if matches!(value.as_str(), "|" | ">" | "|-" | ">-" | "|+" | ">+") {
        value.clear();
    }
    if !value.is_empty() {
        value.push_str(if item.is_some() { "; " } else { " " });
    }
    value.push_str(&added);
}

/// Gives the fields of a head to the text. Of two keys for one field the likelier name wins, then the first.
fn give(extracted: &mut Extracted, entries: Vec<Entry>) {
    let mut head = Head::default();
    let best = |field: Field| {
        let of = entries.iter().filter_map(|(key, value)| Some((field_of(key)?, value)));
        of.filter(|((of, _), value)| *of == field && !value.trim().is_empty())
            .min_by_key(|((_, rank), _)| *rank)
            .map(|(_, value)| value.trim().to_owned())
    };
    extracted.title = best(Field::Title).or(extracted.title.take());
    extracted.number = best(Field::Number).or(extracted.number.take());
    extracted.issuer = best(Field::Issuer).or(extracted.issuer.take());
    head.region = best(Field::Region);
    head.kind = best(Field::Kind);
    let date = best(Field::Date);
    let dated = date.as_deref().and_then(|date| first_date(date).map(|d| d.year).or_else(|| year(date).ok()));
    let said = best(Field::Year).and_then(|cell| year(&cell).ok());
    if let (Some(said), Some(dated)) = (said, dated)
        && said != dated
    {
        let message = format!("文首的年份是 {said}，日期是 {}；取年份", date.as_deref().unwrap_or_default());
        extracted.doubts.push(Warning::new("head-of-another-year", message));
    }
    head.year = said.or(dated);
    head.date = date.map(|date| first_date(&date).map_or(date, |date| date.to_string()));
    head.further = entries.into_iter().filter(|(key, value)| is_further(key) && !value.is_empty()).collect();
    extracted.head = head;
}

/// Whether a key is kept as a column of its own: it is no field, or a field under another name, as in manifests.
fn is_further(key: &str) -> bool {
    field_of(key).is_none_or(|(field, _)| field.as_str() != key)
}

/// Replaces characters by blanks, one for each, and leaves line ends.
pub(super) fn blank(text: &mut String, range: Range<usize>) {
    let blanks: String = text[range.clone()].chars().map(|c| if ends_line(c) { c } else { ' ' }).collect();
    text.replace_range(range, &blanks);
}

#[cfg(test)]
#[path = "head_tests.rs"]
mod tests;
