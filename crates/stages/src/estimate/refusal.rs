//! What is left out of a series, and why a series is refused.

use super::FEWEST_YEARS;
use crate::{Data, Method, Values};
use nianlun_types::Warning;

/// The data without categories that have no hit at all: they have no rate to compare.
pub fn drop_empty_categories(data: &Data, warnings: &mut Vec<Warning>) -> Data {
    let Data::Counts(series) = data else {
        return data.clone();
    };
    let empty: Vec<&str> = (0..series.categories.len())
        .filter(|k| series.total(*k) == 0.0)
        .map(|k| series.categories[k].as_str())
        .collect();
    if empty.is_empty() {
        return data.clone();
    }
    warnings.push(Warning::new(
        "empty-category",
        format!("类目{}在全部年份中没有命中，不参与阶段判断", empty.join("、")),
    ));
    Data::Counts(series.keeping(|k| series.total(k) > 0.0))
}

/// Why nothing can be said of the data, if so.
pub fn refusal(method: Method, data: &Data, minimum_length: usize) -> Option<Warning> {
    let n = data.years().len();
    if n < FEWEST_YEARS {
        return Some(Warning::new(
            "too-few-years",
            format!("只有{n}个年份有文本，少于{FEWEST_YEARS}年，不判断阶段；请补充更多年份的文本"),
        ));
    }
    if data.categories().is_empty() {
        return Some(Warning::new(
            "no-hits",
            "编码表在全部文本中没有命中，无从判断阶段；请检查编码表与文本是否相配",
        ));
    }
    if let Data::Values(values) = data
        && is_constant(values)
    {
        return Some(Warning::new("no-variation", "各年的数值完全相同，无从判断阶段"));
    }
    if method.heeds_minimum_length() && n < 2 * minimum_length {
        return Some(Warning::new(
            "minimum-length",
            format!("{n}年容不下两个各{minimum_length}年以上的阶段；请减小 minimum_length"),
        ));
    }
    None
}

fn is_constant(values: &Values) -> bool {
    values.values.iter().all(|year| *year == values.values[0])
}

/// Why the method has no fit for the data.
pub fn unreadable(method: Method, data: &Data) -> Warning {
    let reason = match data {
        Data::Values(_) => "需要计数（hits 与 exposure），而数据只有数值（value）",
        Data::Counts(_) => "需要两个以上有命中的类目",
    };
    Warning::new("method-needs", format!("方法 {} {reason}", method.name()))
}
