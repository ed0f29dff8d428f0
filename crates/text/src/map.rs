//! From characters of the normalised text back to characters of the source.

use std::ops::Range;

/// A map from each scalar value of a normalised text to the scalar values of the source that it stands for.
///
/// Nearly all characters map one to one, so the map keeps runs instead of characters: a run lasts until the
/// distance between the two texts changes. An empty map is the identity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    normal: u32,
    source: u32,
    /// 0: the run maps one to one from `normal` and `source` on. Otherwise all normal characters of the
    /// run stand together for this many source characters (㎡ → m2: 1; e + ´ → é: 2).
    block: u32,
}

impl OffsetMap {
    /// Maps the normal character `normal` to the source character `source`.
    pub(crate) fn push_one(&mut self, normal: u32, source: u32) {
        if let Some(last) = self.runs.last() {
            if last.block == 0 && normal - last.normal == source - last.source {
                return;
            }
        } else if normal == source {
            // Up to here the texts are equal.
            return;
        }
        self.runs.push(Run { normal, source, block: 0 });
    }

    /// Maps the normal characters from `normal` on, up to the next run, to all of `source`.
    pub(crate) fn push_block(&mut self, normal: u32, source: Range<u32>) {
        self.runs.push(Run { normal, source: source.start, block: source.end - source.start });
    }

    /// The source characters that the normal characters `normal` stand for. `normal` must not be empty.
    pub fn source(&self, normal: Range<u32>) -> Range<u32> {
        debug_assert!(normal.start < normal.end);
        self.of_character(normal.start).start..self.of_character(normal.end - 1).end
    }

    /// The source characters that one normal character stands for.
    fn of_character(&self, normal: u32) -> Range<u32> {
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
