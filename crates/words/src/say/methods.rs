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
        "文本以年轮（nianlun {version}）处理。全部文本先作规范化：NFKC、英文小写、逐字繁转简、去除引号、去除汉字之间（不含空行）的空白；编码表与检索词同样处理。编码表共{categories}个类目、{terms}个词条，计数规则为{rule}；首尾为数字或拉丁字母的词，在更长的数字或拉丁词之内不计，编码表另有注明的除外",
        "The texts were processed with Nianlun (nianlun {version}). All texts were first normalised: NFKC, lower-case Latin letters, traditional characters converted to simplified ones one by one, quotation marks removed, and white space between Han characters removed except for blank lines; codebook and queries were treated alike. The codebook has {categories} categories and {terms} terms; the counting rule is {rule}; a term that begins or ends with a digit or Latin letter is not counted inside a longer number or Latin word, unless the codebook says so"
    }
    within(scope) { "，且只计{scope}内的命中", ", and only hits in {scope} were counted" }
    frequencies(unit) {
        "。词频以{unit}计，并列出命中数、文本数与总字数；没有文本的年份按缺失处理，不作零。",
        ". Frequencies are given {unit}, with the numbers of hits, texts and characters; years without texts are treated as missing, not as zero."
    }
    no_stages { "因数据不足，没有估计阶段。", " Stages were not estimated, since the data are too few." }
    segmentation(categories, minimum, maximum, years, tried) {
        "阶段以准泊松分段常数模型估计：{categories}个类目共用分界，每段不短于{minimum}个有文本的年份，至多{maximum}段，对{years}年的全部{tried}种分段以动态规划求精确最优。",
        " Stages were estimated with a quasi-Poisson model of piecewise constant rates: {categories} categories share their boundaries, each stage has at least {minimum} years with texts, and there are at most {maximum} stages. Dynamic programming gives the exact optimum over all {tried} segmentations of the {years} years."
    }
    permutation(replicates, phi, raw) {
        "阶段数由置换检验决定（判断为趋势上分段时除外）：以K个阶段的Pearson残差按整年打乱次序（同一年各类目的残差不拆开）重造{replicates}个序列，逐个重新搜索；至多5%的序列能有更多阶段带来的改进，才增加一个阶段（p值含观测值自身，Phipson 与 Smyth 2010；分位数为Hyndman 与 Fan 1996的第7型）。只需一个阶段时，以同样的置换检验相邻年份是否相似。过度离散参数φ*取1、最细分段的Pearson统计量除以自由度（{raw:.2}）与末级置换的95%分位数三者之最大，为{phi:.2}。",
        " The number of stages is decided by permutation (but for stages on a trend): the Pearson residuals of K stages are put into random order by whole years (those of one year stay together) to make {replicates} series, each searched anew; a stage is added only if at most 5 % of them gain as much from more stages (p counts the observation itself, Phipson and Smyth 2010; quantiles are of type 7, Hyndman and Fan 1996). Where one stage is enough, the same permutations test whether neighbouring years are alike. The overdispersion φ* is the largest of 1, the Pearson statistic of the finest segmentation over its degrees of freedom ({raw:.2}), and the 95 % quantile of the last permutation: {phi:.2}."
    }
    rivals(replicates) {
        "与分段竞争的有三者。一是逐类目的平滑曲线（对数线性、二次与自然三次样条，按得分2C/φ*加参数数乘ln n比较），得分既低于任何分段也低于一个阶段时判为渐变。二是各类目一条对数线性趋势上的分段，斜率与分界交替求解（两个起点，至多5轮，不保证全局最优），阶段数取得分最低者，得分低于普通分段时取而代之。三是漂移，即各类目的对数词频随机游走（ρ=.99的自回归，罚似然与三对角求解见Rue 与 Held 2005，λ由限制似然选出），以同样大小的漂移模拟{replicates}个序列，看有多少同样像分段；各类目漂移得明显不同时再以各自的大小模拟，趋势上分段时另以带斜率的漂移模拟，均取最大的p；p>.10时再看拟合的分段重造后能否这样像漂移，p≤.05判为漂移，否则不能断定。另以拟合的分段重造{replicates}个序列，检验分界前后的过渡是否缓于突变，相距不到三年、方向相同的分界合并后再验，取较小的p，不超过.02判为渐变。一个阶段的后验概率高于.05，或除去某一年第一级检验便不再拒绝一个阶段，亦不能断定。",
        " Three rivals compete with the steps. First, a smooth curve for each category (log-linear, quadratic, and natural cubic splines, compared by the score 2C/φ* plus the number of parameters times ln n): where it scores less than any steps, and less than one stage, the change is called gradual. Second, steps on one log-linear trend a category, slopes and boundaries solved in turns (two starts, at most 5 rounds, no guarantee of the global optimum), with the number of stages of the least score; they replace the plain steps where they score less. Third, drift, a random walk of the log rates of each category (autoregression with ρ = .99, penalised likelihood by tridiagonal elimination, Rue and Held 2005, λ chosen by restricted likelihood), of which {replicates} series of the same size are simulated to see how many look as much like stages; where the categories drift unlike they are simulated by sizes of their own too, for stages on a trend with slopes too, and the largest p counts; above .10 the fitted steps are redrawn to see whether they could look so drift-like: with p ≤ .05 the series is called drifting, otherwise undecided. The fitted steps are redrawn {replicates} times to test whether the transitions are softer than steps, once more with boundaries merged that are at most three years apart and point the same way; with the smaller p at most .02 the change is called gradual. A posterior probability of one stage above .05, or a single year without which the first test no longer rejects one stage, leaves it undecided."
    }
    posterior {
        "阶段数与分界的不确定性由对全部分段的前向–后向递推精确得出（Rigaill、Lebarbier 与 Robin 2012）：似然取1/φ*次幂，各类目各阶段的词频取Gamma先验（形状0.5，均值为全期词频），各阶段数、同一阶段数的各种分段先验相等；所报概率都对阶段数取了平均，以所估的φ*（与斜率）为条件。分界的窗口是它周围含有分界的概率不低于98%的最短一段日历年，缺文本的年份计入，模拟中，各种真有突变的序列里，这样的窗口有89%至100%含真分界；凑不足的不给窗口。",
        " The uncertainty of the number of stages and of their boundaries is computed exactly by forward–backward recursion over all segmentations (Rigaill, Lebarbier and Robin 2012): the likelihood is raised to the power 1/φ*, the rate of each category in each stage has a Gamma prior (shape 0.5, mean equal to the rate over the whole period), and all numbers of stages, and all segmentations with as many, are equally likely beforehand; the probabilities reported are averaged over the numbers of stages and given the estimates of φ* (and of slopes). The window of a boundary is the shortest run of calendar years around it that holds a boundary with a probability of at least 98 %, years without texts included; in simulated series with true steps, 89 to 100 % of such windows hold a true boundary, by the kind of series. Where no run has as much, there is no window."
    }
    document_bootstrap(replicates) {
        "、年内文本自助法（{replicates}次）",
        ", by a bootstrap of the texts within each year ({replicates} replicates)"
    }
    stability(terms, documents, bootstrap, replicates, model, seed) {
        "分界的稳定性以逐词剔除（{terms}词）、逐篇剔除（{documents}篇）{bootstrap}与参数自助法（按{model}与φ*重抽计数，{replicates}次）检验：阶段数、趋势与φ*不变，只看分界落在哪里。随机种子{seed}。",
        " The stability of the boundaries was tested by leaving out one term at a time ({terms} terms), by leaving out one text at a time ({documents} texts){bootstrap} and by a parametric bootstrap (counts redrawn from {model} and φ*, {replicates} replicates): the number of stages, the slopes and φ* are held, and only the places of the boundaries are found again. The random seed is {seed}."
    }
    model_stages { "所选的阶段", "the chosen stages" }
    model_curve { "最好的平滑曲线", "the best smooth curve" }
    published {
        "与已发表阶段的比较采用±1、±2年内的F1、Hausdorff距离、调整兰德指数（Hubert 与 Arabie 1985）、已发表的分界±1年内有分界的后验概率，以及已发表分段在全部同阶段数分段中按代价（负对数似然）的名次；随机水平由穷举得出。此项检验的是计数是否重现已发表的阶段，并非重做原研究。",
        " The comparison with published stages uses F1 within ±1 and ±2 years, the Hausdorff distance, the adjusted Rand index (Hubert and Arabie 1985), the posterior probability of a boundary within ±1 year of each published one, and the rank of the published segmentation by cost (negative log-likelihood) among all segmentations with as many stages; chance levels come from full enumeration. It tests whether the counts reproduce the published stages and does not repeat the original study."
    }
    intervals {
        "各阶段词频的区间为Byar近似（Breslow 与 Day 1987），计数除以φ*；阶段的特征词以对数似然（Dunning 1993）与对数比（Hardie 2014）衡量，词的离散以DP（Gries 2008）衡量。",
        " Intervals of the rates of stages use Byar's approximation (Breslow and Day 1987) with counts divided by φ*; the words that mark a stage are measured by log-likelihood (Dunning 1993) and log ratio (Hardie 2014), and the dispersion of words by DP (Gries 2008)."
    }
}
