//! What lies behind a picture over years: stages, boundaries, years without texts.

use super::sentences;

sentences! {
    trend_shaded {
        "浅底与虚线：趋势的切分（判断为渐变，不宜称作阶段），深底为各切分的 95% 年份集；",
        "Shading and dashed lines: where the trend would be cut (the verdict is gradual: no stages), darker: 95 % year sets of the cuts; "
    }
    stages_shaded {
        "浅底为相间的阶段，竖线为分界，深底为分界的 95% 年份集；",
        "Shading: every other stage; lines: boundaries; darker: their 95 % year sets; "
    }
    published_above { "上方三角与色条为已发表的阶段；", "triangles and bars above: published stages; " }
    gaps_grey { "没有文本的年份以灰条留空，不连线。", "years without texts are grey gaps, not joined." }
    no_texts(year) { "{year}年：没有文本", "{year}: no texts" }
}
