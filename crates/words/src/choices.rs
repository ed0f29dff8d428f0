//! Words for the closed sets. No match here has a default arm.

use crate::Lang;
use nianlun_types::{Agreement, Decision, Level, Reason, StageSet, Verdict, YearRule};

/// A verdict in a word or two.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Staged => lang.of("分阶段", "staged"),
        Verdict::Gradual => lang.of("渐变", "gradual"),
        Verdict::NoChange => lang.of("无变化", "no change"),
        Verdict::Refused => lang.of("无法判断", "refused"),
    }
}

/// A verdict in a sentence, where nothing is known of boundaries.
pub fn verdict_alone(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Staged => lang.of("计数支持分阶段。", "The counts support stages."),
        Verdict::Gradual => lang.of(
            "计数的变化更像平滑趋势，不支持分阶段。",
            "A smooth trend explains these counts better than any steps.",
        ),
        Verdict::NoChange => lang.of(
            "各年的词频没有可辨认的变化，不支持分阶段。",
            "Constant rates explain the counts best; they support no stages.",
        ),
        Verdict::Refused => lang.of(
            "文本不足以判断阶段，原因见提醒。",
            "There is too little to say anything; the warnings say why.",
        ),
    }
}

/// A level in a word or two.
pub fn level(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Absent => lang.of("未见", "absent"),
        Level::Emerging => lang.of("初现", "emerging"),
        Level::Established => lang.of("确立", "established"),
        Level::Leading => lang.of("主导", "leading"),
    }
}

/// How counts and a published coding compare.
pub fn agreement(agreement: Agreement, lang: Lang) -> &'static str {
    match agreement {
        Agreement::Agrees => lang.of("一致", "agrees"),
        Agreement::Earlier => lang.of("计数更早", "earlier in the counts"),
        Agreement::Later => lang.of("计数更晚", "later in the counts"),
        Agreement::Absent => lang.of("计数中未见", "absent from the counts"),
    }
}

/// Whose stages.
pub fn stage_set(set: StageSet, lang: Lang) -> &'static str {
    match set {
        StageSet::Found => lang.of("找到的阶段", "stages found"),
        StageSet::Published => lang.of("已发表的阶段", "published stages"),
    }
}

/// A decision of the analysis.
pub fn decision(decision: Decision, lang: Lang) -> &'static str {
    match decision {
        Decision::Rule => lang.of("计数规则", "counting rule"),
        Decision::Exposure => lang.of("分母", "exposure"),
        Decision::MinimumLength => lang.of("最短阶段", "shortest stage"),
        Decision::Dimension => lang.of("只看一个维度", "one dimension alone"),
        Decision::Category => lang.of("只看一个类目", "one category alone"),
        Decision::Method => lang.of("方法", "method"),
        Decision::Source => lang.of("只看一种来源", "one source alone"),
    }
}

/// What decided a year, in a word.
pub fn year_rule(rule: YearRule, lang: Lang) -> &'static str {
    match rule {
        YearRule::Manifest => lang.of("清单", "manifest"),
        YearRule::Column => lang.of("表列", "column"),
        YearRule::Folder => lang.of("文件夹", "folder"),
        YearRule::Signature => lang.of("落款", "signature"),
        YearRule::Number => lang.of("文号", "document number"),
        YearRule::Page => lang.of("网页日期", "date of the page"),
        YearRule::FileName => lang.of("文件名", "file name"),
        YearRule::Title => lang.of("标题", "title"),
    }
}

/// What decided a year, at more length.
pub fn year_rule_long(rule: YearRule, lang: Lang) -> &'static str {
    match rule {
        YearRule::Manifest => lang.of("清单所写", "as the manifest says"),
        YearRule::Column => lang.of("表格的年份或日期列", "a column of the table"),
        YearRule::Folder => lang.of("所在文件夹的名字", "the name of its folder"),
        YearRule::Signature => lang.of("正文落款的日期", "the date it is signed with"),
        YearRule::Number => lang.of("文号中的年份", "the year in its document number"),
        YearRule::Page => lang.of("网页标明的日期", "the date of its web page"),
        YearRule::FileName => lang.of("文件名", "the file's name"),
        YearRule::Title => lang.of("题名中的年份", "the year in its title"),
    }
}

/// Why a text was set aside.
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::Missing => lang.of("清单所列文件不存在", "the manifest names no file that is there"),
        Reason::Unreadable => lang.of("读不完整", "could not be read to its end"),
        Reason::Empty => lang.of("空白", "nothing but white space"),
        Reason::NotText => lang.of("不是文本", "no text in any encoding"),
        Reason::Unsupported => lang.of("不支持的格式", "a format that is not read"),
        Reason::Scanned => lang.of("扫描件，没有文字", "scanned, there is no text in it"),
        Reason::Malformed => lang.of("表格不成行列", "no table that can be told apart"),
        Reason::ArchiveLimit => lang.of("压缩包超出限度", "beyond what is unpacked"),
        Reason::Duplicate => lang.of("与另一篇重复", "the text of another document"),
        Reason::DuplicateId => lang.of("编号重复", "its identifier was taken"),
        Reason::NoYear => lang.of("无年份：能检索，不在序列中", "no year: found, but in no series"),
    }
}
