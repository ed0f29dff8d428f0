//! The map of characters to glyphs, `cmap`, in format 4: segments of characters.

use super::{u16_at, u32_at};
use std::collections::BTreeMap;

/// The glyph of a character in a `cmap` whose first map has format 4: segments of characters, whose
/// glyphs follow one another, or stand in a list. Zero if the font does not have it.
pub(super) fn glyph(cmap: &[u8], character: u16) -> Option<u16> {
    let map = cmap.get(u32_at(cmap, 8)? as usize..)?;
    let doubled = usize::from(u16_at(map, 6)?);
    let (ends, starts) = (14, 16 + doubled);
    let (deltas, offsets) = (starts + doubled, starts + 2 * doubled);
    for at in (0..doubled).step_by(2) {
        if u16_at(map, ends + at)? < character {
            continue;
        }
        let start = u16_at(map, starts + at)?;
        if start > character {
            return Some(0);
        }
        let (delta, offset) = (u16_at(map, deltas + at)?, u16_at(map, offsets + at)?);
        if offset == 0 {
            return Some(character.wrapping_add(delta));
        }
        // The offset counts from where it stands itself.
        let listed = offsets + at + usize::from(offset) + 2 * usize::from(character - start);
        let glyph = u16_at(map, listed)?;
        return Some(if glyph == 0 { 0 } else { glyph.wrapping_add(delta) });
    }
    Some(0)
}

/// Characters without a gap. With `delta`, the glyph of each is the character's number and this; without,
/// the glyphs are listed.
#[derive(Clone, Copy)]
struct Segment {
    first: u16,
    last: u16,
    delta: Option<u16>,
}

impl Segment {
    /// What listing its glyphs costs, in bytes.
    fn listed(&self) -> u32 {
        2 * (u32::from(self.last - self.first) + 1)
    }
}

/// The segments of a map. Each costs 8 bytes, so that short runs beside each other are cheaper as one
/// segment with a list; the rule is that of HarfBuzz.
fn segments(glyphs: &BTreeMap<u16, u16>) -> Vec<Segment> {
    let mut runs: Vec<Segment> = Vec::new();
    for (&character, &glyph) in glyphs {
        let delta = Some(glyph.wrapping_sub(character));
        match runs.last_mut() {
            Some(run) if run.delta == delta && run.last + 1 == character => run.last = character,
            _ => runs.push(Segment { first: character, last: character, delta }),
        }
    }
    let mut segments = Vec::new();
    for range in runs.chunk_by(|run, next| run.last + 1 == next.first) {
        let mut open = 0;
        for (at, run) in range.iter().enumerate() {
            let ends = at + 1 == range.len();
            // A run within a range that stands alone cuts it in three, which costs two segments.
            let price = if ends || at == 0 { 8 } else { 16 };
            if ends || run.listed() >= price {
                segments.extend(joined(&range[open..=at], price));
                open = at + 1;
            }
        }
    }
    segments
}

/// Runs beside each other as one segment; as two, if the last is worth a segment of its own.
fn joined(runs: &[Segment], price: u32) -> Vec<Segment> {
    let list = |runs: &[Segment]| match runs {
        [] => None,
        [run] => Some(*run),
        [first, .., last] => Some(Segment { first: first.first, last: last.last, delta: None }),
    };
    match runs.split_last() {
        Some((run, before)) if run.first < run.last && run.listed() >= price => {
            list(before).into_iter().chain([*run]).collect()
        }
        _ => list(runs).into_iter().collect(),
    }
}

/// `cmap` of format 4, for all systems.
pub(super) fn character_map(glyphs: &BTreeMap<u16, u16>) -> Option<Vec<u8>> {
    let mut segments = segments(glyphs);
    // The specification asks for a segment at the end that maps the last character to glyph 0.
    segments.push(Segment { first: u16::MAX, last: u16::MAX, delta: Some(1) });
    let count = u16::try_from(segments.len()).ok()?;
    let (mut offsets, mut lists) = (Vec::new(), Vec::new());
    for (at, segment) in segments.iter().enumerate() {
        if segment.delta.is_some() {
            offsets.push(0);
        } else {
            // Counted in bytes from where the offset itself stands; the lists follow the offsets.
            offsets.push(u16::try_from(2 * (segments.len() - at + lists.len())).ok()?);
            lists.extend(glyphs.range(segment.first..=segment.last).map(|(_, &glyph)| glyph));
        }
    }
    let length = u16::try_from(16 + 8 * segments.len() + 2 * lists.len()).ok()?;
    // What a binary search by doubling needs to know beforehand.
    let doublings = count.ilog2() as u16;
    let search = 2 << doublings;
    // Two records, Unicode and Windows, point to the one map behind them.
    let mut words = vec![0, 2, 0, 3, 0, 20, 3, 1, 0, 20];
    words.extend([4, length, 0, 2 * count, search, doublings, 2 * count - search]);
    words.extend(segments.iter().map(|segment| segment.last));
    words.push(0);
    words.extend(segments.iter().map(|segment| segment.first));
    words.extend(segments.iter().map(|segment| segment.delta.unwrap_or(0)));
    words.extend(offsets);
    words.extend(lists);
    Some(words.into_iter().flat_map(u16::to_be_bytes).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_read_as_it_was_written() {
        // A run, a list of single glyphs out of order, a run behind them, and a character apart.
        let pairs = (10..20).map(|c| (c, c + 5)).chain([(20, 3), (21, 9), (22, 2)]);
        let glyphs: BTreeMap<u16, u16> =
            pairs.chain((23..40).map(|c| (c, c + 100))).chain([(500, 1)]).collect();
        let map = character_map(&glyphs).expect("map");
        for character in 0..600 {
            assert_eq!(glyph(&map, character), Some(glyphs.get(&character).copied().unwrap_or(0)));
        }
        let kinds: Vec<bool> = segments(&glyphs).iter().map(|segment| segment.delta.is_some()).collect();
        assert_eq!(kinds, [true, false, true, true]);
        assert!(character_map(&BTreeMap::new()).is_some());
    }
}
