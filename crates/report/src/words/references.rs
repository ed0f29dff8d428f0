//! The works that the report cites.

/// The works that the report cites, in the style of GB/T 7714, by the order of their first authors.
pub const REFERENCES: [&str; 14] = [
    "BAI J, PERRON P. Computation and analysis of multiple structural change models[J]. Journal of Applied Econometrics, 2003, 18(1): 1-22.",
    "BENNETT K D. Determination of the number of zones in a biostratigraphical sequence[J]. New Phytologist, 1996, 132(1): 155-170.",
    "BRESLOW N E, DAY N E. Statistical methods in cancer research: Volume II[M]. Lyon: IARC, 1987.",
    "DUNNING T. Accurate methods for the statistics of surprise and coincidence[J]. Computational Linguistics, 1993, 19(1): 61-74.",
    "GRIES S T. Dispersions and adjusted frequencies in corpora[J]. International Journal of Corpus Linguistics, 2008, 13(4): 403-437.",
    "GRIES S T, HILPERT M. The identification of stages in diachronic data: variability-based neighbour clustering[J]. Corpora, 2008, 3(1): 59-81.",
    "GRIMM E C. CONISS: a FORTRAN 77 program for stratigraphically constrained cluster analysis by the method of incremental sum of squares[J]. Computers & Geosciences, 1987, 13(1): 13-35.",
    "HARDIE A. Log Ratio: an informal introduction[EB/OL]. Lancaster: ESRC Centre for Corpus Approaches to Social Science, 2014.",
    "HUBERT L, ARABIE P. Comparing partitions[J]. Journal of Classification, 1985, 2(1): 193-218.",
    "HYNDMAN R J, FAN Y. Sample quantiles in statistical packages[J]. The American Statistician, 1996, 50(4): 361-365.",
    "KILLICK R, FEARNHEAD P, ECKLEY I A. Optimal detection of changepoints with a linear computational cost[J]. Journal of the American Statistical Association, 2012, 107(500): 1590-1598.",
    "PHIPSON B, SMYTH G K. Permutation p-values should never be zero: calculating exact p-values when permutations are randomly drawn[J]. Statistical Applications in Genetics and Molecular Biology, 2010, 9(1): 39.",
    "RIGAILL G, LEBARBIER E, ROBIN S. Exact posterior distributions and model selection criteria for multiple change-point detection problems[J]. Statistics and Computing, 2012, 22(4): 917-929.",
    "RUE H, HELD L. Gaussian Markov random fields: theory and applications[M]. Boca Raton: Chapman & Hall/CRC, 2005.",
];
