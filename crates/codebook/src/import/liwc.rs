//! LIWC's `.dic`: a head of numbered categories between two lines `%`, then words with numbers.

use super::draft::Draft;
use super::lines::numbered;
use nianlun_types::Problem;
use std::collections::BTreeMap;

/// Reads a `.dic`, also that of LIWC 2015, whose head is indented.
pub fn liwc(text: &str) -> Result<Draft, Problem> {
    let mut draft = Draft { globs: true, ..Draft::default() };
    let mut marks = 0;
    let mut categories: BTreeMap<u32, &str> = BTreeMap::new();
    for (number, line) in numbered(text) {
        if line == "%" {
            marks += 1;
        } else if marks == 1 {
            let (id, name) = line.split_once(char::is_whitespace).unwrap_or((line, line));
            match id.parse() {
                Ok(id) => {
                    draft.order.push((String::new(), name.trim().to_owned()));
                    categories.insert(id, name.trim());
                }
                Err(_) => draft.notes.about(
                    "lines of the head that begin with no number are left out",
                    number,
                    line,
                ),
            }
        } else if marks >= 2 {
            add_word(&mut draft, &categories, number, line);
        }
    }
    if marks < 2 {
        return Err(Problem::new("this is no `.dic` of LIWC")
            .because("the head with its categories stands between two lines `%`, and there are not two")
            .hint("for one term a line, say --from list"));
    }
    Ok(draft)
}

/// Adds a word to each category whose number follows it.
fn add_word(draft: &mut Draft, categories: &BTreeMap<u32, &str>, number: usize, line: &str) {
    // The word ends at a tab, or else before the first blank that numbers follow.
    let parts: Vec<&str> = match line.split_once('\t') {
        Some((word, rest)) => std::iter::once(word.trim()).chain(rest.split_whitespace()).collect(),
        None => {
            let words: Vec<&str> = line.split_whitespace().collect();
            let numbers = words.iter().rev().take_while(|w| w.parse::<u32>().is_ok()).count();
            let at = line.len()
                - words[words.len() - numbers..].iter().map(|w| w.len() + 1).sum::<usize>().min(line.len());
            std::iter::once(line[..at].trim()).chain(words[words.len() - numbers..].iter().copied()).collect()
        }
    };
    let (term, rest) = (parts[0], &parts[1..]);
    let mut found = false;
    let mut conditional = false;
    for part in rest {
        match part.parse::<u32>() {
            Ok(id) => {
                found = true;
                match categories.get(&id) {
                    Some(name) => draft.add(number, term, "", name),
                    None => draft.notes.about(
                        "terms with numbers that the head does not name are left out there",
                        number,
                        term,
                    ),
                }
            }
            Err(_) => conditional = true,
        }
    }
    if conditional {
        draft.notes.about(
            "conditions of LIWC such as (02 134)125/464 or <of>131 cannot be carried over; plain numbers were kept",
            number,
            term,
        );
    } else if !found {
        draft.notes.about("terms without a category number are left out", number, term);
    }
}
