//! What was found of stages, with its uncertainty.

use super::sentences;

sentences! {
    boundary_in_year(year, probability, years) {
        "{year}年（恰在该年的概率{probability:.2}，95%年份集 {years}）",
        "{year} (that very year: {probability:.2}; 95 % set {years})"
    }
    boundary_unknown(year) { "{year}年（不确定性未知）", "{year} (uncertainty unknown)" }
    staged(stages, boundaries) {
        "计数支持{stages}个阶段，分界在{boundaries}。",
        "The counts support {stages} stages, with boundaries in {boundaries}."
    }
    gradual(stages, boundaries) {
        "计数的变化更像平滑趋势，不宜称作阶段；若一定要切分，则为{stages}个阶段，分界在{boundaries}。",
        "A smooth trend explains these counts better than any steps; do not cite them as stages. If it must be cut, there are {stages} stages, with boundaries in {boundaries}."
    }
}
