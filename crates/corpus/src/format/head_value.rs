//! Values in the head of a text: plain, in quotation marks, or a list in brackets.

/// A value without a comment behind it: ` # …` outside quotation marks.
pub(super) fn after_comment(value: &str) -> &str {
    let mut quoted = None;
    let mut before = ' ';
    for (at, c) in value.char_indices() {
        match quoted {
            Some(mark) if c == mark => quoted = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && (at == 0 || matches!(before, '[' | ',' | ' ')) => {
                quoted = Some(c)
            }
            None if c == '#' && at > 0 && before.is_whitespace() => return value[..at].trim_end(),
            None => {}
        }
        before = c;
    }
    value
}

/// Whether a list in brackets that begins the value ends in it too.
pub(super) fn closed(value: &str) -> bool {
    !value.starts_with('[') || value.ends_with(']')
}

/// The value as text; nothing where a quotation mark or bracket has no partner.
pub(super) fn scalar(value: &str) -> Option<String> {
    let value = value.trim();
    if let Some(list) = value.strip_prefix('[') {
        let items = list.strip_suffix(']')?.split(',').map(str::trim).filter(|item| !item.is_empty());
        return items.map(scalar).collect::<Option<Vec<_>>>().map(|items| items.join("; "));
    }
    for mark in ["\"\"\"", "'''", "\"", "'"] {
        if let Some(inside) = value.strip_prefix(mark) {
            let inside = inside.strip_suffix(mark)?;
            let plain = if mark.starts_with('"') {
                inside.replace("\\\"", "\"").replace("\\\\", "\\")
            } else {
                inside.replace("''", "'")
            };
            return Some(plain);
        }
    }
    let is_empty = matches!(value, "null" | "~");
    Some(if is_empty { String::new() } else { value.to_owned() })
}
