//! Writes the character table of `normalise`: for each scalar value its form under radical → ideograph, NFKC,
//! lower case and traditional → simplified, and the class of that form.
//!
//! The table is computed at build time from maintained crates (the radicals, which no crate has, from
//! `radicals.txt`), so that normalising is one look-up a
//! character and start-up costs nothing.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a build script speaks to cargo, reads OUT_DIR and writes into it"
)]

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfkc_quick,
};
use unicode_script::{Script, UnicodeScript};

// Keep in step with src/table.rs, which includes this file's output.
const HAN: u32 = 1 << 21;
const WHITE: u32 = 1 << 22;
const DROP: u32 = 1 << 23;
const EXTEND: u32 = 1 << 24;
const EXPAND: u32 = 1 << 25;
const NO_CHARACTER: u32 = 1 << 26;

/// One past the last scalar value in the table: the end of CJK extension H, rounded up. Beyond it
/// every character is itself and not Han.
const END: u32 = 0x32400;
const PAGE: usize = 256;

/// Quotation marks, which METHOD §1 drops.
const QUOTATION_MARKS: &str = "“”‘’「」『』\"'";

/// Radicals and the ideographs that they are drawn as.
const RADICALS: &str = include_str!("radicals.txt");

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=radicals.txt");
    let equivalents = equivalents();
    let t2s = OpenCC::from_config(BuiltinConfig::T2s).expect("built-in OpenCC configuration");
    let simplify = |c: char| {
        let out = t2s.convert(c.encode_utf8(&mut [0; 4]));
        let mut chars = out.chars();
        match (chars.next(), chars.next()) {
            (Some(simplified), None) => simplified,
            _ => c,
        }
    };
    let mut entries = Vec::with_capacity(END as usize);
    let mut expansions: Vec<(u32, String)> = Vec::new();
    for code in 0..END {
        let Some(c) = char::from_u32(code) else {
            entries.push(NO_CHARACTER);
            continue;
        };
        // What ends a line becomes `\n`; `\r`, which may be half of an end, is left to src/normalise.rs.
        let c = if matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') { '\n' } else { c };
        // First, because an ideograph may be traditional, and a radical has no simplified form.
        let ideograph = equivalents.get(&c).copied().unwrap_or(c);
        let normal: String = std::iter::once(ideograph)
            .nfkc()
            .flat_map(char::to_lowercase)
            .map(|c| if c.script() == Script::Han { simplify(c) } else { c })
            .collect();
        let mut chars = normal.chars();
        let mut entry = match (chars.next(), chars.next()) {
            (Some(single), None) => u32::from(single) | class(single),
            _ => {
                expansions.push((code, normal));
                code | EXPAND
            }
        };
        if extends(c) {
            entry |= EXTEND;
        }
        entries.push(entry);
    }

    // Equal pages are kept once.
    let mut pages: Vec<&[u32]> = Vec::new();
    let mut index = Vec::new();
    for page in entries.chunks(PAGE) {
        let at = pages.iter().position(|p| *p == page).unwrap_or_else(|| {
            pages.push(page);
            pages.len() - 1
        });
        index.push(at);
    }
    let mut out = String::new();
    writeln!(out, "const HAN: u32 = {HAN};\nconst WHITE: u32 = {WHITE};").unwrap();
    writeln!(out, "const DROP: u32 = {DROP};\nconst EXTEND: u32 = {EXTEND};").unwrap();
    writeln!(out, "const EXPAND: u32 = {EXPAND};\nconst END: u32 = {END};").unwrap();
    writeln!(out, "static INDEX: [u16; {}] = {index:?};", index.len()).unwrap();
    let flat = pages.concat();
    writeln!(out, "static ENTRIES: [u32; {}] = {flat:?};", flat.len()).unwrap();
    writeln!(out, "static EXPANSIONS: [(u32, &str); {}] = {expansions:?};", expansions.len()).unwrap();
    let path = std::path::Path::new(&std::env::var("OUT_DIR").unwrap()).join("table.rs");
    std::fs::write(path, out).unwrap();
}

/// The ideograph of each radical in `radicals.txt`.
fn equivalents() -> BTreeMap<char, char> {
    let character = |hex: &str| {
        u32::from_str_radix(hex.trim(), 16)
            .ok()
            .and_then(char::from_u32)
            .expect("a code point in hexadecimal")
    };
    let lines = RADICALS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(';')).map(|(a, b)| (character(a), character(b))).collect()
}

/// Characters that nobody sees, which web pages and word processors put inside words. Those beyond [`END`]
/// are in src/table.rs.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}'                      // soft hyphen
        | '\u{34f}'                   // combining grapheme joiner
        | '\u{200b}'..='\u{200f}'     // zero-width space and joiners, marks of direction
        | '\u{2060}'..='\u{2064}'     // word joiner, invisible operators
        | '\u{fe00}'..='\u{fe0f}'     // variation selectors
        | '\u{feff}'                  // byte order mark
    )
}

/// The class of a character that is already normal.
fn class(c: char) -> u32 {
    if QUOTATION_MARKS.contains(c) || is_invisible(c) {
        DROP
    } else if c.is_whitespace() {
        WHITE
    } else if c.script() == Script::Han {
        HAN
    } else {
        0
    }
}

/// Whether a character may join the one before it under NFKC, so that the two must be normalised
/// together.
fn extends(c: char) -> bool {
    let first = std::iter::once(c).nfkd().next().unwrap_or(c);
    canonical_combining_class(first) != 0 || is_nfkc_quick(std::iter::once(first)) == IsNormalized::Maybe
}
