//! Dictionaries of every form become drafts of codebooks.

use super::*;
use crate::Codebook;

/// Imports, and shows `dimension/id label: terms` for each category, then the notes.
fn check(text: &str, format: Format, categories: &[&str], notes: &[&str]) {
    show(&import(text, format).expect("imported"), categories, notes);
}

fn show(imported: &Imported, categories: &[&str], notes: &[&str]) {
    let book = Codebook::parse(&imported.toml).unwrap_or_else(|p| panic!("{p}\n{}", imported.toml));
    let shown: Vec<String> = book
        .categories
        .iter()
        .enumerate()
        .map(|(k, c)| {
            let terms = book.terms.iter().filter(|t| t.categories.contains(&(k as u32)));
            let terms: Vec<&str> = terms.map(|t| t.term.as_str()).collect();
            format!("{}/{} {}: {}", c.dimension, c.id, c.label, terms.join(" "))
        })
        .collect();
    assert_eq!(shown, categories, "{}", imported.toml);
    assert_eq!((imported.categories, imported.terms), (book.categories.len(), book.terms.len()));
    let all = imported.notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for note in notes {
        assert!(all.contains(note), "no {note:?} in\n{all}");
    }
}

#[test]
fn a_plain_list() {
    check(
        "# 我的词表\r\n信息化\r\n電子政務\r\n\r\n信息化\r\n大数据、云计算\r\n“”\r\n",
        Format::List,
        &["imported/terms terms: 信息化 電子政務 大数据 云计算"],
        &[
            "stand twice and are kept once: `信息化` (line 5)",
            "several terms in one entry are parted: `大数据、云计算` (line 6)",
            "nothing is left after normalising; left out: `“”` (line 7)",
        ],
    );
    check(
        "信息化\t技术\n监督\tparticipation\n信息化\tparticipation\n公开\n",
        Format::List,
        &[
            "imported/c1 技术: 信息化",
            "imported/participation participation: 信息化 监督",
            "imported/terms terms: 公开",
        ],
        &["stand in several categories", "`技术` is `c1`"],
    );
}

#[test]
fn a_table() {
    check(
        "类目,关键词,备注\n技术创新,\"大数据\",甲\n技术创新,5G,\n服务创新,一网通办,\n,孤儿,\n",
        Format::Csv,
        &["imported/c1 技术创新: 大数据 5G", "imported/c2 服务创新: 一网通办", "imported/terms terms: 孤儿"],
        &["rows without a category"],
    );
    check(
        "维度;类别;词语;同义词;起始年;页码\n创新;技术;人工智能;AI、机器智能;2016;3\n",
        Format::Csv,
        &["d1/c1 技术: 人工智能"],
        &["columns that mean nothing to a codebook are left out: `页码`"],
    );
    let named = import("维度,类别,词\n创新,技术,大数据\nidea,效率,效率\n创新,服务,便民\n", Format::Csv);
    let book = Codebook::parse(&named.expect("imported").toml).expect("codebook");
    let dimensions: Vec<_> = book.dimensions.iter().map(|d| (d.id.as_str(), d.label.as_str())).collect();
    assert_eq!(dimensions, [("d1", "创新"), ("idea", "idea")], "a Chinese name is kept as the label");
    let book =
        import("词,类别,变体,起始年\n人工智能,技术,AI、機器智能,2016年\n", Format::Csv).expect("imported");
    let book = Codebook::parse(&book.toml).expect("codebook");
    assert_eq!((book.terms[0].spellings.len(), book.terms[0].since), (3, Some(2016)));
    let book =
        import("词,类别,词内也计\n5G,技术,是\nAI,技术,否\nVR,技术,?\n", Format::Csv).expect("imported");
    assert!(
        book.notes.iter().any(|note| note.to_string().contains("`inside` is true or false")),
        "{:?}",
        book.notes
    );
    let book = Codebook::parse(&book.toml).expect("codebook");
    assert_eq!(book.terms.iter().map(|term| term.inside).collect::<Vec<_>>(), [true, false, false]);
    check(
        "大数据,技术\n监督,参与\n",
        Format::Csv,
        &["imported/c1 技术: 大数据", "imported/c2 参与: 监督"],
        &["no heading was recognised"],
    );
    let refused = import("技术,大数据\n技术,云计算\n技术,5G\n", Format::Csv).expect_err("turned round");
    assert!(refused.to_string().contains("first column repeats"), "{refused}");
    let rows = [["term", "category"], ["大数据", "tech"]].map(|row| row.map(String::from).to_vec());
    show(&import_rows(&rows).expect("imported"), &["imported/tech tech: 大数据"], &[]);
}

#[test]
fn the_yaml_of_cntext() {
    let text = "Name: 样例\nDesc: '一份 词典: 样例'\nRefer: 某人\n    2024\nCategory:\n- 经济\n- policy\nDictionary:\n    经济:\n    - 金融\n    - 政策\n    policy:\n    - 政策\n    - 12345\n    - \"true\"\n";
    check(
        text,
        Format::Cntext,
        &["imported/c1 经济: 金融 政策", "imported/policy policy: 政策 12345 true"],
        &["several categories"],
    );
    let valence = "Dictionary:\n  好:\n    valence: 2.5\n    arousal: 3\n  坏:\n    valence: 1\n";
    let refused = import(valence, Format::Cntext).expect_err("weights");
    assert!(refused.to_string().contains("weights"), "{refused}");
    assert!(import("Name: 空\n", Format::Cntext).expect_err("none").to_string().contains("`Dictionary`"));
}

#[test]
fn the_yaml_of_quanteda() {
    check(
        "技术:\n  新技术: [大数据, '数字*', \"云?算\"]\n  old:\n    - 电话\n    - land line\nservice: [一网通办, 大数据]\n",
        Format::Quanteda,
        &[
            "d1/c1 新技术: 大数据 数字",
            "d1/old old: 电话 land line",
            "imported/service service: 大数据 一网通办",
        ],
        &[
            "`*` at the ends is dropped: `数字*` (line 2)",
            "a glob inside cannot be matched; left out: `云?算` (line 2)",
            "single blank: `land line`",
            "`技术` is `d1`",
        ],
    );
    check(
        "a:\n  b:\n    c: [甲]\n    d: 乙\n  e: [丙]\nempty: []\n",
        Format::Quanteda,
        &["a/c b / c: 甲", "a/d b / d: 乙", "a/e e: 丙"],
        &["without a term are left out: `empty`"],
    );
    check("a: &x [甲]\nb: [乙]\n", Format::Quanteda, &["imported/a a: 甲", "imported/b b: 乙"], &[]);
    for broken in ["a: [甲\nb: 乙", "a: &x [甲]\nb: *x\n", "- 甲\n"] {
        let Problems(problems) = import(broken, Format::Quanteda).expect_err(broken);
        assert!(problems[0].hint.is_some(), "{broken}");
    }
}

#[test]
fn the_dic_of_liwc() {
    let text = "%\r\n1\tfunction\r\n02\t社会 词\r\n\t3\tmoney (Money)\r\n%\r\n经济*\t1\t3\r\n家庭 2\r\nkind of\t1\r\nlike\t(02 134)125/464\t1\r\nkind\t<of>1/2\r\n无类\r\n怪\t9\r\n";
    check(
        text,
        Format::Liwc,
        &[
            "imported/function function: 经济 kind of like",
            "imported/c2 社会 词: 家庭",
            "imported/money money (Money): 经济",
        ],
        &[
            "`*` at the ends is dropped: `经济*` (line 6)",
            "conditions of LIWC",
            "without a category number are left out: `无类` (line 11)",
            "numbers that the head does not name are left out there: `怪` (line 12)",
        ],
    );
    let latin = import("%\n1\ta\n%\neconom*\t1\nmarket\t1\n", Format::Liwc).expect("imported");
    let book = Codebook::parse(&latin.toml).expect("codebook");
    let inside: Vec<_> = book.terms.iter().map(|term| (term.term.as_str(), term.inside)).collect();
    assert_eq!(inside, [("econom", true), ("market", false)]);
    let refused = import("经济\t1\n", Format::Liwc).expect_err("no head");
    assert!(refused.to_string().contains("two lines `%`"), "{refused}");
}

#[test]
fn a_user_dictionary_of_jieba() {
    check(
        "云计算 5\r\n李小福 2 nr\r\n创新办 3 i\r\neasy_install 3 eng\r\n韩玉赏鉴 nz\r\n凱特琳\r\n数字 孪生 3\r\n",
        Format::Jieba,
        &["imported/terms terms: 云计算 李小福 创新办 easy_install 韩玉赏鉴 凱特琳 数字 孪生"],
        &["frequencies and tags"],
    );
}

#[test]
fn formats_are_told_by_name_and_content() {
    let guess = Format::guess;
    assert_eq!(guess("a.DIC", ""), Format::Liwc);
    assert_eq!(guess("a.txt", "%\n1\tx\n%\n"), Format::Liwc);
    assert_eq!(guess("a.yml", "Name: x\nDictionary:\n"), Format::Cntext);
    assert_eq!(guess("a.yaml", "x: [a]\n"), Format::Quanteda);
    assert_eq!(guess("a.csv", ""), Format::Csv);
    assert_eq!(guess("user.txt", "云计算 5 n\n大数据 3\n"), Format::Jieba);
    assert_eq!(guess("terms.txt", "云计算\n大数据\ti\n"), Format::List);
}

#[test]
fn nothing_is_no_codebook() {
    for (_, format) in Format::ALL.iter().copied() {
        assert!(import("", format).is_err(), "{format:?}");
    }
}
