//! From characters of the normalised text back to characters of the source.

use std::ops::Range;

/// A map from every scalar value of a normalised text to the scalar values of the source behind it.
///
/// Nearly all characters map one to one, so the map holds runs, not characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    normal: u32,
    source: u32,
    /// 0: each normal character is the next source character. Otherwise all normal characters of
    /// the run stand for this many source characters together (㎡ → m2, e + ´ → é).
    block: u32,
}

impl OffsetMap {
    /// Says that normal character `normal` stands for one source character, `source`.
    pub(crate) fn push_one(&mut self, normal: u32, source: u32) {
        if let Some(last) = self.runs.last() {
            if last.block == 0 && normal - last.normal == source - last.source {
                return;
            }
        } else if normal == source {
            // The identity needs no run.
            return;
        }
        self.runs.push(Run { normal, source, block: 0 });
    }

    /// Says that the normal characters from `normal` on stand for `source.len()` source characters.
    pub(crate) fn push_block(&mut self, normal: u32, source: Range<u32>) {
        self.runs.push(Run { normal, source: source.start, block: source.end - source.start });
    }

    /// The source characters behind the normal characters `normal`, which must not be empty.
    pub fn source(&self, normal: Range<u32>) -> Range<u32> {
        debug_assert!(normal.start < normal.end);
        self.one(normal.start).start..self.one(normal.end - 1).end
    }

    fn one(&self, normal: u32) -> Range<u32> {
        let after = self.runs.partition_point(|run| run.normal <= normal);
        let Some(run) = after.checked_sub(1).map(|at| self.runs[at]) else {
            return normal..normal + 1;
        };
        if run.block > 0 {
            return run.source..run.source + run.block;
        }
        let source = run.source + (normal - run.normal);
        source..source + 1
    }
}
