//! Bytes → text: byte order mark, then strict UTF-8, then GB18030.
//!
//! In this order, since most UTF-8 texts are also valid GB18030 and would be read as garbage.

use encoding_rs::{Encoding, GB18030, UTF_8};

/// A text with the encoding it was read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without its byte order mark.
    pub text: String,
    /// Name of the encoding, e.g. `UTF-8`, `gb18030`, `UTF-16LE`.
    pub encoding: &'static str,
}

/// Decodes a file.
///
/// # Errors
/// Why the bytes are no text, in a sentence.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, String> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return strict(encoding, &bytes[mark..]).ok_or_else(|| {
            format!("has the byte order mark of {} but is not {}", encoding.name(), encoding.name())
        });
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, encoding: UTF_8.name() },
        Err(error) => {
            if let Some(damage) = damaged_utf8(error.as_bytes()) {
                return Err(damage);
            }
            strict(GB18030, error.as_bytes())
                .ok_or("the bytes are neither UTF-8 nor GB18030, and have no byte order mark")?
        }
    };
    no_text(&text.text).map_or(Ok(text), Err)
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Decoded { text: text.into_owned(), encoding: encoding.name() })
}

/// Whether bytes are UTF-8 with a few places damaged, as a bad copy leaves them. Some of those are
/// valid GB18030 too, and would be read as garbage without a word.
fn damaged_utf8(bytes: &[u8]) -> Option<String> {
    let (mut good, mut bad, mut at, mut first) = (0, 0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        if !chunk.invalid().is_empty() {
            if bad == 0 {
                first = at + chunk.valid().len();
            }
            bad += 1;
        }
        at += chunk.valid().len() + chunk.invalid().len();
    }
    (good > 20 * bad).then(|| format!("is UTF-8 but damaged in {bad} places, the first at byte {first}"))
}

/// Signs that bytes which happen to decode are no text: NUL, or more than one in a hundred
/// characters a control character or for private use.
fn no_text(text: &str) -> Option<String> {
    let mut all = 0u64;
    let mut strange = 0u64;
    for c in text.chars() {
        if c == '\0' {
            return Some("holds NUL bytes, as a text does not (a PDF, Word file or picture?)".to_owned());
        }
        let control =
            c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{85}');
        strange += u64::from(control || matches!(c, '\u{e000}'..='\u{f8ff}'));
        all += 1;
    }
    (strange * 100 > all).then(|| {
        format!("{strange} of {all} characters are control characters or for private use, as in no text")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode(bytes.to_vec()).expect("text");
        assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text));
    }

    #[test]
    fn encodings_that_occur() {
        check("数字化".as_bytes(), "UTF-8", "数字化");
        check(b"\xef\xbb\xbf\xe6\x95\xb0", "UTF-8", "数");
        check(b"\xca\xfd\xd7\xd6\xbb\xaf\r\n", "gb18030", "数字化\r\n");
        check(b"\xff\xfe\x70\x65", "UTF-16LE", "数");
        check(b"\xfe\xff\x65\x70", "UTF-16BE", "数");
        check(b"", "UTF-8", "");
        // Four-byte GB18030, which GBK readers miss: 㐂
        check(b"\xca\xfd\x81\x39\xee\x39", "gb18030", "数㐀");
    }

    #[test]
    fn damaged_utf8_is_not_taken_for_gb18030() {
        let text = "推进数字化转型，加强政务公开，完善公共服务平台建";
        let damage = |at: usize| {
            let mut bytes = text.as_bytes().to_vec();
            bytes.remove(at);
            bytes
        };
        let valid_gb18030 = (0..text.len()).any(|at| strict(GB18030, &damage(at)).is_some());
        let bytes = damage(4);
        let error = decode(bytes).expect_err("damaged");
        assert!(error.contains("damaged in 1 places, the first at byte 3"), "{error}");
        assert!(valid_gb18030, "else the test shows nothing");
    }

    #[test]
    fn what_is_no_text() {
        for bytes in [
            &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
            b"\xff\xd8\xff\xe0 JFIF",
            b"%PDF-1.4\n\xe2\xe3\xcf\xd3\x00",
            b"\xef\xbb\xbf\xff\xff",
            b"\x01\x02\x03\x04",
            b"\xca\xfd\xd7", // cut within a character
        ] {
            assert!(decode(bytes.to_vec()).is_err(), "{bytes:?}");
        }
    }
}
