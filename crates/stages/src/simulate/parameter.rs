//! The parameters of a world: numbers with a default and a range.

/// A parameter of a world, for help and messages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParameterAbout {
    /// Its name, e.g. `sd`.
    pub name: &'static str,
    /// The number taken where none is given; nothing where it follows from the design.
    pub default: Option<f64>,
    /// The least and the largest number accepted.
    pub range: (f64, f64),
    /// What it is, with its unit.
    pub about: &'static str,
}

/// A type that a parameter of a world can have. All are written as numbers, as in `steps 0.5 1`.
pub(super) trait Parameter: Copy {
    /// The value of a number; nothing where the number is not one of this type.
    fn from_number(number: Option<f64>) -> Option<Self>;

    /// The number of a value; nothing where the value is what no number stands for.
    fn number(self) -> Option<f64>;
}

impl Parameter for f64 {
    fn from_number(number: Option<f64>) -> Option<Self> {
        number
    }

    fn number(self) -> Option<f64> {
        Some(self)
    }
}

impl Parameter for usize {
    fn from_number(number: Option<f64>) -> Option<Self> {
        number.filter(|number| number.fract() == 0.0).map(|number| number as usize)
    }

    fn number(self) -> Option<f64> {
        Some(self as f64)
    }
}

impl Parameter for Option<usize> {
    fn from_number(number: Option<f64>) -> Option<Self> {
        match number {
            None => Some(None),
            Some(_) => usize::from_number(number).map(Some),
        }
    }

    fn number(self) -> Option<f64> {
        self.and_then(usize::number)
    }
}

/// Whether something holds: 1, or no number.
impl Parameter for bool {
    fn from_number(number: Option<f64>) -> Option<Self> {
        match number {
            None | Some(0.0) => Some(false),
            Some(1.0) => Some(true),
            Some(_) => None,
        }
    }

    fn number(self) -> Option<f64> {
        self.then_some(1.0)
    }
}

/// The parameters in the textual form of a world, each with a space before it. Those that are as the
/// default says are left out from the end on, but for the first.
pub(super) fn written(numbers: &[Option<f64>], about: &[ParameterAbout]) -> String {
    let told = |at: &usize| numbers[*at].is_some() && (*at == 0 || numbers[*at] != about[*at].default);
    let length = (0..numbers.len()).rev().find(told).map_or(0, |last| last + 1);
    numbers[..length].iter().map(|number| format!(" {}", number.unwrap_or(0.0))).collect()
}

/// The numbers of the parameters from what stands after the name of a world.
pub(super) fn read<'a>(
    typed: impl Iterator<Item = &'a str>,
    about: &[ParameterAbout],
) -> Result<Vec<Option<f64>>, String> {
    let mut numbers: Vec<Option<f64>> = about.iter().map(|parameter| parameter.default).collect();
    for (at, typed) in typed.enumerate() {
        let Some(parameter) = about.get(at) else {
            return Err(format!("it has {} parameters, `{typed}` is one more", about.len()));
        };
        let (low, high) = parameter.range;
        let number = typed.parse().ok().filter(|number| (low..=high).contains(number));
        let Some(number) = number else {
            return Err(format!("`{}` is a number from {low} to {high}, not `{typed}`", parameter.name));
        };
        numbers[at] = Some(number);
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use crate::simulate::{Truth, WORLDS, World};

    #[test]
    fn a_world_is_its_name_and_back() {
        let all = World::all();
        assert_eq!(all.len(), WORLDS.len());
        for (world, about) in all.iter().zip(WORLDS) {
            assert_eq!(world.name().parse(), Ok(*world), "{world}");
            assert_eq!(about.name.parse(), Ok(*world), "{world}");
            assert_eq!(world.about(), about);
            let json = serde_json::to_string(world).expect("json");
            assert_eq!(serde_json::from_str::<World>(&json).expect("read"), *world);
            for parameter in about.parameters {
                let (low, high) = parameter.range;
                assert!(parameter.default.is_none_or(|default| (low..=high).contains(&default)));
            }
        }
    }

    #[test]
    fn every_name_of_the_reference_is_read() {
        for (typed, name) in [
            ("null", "null"),
            ("year:0.1", "year 0.1"),
            ("author", "author 0.3"),
            ("ar:0.7", "ar 0.7"),
            ("ar:0.7:0.4", "ar 0.7 0.4"),
            ("arc:0.7", "arc 0.7"),
            ("rw:0.1", "rw 0.1"),
            ("rwmix:0.25:2", "rwmix 0.25"),
            ("rwmix:0.25:3", "rwmix 0.25 3"),
            ("rwtrend:0.1:0.05", "rwtrend 0.1"),
            ("linear", "linear"),
            ("quad", "quad"),
            ("ramp", "ramp"),
            ("rampc:8", "rampc 8"),
            ("scurve", "scurve"),
            ("scurve:0", "scurve"),
            ("scurve:1", "scurve 1"),
            ("wave", "wave 0.5"),
            ("odd:2.7", "odd 2.7"),
            ("oddmix:0.7", "oddmix 0.7"),
            ("steps:0.35", "steps 0.35"),
            ("steps:1.0", "steps 1"),
            ("steps:0.5:1", "steps 0.5 1"),
            ("stepsodd:0.5:2", "stepsodd 0.5"),
            ("stepsyear:0.5:0.1", "stepsyear 0.5"),
            ("ramps:0.5:3", "ramps 0.5"),
            ("stepsauthor:0.5", "stepsauthor 0.5"),
            ("stepsar:0.5:0.7:0.2", "stepsar 0.5 0.7 0.2"),
            ("steptrend:0.5:0.02", "steptrend 0.5 0.02"),
            ("emerge", "emerge"),
            ("emergeramp", "emergeramp"),
            ("stepsgap:0.7:0.4", "stepsgap 0.7 0.4"),
            ("stepsone:0.7", "stepsone 0.7"),
            // the first version
            ("no change", "null"),
            ("steps", "steps 0.35"),
            ("trend", "linear"),
            ("autocorrelated", "ar 0.7"),
        ] {
            let world: World = typed.parse().expect(typed);
            assert_eq!(world.name(), name);
            assert_eq!(name.parse(), Ok(world));
        }
    }

    #[test]
    fn what_is_no_world_is_named_with_the_reason() {
        let why = |typed: &str| typed.parse::<World>().expect_err(typed);
        assert!(why("step").starts_with("unknown world `step`, expected one of `null`, `year`"));
        assert_eq!(why("ar:1"), "world `ar`: `rho` is a number from -0.999 to 0.999, not `1`");
        assert_eq!(why("rw NaN"), "world `rw`: `sd` is a number from 0 to 5, not `NaN`");
        assert_eq!(why("linear 2"), "world `linear`: it has 0 parameters, `2` is one more");
        assert_eq!(why("steps 0.5 1.5"), "world `steps`: a parameter that counts is a whole number");
    }

    #[test]
    fn worlds_are_sorted_by_what_is_to_be_found() {
        let truths: Vec<Truth> = WORLDS.iter().map(|about| about.truth).collect();
        assert!(truths.is_sorted());
        assert_eq!(WORLDS.iter().filter(|about| about.truth == Truth::TrueSteps).count(), 9);
    }
}
