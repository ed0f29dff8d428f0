//! A TrueType font with some of its characters only.
//!
//! It knows what the font that is compiled in has: outlines in `glyf` without hints and without
//! composite glyphs, one character map of format 4, names in UTF-16. A general subsetter reads every
//! table that a font may have; those are more code than all of ours.

mod map;

use map::{character_map, glyph};
use std::collections::{BTreeMap, BTreeSet};

/// Tables of a subset in the order in which the OpenType specification advises to store them.
const ORDER: [&[u8; 4]; 10] =
    [b"head", b"hhea", b"maxp", b"OS/2", b"hmtx", b"cmap", b"loca", b"glyf", b"name", b"post"];

/// The names kept: copyright, family, style, identifier, full name, PostScript name, licence, its address.
const NAMES: [u16; 7] = [0, 1, 2, 4, 6, 13, 14];

/// Blocks of Unicode that the font claims to cover, each with its bit in `OS/2`.
const BLOCKS: [(u16, u16, usize); 19] = [
    (0x0000, 0x007f, 0),
    (0x0080, 0x00ff, 1),
    (0x0370, 0x03ff, 7),
    (0x2150, 0x218f, 36),
    (0x2460, 0x24ff, 42),
    (0x2500, 0x257f, 43),
    (0x25a0, 0x25ff, 45),
    (0x2e80, 0x2fff, 59),
    (0x3000, 0x303f, 48),
    (0x3040, 0x309f, 49),
    (0x30a0, 0x30ff, 50),
    (0x3100, 0x312f, 51),
    (0x3190, 0x319f, 59),
    (0x31a0, 0x31bf, 51),
    (0x31f0, 0x31ff, 50),
    (0x3200, 0x32ff, 54),
    (0x3300, 0x33ff, 55),
    (0x3400, 0x9fff, 59),
    (0xff00, 0xffef, 68),
];

/// The font with the characters of `text` that it has, and without all others.
///
/// `None` if the font is damaged, or has none of them.
pub fn subset(font: &[u8], text: &str) -> Option<Vec<u8>> {
    let source = Source { font };
    let map = source.table(b"cmap")?;
    let mut glyph_of = BTreeMap::new();
    for character in text.encode_utf16().collect::<BTreeSet<u16>>() {
        let glyph = glyph(map, character)?;
        if glyph > 0 {
            glyph_of.insert(character, glyph);
        }
    }
    // Glyph 0 stands for what is missing. Every font has it; in ours it is empty.
    let mut kept = BTreeSet::from([0]);
    kept.extend(glyph_of.values().copied());
    let kept: Vec<u16> = kept.into_iter().collect();
    let renumbered: BTreeMap<u16, u16> = glyph_of
        .into_iter()
        .map(|(character, old)| Some((character, u16::try_from(kept.binary_search(&old).ok()?).ok()?)))
        .collect::<Option<_>>()?;
    let (glyf, loca, is_long) = source.outlines(&kept)?;
    let (hmtx, long_metrics) = source.metrics(&kept)?;
    let count = u16::try_from(kept.len()).ok()?;
    let tables = [
        patched(source.table(b"head")?, &[(8, 0), (10, 0), (50, u16::from(is_long))])?,
        patched(source.table(b"hhea")?, &[(34, long_metrics)])?,
        patched(source.table(b"maxp")?, &[(4, count)])?,
        coverage(source.table(b"OS/2")?, &renumbered)?,
        hmtx,
        character_map(&renumbered)?,
        loca,
        glyf,
        names(source.table(b"name")?)?,
        source.table(b"post")?.to_vec(),
    ];
    assembled(&tables)
}

/// The font as it is read.
struct Source<'f> {
    font: &'f [u8],
}

impl<'f> Source<'f> {
    fn table(&self, tag: &[u8; 4]) -> Option<&'f [u8]> {
        let count = usize::from(u16_at(self.font, 4)?);
        let record = self.font.get(12..12 + 16 * count)?.chunks_exact(16).find(|r| r.starts_with(tag))?;
        let (start, length) = (u32_at(record, 8)? as usize, u32_at(record, 12)? as usize);
        self.font.get(start..start.checked_add(length)?)
    }

    /// `glyf` and `loca` of these glyphs, and whether `loca` counts bytes in 32 bits. The short form
    /// counts pairs of bytes in 16 bits, so that outlines are padded to an even length.
    fn outlines(&self, kept: &[u16]) -> Option<(Vec<u8>, Vec<u8>, bool)> {
        let (glyf, loca) = (self.table(b"glyf")?, self.table(b"loca")?);
        let outline = |&glyph: &u16| {
            let at = 4 * usize::from(glyph);
            let bytes = glyf.get(u32_at(loca, at)? as usize..u32_at(loca, at + 4)? as usize)?;
            Some(if glyph == 0 { &[] } else { bytes })
        };
        let outlines: Vec<&[u8]> = kept.iter().map(outline).collect::<Option<_>>()?;
        let padded: usize = outlines.iter().map(|outline| outline.len().next_multiple_of(2)).sum();
        let is_long = padded >= 0x1ffff;
        let (mut bytes, mut offsets) = (Vec::with_capacity(padded), Vec::new());
        for outline in outlines {
            put_offset(&mut offsets, bytes.len(), is_long);
            bytes.extend(outline);
            if !is_long && bytes.len() % 2 == 1 {
                bytes.push(0);
            }
        }
        put_offset(&mut offsets, bytes.len(), is_long);
        // Browsers refuse an empty table.
        if bytes.is_empty() {
            bytes.push(0);
        }
        Some((bytes, offsets, is_long))
    }

    /// `hmtx` of these glyphs, and how many of them have an advance of their own: the last advance is
    /// written once for all glyphs at the end that share it.
    fn metrics(&self, kept: &[u16]) -> Option<(Vec<u8>, u16)> {
        let (hmtx, long) = (self.table(b"hmtx")?, u16_at(self.table(b"hhea")?, 34)?);
        let advance = |glyph: u16| u16_at(hmtx, 4 * usize::from(glyph.min(long - 1)));
        let bearing = |glyph: u16| match glyph.checked_sub(long) {
            None => u16_at(hmtx, 4 * usize::from(glyph) + 2),
            Some(beyond) => u16_at(hmtx, 4 * usize::from(long) + 2 * usize::from(beyond)),
        };
        let advances: Vec<u16> = kept.iter().map(|&glyph| advance(glyph)).collect::<Option<_>>()?;
        let shared = advances.iter().rev().take_while(|a| Some(*a) == advances.last()).count();
        let own = advances.len() - shared + 1;
        let mut bytes = Vec::new();
        for (at, (&glyph, advance)) in kept.iter().zip(advances).enumerate() {
            if at < own {
                bytes.extend(advance.to_be_bytes());
            }
            bytes.extend(bearing(glyph)?.to_be_bytes());
        }
        Some((bytes, u16::try_from(own).ok()?))
    }
}

/// `OS/2`, which says what characters and blocks of Unicode the font has.
fn coverage(table: &[u8], glyphs: &BTreeMap<u16, u16>) -> Option<Vec<u8>> {
    let (&first, &last) = (glyphs.keys().next()?, glyphs.keys().next_back()?);
    let mut covered = [0u8; 16];
    for (from, to, bit) in BLOCKS {
        if glyphs.range(from..=to).next().is_some() {
            // Four numbers of 32 bits, each with its highest byte first.
            covered[bit / 32 * 4 + 3 - bit % 32 / 8] |= 1 << (bit % 8);
        }
    }
    let mut bytes = patched(table, &[(64, first), (66, last)])?;
    for (claimed, covered) in bytes.get_mut(42..58)?.iter_mut().zip(covered) {
        *claimed &= covered;
    }
    Some(bytes)
}

/// `name` with `NAMES` only; equal texts are stored once, the last record's first.
fn names(table: &[u8]) -> Option<Vec<u8>> {
    let (count, storage) = (usize::from(u16_at(table, 2)?), usize::from(u16_at(table, 4)?));
    let records = table.get(6..6 + 12 * count)?.chunks_exact(12);
    let kept: Vec<&[u8]> = records.filter(|r| u16_at(r, 6).is_some_and(|n| NAMES.contains(&n))).collect();
    let mut texts: Vec<&[u8]> = Vec::new();
    for record in &kept {
        let text = text_of(table, storage, record)?;
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.reverse();
    let start = 6 + 12 * kept.len();
    let mut bytes: Vec<u8> =
        [0, kept.len(), start].iter().flat_map(|&word| (word as u16).to_be_bytes()).collect();
    for record in kept {
        let text = text_of(table, storage, record)?;
        let offset: usize = texts.iter().take_while(|t| **t != text).map(|t| t.len()).sum();
        bytes.extend(&record[..10]);
        bytes.extend(u16::try_from(offset).ok()?.to_be_bytes());
    }
    bytes.extend(texts.concat());
    Some(bytes)
}

/// The text that a record of `name` points to.
fn text_of<'t>(table: &'t [u8], storage: usize, record: &[u8]) -> Option<&'t [u8]> {
    let start = storage + usize::from(u16_at(record, 10)?);
    table.get(start..start + usize::from(u16_at(record, 8)?))
}

/// The tables as a font: a directory sorted by tag, with checksums, then the tables in `ORDER`.
fn assembled(tables: &[Vec<u8>; ORDER.len()]) -> Option<Vec<u8>> {
    let count = tables.len() as u16;
    let search = 16u16 << count.ilog2();
    let mut font = vec![0, 1, 0, 0];
    font.extend([count, search, count.ilog2() as u16, 16 * count - search].map(u16::to_be_bytes).concat());
    let mut offset = font.len() + 16 * tables.len();
    let mut records = BTreeMap::new();
    for (tag, table) in ORDER.iter().zip(tables) {
        records.insert(tag, [checksum(table), u32::try_from(offset).ok()?, u32::try_from(table.len()).ok()?]);
        offset += table.len().next_multiple_of(4);
    }
    for (tag, record) in records {
        font.extend(*tag);
        font.extend(record.map(u32::to_be_bytes).concat());
    }
    let head = font.len();
    for table in tables {
        font.extend(table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    // With this number in it, the whole font sums to a constant of the specification.
    let adjustment = 0xb1b0_afba_u32.wrapping_sub(checksum(&font));
    font.get_mut(head + 8..head + 12)?.copy_from_slice(&adjustment.to_be_bytes());
    Some(font)
}

/// The sum of a table's numbers of 32 bits.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

/// A table with some of its numbers of 16 bits replaced, each at its place.
fn patched(table: &[u8], numbers: &[(usize, u16)]) -> Option<Vec<u8>> {
    let mut bytes = table.to_vec();
    for (at, number) in numbers {
        bytes.get_mut(*at..at + 2)?.copy_from_slice(&number.to_be_bytes());
    }
    Some(bytes)
}

fn put_offset(offsets: &mut Vec<u8>, offset: usize, is_long: bool) {
    if is_long {
        offsets.extend((offset as u32).to_be_bytes());
    } else {
        offsets.extend(((offset / 2) as u16).to_be_bytes());
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FONT;

    /// The outline of a character, which may end with a byte of padding.
    fn outline(font: &[u8], character: u16) -> &[u8] {
        let source = Source { font };
        let glyph = usize::from(glyph(source.table(b"cmap").expect("cmap"), character).expect("glyph"));
        assert!(glyph > 0, "{character:#x}");
        let (glyf, loca) = (source.table(b"glyf").expect("glyf"), source.table(b"loca").expect("loca"));
        let is_long = source.table(b"head").expect("head")[51] == 1;
        let offset = |glyph: usize| match is_long {
            true => u32_at(loca, 4 * glyph).expect("offset") as usize,
            false => 2 * usize::from(u16_at(loca, 2 * glyph).expect("offset")),
        };
        &glyf[offset(glyph)..offset(glyph + 1)]
    }

    /// Makes a subset in which every character keeps its outline.
    fn keeps_outlines(text: &str) -> Vec<u8> {
        let bytes = subset(FONT, text).expect("subset");
        for character in text.encode_utf16() {
            assert!(outline(&bytes, character).starts_with(outline(FONT, character)), "{character:#x}");
        }
        bytes
    }

    #[test]
    fn characters_keep_their_outlines() {
        assert_eq!(checksum(&keeps_outlines("治理创新 1994–2025")), 0xb1b0_afba);
        // More outlines than 16 bits count, and characters whose glyphs are out of order.
        let many: String = ('一'..='鿿').filter(|c| glyph_of(*c) > 0).take(900).collect();
        assert!(keeps_outlines(&(many + "具典波泡")).len() > 1 << 17);
        assert!(subset(FONT, "🙂").is_none());
    }

    fn glyph_of(character: char) -> u16 {
        let map = Source { font: FONT }.table(b"cmap").expect("cmap");
        glyph(map, u16::try_from(u32::from(character)).expect("of the basic plane")).expect("glyph")
    }
}
