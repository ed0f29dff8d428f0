//! The paragraph on methods, ready for a paper: each entry is one or two of its sentences.

use super::sentences;

sentences! {
    rule_longest {
        "在全编码表内从左至右取最长匹配，互不重叠（longest）",
        "the longest match from left to right over the whole codebook, without overlap (longest)"
    }
    rule_word {
        "最长匹配且首尾须落在分词边界上（word）",
        "the longest match that begins and ends at word boundaries of the segmentation (word)"
    }
    rule_nested {
        "每个词条各自计数，嵌套亦计（nested）",
        "every term by itself, nested occurrences included (nested)"
    }
    sentence(anchors) { "含有“{anchors}”的句", "sentences that contain “{anchors}”" }
    paragraph(anchors) { "含有“{anchors}”的段", "paragraphs that contain “{anchors}”" }
    or_anchor { "”“", "” or “" }
    texts(version, categories, terms, rule) {
        "文本以年轮（nianlun {version}）处理。全部文本先作规范化：NFKC、英文小写、逐字繁转简、去除引号、去除汉字之间（不含空行）的空白；编码表与检索词同样处理。编码表共{categories}个类目、{terms}个词条，计数规则为{rule}",
        "The texts were processed with Nianlun (nianlun {version}). All texts were first normalised: NFKC, lower-case Latin letters, traditional characters converted to simplified ones one by one, quotation marks removed, and white space between Han characters removed except for blank lines; codebook and queries were treated alike. The codebook has {categories} categories and {terms} terms; the counting rule is {rule}"
    }
    within(scope) { "，且只计{scope}内的命中", ", and only hits in {scope} were counted" }
    frequencies(unit) {
        "。词频以{unit}计，并列出命中数、文本数与总字数；没有文本的年份按缺失处理，不作零。",
        ". Frequencies are given {unit}, with the numbers of hits, texts and characters; years without texts are treated as missing, not as zero."
    }
    no_stages { "因数据不足，没有估计阶段。", " Stages were not estimated, since the data are too few." }
    segmentation(categories, minimum, maximum, years, tried, phi) {
        "阶段以准泊松分段常数模型估计：{categories}个类目共用分界，每段不短于{minimum}年，至多{maximum}段，对{years}年的全部{tried}种分段以动态规划求精确最优；过离散系数φ̂取最细分段的Pearson统计量（φ̂={phi:.2}），阶段数取qBIC最小者，并以逐类目一次、二次对数线性趋势为竞争模型，趋势的得分更低时判为渐变。",
        " Stages were estimated with a quasi-Poisson model of piecewise constant rates: {categories} categories share their boundaries, each stage has at least {minimum} years, and there are at most {maximum} stages. Dynamic programming gives the exact optimum over all {tried} segmentations of the {years} years. The overdispersion φ̂ is the Pearson statistic of the finest segmentation (φ̂ = {phi:.2}), and the number of stages minimises the qBIC. Log-linear trends of first and second order for each category compete with the stages; where a trend has the lower score, the change is called gradual."
    }
    posterior {
        "阶段数与分界的不确定性由对全部分段的前向—后向求和精确得出（Rigaill、Lebarbier 与 Robin 2012），似然取1/φ̂次幂，各类目各阶段的词频取Gamma先验（形状0.5，均值为全期词频），各分界给出95%最高后验年份集。",
        " The uncertainty of the number of stages and of their boundaries is computed exactly by forward–backward sums over all segmentations (Rigaill, Lebarbier and Robin 2012), with the likelihood raised to the power 1/φ̂ and a Gamma prior for the rate of each category in each stage (shape 0.5, mean equal to the rate over the whole period); each boundary has a 95 % highest-posterior set of years."
    }
    document_bootstrap(replicates) {
        "、年内文本自助法（{replicates}次）",
        ", by a bootstrap of the texts within each year ({replicates} replicates)"
    }
    stability(terms, documents, bootstrap, replicates, seed) {
        "稳定性以逐词剔除（{terms}词）、逐篇剔除（{documents}篇）{bootstrap}与模型自助法（按拟合的阶段与φ̂重抽计数，{replicates}次）检验，随机种子{seed}。",
        " Stability was tested by leaving out one term at a time ({terms} terms), by leaving out one text at a time ({documents} texts){bootstrap} and by a model bootstrap (counts redrawn from the fitted stages and φ̂, {replicates} replicates), with the random seed {seed}."
    }
    published {
        "与已发表阶段的比较采用±1、±2年内的F1、Hausdorff距离、调整兰德指数，以及已发表分段在全部同阶段数分段中按代价的名次；随机水平由穷举得出。此项检验的是计数是否重现已发表的阶段，并非重做原研究。",
        " The comparison with published stages uses F1 within ±1 and ±2 years, the Hausdorff distance, the adjusted Rand index, and the rank of the published segmentation by cost among all segmentations with as many stages; chance levels come from full enumeration. It tests whether the counts reproduce the published stages and does not repeat the original study."
    }
    intervals {
        "各阶段词频的区间为Byar近似（Breslow 与 Day 1987），计数除以φ̂；阶段的特征词以对数似然（Dunning 1993）与对数比（Hardie 2014）衡量，词的离散以DP（Gries 2008）衡量。",
        " Intervals of the rates of stages use Byar's approximation (Breslow and Day 1987) with counts divided by φ̂; the words that mark a stage are measured by log-likelihood (Dunning 1993) and log ratio (Hardie 2014), and the dispersion of words by DP (Gries 2008)."
    }
}
