//! Whatever is written to `stages.json` can be read back and is equal.

use nianlun_stages::profile::{Agreement, Level};
use nianlun_stages::simulate::World;
use nianlun_stages::stability::{
    Basis, DocumentPart, MoverKind, Replicate, Stability, TermPart, stability as sum_up_all,
};
use nianlun_stages::{
    Data, Estimate, Judge, Method, Published, Replication, Seeded, Series, Settings, Verdict, estimate_by,
};
use nianlun_types::Depth;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The object of `stages.json`, as far as this crate makes it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Findings {
    #[serde(flatten)]
    estimate: Estimate,
    stability: Option<Stability>,
}

/// Twelve years of two documents each; the term 新 appears in 2006 and makes a boundary there.
fn parts() -> (Series, Vec<DocumentPart>, Vec<TermPart>) {
    let term = |name: &str| TermPart { name: name.into(), hits: Vec::new() };
    let mut terms = vec![term("旧"), term("新"), term("常")];
    let mut series = Series {
        years: (2000..2012).collect(),
        categories: vec!["a".into(), "b".into()],
        hits: vec![vec![0.0; 2]; 12],
        exposure: vec![2000.0; 12],
        documents: vec![2; 12],
    };
    let mut documents = Vec::new();
    for t in 0..12 {
        let counts =
            [(0, 20.0 + (t % 3) as f64), (0, if t < 6 { 1.0 } else { 40.0 }), (1, 15.0 - (t % 2) as f64)];
        for (term, (k, hits)) in terms.iter_mut().zip(counts) {
            series.hits[t][k] += hits;
            term.hits.push((t, k, hits));
        }
        for half in 0..2 {
            let hits = series.hits[t].iter().map(|h| h / 2.0).collect();
            documents.push(DocumentPart { name: format!("{t}-{half}"), year: t, exposure: 1000.0, hits });
        }
    }
    (series, documents, terms)
}

fn stability_of(estimate: &Estimate, settings: Settings) -> Option<Stability> {
    let (series, documents, terms) = parts();
    let basis = Basis::new(&series, &documents, &terms, estimate, settings, 1)?;
    let run = |n: u64, one: &dyn Fn(u64) -> Replicate| (0..n).map(one).collect::<Vec<_>>();
    Some(sum_up_all(
        &basis,
        estimate,
        &run(terms.len() as u64, &|at| basis.without_term(at as usize)),
        &run(documents.len() as u64, &|at| basis.without_document(at as usize)),
        &run(20, &|at| basis.resampled(at)),
        &run(20, &|at| basis.drawn(at)),
    ))
}

fn judged(method: Method, series: Series, settings: Settings, published: Option<&Published>) -> Estimate {
    let draws = Seeded { seed: 1, replicates: 199 };
    let judge = Judge { depth: Depth::Full, replication: Replication::alone(&draws) };
    estimate_by(method, &Data::Counts(series), settings, published, &judge)
}

fn read_back<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let json = serde_json::to_string_pretty(value).expect("written");
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

#[test]
fn findings_of_every_method_are_read_back_equal() {
    let settings = Settings::default();
    let published = Published { boundaries: vec![1990, 2005, 2009] };
    for (name, method) in Method::ALL.iter().copied() {
        let estimate = judged(method, parts().0, settings, Some(&published));
        let stability =
            (method == Method::Poisson).then(|| stability_of(&estimate, settings).expect("stages"));
        assert!(stability.iter().all(|s| s.movers.iter().any(|m| m.kind == MoverKind::Term)));
        let findings = Findings { estimate, stability };
        assert_eq!(read_back(&findings), findings, "{name}");
    }
}

#[test]
fn a_refused_estimate_is_read_back_equal() {
    let short = Series { years: vec![2000], exposure: vec![1.0], hits: vec![vec![]], ..Series::default() };
    let estimate = judged(Method::Poisson, short, Settings::default(), None);
    assert_eq!(estimate.verdict, Verdict::Refused);
    let findings = Findings { estimate, stability: None };
    assert_eq!(read_back(&findings), findings);
}

#[test]
fn names_in_json_are_those_of_the_contract() {
    for (name, method) in Method::ALL.iter().copied() {
        assert_eq!(serde_json::to_value(method).expect("json"), name);
        assert_eq!(read_back(&method), method);
    }
    for (name, level) in Level::ALL.iter().copied() {
        assert_eq!(serde_json::to_value(level).expect("json"), name);
    }
    for world in World::all() {
        assert_eq!(serde_json::to_value(world).expect("json"), world.name());
        assert_eq!(read_back(&world), world);
    }
    for (kind, name) in [(MoverKind::Term, "term"), (MoverKind::Document, "document")] {
        assert_eq!(serde_json::to_value(kind).expect("json"), name);
    }
    for (name, verdict) in Verdict::ALL.iter().copied() {
        assert_eq!(serde_json::to_value(verdict).expect("json"), name);
        assert_eq!(read_back(&verdict), verdict);
    }
    assert_eq!(read_back(&Agreement::Earlier), Agreement::Earlier);
}
