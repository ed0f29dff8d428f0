//! The cache keeps what a run computes from texts without the codebook: the text inside pages and
//! documents, tokens, sketches. The file `cache/kept` of the results holds it. The key of an entry is a
//! hash of everything that the entry was made from, so that no entry can go stale.
//!
//! Anybody may delete the cache at any time. The file beside it holds its hash: a run does not use a
//! cache that was changed. The order of its entries depends on the threads, hence its bytes do; those of
//! all other results do not.

use nianlun_corpus::Memory;
use nianlun_digest::{Running, sha256, sha256_of};
use nianlun_types::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read, Result, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The names of the file and of the file with its hash.
const KEPT: &str = "kept";
const HASH: &str = "kept.sha256";

const MAGIC: &[u8; 8] = b"nianlun1";

type Key = [u8; 32];

/// The cache of one run. It reads the entries of the last run and writes those of this one.
#[derive(Default)]
pub struct Cache {
    old: Option<Old>,
    new: Option<Mutex<New>>,
}

struct Old {
    file: Mutex<File>,
    /// Offset and length of each value in the file.
    places: BTreeMap<Key, (u64, u32)>,
}

struct New {
    file: File,
    hash: Running,
    keys: BTreeSet<Key>,
    /// The first failure to write. After it the cache keeps nothing more; [`Cache::save`] reports it.
    failed: Option<std::io::Error>,
}

impl Cache {
    /// Opens a cache that also recalls the entries in the folder `old`. If these were changed, the cache
    /// ignores them and the second value says why.
    ///
    /// # Errors
    /// The folder for temporary files cannot be written to.
    pub fn open(old: Option<&Path>) -> Result<(Self, Option<String>)> {
        let mut file = tempfile::tempfile()?;
        file.write_all(MAGIC)?;
        let mut hash = Running::default();
        hash.update(MAGIC);
        let new = Some(Mutex::new(New { file, hash, keys: BTreeSet::new(), failed: None }));
        let (old, why) = match old.map(Old::open) {
            None => (None, None),
            Some(Ok(old)) => (Some(old), None),
            Some(Err(why)) => (None, Some(why)),
        };
        Ok((Cache { old, new }, why))
    }

    /// Writes the entries of this run into the empty folder `folder`.
    ///
    /// # Errors
    /// An entry or the file could not be written.
    pub fn save(&self, folder: &Path) -> Result<()> {
        let Some(new) = &self.new else { return Ok(()) };
        let mut new = new.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = new.failed.take() {
            return Err(error);
        }
        new.file.seek(SeekFrom::Start(0))?;
        std::io::copy(&mut new.file, &mut File::create(folder.join(KEPT))?)?;
        std::fs::write(folder.join(HASH), new.hash.hex() + "\n")
    }

    /// Recalls the tokens of the text that `key` names. `length` is its length in bytes: tokens that do not
    /// add up to it belong to another text and are not returned.
    pub fn tokens(&self, key: &str, length: usize) -> Option<Vec<Span>> {
        let bytes = self.recall(TOKENS, key)?;
        let mut tokens = Vec::with_capacity(bytes.len());
        // The inverse of `keep_tokens`.
        let (mut start, mut token, mut shift) = (0_u32, 0_u32, 0);
        for byte in bytes {
            token |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                tokens.push(Span { start, end: start + token });
                start += token;
                (token, shift) = (0, 0);
            }
        }
        (start as usize == length).then_some(tokens)
    }

    /// Keeps the tokens of a text as the lengths of the tokens, each a varint (LEB128): one byte for nearly
    /// every word.
    pub fn keep_tokens(&self, key: &str, tokens: &[Span]) {
        if self.new.is_none() {
            return;
        }
        let mut bytes = Vec::with_capacity(tokens.len());
        for token in tokens {
            let mut length = token.end - token.start;
            while length > 0x7f {
                bytes.push(length as u8 | 0x80);
                length >>= 7;
            }
            bytes.push(length as u8);
        }
        self.keep(TOKENS, key, &bytes);
    }
}

const TOKENS: &str = "tokens";

impl Memory for Cache {
    fn recall(&self, what: &str, key: &str) -> Option<Vec<u8>> {
        let old = self.old.as_ref()?;
        let (at, length) = *old.places.get(&hashed(what, key))?;
        let mut bytes = vec![0; length as usize];
        let mut file = old.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        drop(file);
        // Copies the entry into the new cache: entries that no run uses any more are dropped.
        self.keep(what, key, &bytes);
        Some(bytes)
    }

    fn keep(&self, what: &str, key: &str, value: &[u8]) {
        let (Some(new), Ok(length)) = (&self.new, u32::try_from(value.len())) else { return };
        let key = hashed(what, key);
        let mut new = new.lock().unwrap_or_else(PoisonError::into_inner);
        if new.failed.is_some() || !new.keys.insert(key) {
            return;
        }
        let head = [&key[..], &length.to_le_bytes()].concat();
        new.hash.update(&head);
        new.hash.update(value);
        let written = new.file.write_all(&head).and_then(|()| new.file.write_all(value));
        new.failed = written.err();
    }
}

impl Old {
    fn open(folder: &Path) -> std::result::Result<Self, String> {
        let unreadable = |error: std::io::Error| error.to_string();
        let sha256 = std::fs::read_to_string(folder.join(HASH)).map_err(unreadable)?;
        let file = File::open(folder.join(KEPT)).map_err(unreadable)?;
        let mut reader = BufReader::with_capacity(1 << 16, file);
        if sha256_of(&mut reader).map_err(unreadable)? != sha256.trim() {
            return Err("它在上次运行之后被改动过".to_owned());
        }
        let mut places = BTreeMap::new();
        let mut at = reader.seek(SeekFrom::Start(MAGIC.len() as u64)).map_err(unreadable)?;
        let mut head = [0; 36];
        while reader.read_exact(&mut head).is_ok() {
            let (key, length) = head.split_at(32);
            let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]);
            places.insert(key.try_into().unwrap_or_default(), (at + 36, length));
            reader.seek_relative(i64::from(length)).map_err(unreadable)?;
            at += 36 + u64::from(length);
        }
        Ok(Old { file: Mutex::new(reader.into_inner()), places })
    }
}

fn hashed(what: &str, key: &str) -> Key {
    sha256(format!("{what}\0{key}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_what_was_changed_is_not_used() {
        let folder = tempfile::tempdir().expect("folder");
        let (first, second) = (folder.path().join("1"), folder.path().join("2"));
        for folder in [&first, &second] {
            std::fs::create_dir(folder).expect("folder");
        }
        let (cache, _) = Cache::open(None).expect("cache");
        cache.keep("a", "k", b"value");
        cache.keep("a", "gone", b"x");
        let tokens = [Span { start: 0, end: 6 }, Span { start: 6, end: 306 }];
        cache.keep_tokens("t", &tokens);
        cache.save(&first).expect("saved");
        let (cache, why) = Cache::open(Some(&first)).expect("cache");
        assert_eq!(why, None);
        assert_eq!(cache.recall("a", "k").as_deref(), Some(&b"value"[..]));
        assert_eq!(cache.recall("b", "k"), None);
        assert_eq!(cache.tokens("t", 306).as_deref(), Some(&tokens[..]));
        assert_eq!(cache.tokens("t", 305), None, "of another text");
        cache.save(&second).expect("saved");
        let (cache, _) = Cache::open(Some(&second)).expect("cache");
        assert_eq!(cache.recall("a", "gone"), None);
        assert!(cache.recall("a", "k").is_some());

        let mut bytes = std::fs::read(second.join(KEPT)).expect("read");
        *bytes.last_mut().expect("bytes") ^= 1;
        std::fs::write(second.join(KEPT), bytes).expect("written");
        let (cache, why) = Cache::open(Some(&second)).expect("cache");
        assert!(why.is_some() && cache.recall("a", "k").is_none());
    }
}
