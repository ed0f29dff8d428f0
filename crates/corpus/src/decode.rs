//! Bytes → text: byte order mark, strict UTF-8, UTF-16 without its mark, then detection.
//!
//! UTF-8 comes before detection, since most UTF-8 texts are also valid GB18030 and would be read as
//! garbage. Detection gets no hint of a country: with the hint `cn` it reads Big5 as GBK and says
//! nothing. The share of common characters checks what was detected; the choice is doubted where the
//! other Chinese encoding is as plausible.

use crate::no_text::no_text;
use crate::plausible::{Chinese, plausibility, utf16_share};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use nianlun_types::Warning;

/// The share of usual characters from which bytes are taken for UTF-16 without its mark.
const UTF16_SHARE: f64 = 0.9;

/// A text with the encoding it was read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without its byte order mark.
    pub text: String,
    /// Name of the encoding, e.g. `UTF-8`, `gb18030`, `UTF-16LE`.
    pub encoding: &'static str,
    /// Why the choice of the encoding is doubtful, if it is.
    pub doubt: Option<Warning>,
}

/// An encoding by its name: `gbk`, `gb2312` and `gb18030` are all read as GB18030, which holds them.
///
/// # Errors
/// A name that is none.
pub fn encoding(name: &str) -> Result<&'static Encoding, String> {
    let found = Encoding::for_label(name.as_bytes()).ok_or_else(|| format!("`{name}` is no encoding"))?;
    Ok(if found == GBK { GB18030 } else { found })
}

/// Decodes a file.
///
/// # Errors
/// Why the bytes are no text, in a sentence.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, String> {
    decode_as(bytes, None)
}

/// Decodes a file that is in the encoding `forced`, if one is given; a byte order mark outranks it.
///
/// # Errors
/// Why the bytes are no text, in a sentence.
pub fn decode_as(bytes: Vec<u8>, forced: Option<&'static Encoding>) -> Result<Decoded, String> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return strict(encoding, &bytes[mark..]).ok_or_else(|| {
            format!("has the byte order mark of {} but is not {}", encoding.name(), encoding.name())
        });
    }
    if let Some(encoding) = forced.filter(|e| *e != UTF_8) {
        let text = strict(encoding, &bytes).ok_or_else(|| damaged(encoding, &bytes))?;
        return checked(text);
    }
    // Faster than the standard library's check, even with the copy.
    match simdutf8::basic::from_utf8(&bytes) {
        Ok(text) => match no_text(text) {
            None => Ok(sure(text.to_owned(), UTF_8)),
            // Latin letters with a NUL beside each are valid UTF-8 too.
            Some(cause) => utf16(&bytes).ok_or(cause),
        },
        Err(_) => {
            if let Some(damage) = damaged_utf8(&bytes) {
                return Err(damage);
            }
            if forced.is_some() {
                return Err("is not UTF-8, as the pipeline says it were".to_owned());
            }
            utf16(&bytes).map_or_else(|| checked(detect(&bytes)?), Ok)
        }
    }
}

/// Decodes bytes that declare their encoding, as a page does. Strict UTF-8 outranks the declaration,
/// since browsers save pages as UTF-8 and leave the declaration as it was.
pub(crate) fn decode_declared(
    bytes: Vec<u8>,
    declared: Option<&'static Encoding>,
) -> Result<Decoded, String> {
    if Encoding::for_bom(&bytes).is_some() || std::str::from_utf8(&bytes).is_ok() {
        return decode(bytes);
    }
    match declared.filter(|e| *e != UTF_8).and_then(|e| strict(e, &bytes)) {
        Some(text) => checked(text),
        None => {
            let mut decoded = decode(bytes)?;
            if let Some(declared) = declared {
                decoded.doubt = Some(Warning::new(
                    "encoding-declared-wrongly",
                    format!("网页自称 {}，实按 {} 读取", declared.name(), decoded.encoding),
                ));
            }
            Ok(decoded)
        }
    }
}

fn sure(text: String, encoding: &'static Encoding) -> Decoded {
    Decoded { text, encoding: encoding.name(), doubt: None }
}

fn checked(decoded: Decoded) -> Result<Decoded, String> {
    no_text(&decoded.text).map_or(Ok(decoded), Err)
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(sure(text.into_owned(), encoding))
}

/// UTF-16 without its mark, recognised by its usual characters. Bytes of another encoding, or of the
/// other byte order, give hardly any.
fn utf16(bytes: &[u8]) -> Option<Decoded> {
    if bytes.is_empty() || bytes.len() % 2 == 1 {
        return None;
    }
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let share = |e: &'static Encoding| utf16_share(&e.decode_without_bom_handling(sample).0);
    let best = if share(UTF_16LE) >= share(UTF_16BE) { UTF_16LE } else { UTF_16BE };
    if share(best) < UTF16_SHARE {
        return None;
    }
    let mut decoded = strict(best, bytes)?;
    no_text(&decoded.text).is_none().then(|| {
        let message = format!("没有字节序标记，按 {} 读取", best.name());
        decoded.doubt = Some(Warning::new("encoding-guessed", message));
        decoded
    })
}

/// Detects one of the older encodings.
fn detect(bytes: &[u8]) -> Result<Decoded, String> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let guess = if guess == GBK { GB18030 } else { guess };
    let (first, second) = if guess == BIG5 { (BIG5, GB18030) } else { (GB18030, BIG5) };
    let Some(mut decoded) = strict(first, bytes).or_else(|| strict(second, bytes)) else {
        return match strict(guess, bytes) {
            // In a single-byte encoding every byte is a letter, which is no sign of a text.
            Some(text) if guess != BIG5 && guess != GB18030 && !guess.is_single_byte() => {
                Ok(doubtful(text, format!("既非 GB18030 也非 Big5，按 {} 读取", guess.name())))
            }
            _ => Err(damaged(first, bytes)),
        };
    };
    let of = |e: &'static Encoding| plausibility(bytes, if e == BIG5 { Chinese::Big5 } else { Chinese::Gbk });
    let chosen = encoding(decoded.encoding).unwrap_or(first);
    let other = if chosen == BIG5 { GB18030 } else { BIG5 };
    let as_well = strict(other, bytes).is_some() && of(other) > of(chosen) - 0.1;
    if guess != chosen || as_well || of(chosen) < 0.6 {
        let message = format!("按 {} 读取，但不能断定（检测结果 {}）", decoded.encoding, guess.name());
        decoded = doubtful(decoded, message);
    }
    Ok(decoded)
}

fn doubtful(decoded: Decoded, message: String) -> Decoded {
    let message = format!("{message}；请在 pipeline.toml 的 [corpus] 写 encoding = \"…\"");
    Decoded { doubt: Some(Warning::new("encoding-doubtful", message)), ..decoded }
}

/// Why bytes that no encoding decodes from end to end are no text.
fn damaged(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let bad = text.matches('\u{fffd}').count();
    let all = text.chars().count();
    if bad * 50 < all {
        let first = text.chars().position(|c| c == '\u{fffd}').unwrap_or(0);
        format!("is {} but damaged in {bad} places, the first after {first} characters", encoding.name())
    } else {
        "the bytes are neither UTF-8 nor GB18030, and have no byte order mark".to_owned()
    }
}

/// Says so if bytes are UTF-8 with a few damaged places, as a bad copy leaves them. Some of these are
/// valid GB18030 too, and would be read as garbage without a warning.
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

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "推进数字化转型，加强政务公开，完善公共服务平台建设。";
    const TRADITIONAL: &str = "推進數位化轉型，加強政務公開，完善公共服務平臺建設，提高行政效能。";

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode(bytes.to_vec()).expect("text");
        assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text));
    }

    fn utf16_bytes(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn encodings_that_occur() {
        check("数字化".as_bytes(), "UTF-8", "数字化");
        check(b"\xef\xbb\xbf\xe6\x95\xb0", "UTF-8", "数");
        check(b"\xca\xfd\xd7\xd6\xbb\xaf\r\n", "gb18030", "数字化\r\n");
        check(b"\xff\xfe\x70\x65", "UTF-16LE", "数");
        check(b"\xfe\xff\x65\x70", "UTF-16BE", "数");
        check(b"", "UTF-8", "");
        // Four-byte GB18030, which GBK readers miss: 㐀
        check(b"\xca\xfd\x81\x39\xee\x39", "gb18030", "数㐀");
    }

    #[test]
    fn utf16_without_its_mark_is_told_and_doubted() {
        for (bytes, name) in [
            (utf16_bytes(TEXT, u16::to_le_bytes), "UTF-16LE"),
            (utf16_bytes(TEXT, u16::to_be_bytes), "UTF-16BE"),
        ] {
            let decoded = decode(bytes).expect("text");
            assert_eq!((decoded.encoding, decoded.text.as_str()), (name, TEXT));
            assert_eq!(decoded.doubt.map(|d| d.code).as_deref(), Some("encoding-guessed"));
        }
        check(&utf16_bytes("Smart city\n", u16::to_le_bytes), "UTF-16LE", "Smart city\n");
    }

    #[test]
    fn big5_and_gbk_are_told_apart() {
        for (encoding, text) in [(BIG5, TRADITIONAL), (GB18030, TEXT)] {
            let bytes = encoding.encode(text).0.into_owned();
            let decoded = decode(bytes).expect("text");
            assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding.name(), text));
            assert_eq!(decoded.doubt, None, "{} {text}", encoding.name());
        }
        // Traditional characters are rare ones in GBK: perhaps doubted, never taken for Big5.
        check(&GB18030.encode(TRADITIONAL).0, "gb18030", TRADITIONAL);
    }

    #[test]
    fn an_encoding_can_be_forced() {
        let bytes = BIG5.encode("數位").0.into_owned();
        let forced = decode_as(bytes.clone(), Some(BIG5)).expect("text");
        assert_eq!((forced.text.as_str(), forced.doubt), ("數位", None));
        assert!(decode_as(bytes, Some(UTF_8)).is_err());
        assert_eq!(encoding("gb2312"), Ok(GB18030));
        assert!(encoding("latin9000").is_err());
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
