//! What lies behind a picture over years: stages, boundaries, years without texts.

use super::sentences;

sentences! {
    if_staged_shaded {
        "假如分阶段：浅底为相间的各段，虚线为分界，深底为其窗口；",
        "If there were stages: shading, every other one; dashed lines, boundaries; darker, their windows; "
    }
    stages_shaded {
        "浅底为相间的阶段，竖线为分界，深底为分界的窗口；",
        "Shading: every other stage; lines: boundaries; darker: their windows; "
    }
    published_above { "上方三角与色条为已发表的阶段；", "triangles and bars above: published stages; " }
    gaps_grey { "没有文本的年份以灰条留空，不连线。", "years without texts are grey gaps, not joined." }
    no_texts(year) { "{year}年：没有文本", "{year}: no texts" }
}
