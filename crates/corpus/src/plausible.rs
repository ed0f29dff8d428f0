//! How plausible it is that bytes are Chinese in a given encoding.

/// The two families of Chinese encodings of old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chinese {
    /// GB2312, GBK and GB18030.
    Gbk,
    /// Big5.
    Big5,
}

/// The share of common characters among the two-byte characters in `bytes`, without punctuation. Both
/// standards put common characters first: GB2312 level 1 (B0A1–D7F9), Big5 level 1 (A440–C67E). A
/// text in one of them, read as the other, has a share between a third and a half.
pub(crate) fn plausibility(bytes: &[u8], family: Chinese) -> f64 {
    let (mut all, mut common) = (0u32, 0u32);
    let mut at = 0;
    while at + 1 < bytes.len() {
        let (lead, trail) = (bytes[at], bytes[at + 1]);
        if lead < 0x81 {
            at += 1;
            continue;
        }
        at += 2;
        let (punctuation, first) = match family {
            Chinese::Gbk => ((0xa1..=0xa9).contains(&lead), (0xb0..=0xd7).contains(&lead) && trail >= 0xa1),
            Chinese::Big5 => ((0xa1..=0xa3).contains(&lead), (0xa4..=0xc6).contains(&lead)),
        };
        all += u32::from(!punctuation);
        common += u32::from(first);
    }
    if all == 0 { 1.0 } else { f64::from(common) / f64::from(all) }
}

/// The share of characters that are usual in a Chinese or English text: Han characters of the basic
/// block, punctuation, full-width forms, printable ASCII and line ends.
pub(crate) fn utf16_share(text: &str) -> f64 {
    let (mut all, mut usual) = (0u32, 0u32);
    for c in text.chars() {
        all += 1;
        usual += u32::from(matches!(
            c,
            '\t' | '\n' | '\r' | ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{301f}'
                | '\u{ff00}'..='\u{ff65}' | '\u{2010}'..='\u{2026}' | '\u{2460}'..='\u{2473}'
        ));
    }
    if all == 0 { 0.0 } else { f64::from(usual) / f64::from(all) }
}
