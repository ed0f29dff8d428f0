//! Dictionaries in YAML: the formats of cntext and of quanteda.

use super::draft::Draft;
use super::yaml::{Node, Value, parse};
use nianlun_types::Problem;

/// Reads `Dictionary:` with a list of words for each category.
pub fn cntext(text: &str) -> Result<Draft, Problem> {
    let missing = || {
        Problem::new("this is no dictionary of cntext")
            .because("it has no key `Dictionary` with lists of words below")
            .hint("for nested keys without `Dictionary`, say --from quanteda")
    };
    let Some(Node { value: Value::Map(pairs), .. }) = parse(text)? else {
        return Err(missing());
    };
    let mut draft = Draft::default();
    for key in ["Name", "Refer"] {
        if let Some((_, Node { value: Value::Scalar(text), .. })) = pairs.iter().find(|(name, _)| name == key)
        {
            draft.notes.whole(format!("the dictionary says of itself, {key}: {text}"));
        }
    }
    let Some((_, Node { value: Value::Map(categories), .. })) =
        pairs.into_iter().find(|(name, _)| name == "Dictionary")
    else {
        return Err(missing());
    };
    for (name, node) in categories {
        match node.value {
            Value::List(nodes) => {
                for node in nodes {
                    match node.value {
                        Value::Scalar(term) => draft.add(node.line, &term, "", &name),
                        Value::List(_) | Value::Map(_) => {
                            draft.notes.about("entries that are no words are left out", node.line, &name)
                        }
                    }
                }
            }
            Value::Scalar(term) => draft.add(node.line, &term, "", &name),
            Value::Map(_) => {
                return Err(Problem::new(format!("`{name}` has weights instead of a list of words"))
                    .at_line(node.line)
                    .because("a dictionary of weights (valence) cannot be counted: a codebook knows terms, not degrees")
                    .hint("choose words by their weight and import them as a list"));
            }
        }
    }
    Ok(draft)
}

/// Reads nested keys above lists: the first key is the dimension, the others name the category.
pub fn quanteda(text: &str) -> Result<Draft, Problem> {
    let mut draft = Draft { globs: true, ..Draft::default() };
    match parse(text)? {
        Some(Node { value: Value::Map(pairs), .. }) => {
            for (key, node) in pairs {
                add_terms_below(&mut draft, &mut vec![key], node);
            }
            Ok(draft)
        }
        None => Ok(draft),
        Some(node) => Err(Problem::new("this is no dictionary of quanteda")
            .at_line(node.line)
            .because("it begins with no key")
            .hint("write `category: [term, term]`; for one term a line, say --from list")),
    }
}

/// Adds every term below `node`, which stands under the keys of `path`.
fn add_terms_below(draft: &mut Draft, path: &mut Vec<String>, node: Node) {
    match node.value {
        Value::Scalar(term) => {
            let (dimension, category) = match path.split_first() {
                Some((dimension, below)) if !below.is_empty() => (dimension.as_str(), below.join(" / ")),
                _ => ("", path.join(" / ")),
            };
            if term.is_empty() || term == "~" {
                draft.notes.about("keys without a term are left out", node.line, &path.join(" / "));
            } else {
                draft.add(node.line, &term, dimension, &category);
            }
        }
        Value::List(nodes) => {
            if nodes.is_empty() {
                draft.notes.about("keys without a term are left out", node.line, &path.join(" / "));
            }
            for node in nodes {
                add_terms_below(draft, path, node);
            }
        }
        Value::Map(pairs) => {
            for (key, node) in pairs {
                path.push(key);
                add_terms_below(draft, path, node);
                path.pop();
            }
        }
    }
}
