//! One unnamed file that holds the rows of tables and the members of archives.
//!
//! Listing goes through a table or archive once and adds each of its texts to this file. Memory then
//! holds only the range of each. The system removes the file when the run ends, also by a crash.

use crate::format::Format;
use std::fs::File;
use std::io::{Read, Result, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// The file, and its length so far.
#[derive(Debug)]
pub struct Spool(Mutex<(File, u64)>);

impl Spool {
    /// An empty one.
    ///
    /// # Errors
    /// The folder for temporary files cannot be written to.
    pub fn new() -> Result<Arc<Self>> {
        Ok(Arc::new(Spool(Mutex::new((tempfile::tempfile()?, 0)))))
    }

    /// Adds `bytes` and gives their range.
    pub(crate) fn add(&self, bytes: &[u8]) -> Result<Range<u64>> {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, length) = &mut *guard;
        file.seek(SeekFrom::Start(*length))?;
        file.write_all(bytes)?;
        let start = *length;
        *length += bytes.len() as u64;
        Ok(start..*length)
    }

    pub(crate) fn read(&self, range: &Range<u64>) -> Result<Vec<u8>> {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = vec![0; (range.end - range.start) as usize];
        guard.0.seek(SeekFrom::Start(range.start))?;
        guard.0.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// A range of the file: a row of a table, a member of an archive, or the text of a page.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) spool: Arc<Spool>,
    pub(crate) range: Range<u64>,
    /// The format and encoding of the file it came from, if it is a text as it stands. The format of a
    /// member of an archive is still to be detected.
    pub(crate) text_of: Option<(Format, &'static str)>,
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.spool, &other.spool) && self.range == other.range && self.text_of == other.text_of
    }
}

impl Eq for Part {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_in_any_order() {
        let spool = Spool::new().expect("file");
        let (a, b) = (spool.add("甲".as_bytes()).expect("a"), spool.add(b"bc").expect("b"));
        assert_eq!(spool.read(&b).expect("b"), b"bc");
        assert_eq!(spool.read(&a).expect("a"), "甲".as_bytes());
        assert_eq!(spool.add(b"").expect("empty"), 5..5);
        assert!(spool.read(&(4..9)).is_err());
    }
}
