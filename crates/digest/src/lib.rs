//! Digest: SHA-256 as the text that tables, lock files and provenance hold. The only crate that uses
//! sha2.

use sha2::{Digest as _, Sha256};
use std::io::Read;

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of `bytes`, as 64 hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// The SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-256 of what `reader` gives, in pieces, so that no file is in memory.
///
/// # Errors
/// It cannot be read to its end.
pub fn sha256_of(mut reader: impl Read) -> std::io::Result<String> {
    let mut running = Running::default();
    let mut piece = vec![0; 1 << 16];
    loop {
        let length = match reader.read(&mut piece) {
            Ok(0) => return Ok(running.hex()),
            Ok(length) => length,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        running.update(&piece[..length]);
    }
}

/// The first 64 bits of the SHA-256 of `text`.
pub fn short_hash(text: &str) -> u64 {
    let digest = sha256(text.as_bytes());
    digest[..8].iter().fold(0, |hash, byte| hash << 8 | u64::from(*byte))
}

/// A SHA-256 that grows as bytes come.
#[derive(Debug, Clone, Default)]
pub struct Running(Sha256);

impl Running {
    /// Takes in more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes so far.
    pub fn digest(&self) -> [u8; 32] {
        self.0.clone().finalize().into()
    }

    /// The same as hexadecimal digits.
    pub fn hex(&self) -> String {
        hex(&self.digest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-2, the example of one block.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn all_ways_give_the_published_digest() {
        assert_eq!(sha256_hex(b"abc"), ABC);
        assert_eq!(sha256_of(&b"abc"[..]).expect("read"), ABC);
        let mut running = Running::default();
        running.update(b"a");
        running.update(b"bc");
        assert_eq!(running.hex(), ABC);
        assert_eq!(short_hash("abc"), 0xba78_16bf_8f01_cfea);
    }
}
