//! Writes the provenance into a picture, so that a saved file still carries it.

use crate::ask::Ask;
use crate::run::Run;
use crate::view::provenance;

/// The picture with a `<metadata>` of its provenance, as JSON.
pub fn svg(svg: &str, run: &Run, ask: &Ask) -> String {
    let json = provenance(run, ask).to_string();
    let text = json.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    match svg.find("<svg").and_then(|at| Some(at + svg[at..].find('>')? + 1)) {
        Some(at) => format!("{}\n    <metadata>{text}</metadata>{}", &svg[..at], &svg[at..]),
        None => svg.to_owned(),
    }
}

/// Signature, and the header chunk of fixed length that must come first.
const HEADER: usize = 8 + 25;

/// The picture with its provenance as JSON in a text chunk (`iTXt`, keyword `Description`).
pub fn png(png: &[u8], run: &Run, ask: &Ask) -> Vec<u8> {
    let json = provenance(run, ask).to_string();
    // Keyword, no compression, no language, no translated keyword, text.
    let data = [&b"iTXtDescription\0\0\0\0\0"[..], json.as_bytes()].concat();
    let (Some((before, after)), Ok(length)) = (png.split_at_checked(HEADER), u32::try_from(data.len() - 4))
    else {
        return png.to_vec();
    };
    let sum = crc32fast::hash(&data);
    [before, &length.to_be_bytes(), &data, &sum.to_be_bytes(), after].concat()
}
