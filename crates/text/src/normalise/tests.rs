//! What becomes of a source text, and where its characters came from.

use super::*;

fn check(source: &str, expected: &str) {
    let normal = normalise(source);
    assert_eq!(normal.text, expected, "{source:?}");
    assert_eq!(normal.han_characters, crate::count_han(expected));
}

/// The source characters behind the first place where `needle` stands in the normalised text.
fn behind(source: &str, needle: &str) -> String {
    let normal = normalise(source);
    let byte = normal.text.find(needle).expect("needle stands in the normalised text");
    let start = normal.text[..byte].chars().count() as u32;
    let range = normal.map.source(start..start + needle.chars().count() as u32);
    source.chars().skip(range.start as usize).take(range.len()).collect()
}

#[test]
fn full_width_case_and_traditional() {
    check("ＧＲＰ＋５Ｇ，數字化轉型", "grp+5g,数字化转型");
    check("政务（ＡＰＰ）：《信息化》", "政务(app):《信息化》");
    check("⼀⽹通办", "一网通办"); // Kangxi radicals, as PDF extracts have them
}

#[test]
fn quotation_marks_go_and_title_marks_stay() {
    check("“互联网+”政务服务", "互联网+政务服务");
    check("「一網通辦」『和』‘单’\"双\"'", "一网通办和单双");
    check("《上海年鉴》", "《上海年鉴》");
}

#[test]
fn broken_lines_join_and_blank_lines_part() {
    check("数字化转\n型", "数字化转型");
    check("数字化转\r\n  型", "数字化转型");
    check("第一章\n\n总则", "第一章\n\n总则");
    check("第一章\r\n总则", "第一章总则");
    check("第一章\r\n\r\n总则", "第一章\r\n\r\n总则");
    check("第一章\n　\n总则", "第一章\n \n总则");
    check("完成。\n下一步", "完成。\n下一步");
    check("政务 APP 上线", "政务 app 上线");
    check("政务” “公开", "政务公开"); // quotation marks go first
}

#[test]
fn whatever_ends_a_line_is_one() {
    for end in ["\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}"] {
        check(&format!("数字化转{end}型"), "数字化转型");
        check(&format!("第一章{end}{end}总则"), "第一章\n\n总则");
        check(&format!("完成。{end}下一步{end}"), "完成。\n下一步\n");
        assert_eq!(behind(&format!("完成。{end}数{end}字"), "数字"), format!("数{end}字"));
    }
    check("第一章\u{2029}总则", "第一章\n\n总则");
    check("a\r", "a\n");
    check("a\r \nb", "a\n \nb");
    // A page breaks the word.
    check("数字化转\n\u{c}型，数字化转\u{c}\r\n型", "数字化转型,数字化转型");
    check("a\n\u{c}b", "a\n\u{c}b");
}

#[test]
fn white_space_at_the_ends_stays() {
    check(" 中 \n", " 中 \n");
    check("", "");
    check("\n", "\n");
}

#[test]
fn invisible_characters_go() {
    let invisible: Vec<char> = "\u{ad}\u{34f}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}"
        .chars()
        .chain('\u{2061}'..='\u{2064}')
        .chain('\u{fe00}'..='\u{fe0f}')
        .chain('\u{e0100}'..='\u{e01ef}')
        .collect();
    assert_eq!(invisible.len(), 9 + 4 + 16 + 240);
    for c in invisible {
        let source = format!("甲{c}数字{c}化{c}，５{c}Ｇ");
        check(&source, "甲数字化,5g");
        assert_eq!(behind(&source, "数字化"), format!("数字{c}化"), "{c:?}");
        assert_eq!(behind(&source, "5g"), format!("５{c}Ｇ"), "{c:?}");
    }
    // Neighbours of these blocks stay.
    for c in ['\u{350}', '\u{2010}', '\u{2065}', '\u{fdfd}', '\u{e00ff}', '\u{e01f0}'] {
        assert_ne!(normalise(&format!("甲{c}乙")).text, "甲乙", "{c:?}");
    }
}

/// The block CJK Radicals Supplement as it is drawn. ⺀ and the unassigned U+2E9A have no ideograph; traditional
/// forms (糹, 長, 飠, 龜) are simplified.
const SUPPLEMENT: &str = "⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗纟纟罓罒㓁冗𦉫羊𦍌𦍋耂\
    肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅长镸长门𨸏阝雨青韦页风飞食𩙿饣饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟亀龟";

/// The radicals with the property Equivalent_Unified_Ideograph, all of them, in the order of their blocks.
#[test]
fn radicals_become_ideographs() {
    let supplement: String = ('\u{2e80}'..='\u{2ef3}').collect();
    check(&supplement, SUPPLEMENT);
    let kangxi: String = ('\u{2f00}'..='\u{2fd5}').collect();
    let normal = normalise(&kangxi);
    assert_eq!(normal.han_characters, 214);
    assert!(normal.text.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}')), "{}", normal.text);
    check("扩⼤公⺠参与，制定⻓期规划", "扩大公民参与,制定长期规划");
    check("⻓⻑長", "长长长"); // 2ED1 is 長, which is then simplified
    assert_eq!(behind("制定⻓期", "长期"), "⻓期");
}

#[test]
fn expansions_and_clusters_map_back_whole() {
    assert_eq!(behind("面积㎡，数字", "m2"), "㎡");
    assert_eq!(behind("面积㎡，数字", "2"), "㎡");
    assert_eq!(behind("面积㎡，数字", "数字"), "数字");
    assert_eq!(behind("cafe\u{301}数字", "é数"), "e\u{301}数");
    assert_eq!(behind("推进“互联网＋”政务\n服务。", "互联网+政务服务"), "互联网＋”政务\n服务");
}

#[test]
fn hits_map_back_to_what_normalises_to_them() {
    let source = "“數字\n化”㎡轉型 e\u{301}，ＡＢ\u{200b}Ｃ\n\n《乾》";
    let normal = normalise(source);
    let chars: Vec<char> = normal.text.chars().collect();
    let source_chars: Vec<char> = source.chars().collect();
    for at in 0..chars.len() as u32 {
        let range = normal.map.source(at..at + 1);
        let behind: String = source_chars[range.start as usize..range.end as usize].iter().collect();
        let again = normalise(&behind);
        assert!(again.text.contains(chars[at as usize]), "{at}: {behind:?} → {}", again.text);
    }
}

#[test]
fn normal_text_is_not_rebuilt_and_stays_as_it_is() {
    let source = "数字化转型.\n中文";
    assert!(matches!(normalise(source).text, Cow::Borrowed(_)));
    let once = normalise("“ＡＢ”，數字\n化 ㎡\n\n乾隆 e\u{301}").text.into_owned();
    assert_eq!(normalise(&once).text, once);
}

#[test]
fn han_is_script_han() {
    for c in "中〇々㐀𠀀".chars() {
        assert!(crate::is_han(c), "{c}");
    }
    for c in "aあ，。1《".chars() {
        assert!(!crate::is_han(c), "{c}");
    }
}
