//! Identifiers in ASCII for names in any script.

use std::collections::{BTreeMap, BTreeSet};

/// The identifiers in use.
pub struct Names {
    prefix: &'static str,
    given: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

impl Names {
    pub fn new(prefix: &'static str) -> Self {
        Names { prefix, given: BTreeMap::new(), taken: BTreeSet::new() }
    }

    /// The identifier of `name`, the same at each call, and whether this call made it up.
    pub fn shared(&mut self, name: &str) -> (String, bool) {
        if let Some(id) = self.given.get(name) {
            return (id.clone(), false);
        }
        let (id, new) = self.fresh(name);
        self.given.insert(name.to_owned(), id.clone());
        (id, new)
    }

    /// A new identifier for `name`, and whether it was made up. A name in ASCII is its own identifier if
    /// that is free; any other gets the prefix, or what is legible of it, and a number.
    pub fn fresh(&mut self, name: &str) -> (String, bool) {
        // money (Money) → money
        let plain = name.split('(').next().unwrap_or(name).trim();
        let ascii: String =
            plain.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
        let speaks = plain.is_ascii() && ascii.chars().any(|c| c.is_ascii_alphanumeric());
        if speaks && self.taken.insert(ascii.clone()) {
            return (ascii, false);
        }
        let base = if speaks { format!("{ascii}_") } else { self.prefix.to_owned() };
        let mut number = if speaks { 2 } else { self.taken.len() + 1 };
        loop {
            let id = format!("{base}{number}");
            if self.taken.insert(id.clone()) {
                return (id, true);
            }
            number += 1;
        }
    }
}
