//! What a codebook file may say, and how its problems are told.

use crate::Codebook;
use nianlun_types::Problems;

fn book(terms_a: &str, terms_b: &str) -> String {
    format!(
        "[[category]]\nid = \"a\"\ndimension = \"d\"\nlabel = \"甲\"\nterms = [{terms_a}]\n\
         [[category]]\nid = \"b\"\ndimension = \"d\"\nlabel = \"乙\"\nterms = [{terms_b}]\n"
    )
}

fn refuse(source: &str, line: usize, says: &str) {
    let Problems(problems) = Codebook::parse(source).expect_err(says);
    let shown = format!("{}", Problems(problems.clone()));
    assert_eq!(problems[0].line, Some(line), "{shown}");
    assert!(shown.contains(says), "{shown}");
}

#[test]
fn a_full_term() {
    let source = book(
        r#""信息港", { term = "合作", variants = ["協作"], not = ["合作社"], since = 1999, also = ["b"], inside = true, note = "…" }"#,
        r#""效率""#,
    );
    let book = Codebook::parse(&source).expect("codebook");
    assert_eq!(book.terms[1].spellings, ["合作", "协作"]);
    assert_eq!(book.terms[1].not, ["合作社"]);
    assert_eq!(book.terms[1].since, Some(1999));
    assert!(book.terms[1].inside && !book.terms[0].inside);
    assert_eq!(book.terms[1].categories, [0, 1]);
    assert_eq!(book.terms[2].line, 10);
}

#[test]
fn concepts_are_groups_and_spellings() {
    let terms =
        r#"{ term = "信息化", variants = ["信息化建设"] }, { term = "社会保障卡", variants = ["社保卡"] }"#;
    let same = |groups: &str| format!("{}{groups}", book(terms, "\"效率\""));
    let parsed = Codebook::parse(&same("[[same]]\nterms = [\"數字化\", \"信息化\"]\n")).expect("codebook");
    assert_eq!(parsed.concepts(), [vec!["信息化", "信息化建设", "数字化"], vec!["社会保障卡", "社保卡"]]);
    refuse(&same("[[same]]\nterms = [\"数字化\", \"數字化\"]\n"), 11, "two different strings");
    let twice = "[[same]]\nterms = [\"甲\", \"乙\"]\n[[same]]\nterms = [\"乙\", \"丙\"]\n";
    refuse(&same(twice), 13, "stands in two `[[same]]`");
}

#[test]
fn a_term_in_two_categories_must_say_so() {
    refuse(&book("\"公众参与\"", "\"公众参与\""), 10, "stands in two categories");
    refuse(&book("\"公众参与\"", "\"公眾參與\""), 10, "stands in two categories");
    let inside = book(r#"{ term = "5G", also = ["b"] }"#, r#"{ term = "5G", inside = true }"#);
    refuse(&inside, 10, "`5G` is described twice");
    let again = book(r#"{ term = "公众参与", also = ["b"] }"#, r#"{ term = "公众参与", since = 2010 }"#);
    refuse(&again, 10, "`公众参与` is described twice");
    for (a, b) in [
        (r#"{ term = "公众参与", also = ["b"] }"#, "\"公众参与\""),
        ("\"公众参与\"", r#"{ term = "公众参与", also = ["a"] }"#),
    ] {
        let book = Codebook::parse(&book(a, b)).expect("declared");
        assert_eq!(book.terms.len(), 1);
        assert_eq!(book.terms[0].categories, [0, 1]);
    }
}

#[test]
fn faults_are_refused_with_their_line() {
    refuse(&book("\"\"", "\"甲\""), 5, "an empty term");
    refuse(&book("\"“”\"", "\"甲\""), 5, "an empty term");
    refuse(&book("\"甲\", \"甲\"", "\"乙\""), 5, "stands twice in `a`");
    refuse(&book("\"甲\"", "{ term = \"乙\", variants = [\"甲\"] }"), 10, "also a spelling of `甲`");
    refuse(&book("{ term = \"甲\", sinse = 3 }", "\"乙\""), 5, "unknown field `sinse`");
    refuse(&book("{ term = \"5G\", inside = \"yes\" }", "\"乙\""), 5, "a boolean");
    refuse(&book("{ term = \"甲\", also = [\"c\"] }", "\"乙\""), 5, "unknown category `c`");
    refuse(&book("{ term = \"甲\", not = [\"乙丙\"] }", "\"乙\""), 5, "does not hold `甲`");
    refuse(&book("3", "\"乙\""), 5, "a term, or a table");
    refuse("[[category]\n", 1, "cannot be read");
    refuse("", 1, "no category");
    refuse(&book("\"甲\"", ""), 6, "no term");
}

#[test]
fn all_faults_at_once() {
    let Problems(problems) = Codebook::parse(&book("\"\", \"甲\", \"甲\"", "\"甲\"")).expect_err("three");
    assert_eq!(problems.len(), 3);
}

#[test]
fn labels_in_two_languages() {
    let dimensions = "[dimension.d]\nlabel = \"维\"\nlabel-en = \"Dimension\"\ndefinition = \"义\"\ndefinition-en = \"Sense\"\n";
    let english = "label = \"甲\"\nlabel-en = \"First\"\ndefinition-en = \"What is first\"\n";
    let categories = book("\"甲\"", "\"乙\"").replacen("label = \"甲\"\n", english, 1);
    // The table may stand before or after the categories, or be written as dotted keys.
    let dotted = "dimension.d = { label = \"维\", label-en = \"Dimension\", definition = \"义\", definition-en = \"Sense\" }\n";
    for source in [
        format!("{dimensions}{categories}"),
        format!("{categories}{dimensions}"),
        format!("{dotted}{categories}"),
    ] {
        let book = Codebook::parse(&source).expect("codebook");
        let d = &book.dimensions[..];
        assert_eq!(d.len(), 1);
        assert_eq!((d[0].id.as_str(), d[0].label.as_str(), d[0].english_label()), ("d", "维", "Dimension"));
        assert_eq!((d[0].definition.as_str(), d[0].definition_en.as_deref()), ("义", Some("Sense")));
        let [first, second] = &book.categories[..] else { panic!("two categories") };
        assert_eq!((first.english_label(), second.english_label()), ("First", "b"));
        assert_eq!((first.definition_en.as_deref(), &second.definition_en), (Some("What is first"), &None));
    }
}

#[test]
fn a_dimension_without_a_table_is_shown_by_its_id() {
    let second =
        book("\"甲\"", "\"乙\"").replace("id = \"b\"\ndimension = \"d\"", "id = \"b\"\ndimension = \"a-0\"");
    for tables in ["", "[dimension.d]\n", "[dimension.d]\nlabel = \"\"\nlabel-en = \" \"\n"] {
        let book = Codebook::parse(&format!("{tables}{second}")).expect("codebook");
        let shown: Vec<(&str, &str, &str)> =
            book.dimensions.iter().map(|d| (d.id.as_str(), d.label.as_str(), d.english_label())).collect();
        assert_eq!(shown, [("d", "d", "d"), ("a-0", "a-0", "a-0")], "in order of first use");
    }
}

#[test]
fn faults_of_dimension_tables_are_refused_with_their_line() {
    let with = |table: &str| format!("{}{table}", book("\"甲\"", "\"乙\""));
    refuse(&with("[dimension.d]\n[dimension.D]\nlabel = \"维\"\n"), 12, "no category has the dimension `D`");
    refuse(&with("[dimension]\ne.label = \"维\"\n"), 12, "the categories use d");
    refuse(&with("[dimension.d]\nlabel = \"维\"\nlable-en = \"D\"\n"), 13, "unknown field `lable-en`");
    refuse(&with("[dimension.d]\nlabel_en = \"D\"\n"), 12, "`[dimension.<id>]` has label, label-en");
    refuse(&with("[dimension.d]\nlabel = 3\n"), 12, "a string");
    refuse(&with("[[dimension]]\nid = \"d\"\n"), 11, "cannot be read");
    refuse(&with("[dimension]\nd = \"维\"\n"), 12, "cannot be read");
    refuse(&with("[dimensions.d]\n"), 11, "unknown field `dimensions`");
    let source = book("\"甲\"", "\"乙\"").replacen("label = ", "label-zh = \"甲\"\nlabel = ", 1);
    refuse(&source, 4, "unknown field `label-zh`");
}
