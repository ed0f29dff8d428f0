//! Reports the steps of a run: how much of each was done, and why.

use crate::indexing::Was;
use crate::pass::Passed;
use nianlun_index::Stale;
use nianlun_results::verify;
use std::path::Path;

/// A step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its Chinese name.
    pub name: &'static str,
    /// What was done, or why nothing was.
    pub done: String,
}

/// The first file of the results in `folder` that was changed or removed since. Files that somebody
/// added do not count.
pub fn first_damaged(folder: &Path) -> Option<String> {
    verify(folder).ok()?.first_damaged().map(str::to_owned)
}

/// The reasons for a run to do work.
pub struct Why {
    /// The parts that differ from the earlier run; `None` without an earlier run.
    pub changed: Option<Vec<&'static str>>,
    /// A file of the earlier results that somebody changed.
    pub tampered: Option<String>,
    /// Why the cache of the earlier run is not used.
    pub no_cache: Option<String>,
    /// Whether the user asked for everything to be done again (`--again`).
    pub again: bool,
}

impl Why {
    /// Whether the earlier results can be kept: no part changed, and no file was tampered with.
    pub fn nothing_changed(&self) -> bool {
        self.changed.as_ref().is_some_and(Vec::is_empty) && self.tampered.is_none() && self.no_cache.is_none()
    }

    /// The steps of the run, in order. `index` is the reason why the index was created anew, if it was;
    /// `gone` is how many documents were removed from it.
    pub fn steps(&self, passed: &Passed, index: Option<&Stale>, gone: usize) -> Vec<Step> {
        let texts = passed.counted.documents.len();
        let [new, changed, same] =
            [Was::New, Was::Changed, Was::Same].map(|was| passed.was.get(&was).copied().unwrap_or(0));
        let first = if self.again { "按要求全部重做" } else { "首次运行" };
        let read = match (&self.changed, index) {
            (None, _) => format!("{texts}个文本，{first}"),
            (_, Some(_)) => format!("{texts}个文本"),
            _ => format!("新增{new}个，有变{changed}个，移除{gone}个，照旧{same}个"),
        };
        let kept = texts - passed.cut;
        let cut = match (&self.no_cache, kept) {
            (Some(why), _) => format!("{texts}个文本全部重新分词：缓存不用，{why}"),
            (None, 0) => format!("{texts}个文本"),
            (None, _) => format!("{}个文本；其余{kept}个沿用缓存", passed.cut),
        };
        let indexed = match index {
            Some(Stale::Missing) => format!("新建，{texts}个文本"),
            Some(stale) => format!("重建：{}", reason_of_stale_index(stale)),
            None if new + changed + gone == 0 => "未动：文本没有变化".to_owned(),
            None => format!("写入{}个，去掉{}个，其余不动", new + changed, changed + gone),
        };
        let because = match (&self.changed, &self.tampered) {
            (None, _) => first.to_owned(),
            (_, Some(file)) => format!("上次的 {file} 被改动过"),
            (Some(parts), None) if !parts.is_empty() => format!("{}变了", parts.join("、")),
            _ if self.no_cache.is_some() => "缓存被改动过".to_owned(),
            _ if index.is_some() => "索引要重建".to_owned(),
            _ => "按要求重做".to_owned(),
        };
        let step = |name, done| Step { name, done };
        vec![
            step("读取", read),
            step("分词", cut),
            step("索引", indexed),
            step("计数", format!("全部文本，因{because}")),
            step("阶段、报告", format!("重做，因{because}")),
        ]
    }
}

fn reason_of_stale_index(stale: &Stale) -> String {
    match stale {
        Stale::Missing => "没有旧索引".to_owned(),
        Stale::Damaged(what) => format!("旧索引损坏或被改动过（{what}）"),
        Stale::Version => "旧索引出自另一版本的年轮".to_owned(),
        Stale::Segmentation(..) => "分词的词典或方法变了".to_owned(),
    }
}
