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
        Err(error) => strict(GB18030, error.as_bytes())
            .ok_or("the bytes are neither UTF-8 nor GB18030, and have no byte order mark")?,
    };
    no_text(&text.text).map_or(Ok(text), Err)
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Decoded { text: text.into_owned(), encoding: encoding.name() })
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
