//! The harness itself: a case that is wrong fails, and says where.

use crate::play::play;
use crate::story::Story;
use libtest_mimic::Trial;

const GIVEN: &str = "# A case\n\n```codebook\n[[category]]\nid = \"a\"\ndimension = \"d\"\nlabel = \"甲\"\nterms = [\"信息化\"]\n```\n\n```text 2000\n信息化，信息化。\n```\n";

/// What is wrong, the blocks behind [`GIVEN`], and what the failure says.
const WRONG: [(&str, &str, &str); 9] = [
    ("a_wrong_number", "```expect\n2000 a 3\n```\n", "2000 | a | 3  ≠  2000 | a | 2"),
    ("a_missing_row", "```expect\n2000 a 2\n2001 a -\n```\n", "2001 | a | -  ≠"),
    ("an_unknown_block", "```expects\n2000 a 2\n```\n", "line 14: unknown block `expects`"),
    ("no_expectation", "", "it cannot fail"),
    ("an_empty_expectation", "```expect\n```\n", "line 14: the block expects nothing"),
    ("an_open_block", "```expect\n2000 a 2\n", "not closed"),
    ("an_unknown_column", "```table documents\ncolour\nred\n```\n", "there is no column `colour`"),
    ("a_wrong_exit", "```nianlun check .\nexit 2\n```\n", "expected exit 2, found exit 0"),
    (
        "a_wrong_search",
        "```search '\"信息化\"'\noccurrences: 1\n```\n",
        "occurrences | 1  ≠  occurrences | 2",
    ),
];

/// An entry for each kind of wrong case, and one for the right one.
pub fn trials() -> Vec<Trial> {
    let mut trials: Vec<Trial> = WRONG
        .into_iter()
        .map(|(name, blocks, says)| {
            Trial::test(format!("harness/{name}_fails"), move || {
                let story = Story::parse(&format!("{GIVEN}{blocks}"));
                match story.and_then(|story| play(&story)) {
                    Err(error) if error.contains(says) => Ok(()),
                    Err(error) => Err(format!("it fails, but does not say `{says}`:\n{error}").into()),
                    Ok(()) => Err("it passes".into()),
                }
            })
        })
        .collect();
    trials.push(Trial::test("harness/a_right_case_passes", || {
        let blocks = "```expect\n2000 a 2\n```\n```table frequencies year=2000\ncategory | hits | per_10k\na | 2 | 3333.33\n```\n";
        Ok(Story::parse(&format!("{GIVEN}{blocks}")).and_then(|story| play(&story))?)
    }));
    trials
}
