//! Words for the closed sets. No match here has a default arm.

use crate::Lang;
use nianlun_types::{Agreement, Decision, Depth, InsideNumbers, Level, Reason, StageSet, Verdict, YearRule};

/// A verdict in a word or two.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Staged => lang.choose("分阶段", "staged"),
        Verdict::StagedOnATrend => lang.choose("趋势上分阶段", "staged on a trend"),
        Verdict::Gradual => lang.choose("渐变", "gradual"),
        Verdict::Drifting => lang.choose("漂移", "drifting"),
        Verdict::Undecided => lang.choose("不能断定", "undecided"),
        Verdict::NoChange => lang.choose("无变化", "no change"),
        Verdict::Refused => lang.choose("无法判断", "refused"),
    }
}

/// A verdict in a sentence, where nothing is known of boundaries.
pub fn verdict_alone(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Staged => lang.choose("计数支持分阶段。", "The counts show stages."),
        Verdict::StagedOnATrend => lang.choose(
            "在各类目自身的趋势之上，计数支持分阶段。",
            "The counts show stages on a trend of each category.",
        ),
        Verdict::Gradual => {
            lang.choose("变化是逐渐的，不宜称作阶段。", "The change is gradual; do not cite these as stages.")
        }
        Verdict::Drifting => lang.choose(
            "计数像在缓慢漂移：漂移说得通，突变不大说得通，不宜称作阶段。",
            "The counts drift: drift could have made them, and steps would seldom look so; do not cite these as stages.",
        ),
        Verdict::Undecided => {
            lang.choose("不能断定有没有阶段。", "It cannot be told whether there are stages.")
        }
        Verdict::NoChange => lang.choose(
            "看不出持续的变化：年与年的起伏不分先后，一个阶段已够用。",
            "No lasting change is seen: the years differ, but in no order, and one stage is enough.",
        ),
        Verdict::Refused => lang.choose(
            "文本不足以判断阶段，原因见提醒。",
            "There is too little to say anything; the warnings say why.",
        ),
    }
}

/// How thoroughly a verdict was reached.
pub fn depth(depth: Depth, lang: Lang) -> &'static str {
    match depth {
        Depth::Full => lang.choose("全部检验", "all tests"),
        Depth::Brief => {
            lang.choose("简判（未检验漂移、缓急、单年）", "brief (no drift, sharpness, single years)")
        }
        Depth::Selection => lang.choose("方法自选", "the method's own selection"),
    }
}

/// A level in a word or two.
pub fn level(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Absent => lang.choose("未见", "absent"),
        Level::Emerging => lang.choose("初现", "emerging"),
        Level::Established => lang.choose("确立", "established"),
        Level::Leading => lang.choose("主导", "leading"),
    }
}

/// How counts and a published coding compare.
pub fn agreement(agreement: Agreement, lang: Lang) -> &'static str {
    match agreement {
        Agreement::Agrees => lang.choose("一致", "agrees"),
        Agreement::Earlier => lang.choose("计数更早", "earlier in the counts"),
        Agreement::Later => lang.choose("计数更晚", "later in the counts"),
        Agreement::Absent => lang.choose("计数中未见", "absent from the counts"),
    }
}

/// A set of stages.
pub fn stage_set(set: StageSet, lang: Lang) -> &'static str {
    match set {
        StageSet::Found => lang.choose("找到的阶段", "stages found"),
        StageSet::Published => lang.choose("已发表的阶段", "published stages"),
    }
}

/// A decision of the analysis.
pub fn decision(decision: Decision, lang: Lang) -> &'static str {
    match decision {
        Decision::Rule => lang.choose("计数规则", "counting rule"),
        Decision::InsideNumbers => {
            lang.choose("词在更长的数字或拉丁词之内", "terms inside longer numbers and Latin words")
        }
        Decision::Exposure => lang.choose("分母", "exposure"),
        Decision::MinimumLength => lang.choose("最短阶段", "shortest stage"),
        Decision::Dimension => lang.choose("只看一个维度", "one dimension alone"),
        Decision::Category => lang.choose("只看一个类目", "one category alone"),
        Decision::Method => lang.choose("方法", "method"),
        Decision::Source => lang.choose("只看一种来源", "one source alone"),
    }
}

/// What is done with a term inside a longer number or Latin word.
pub fn inside_numbers(choice: InsideNumbers, lang: Lang) -> &'static str {
    match choice {
        InsideNumbers::LeaveOut => lang.choose("不计", "left out"),
        InsideNumbers::Count => lang.choose("也计", "counted"),
    }
}

/// The rule that decided a year, in a word.
pub fn year_rule(rule: YearRule, lang: Lang) -> &'static str {
    match rule {
        YearRule::Manifest => lang.choose("清单", "manifest"),
        YearRule::Column => lang.choose("表列", "column"),
        YearRule::Folder => lang.choose("文件夹", "folder"),
        YearRule::Head => lang.choose("文首", "head of the text"),
        YearRule::Signature => lang.choose("落款", "signature"),
        YearRule::Number => lang.choose("文号", "document number"),
        YearRule::Page => lang.choose("网页日期", "date of the page"),
        YearRule::FileName => lang.choose("文件名", "file name"),
        YearRule::Title => lang.choose("标题", "title"),
    }
}

/// The rule that decided a year, in a phrase.
pub fn year_rule_long(rule: YearRule, lang: Lang) -> &'static str {
    match rule {
        YearRule::Manifest => lang.choose("清单所写", "as the manifest says"),
        YearRule::Column => lang.choose("表格的年份或日期列", "a column of the table"),
        YearRule::Folder => lang.choose("所在文件夹的名字", "the name of its folder"),
        YearRule::Head => lang.choose("文首字段（YAML、TOML）", "a field in its head (YAML, TOML)"),
        YearRule::Signature => lang.choose("正文落款的日期", "the date it is signed with"),
        YearRule::Number => lang.choose("文号中的年份", "the year in its document number"),
        YearRule::Page => lang.choose("网页标明的日期", "the date of its web page"),
        YearRule::FileName => lang.choose("文件名", "the file's name"),
        YearRule::Title => lang.choose("题名中的年份", "the year in its title"),
    }
}

/// Why a text was set aside.
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::Missing => lang.choose("清单所列文件不存在", "the manifest names no file that is there"),
        Reason::Unreadable => lang.choose("读不完整", "could not be read to its end"),
        Reason::Empty => lang.choose("空白", "nothing but white space"),
        Reason::NotText => lang.choose("不是文本", "no text in any encoding"),
        Reason::Unsupported => lang.choose("不支持的格式", "a format that is not read"),
        Reason::Scanned => lang.choose("扫描件，没有文字", "scanned, there is no text in it"),
        Reason::Malformed => lang.choose("表格不成行列", "no table that can be told apart"),
        Reason::ArchiveLimit => lang.choose("压缩包超出限度", "beyond what is unpacked"),
        Reason::Duplicate => lang.choose("与另一篇重复", "the text of another document"),
        Reason::DuplicateId => lang.choose("编号重复", "its identifier was taken"),
        Reason::NoYear => lang.choose("无年份：能检索，不在序列中", "no year: found, but in no series"),
    }
}
