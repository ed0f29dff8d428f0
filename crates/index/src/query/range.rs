//! Ranges of years and dates.

use nianlun_types::Year;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A range of years: `2003..2010` or `2003-2010`, `2003..`, `..2010`, `2003`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Years(pub RangeInclusive<Year>);

const YEARS: &str = "write 2003..2010, 2003.., ..2010 or 2003";

impl FromStr for Years {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let bound = |part: &str, open: Year| match part.trim() {
            "" => Ok(open),
            year => year.parse().map_err(|_| format!("`{year}` is no year; {YEARS}")),
        };
        let parts = typed.split_once("..").or_else(|| typed.split_once(['-', '–', '—']));
        let (first, last) = match parts {
            None if typed.trim().is_empty() => return Err(YEARS.to_owned()),
            Some((a, b)) if a.trim().is_empty() && b.trim().is_empty() => return Err(YEARS.to_owned()),
            Some((first, last)) => (bound(first, Year::MIN)?, bound(last, Year::MAX)?),
            None => (bound(typed, 0)?, bound(typed, 0)?),
        };
        if first > last {
            return Err(format!("{first} comes after {last}"));
        }
        Ok(Years(first..=last))
    }
}

const DATES: &str = "write 2018-01-01..2019-12-31, 2018-06.., ..2019 or 2018-06-30";

/// A range of dates, written yyyymmdd: `2018-01-01..2019-12-31`, with open ends, and with months or
/// years in place of days.
pub(crate) fn dates(typed: &str) -> Result<RangeInclusive<u32>, String> {
    let (first, last) = typed.split_once("..").unwrap_or((typed, typed));
    // `open` is the bound where none is given. `latest` is the latest month and day (mmdd) of a range, and
    // stands in for those that are not given: ..2019 ends with 20191299, which no date exceeds.
    let bound = |part: &str, open: u32, latest: u32| -> Result<u32, String> {
        let part = part.trim();
        if part.is_empty() {
            return Ok(open);
        }
        let (year, month, day) = parts(part).ok_or_else(|| format!("`{part}` is no date; {DATES}"))?;
        let missing = match (month, day) {
            (0, _) => latest,
            (_, 0) => latest % 100,
            (_, _) => 0,
        };
        Ok(yyyymmdd(year, month, day) + missing)
    };
    if first.trim().is_empty() && last.trim().is_empty() {
        return Err(DATES.to_owned());
    }
    let (from, to) = (bound(first, 0, 0)?, bound(last, u32::MAX, 1299)?);
    if from > to {
        return Err(format!("{first} comes after {last}"));
    }
    Ok(from..=to)
}

/// A date as manifests write it → yyyymmdd, with zeros for a month or day that is not given:
/// 2018-03-05, 2018/3/5, 2018.3.5, 2018年3月5日, 20180305, 2018-03, 2018.
pub(crate) fn date(written_as: &str) -> Option<u32> {
    let (y, m, d) = parts(written_as)?;
    Some(yyyymmdd(y, m, d))
}

/// The date as one number, yyyymmdd.
fn yyyymmdd(year: u32, month: u32, day: u32) -> u32 {
    year * 10_000 + month * 100 + day
}

/// Year, month and day; 0 for what is not given.
fn parts(date: &str) -> Option<(u32, u32, u32)> {
    let normal = nianlun_text::normalise(date.trim()).text;
    // A time of day may follow.
    let date = normal.split([' ', 't']).next()?;
    let numbers: Vec<&str> =
        date.split(['-', '/', '.', '年', '月', '日']).filter(|n| !n.is_empty()).collect();
    if !numbers.iter().all(|n| n.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let number = |at: usize| numbers.get(at).map_or(Some(0), |n| n.parse().ok());
    let (y, m, d) = match numbers[..] {
        [whole] if whole.len() == 8 => {
            (whole[..4].parse().ok()?, whole[4..6].parse().ok()?, whole[6..].parse().ok()?)
        }
        [year, ..] if year.len() == 4 && numbers.len() <= 3 => (number(0)?, number(1)?, number(2)?),
        _ => return None,
    };
    (m <= 12 && d <= 31 && (m > 0 || d == 0)).then_some((y, m, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years() {
        let years = |typed: &str| typed.parse::<Years>().map(|y| y.0);
        for typed in ["2003-2010", "2003..2010", "2003–2010"] {
            assert_eq!(years(typed), Ok(2003..=2010));
        }
        assert_eq!(years("2003"), Ok(2003..=2003));
        assert_eq!(years("2003-"), Ok(2003..=Year::MAX));
        assert_eq!(years("2003.."), Ok(2003..=Year::MAX));
        assert_eq!(years("..2003"), Ok(Year::MIN..=2003));
        for typed in ["", "-", "..", "2010-2003", "x", "2003-y", "2003...2010"] {
            assert!(years(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn dates_as_manifests_write_them() {
        for typed in [
            "2018-03-05",
            "2018/3/5",
            "2018.3.5",
            "2018年3月5日",
            "20180305",
            "２０１８-03-05",
            "2018-03-05T08:00",
        ] {
            assert_eq!(date(typed), Some(20_180_305), "{typed}");
        }
        assert_eq!(date("2018年3月"), Some(20_180_300));
        assert_eq!(date("2018"), Some(20_180_000));
        for typed in ["", "三月", "18-3-5", "2018-13-01", "2018-3-5-7", "2018-03-32"] {
            assert_eq!(date(typed), None, "{typed}");
        }
    }

    #[test]
    fn ranges_of_dates() {
        assert_eq!(dates("2018-01-01..2019-12-31"), Ok(20_180_101..=20_191_231));
        assert_eq!(dates("2018..2019-06"), Ok(20_180_000..=20_190_699));
        assert_eq!(dates("2018"), Ok(20_180_000..=20_181_299));
        assert_eq!(dates("2018-06.."), Ok(20_180_600..=u32::MAX));
        assert!(dates("..").is_err() && dates("2019..2018").is_err() && dates("x..").is_err());
    }
}
