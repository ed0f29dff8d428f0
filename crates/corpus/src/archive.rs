//! zip archives, with limits against bombs.
//!
//! Nothing is written to disk under a member's name, and nothing is unpacked beyond what a corpus can
//! hold.

use crate::folder_names::{passed_over_by, take_from_folder_names};
use crate::format::{self, Format};
use crate::listed::Listed;
use crate::listing::Listing;
use crate::spool::Part;
use crate::table::{self, TableSource};
use encoding_rs::GB18030;
use nianlun_types::Reason;
use std::io::{Cursor, Read, Seek};
use std::path::Path;
use zip::ZipArchive;

/// The most members of one archive.
const MOST_MEMBERS: usize = 50_000;
/// The largest member, unpacked.
const LARGEST_MEMBER: u64 = 256 << 20;
/// The most that one archive gives, unpacked.
const LARGEST_TOTAL: u64 = 4 << 30;
/// How many bytes one packed byte may give, of members over [`SMALL`].
const RATIO: u64 = 200;
/// A member that is this small is no bomb, however well it packs.
const SMALL: u64 = 1 << 20;
/// Archives within archives.
const DEEPEST: u32 = 2;

/// Lists each member of an archive. An archive in a folder has the depth 1, one inside it the depth 2.
pub(crate) fn list_members(
    listing: &mut Listing<'_>,
    reader: impl Read + Seek,
    archive: &Listed,
    depth: u32,
) {
    let mut zip = match ZipArchive::new(reader) {
        Ok(zip) => zip,
        Err(error) => {
            return listing.set_aside(
                &archive.source.file,
                Reason::Unreadable,
                format!("is a damaged archive: {error}"),
            );
        }
    };
    if zip.len() > MOST_MEMBERS {
        let detail = format!("holds {} members, more than {MOST_MEMBERS}: unpack it yourself", zip.len());
        return listing.set_aside(&archive.source.file, Reason::ArchiveLimit, detail);
    }
    let mut total = 0;
    for at in 0..zip.len() {
        let (shown, bytes) = match unpack_member(&mut zip, at, &archive.source.file, LARGEST_TOTAL - total) {
            Ok(Member::File(shown, bytes)) => (shown, bytes),
            Ok(Member::Folder) => continue,
            Ok(Member::PassedOver(shown, rule)) => {
                listing.skipped.push((shown, rule));
                continue;
            }
            Err((shown, reason, detail)) => {
                listing.set_aside(&shown, reason, detail);
                continue;
            }
        };
        total += bytes.len() as u64;
        let before = listing.units();
        if let Err(detail) = list_member(listing, archive, shown.clone(), bytes, depth) {
            listing.set_aside(&shown, Reason::Unreadable, detail);
        }
        listing.set_aside_if_empty(&shown, before);
    }
}

type Aside = (String, Reason, String);

/// A member of an archive.
enum Member {
    /// Its name as shown, and its bytes.
    File(String, Vec<u8>),
    /// It names a folder, whose files are members of their own.
    Folder,
    /// A file that systems add: its name and the rule.
    PassedOver(String, &'static str),
}

/// Unpacks one member.
fn unpack_member(
    zip: &mut ZipArchive<impl Read + Seek>,
    at: usize,
    archive: &str,
    left: u64,
) -> Result<Member, Aside> {
    let unnamed = |error: zip::result::ZipError| {
        (
            format!("{archive}#{}", at + 1),
            Reason::Unreadable,
            format!("this member cannot be unpacked: {error}"),
        )
    };
    let raw = zip.by_index_raw(at).map_err(unnamed)?;
    // Windows packs names in GBK, without saying so.
    let name = std::str::from_utf8(raw.name_raw()).map(str::to_owned).ok().or_else(|| {
        GB18030
            .decode_without_bom_handling_and_without_replacement(raw.name_raw())
            .map(|name| name.into_owned())
    });
    let name = name.unwrap_or_else(|| raw.name().to_owned()).replace('\\', "/");
    if name.ends_with('/') || raw.is_dir() {
        return Ok(Member::Folder);
    }
    let shown = format!("{archive}#{name}");
    if let Some(rule) = name.split('/').find_map(passed_over_by) {
        return Ok(Member::PassedOver(shown, rule));
    }
    if name.starts_with('/') || name.contains(':') || name.split('/').any(|part| part == "..") {
        return Err((shown, Reason::ArchiveLimit, "its name points outside the archive".to_owned()));
    }
    if raw.encrypted() {
        return Err((shown, Reason::Unreadable, "is locked with a password: unpack it yourself".to_owned()));
    }
    let packed = raw.compressed_size();
    drop(raw);
    let limit = LARGEST_MEMBER.min(left).min(packed.saturating_mul(RATIO).max(SMALL));
    let mut bytes = Vec::new();
    // The size that an archive states may be a lie: count what comes out.
    let file = zip.by_index(at).map_err(|e| (shown.clone(), Reason::Unreadable, e.to_string()))?;
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| (shown.clone(), Reason::Unreadable, format!("this member is damaged: {e}")))?;
    if bytes.len() as u64 > limit {
        let detail =
            format!("gives more than {limit} bytes from {packed}: unpack it yourself if you trust it");
        return Err((shown, Reason::ArchiveLimit, detail));
    }
    Ok(Member::File(shown, bytes))
}

/// Lists an unpacked member: itself, or what it holds.
fn list_member(
    listing: &mut Listing<'_>,
    archive: &Listed,
    shown: String,
    bytes: Vec<u8>,
    depth: u32,
) -> Result<(), String> {
    let below = shown.rsplit_once('#').map_or("", |(_, name)| name).to_owned();
    let stem = Path::new(&below).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut listed = archive.part_of(shown, stem.clone(), stem);
    take_from_folder_names(&mut listed, &below, listing.reading);
    match format::detect(&bytes, &below) {
        Ok(Format::Zip) if depth < DEEPEST => list_members(listing, Cursor::new(bytes), &listed, depth + 1),
        Ok(Format::Zip) => {
            let detail = format!("is an archive within {DEEPEST} others: unpack it yourself");
            listing.set_aside(&listed.source.file, Reason::ArchiveLimit, detail);
        }
        Ok(format) if crate::format::holds_several(format) => {
            table::list_rows(listing, TableSource::Bytes(bytes), &listed, format)
        }
        _ => {
            let range = listing.spool.add(&bytes).map_err(|e| format!("cannot be unpacked: {e}"))?;
            listed.source.part = Some(Part { spool: listing.spool.clone(), range, text_of: None });
            listing.entries.push(listed);
        }
    }
    Ok(())
}
