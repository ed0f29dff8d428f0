//! The font that is compiled in: pictures for print have their glyphs outlined, and the page carries
//! the characters that it shows.

use base64::Engine as _;
use resvg::tiny_skia;
use resvg::usvg::{Options, Tree, WriteOptions, fontdb};
use std::io::Write as _;
use std::sync::{Arc, LazyLock};

/// Noto Sans CJK SC, the characters of GB 2312; see `crates/report/font/README.md`.
pub const FONT: &[u8] = include_bytes!("../font/NotoSansSC-GB2312.ttf");

/// The resolution that journals ask for.
const DOTS_PER_INCH: f32 = 300.0;

/// Points of a PNG for each unit of the picture: 760 units are 17 cm, a journal's page.
const SCALE: f32 = DOTS_PER_INCH * 17.0 / 2.54 / 760.0;

/// Rows of a PNG that are painted at once, and the rows beyond them on either side that smoothing needs.
const STRIP: u32 = 256;
const MARGIN: u32 = 4;

/// A fault of this crate in a page or picture.
#[derive(Debug)]
pub struct Fault(pub String);

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// Draws pictures with the compiled-in font alone, so that they are the same on every machine.
pub struct Printer {
    options: Options<'static>,
}

/// The one printer.
pub static PRINTER: LazyLock<Printer> = LazyLock::new(Printer::new);

impl Printer {
    /// Reads the font.
    fn new() -> Self {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(FONT.to_vec());
        let mut options = Options { font_family: crate::svg::FONT.to_owned(), ..Options::default() };
        options.fontdb = Arc::new(fonts);
        Printer { options }
    }

    /// The picture as SVG with its text as outlines, and as PNG at 300 dpi.
    ///
    /// # Errors
    /// The markup is no SVG.
    pub fn print(&self, svg: &str) -> Result<(String, Vec<u8>), Fault> {
        let tree = Tree::from_str(svg, &self.options).map_err(|error| Fault(error.to_string()))?;
        let outlined =
            WriteOptions { coordinates_precision: 2, transforms_precision: 4, ..WriteOptions::default() };
        let png = png(&tree).map_err(|error| Fault(error.to_string()))?;
        Ok((tree.to_string(&outlined), png))
    }
}

/// The picture on white as a PNG that says how large it is in print. It is painted and packed strip by
/// strip: the whole would be a dozen megabytes.
fn png(tree: &Tree) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let size = tree.size().to_int_size();
    let scaled = |length: u32| (length as f32 * SCALE).ceil() as u32;
    let (width, height) = (scaled(size.width()), scaled(size.height()));
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    let dots = (DOTS_PER_INCH / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: dots, yppu: dots, unit: png::Unit::Meter }));
    let mut header = encoder.write_header()?;
    let mut writer = header.stream_writer()?;
    let mut strip = tiny_skia::Pixmap::new(width, STRIP + 2 * MARGIN).ok_or("a picture without extent")?;
    let mut rgb = Vec::with_capacity(3 * (width * STRIP) as usize);
    for top in (0..height).step_by(STRIP as usize) {
        strip.fill(tiny_skia::Color::WHITE);
        let place =
            tiny_skia::Transform::from_scale(SCALE, SCALE).post_translate(0.0, MARGIN as f32 - top as f32);
        resvg::render(tree, place, &mut strip.as_mut());
        let rows = STRIP.min(height - top);
        let pixels = strip.data().chunks_exact(4).skip((width * MARGIN) as usize);
        rgb.clear();
        // On white every pixel is opaque.
        rgb.extend(pixels.take((width * rows) as usize).flat_map(|rgba| [rgba[0], rgba[1], rgba[2]]));
        writer.write_all(&rgb)?;
    }
    writer.finish()?;
    header.finish()?;
    Ok(bytes)
}

/// The characters of `text` as a font for a page: base64 of a TrueType file with these glyphs only.
///
/// # Errors
/// The font has none of them.
pub fn subset(text: &str) -> Result<String, Fault> {
    let bytes = crate::subset::subset(FONT, text)
        .ok_or_else(|| Fault("the font that is compiled in has no character of the page".to_owned()))?;
    Ok(base64::engine::general_purpose::STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subset_holds_what_is_asked_for_and_little_else() {
        let small = subset("技术创新").expect("font");
        let large = subset("技术创新治理服务管理合作运行参与向度一二三四五六七八九十").expect("font");
        assert!(small.len() < 8_000 && large.len() > 2 * small.len(), "{} {}", small.len(), large.len());
        assert_eq!(small, subset("新创术技").expect("font"));
    }

    #[test]
    fn print_has_outlines_and_no_text() {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"40\" font-family=\"{}\"><text x=\"5\" y=\"30\" font-size=\"20\">治理</text></svg>",
            crate::svg::FONT
        );
        let (outlined, png) = Printer::new().print(&svg).expect("printed");
        assert!(!outlined.contains("<text") && outlined.contains("<path"));
        assert!(png.starts_with(b"\x89PNG"));
        // Something was drawn: an empty picture of this size takes less.
        let (_, empty) = Printer::new().print(&svg.replace("治理", "")).expect("printed");
        assert!(png.len() > empty.len() + 500, "{} {}", png.len(), empty.len());
    }
}
