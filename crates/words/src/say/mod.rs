//! The catalogue of sentences: each is one entry, `key(values) { "中文 {values}", "English {values}" }`. A key
//! is a function: who says a sentence that is not here, or leaves a value out, does not compile.

use crate::Lang;
use std::fmt::Display;

macro_rules! sentences {
    ($($(#[$meta:meta])* $key:ident($($value:ident),* $(,)?) { $chinese:literal, $english:literal })+) => {
        $($(#[$meta])*
        pub fn $key(lang: Lang $(, $value: impl Display)*) -> String {
            match lang {
                Lang::Chinese => format!($chinese),
                Lang::English => format!($english),
            }
        })+
    };
}

sentences! {
    /// A boundary with its probability and its 95 % set.
    boundary_in_year(year, probability, years) {
        "{year}年（恰在该年的概率{probability}，95%年份集 {years}）",
        "{year} (that very year: {probability}; 95 % set {years})"
    }
    /// A boundary by a method without a likelihood.
    boundary_unknown(year) { "{year}年（不确定性未知）", "{year} (uncertainty unknown)" }
    /// The finding where the counts support stages.
    staged(stages, boundaries) {
        "计数支持{stages}个阶段，分界在{boundaries}。",
        "The counts support {stages} stages, with boundaries in {boundaries}."
    }
    /// The finding where a trend explains more.
    gradual(stages, boundaries) {
        "计数的变化更像平滑趋势，不宜称作阶段；若一定要切分，则为{stages}个阶段，分界在{boundaries}。",
        "A smooth trend explains these counts better than any steps; do not cite them as stages. If it must be cut, there are {stages} stages, with boundaries in {boundaries}."
    }
}
