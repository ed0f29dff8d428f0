//! Opening one text.

use crate::catalogue::Entry;
use crate::format::{self, Extracted, Format};
use crate::hash::sha256_hex;
use crate::memory::{self, Memory, NoMemory};
use crate::spool::{Part, Spool};
use crate::year::decide;
use crate::year_rule::YearRule;
use nianlun_types::{Quarantined, Reason, Warning, Year};
use std::io::ErrorKind;
use std::sync::Arc;

/// The largest file that is taken for one text.
const LARGEST: u64 = 512 << 20;

/// A text as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text: decoded, without byte order mark, and taken out of its page or document; otherwise
    /// untouched.
    pub text: String,
    /// The format of its file; that of the table, for a row.
    pub format: Format,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// SHA-256 of the bytes of its file, of the row's text or of the member.
    pub sha256: String,
    /// How many bytes those are.
    pub bytes: u64,
    /// Title: as given, else as found, else the name of the file.
    pub title: String,
    /// Date as given, else as found.
    pub date: Option<String>,
    /// The year, or why none can be told.
    pub year: Result<Year, String>,
    /// The rule that decided the year.
    pub year_rule: Option<YearRule>,
    /// 文号.
    pub number: Option<String>,
    /// Issuing body.
    pub issuer: Option<String>,
    /// Every decision that somebody should look at.
    pub doubts: Vec<Warning>,
}

impl Text {
    /// Names the text itself: as long as it stays, so does `text`. Another version may take another
    /// text out of the same bytes.
    pub fn key(&self) -> String {
        let how = format!("{} {}", env!("CARGO_PKG_VERSION"), memory::VERSION);
        format!("{} {} {} {how}", self.sha256, self.format.as_str(), self.encoding)
    }
}

/// Opens the text of `entry`.
///
/// # Errors
/// The reason to set it aside: missing, unreadable, no text, empty, scanned, unsupported.
pub fn read(entry: &Entry) -> Result<Text, Quarantined> {
    read_with(entry, &NoMemory)
}

/// The same; what was taken out of pages and documents is kept in `memory` and comes from there.
///
/// # Errors
/// As [`read`].
pub fn read_with(entry: &Entry, memory: &dyn Memory) -> Result<Text, Quarantined> {
    let aside = |reason, detail: String| Quarantined { file: entry.file.clone(), reason, detail };
    let bytes = open(entry).map_err(|error| {
        let reason = match error.kind() {
            ErrorKind::NotFound => Reason::Missing,
            _ => Reason::Unreadable,
        };
        aside(reason, error.to_string())
    })?;
    let source = entry.part.as_ref().and_then(|part| part.source.clone());
    let (sha256, length) = source.unwrap_or_else(|| (sha256_hex(&bytes), bytes.len() as u64));
    let (format, mut found) =
        extract(entry, bytes, &sha256, memory).map_err(|(reason, detail)| aside(reason, detail))?;
    if found.text.chars().all(char::is_whitespace) {
        return Err(aside(Reason::Empty, format!("{length} bytes, nothing but white space")));
    }
    if entry.settled {
        return Ok(Text {
            text: found.text,
            format,
            encoding: found.encoding,
            sha256,
            bytes: length,
            title: entry.title.clone(),
            date: entry.date.clone(),
            year: entry.year.clone(),
            year_rule: entry.year.is_ok().then_some(entry.year_rule),
            number: entry.number.clone(),
            issuer: entry.issuer.clone(),
            doubts: entry.doubts.clone(),
        });
    }
    let decided = decide(entry, &found);
    found.doubts.extend(decided.doubts);
    found.doubts.extend(entry.doubts.iter().cloned());
    let title = if entry.title_given { None } else { found.title };
    Ok(Text {
        text: found.text,
        format,
        encoding: found.encoding,
        sha256,
        bytes: length,
        title: title.unwrap_or_else(|| entry.title.clone()),
        date: decided.date,
        year: decided
            .year
            .map_or_else(|| Err(entry.year.clone().err().unwrap_or_default()), |(year, _)| Ok(year)),
        year_rule: decided.year.map(|(_, rule)| rule),
        number: decided.number,
        issuer: entry.issuer.clone().or(found.issuer),
        doubts: found.doubts,
    })
}

/// The entry of a text that was read: with everything that was found, so that nothing needs to be
/// found again. What was taken out of a page or document lies in `spool` from then on.
///
/// # Errors
/// The spool cannot be written.
pub fn settle(entry: &Entry, text: &Text, spool: &Arc<Spool>) -> std::io::Result<Entry> {
    let mut settled = Entry {
        title: text.title.clone(),
        title_given: true,
        date: text.date.clone(),
        year: text.year.clone(),
        year_rule: text.year_rule.unwrap_or(entry.year_rule),
        search_year: false,
        number: text.number.clone(),
        issuer: text.issuer.clone(),
        doubts: text.doubts.clone(),
        settled: true,
        ..entry.clone()
    };
    if text.format.is_dear() {
        settled.part = Some(Part {
            range: spool.add(text.text.as_bytes())?,
            spool: spool.clone(),
            text_of: Some((text.format, text.encoding)),
            source: Some((text.sha256.clone(), text.bytes)),
        });
    }
    Ok(settled)
}

/// SHA-256 of the bytes that the text of `entry` is taken from.
///
/// # Errors
/// The file cannot be read.
pub fn content(entry: &Entry) -> std::io::Result<String> {
    if let Some(known) = &entry.content {
        return Ok(known.clone());
    }
    if let Some((sha256, _)) = entry.part.as_ref().and_then(|part| part.source.as_ref()) {
        return Ok(sha256.clone());
    }
    Ok(sha256_hex(&open(entry)?))
}

/// How many bytes the text of `entry` is taken from.
///
/// # Errors
/// The file cannot be looked at.
pub fn content_length(entry: &Entry) -> std::io::Result<u64> {
    match &entry.part {
        Some(Part { source: Some((_, length)), .. }) => Ok(*length),
        Some(part) => Ok(part.range.end - part.range.start),
        None => Ok(std::fs::metadata(&entry.path)?.len()),
    }
}

/// A hash of everything that is known of `entry` before it is read, and of the bytes of its text:
/// as long as it stays, reading gives the same. The SHA-256 of those bytes may be `known` already.
///
/// # Errors
/// The file cannot be read.
pub fn digest(entry: &Entry, known: Option<&str>) -> std::io::Result<String> {
    let content = known.map_or_else(|| content(entry), |known| Ok(known.to_owned()))?;
    let Entry {
        id,
        file,
        path: _, // where the folder lies changes nothing
        part: _,
        title,
        title_given,
        name,
        year,
        year_rule,
        search_year,
        offset,
        settled: _,
        doubts,
        content: _,
        twin,
        encoding,
        date,
        number,
        issuer,
        region,
        kind,
        line: _,
        further,
    } = entry;
    let known = format!(
        "{content} {id:?} {file:?} {title:?} {title_given} {name:?} {year:?} {year_rule:?} {search_year} {offset} \
         {doubts:?} {twin:?} {:?} {date:?} {number:?} {issuer:?} {region:?} {kind:?} {further:?}",
        encoding.map(|e| e.name())
    );
    Ok(sha256_hex(known.as_bytes()))
}

fn extract(
    entry: &Entry,
    bytes: Vec<u8>,
    sha256: &str,
    memory: &dyn Memory,
) -> Result<(Format, Extracted), format::Refusal> {
    if let Some((format, encoding)) = entry.part.as_ref().and_then(|part| part.text_of) {
        let text = String::from_utf8(bytes).map_err(|e| (Reason::Unreadable, e.to_string()))?;
        let title = entry.title_given.then(|| entry.title.clone());
        return Ok((format, Extracted { encoding, title, ..Extracted::plain(text) }));
    }
    let format = match format::detect(&bytes, &entry.file)? {
        // A manifest names files of one text each.
        format if format.holds_several() && format != Format::Csv && format != Format::Tsv => {
            let what = format!(
                "is {}, which holds several texts: read its folder without a manifest",
                format.as_str()
            );
            return Err((Reason::Unsupported, what));
        }
        Format::Csv | Format::Tsv => Format::Text,
        format => format,
    };
    if let Some(known) = memory::recall(memory, sha256, format, entry.encoding) {
        return Ok((format, known));
    }
    let found = format::extract(bytes, format, entry.encoding)?;
    memory::keep(memory, sha256, format, entry.encoding, &found);
    Ok((format, found))
}

fn open(entry: &Entry) -> std::io::Result<Vec<u8>> {
    if let Some(part) = &entry.part {
        return part.spool.read(&part.range);
    }
    let meta = std::fs::metadata(&entry.path)?;
    if meta.is_dir() {
        return Err(std::io::Error::new(ErrorKind::IsADirectory, "is a folder, not a file"));
    }
    if meta.len() > LARGEST {
        return Err(std::io::Error::other("larger than 512 MiB: split it into texts"));
    }
    std::fs::read(&entry.path)
}
