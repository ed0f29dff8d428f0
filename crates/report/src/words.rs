//! What is said of the results, in Chinese, with the uncertainty in it.

use crate::Report;
use nianlun_codebook::Rule;
use nianlun_stages::{Estimate, referee};
use nianlun_types::show_years as years;
use nianlun_words::{BoundaryFound, Lang};

/// What was found, in a sentence with its uncertainty.
pub fn finding(estimate: &Estimate, lang: Lang) -> String {
    let boundaries = estimate.boundaries.iter();
    let found: Vec<BoundaryFound<'_>> = boundaries
        .map(|b| BoundaryFound { year: b.year, probability: b.probability, years95: &b.years95 })
        .collect();
    nianlun_words::finding(estimate.verdict, estimate.chosen.unwrap_or(1), &found, lang)
}

/// The three sentences at the head of the report.
pub fn three_sentences(report: &Report<'_>) -> [String; 3] {
    let estimate = report.estimate;
    let hits: u64 = report.frequencies.iter().filter_map(|r| r.hits).sum();
    let dated = report.documents.iter().filter(|d| d.year.is_some()).count();
    let span = match (report.frequencies.first(), report.frequencies.last()) {
        (Some(first), Some(last)) => format!("{}–{}年", first.year, last.year),
        _ => "没有年份的".to_owned(),
    };
    let first = format!(
        "在{span}的{dated}篇文本中，编码表的{}个类目共命中{hits}次；{}",
        report.categories.len(),
        finding(estimate, Lang::Chinese)
    );
    [first, stages_sentence(estimate), third(report)]
}

fn stages_sentence(estimate: &Estimate) -> String {
    let best = estimate.stages_posterior.iter().max_by(|a, b| a.probability.total_cmp(&b.probability));
    let (Some(chosen), Some(best)) = (estimate.chosen, best) else {
        return "没有可以给出的阶段数。".to_owned();
    };
    let of_chosen = estimate.stages_posterior.get(chosen - 1).map_or(0.0, |p| p.probability);
    if best.stages == chosen {
        format!("阶段数为{chosen}的后验概率是{of_chosen:.2}，是各种阶段数中最高的。")
    } else {
        format!(
            "阶段数并无定论：按准则选{chosen}个（后验概率{of_chosen:.2}），而后验概率最高的是{}个（{:.2}）。",
            best.stages, best.probability
        )
    }
}

fn third(report: &Report<'_>) -> String {
    let mut parts = Vec::new();
    if let Some(stability) = report.stability
        && !stability.model_bootstrap.boundaries.is_empty()
    {
        let shares: Vec<String> = stability
            .model_bootstrap
            .boundaries
            .iter()
            .map(|b| format!("{}年{:.0}%", b.year, b.within_1 * 100.0))
            .collect();
        parts.push(format!(
            "假如上述阶段为真，按同样的离散程度重抽{}次，各分界在±1年内被再次找到的比例是{}（这只说明方法找得到，不说明阶段为真）",
            stability.model_bootstrap.replicates,
            shares.join("、")
        ));
    }
    if let Some(p) = &report.estimate.published {
        let chance = p.chance_f1_1.map_or(String::new(), |c| format!("（随机分段平均{c:.2}）"));
        parts.push(format!("与已发表的分界{}相比，F1±1年为{:.2}{chance}", years(&p.boundaries), p.f1_1));
    }
    if parts.is_empty() {
        "没有可供对照的阶段。".to_owned()
    } else {
        format!("{}。", parts.join("；"))
    }
}

/// What a counting rule does.
fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Word => "最长匹配且首尾须落在分词边界上（word）",
        Rule::Nested => "每个词条各自计数，嵌套亦计（nested）",
        Rule::Longest => "在全编码表内从左至右取最长匹配，互不重叠（longest）",
    }
}

/// The paragraph 方法, made from the settings in force, ready for a paper.
pub fn methods(report: &Report<'_>) -> String {
    let estimate = report.estimate;
    let settings = report.settings;
    let n = estimate.years.len();
    let mut text = format!(
        "文本以年轮（nianlun {}）处理。全部文本先作规范化：NFKC、英文小写、逐字繁转简、去除引号、去除汉字之间（不含空行）的空白；编码表与检索词同样处理。编码表共{}个类目、{}个词条，计数规则为{}",
        report.version,
        report.categories.len(),
        report.terms.len(),
        rule(report.rule)
    );
    if let Some(scope) = report.scope {
        text.push_str(&format!("，且只计{scope}内的命中"));
    }
    text.push_str(&format!(
        "。词频以{}计，并列出命中数、文本数与总字数；没有文本的年份按缺失处理，不作零。",
        report.unit()
    ));
    if estimate.chosen.is_none() {
        return text + "因数据不足，没有估计阶段。";
    }
    let tried = referee::segmentations_tried(n, settings.minimum_length, settings.maximum);
    text.push_str(&format!(
        "阶段以准泊松分段常数模型估计：{}个类目共用分界，每段不短于{}年，至多{}段，对{n}年的全部{tried}种分段以动态规划求精确最优；过离散系数φ̂取最细分段的Pearson统计量（φ̂={:.2}），阶段数取qBIC最小者，并以逐类目一次、二次对数线性趋势为竞争模型，趋势的得分更低时判为渐变。",
        estimate.categories.len(),
        settings.minimum_length,
        settings.maximum,
        estimate.phi.unwrap_or(1.0),
    ));
    text.push_str("阶段数与分界的不确定性由对全部分段的前向—后向求和精确得出（Rigaill、Lebarbier 与 Robin 2012），似然取1/φ̂次幂，各类目各阶段的词频取Gamma先验（形状0.5，均值为全期词频），各分界给出95%最高后验年份集。");
    if let Some(stability) = report.stability {
        let bootstrap = if stability.document_bootstrap.is_some() {
            format!("、年内文本自助法（{}次）", stability.model_bootstrap.replicates)
        } else {
            String::new()
        };
        text.push_str(&format!(
            "稳定性以逐词剔除（{}词）、逐篇剔除（{}篇）{bootstrap}与模型自助法（按拟合的阶段与φ̂重抽计数，{}次）检验，随机种子{}。",
            stability.without_term.replicates,
            stability.without_document.replicates,
            stability.model_bootstrap.replicates,
            report.seed
        ));
    }
    if report.estimate.published.is_some() {
        text.push_str("与已发表阶段的比较采用±1、±2年内的F1、Hausdorff距离、调整兰德指数，以及已发表分段在全部同阶段数分段中按代价的名次；随机水平由穷举得出。此项检验的是计数是否重现已发表的阶段，并非重做原研究。");
    }
    text.push_str("各阶段词频的区间为Byar近似（Breslow 与 Day 1987），计数除以φ̂；阶段的特征词以对数似然（Dunning 1993）与对数比（Hardie 2014）衡量，词的离散以DP（Gries 2008）衡量。");
    text
}

/// What the paragraph refers to.
pub const REFERENCES: [&str; 11] = [
    "Bai, J. & Perron, P. 2003. Computation and analysis of multiple structural change models. Journal of Applied Econometrics 18: 1–22.",
    "Bennett, K. D. 1996. Determination of the number of zones in a biostratigraphical sequence. New Phytologist 132: 155–170.",
    "Breslow, N. E. & Day, N. E. 1987. Statistical Methods in Cancer Research II. IARC, Lyon.",
    "Dunning, T. 1993. Accurate methods for the statistics of surprise and coincidence. Computational Linguistics 19: 61–74.",
    "Gries, S. Th. 2008. Dispersions and adjusted frequencies in corpora. International Journal of Corpus Linguistics 13: 403–437.",
    "Gries, S. Th. & Hilpert, M. 2008. The identification of stages in diachronic data: variability-based neighbour clustering. Corpora 3: 59–81.",
    "Grimm, E. C. 1987. CONISS: a FORTRAN 77 program for stratigraphically constrained cluster analysis. Computers & Geosciences 13: 13–35.",
    "Hardie, A. 2014. Log Ratio: an informal introduction. CASS, Lancaster.",
    "Hubert, L. & Arabie, P. 1985. Comparing partitions. Journal of Classification 2: 193–218.",
    "Killick, R., Fearnhead, P. & Eckley, I. A. 2012. Optimal detection of changepoints with a linear computational cost. Journal of the American Statistical Association 107: 1590–1598.",
    "Rigaill, G., Lebarbier, E. & Robin, S. 2012. Exact posterior distributions and model selection criteria for multiple change-point detection problems. Statistics and Computing 22: 917–929.",
];
