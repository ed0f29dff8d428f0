//! txt and md.

use super::extracted::{Extracted, Refusal};
use crate::decode::decode_as;
use encoding_rs::Encoding;
use nianlun_types::Reason;

/// Decodes a text and leaves it as it is.
pub(super) fn extract(bytes: Vec<u8>, encoding: Option<&'static Encoding>) -> Result<Extracted, Refusal> {
    let decoded = decode_as(bytes, encoding).map_err(|cause| (Reason::NotText, cause))?;
    Ok(Extracted {
        text: decoded.text,
        encoding: decoded.encoding,
        doubts: decoded.doubt.into_iter().collect(),
        ..Extracted::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_and_broken() {
        let good = extract("数字化\r\n".as_bytes().to_vec(), None).expect("text");
        assert_eq!((good.text.as_str(), good.encoding), ("数字化\r\n", "UTF-8"));
        let (reason, cause) = extract(b"\xff\xff\x00\x01\x00".to_vec(), None).expect_err("broken");
        assert_eq!(reason, Reason::NotText, "{cause}");
    }
}
