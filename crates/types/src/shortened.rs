//! Keeps a message to a length that people read.

/// Characters of the longest detail of a quarantined text, and of the longest doubt.
const MOST: usize = 300;
/// Characters that are left of the end of a longer one: what to do about it.
const END: usize = 120;

/// The message, or its beginning and its end, if it is longer than 300 characters. A message quotes what it is
/// about, which may be a whole text; whoever wants it finds it in the file that the row names.
pub fn shortened(message: &str) -> String {
    let all = message.chars().count();
    if all <= MOST {
        return message.to_owned();
    }
    let between = |left_out: usize| {
        format!("…（此处略去 {left_out} 字，见该文件 / {left_out} characters left out, see the file）…")
    };
    let begin = MOST - END - between(all).chars().count();
    let left_out = all - begin - END;
    let first: String = message.chars().take(begin).collect();
    let last: String = message.chars().skip(begin + left_out).collect();
    format!("{first}{}{last}", between(left_out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_keeps_its_beginning_and_its_end() {
        assert_eq!(shortened(&"字".repeat(MOST)), "字".repeat(MOST));
        for length in [MOST + 1, 1_000, 118_000, 12_345_678] {
            let long = format!("none of its columns `{}` is known: name it", "列".repeat(length));
            let short = shortened(&long);
            assert!(short.chars().count() <= MOST, "{short}");
            assert!(short.starts_with("none of its columns `列") && short.ends_with("列` is known: name it"));
            assert!(short.contains("see the file"));
        }
    }
}
