//! Recognises bytes that can be decoded, but are no text.

/// Why a decoded text is none: it holds NUL, or more than one in a hundred of its characters is a
/// control character or for private use.
pub(crate) fn no_text(text: &str) -> Option<String> {
    // Decides nearly every text, by one vectorised look at its bytes.
    let strange_in = |bytes: &[u8]| bytes.iter().fold(false, |any, byte| any | strange_byte(*byte));
    if !text.as_bytes().chunks(256).any(strange_in) {
        return None;
    }
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

/// Whether a byte may belong to a character that [`no_text`] counts: a control character, the lead of
/// U+0080–U+009F, or the lead of most of the private use area. The rest of that area is missed: it
/// shares its lead with full-width punctuation, and is rare.
fn strange_byte(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0xe..=0x1f | 0x7f | 0xc2 | 0xee)
}
