//! The files that pages load: style, script, icon and font, compiled in.

use nianlun_digest::sha256_hex;
use std::sync::OnceLock;

const STYLE: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/script.js");
const ICON: &str = include_str!("../assets/icon.svg");

/// The asset of this name, with its type.
pub fn asset(name: &str) -> Option<(&'static [u8], &'static str)> {
    Some(match name {
        "style.css" => (STYLE.as_bytes(), "text/css; charset=utf-8"),
        "script.js" => (SCRIPT.as_bytes(), "text/javascript; charset=utf-8"),
        "icon.svg" => (ICON.as_bytes(), "image/svg+xml"),
        "font.ttf" => (nianlun_report::FONT, "font/ttf"),
        _ => return None,
    })
}

/// Its address, which changes with its content, so that browsers may keep it.
pub fn address(name: &str) -> String {
    static MARK: OnceLock<String> = OnceLock::new();
    let mark = MARK.get_or_init(|| sha256_hex([STYLE, SCRIPT].concat().as_bytes())[..8].to_owned());
    format!("/assets/{name}?{mark}")
}
