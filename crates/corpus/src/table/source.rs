//! Where a table is.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The largest table that is decoded as a whole.
const LARGEST: u64 = 512 << 20;

/// Where a table is: a file, or bytes out of an archive.
pub(crate) enum TableSource<'s> {
    File(&'s Path),
    Bytes(Vec<u8>),
}

impl TableSource<'_> {
    /// The whole of it.
    pub(super) fn bytes(self) -> Result<Vec<u8>, String> {
        match self {
            TableSource::Bytes(bytes) => Ok(bytes),
            TableSource::File(path) => {
                let length = std::fs::metadata(path).map_err(|e| e.to_string())?.len();
                if length > LARGEST {
                    return Err("larger than 512 MiB: save it as UTF-8 csv or split it".to_owned());
                }
                std::fs::read(path).map_err(|e| e.to_string())
            }
        }
    }
}

/// Whether a file is UTF-8 from end to end and nothing else by its mark, without holding it.
pub(super) fn is_utf8(path: &Path) -> std::io::Result<bool> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    let mut kept = 0; // bytes of a character that the last block cut
    loop {
        let read = file.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(kept == 0);
        }
        let filled = kept + read;
        let valid = match std::str::from_utf8(&buffer[..filled]) {
            Ok(_) => filled,
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        if buffer[..filled].contains(&0) {
            return Ok(false); // UTF-16, perhaps
        }
        buffer.copy_within(valid..filled, 0);
        kept = filled - valid;
    }
}
