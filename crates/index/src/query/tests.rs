//! Queries read, and refused.

use super::*;
use nianlun_types::Span;
use std::sync::Arc;

/// Cuts pairs of characters.
struct Pairs;

impl Segmenter for Pairs {
    fn cut(&self, text: &str) -> Vec<Span> {
        let places: Vec<usize> = text.char_indices().map(|c| c.0).collect();
        let ends = places.iter().skip(2).step_by(2).copied().chain([text.len()]);
        let spans = places.iter().step_by(2).zip(ends);
        spans.map(|(start, end)| Span { start: *start as u32, end: end as u32 }).collect()
    }

    fn name(&self) -> String {
        "pairs".to_owned()
    }
}

fn language() -> Language<'static> {
    Language { segmenter: &Pairs, codes: None, same: &[] }
}

fn query(typed: &str) -> Query {
    Query::parse_with(typed, &language()).unwrap_or_else(|problem| panic!("{problem}"))
}

/// The query with its leaves written out.
fn shown(query: &Query) -> String {
    fn pattern(pattern: &Pattern) -> String {
        pattern.as_literal().map_or_else(|| pattern.pieces().join("~"), str::to_owned)
    }
    fn leaf(leaf: &Leaf) -> String {
        let alternatives = |p: &Vec<Pattern>| p.iter().map(pattern).collect::<Vec<_>>().join("=");
        let what = match &leaf.what {
            What::Strings(patterns) => alternatives(patterns),
            What::Near(parts, n) => {
                format!("near({},{n})", parts.iter().map(alternatives).collect::<Vec<_>>().join(","))
            }
            What::Coded(hits) => format!("coded({})", hits.len()),
        };
        let word = if leaf.word.is_some() { "~" } else { "" };
        let silent = if leaf.counts { "" } else { "!" };
        format!("{silent}{word}{what}")
    }
    fn show(expression: &Expression, leaves: &[Leaf]) -> String {
        let all = |parts: &[Expression], with: &str| {
            format!("({})", parts.iter().map(|p| show(p, leaves)).collect::<Vec<_>>().join(with))
        };
        match expression {
            Expression::Leaf(at) => leaf(&leaves[*at]),
            Expression::All(parts) => all(parts, " & "),
            Expression::Any(parts) => all(parts, " | "),
            Expression::Not(part) => format!("not {}", show(part, leaves)),
            Expression::Fact(fact) => match fact {
                Fact::Id(id) => format!("id={id}"),
                Fact::Holds(field, value) => format!("{field:?}~{value}"),
                Fact::Years(years) => format!("year={years:?}"),
                Fact::Dates(dates) => format!("date={dates:?}"),
            },
        }
    }
    show(&query.expression, &query.leaves)
}

fn check(typed: &str, expected: &str) {
    assert_eq!(shown(&query(typed)), expected, "{typed}");
}

#[test]
fn without_operators_words_rank() {
    check("\"公共数據\"", "公共数据");
    check("公共数据", "(~公共 | ~数据)");
    check("“公共数据”共享", "公共数据");
    assert_eq!(query("“公共数据”共享").leaves.len(), 2, "共享 ranks and is counted");
    check("\"，\"「ＡＢ」", "(, & ab)");
    check("(公共 「数据」)『共享』", "(数据 & 共享)");
    check("公共 公共", "(~公共 | ~公共)");
    assert_eq!(query("公共 公共").leaves.len(), 1, "nothing is counted twice");
    check("政务\u{3000}year:2003..2010", "(year=2003..=2010 & (~政务))");
    check("year:2003..", "year=2003..=2147483647");
}

#[test]
fn with_operators_words_are_strings() {
    check("公众参与 AND 监督", "(公众参与 & 监督)");
    check("公众 OR 监督 AND 参与", "(公众 | (监督 & 参与))");
    check("(公众 OR 监督) 参与", "((公众 | 监督) & 参与)");
    check("公众 NOT 监督", "(公众 & not !监督)");
    check("公众 AND NOT (监督 OR 参与)", "(公众 & not (!监督 | !参与))");
    check("NOT NOT 公众", "not not 公众");
    check("公众 ＡＮＤ （监督 ＯＲ ＮＯＴ 参与）", "(公众 & (监督 | not !参与))");
    check("公众， OR 监督。", "(公众 | 监督)");
    check("and OR or", "(and | or)");
    check("\"AND\" OR \"(\"", "(and | ()");
}

#[test]
fn fields_and_ranges() {
    check("title:条例", "Title~条例");
    check("TITLE：「管理 條例」", "Title~管理条例");
    check("issuer:上海 AND region:浙江", "(Issuer~上海 & Region~浙江)");
    check("number:沪府发〔2020〕12号", "Number~沪府发202012号");
    check("(number:沪府发(2020)12号)", "Number~沪府发202012号");
    check("number:沪府发［２０２０］12号", "Number~沪府发202012号");
    check("date:2018..2019-06", "date=20180000..=20190699");
    check("year:２００３", "year=2003..=2003");
    check("id:gwr_1994", "id=gwr_1994");
    check("kind: 条例", "Kind~条例");
    check("下列：政务", "(~下列 | ~:政 | ~务)");
}

#[test]
fn nearness_and_wildcards() {
    check("NEAR(公众, 参与, 5)", "near(公众,参与,5)");
    check("ＮＥＡＲ（“公众”，参与 决策，10）", "near(公众,参与决策,10)");
    check("NEAR(公众, \"参*与\", 监督, 0) OR 数据", "(near(公众,参~与,监督,0) | 数据)");
    check("\"数字*转?型\"", "数字~转~型");
    check("\"数字\\*转\\?型\"", "数字*转?型");
    check("\"是？\"", "是?");
    check("\"a\\\"b\\\\\"", "ab\\");
    check("NEAR 公众", "(~ne | ~ar | ~公众)");
}

#[test]
fn concepts_are_expanded() {
    let same = [vec!["数字化".to_owned(), "信息化".to_owned()]];
    let language = Language { same: &same, ..language() };
    let of = |typed| shown(&Query::parse_with(typed, &language).expect("query"));
    assert_eq!(of("\"數字化\""), "信息化=数字化");
    assert_eq!(of("NEAR(信息化, 数据, 3)"), "near(信息化=数字化,数据,3)");
    assert_eq!(of("\"数字化转型\""), "数字化转型", "only the whole string is the concept");
}

struct Book;

impl Codes for Book {
    fn category(&self, id: &str) -> Result<Arc<DocumentHits>, NoHits> {
        match id {
            "governance" => Ok(Arc::new([("d".to_owned(), vec![(0, 2)])].into())),
            _ => Err(NoHits::Unknown(
                Problem::new(format!("there is no category `{id}`")).hint("it has governance"),
            )),
        }
    }

    fn term(&self, _: &str) -> Result<Arc<DocumentHits>, NoHits> {
        Ok(Arc::default())
    }
}

#[test]
fn a_codebook_answers_for_its_own() {
    let language = Language { codes: Some(&Book), ..language() };
    let read = |typed| Query::parse_with(typed, &language);
    assert_eq!(shown(&read("category:governance 公众").expect("query")), "coded(1)");
    assert_eq!(
        shown(&read("category:governance AND NOT term:电子政务").expect("query")),
        "(coded(1) & not !coded(0))"
    );
    let problem = read("公众 category:management").expect_err("refused");
    assert_eq!(
        problem.to_string(),
        "there is no category `management`\n  caused by: in the query, at character 13:\n    公众 category:management\n                  ^^^^^^^^^^\nhint: it has governance"
    );
    assert!(Query::parse("category:governance", &Pairs).is_err());
}

#[test]
fn queries_without_sense_are_refused_at_their_place() {
    for (typed, place, message) in [
        ("", None, "holds no word"),
        ("，", None, "holds no word"),
        ("\"", Some(1), "is not closed"),
        ("政务 \"公共", Some(4), "is not closed"),
        ("\"\"", Some(1), "is empty"),
        ("政务 \"“”\"", Some(4), "is empty"),
        ("公众 AND", Some(4), "`AND` has nothing"),
        ("AND 公众", Some(1), "`AND` has nothing"),
        ("公众 OR", Some(4), "`OR` has nothing"),
        ("OR 公众", Some(1), "`OR` has nothing"),
        ("公众 OR OR 监督", Some(4), "`OR` has nothing"),
        ("公众 AND AND 监督", Some(4), "`AND` has nothing"),
        ("NOT", Some(1), "`NOT` has nothing"),
        ("(公众", Some(1), "bracket is not closed"),
        ("公众)", Some(3), "never opened"),
        ("公众 ()", Some(4), "nothing stands in these brackets"),
        ("公众 AND ，", Some(8), "is empty"),
        ("issue:上海", Some(1), "no field `issue`"),
        ("title:", Some(1), "nothing stands after"),
        ("year:零三", Some(6), "is no year"),
        ("year:2010..2003", Some(6), "comes after"),
        ("date:2010-13", Some(6), "is no date"),
        ("\"*型\"", Some(1), "between two characters"),
        ("NEAR(公众, 5)", Some(1), "from two to eight"),
        ("NEAR(公众, 参与)", Some(10), "ends with a number"),
        ("NEAR(公众, 参与, 5", Some(1), "not closed"),
        ("NEAR(公众, , 5)", Some(10), "is empty"),
    ] {
        let problem = Query::parse(typed, &Pairs).expect_err(typed);
        assert!(problem.message.contains(message), "{typed}: {problem}");
        let at = place.map(|place| format!("at character {place}:"));
        assert!(
            at.is_none_or(|at| problem.cause.as_ref().is_some_and(|c| c.contains(&at))),
            "{typed}: {problem}"
        );
    }
}

#[test]
fn hostile_queries_end() {
    for typed in
        ["(".repeat(1000), "NOT ".repeat(400), "\"a*".repeat(300), "甲 ".repeat(5000), "甲 OR ".repeat(300)]
    {
        assert!(Query::parse(&typed, &Pairs).is_err());
    }
    let many: String = ('\u{4e00}'..'\u{4e50}').map(|c| format!("\"{c}\" ")).collect();
    assert!(Query::parse(&many, &Pairs).is_err_and(|p| p.message.contains("strings")));
    for c in ["\u{0}", "\u{1b}[31m", "😀", "\u{301}", "𠀀"] {
        for typed in [c.to_owned(), format!("\"{c}"), format!("title:{c})"), format!("NEAR({c}")] {
            let _ = Query::parse(&typed, &Pairs);
        }
    }
}
