//! The overview of a run.

use super::sentences;

sentences! {
    stages_exposure { "阶段的分母", "Exposure of the stages" }
    passages { "有锚词的段落（见设置）", "passages (see settings)" }
    words { "词", "words" }
    set_aside { "搁置", "Set aside" }
    begin_with_codebook { "从编码表开始", "Begin with the codebook" }
    to_the_stages { "阶段、分界和它们的后验概率", "Stages, boundaries and their posterior" }
    texts_by_year { "逐年的文本", "Texts by year" }
    missing_is_no_zero { "“缺”表示该年没有文本，不是零", "“none” is a year without texts" }
}
