//! The worlds, declared once: name, parameters, and what is true of them.

use super::parameter::{Parameter, ParameterAbout, read, written};
use nianlun_types::named;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use std::str::FromStr;

named! {
    /// What a judge should find in a world.
    pub enum Truth: "truth" {
        /// Nothing: constant rates, noise, drift or a trend.
        NothingSteps = "nothing steps",
        /// Change that takes years, and no year in which a stage begins.
        ChangeWithoutSteps = "change without steps",
        /// Rates that change from one year to the next.
        TrueSteps = "true steps",
    }
}

/// One row of [`WORLDS`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorldAbout {
    /// The short name.
    pub name: &'static str,
    /// The parameters, in the order in which they are written after the name.
    pub parameters: &'static [ParameterAbout],
    /// What a judge should find.
    pub truth: Truth,
    /// What is true of the world, in English.
    pub english: &'static str,
    /// The same in Chinese.
    pub chinese: &'static str,
}

/// Declares [`World`] and [`WORLDS`] in one table.
macro_rules! worlds {
    ($($World:ident $({
        $($parameter:ident : $Type:ty = $default:expr, $range:expr, $what:literal;)+
    })? = $name:literal, $truth:ident, $english:literal, $chinese:literal;)+) => {
        /// What is true of a simulated series. Its textual form is its short name and its parameters, e.g.
        /// `steps 0.35`; `steps:0.35`, as METHOD's reference writes it, is read as well.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub enum World { $(
            #[doc = $english]
            $World $({ $(#[doc = $what] $parameter: $Type),+ })?
        ),+ }

        /// Every world: nothing steps, change without steps, true steps.
        pub const WORLDS: &[WorldAbout] = &[$(WorldAbout {
            name: $name,
            parameters: &[$($(ParameterAbout {
                name: stringify!($parameter),
                default: $default,
                range: $range,
                about: $what,
            }),+)?],
            truth: Truth::$truth,
            english: $english,
            chinese: $chinese,
        }),+];

        impl World {
            /// The short name, and the numbers of the parameters.
            fn parts(&self) -> (&'static str, Vec<Option<f64>>) {
                match *self { $(
                    World::$World $({ $($parameter),+ })? =>
                        ($name, vec![$($(Parameter::number($parameter)),+)?])
                ),+ }
            }

            /// The world of a short name and as many numbers as it has parameters.
            fn of_parts(name: &str, numbers: &[Option<f64>]) -> Option<World> {
                let mut numbers = numbers.iter().copied();
                let world = match name {
                    $($name => World::$World $({
                        $($parameter: <$Type as Parameter>::from_number(numbers.next()?)?),+
                    })?,)+
                    _ => return None,
                };
                numbers.next().is_none().then_some(world)
            }
        }
    };
}

/// The range of a standard deviation of log rates. e⁵ is a factor of 148.
const SD: (f64, f64) = (0.0, 5.0);
/// The range of an autocorrelation. At ±1 there is no stationary first year.
const RHO: (f64, f64) = (-0.999, 0.999);
/// The range of a length in years.
const YEARS: (f64, f64) = (0.5, 1000.0);
/// The range of a factor of the rates.
const FACTOR: (f64, f64) = (0.001, 1000.0);

worlds! {
    Constant = "null", NothingSteps,
        "constant rates", "各类目的比率始终不变";
    YearEffect { sd: f64 = Some(0.1), SD, "standard deviation of the log rate of a year"; }
        = "year", NothingSteps,
        "constant rates, but in each year all categories are higher or lower together",
        "比率不变，但每年所有类目一同偏高或偏低";
    Author { sd: f64 = Some(0.3), SD, "standard deviation of the log rate, common and own, each"; }
        = "author", NothingSteps,
        "constant rates, but each year has an author with habits: all categories together and each for itself",
        "比率不变，但每年有各自的作者：所有类目一同偏移，各类目又各自偏移";
    Autoregression {
        rho: f64 = Some(0.7), RHO, "correlation of the log rates of neighbouring years";
        sd: f64 = Some(0.3), SD, "standard deviation of the log rate";
    } = "ar", NothingSteps,
        "each category drifts around its level for itself (AR(1))",
        "各类目各自围绕其水平漂移（一阶自回归）";
    CommonAutoregression {
        rho: f64 = Some(0.7), RHO, "correlation of the log rates of neighbouring years";
        sd: f64 = Some(0.3), SD, "standard deviation of the log rate";
    } = "arc", NothingSteps,
        "all categories drift around their levels together (one AR(1))",
        "所有类目一同围绕其水平漂移（同一个一阶自回归）";
    Walk { sd: f64 = Some(0.1), SD, "standard deviation of the change of the log rate in a year"; }
        = "rw", NothingSteps,
        "each category drifts away without return (random walk)",
        "各类目各自漂移而不回归（随机游走）";
    WalkOfSome {
        sd: f64 = Some(0.25), SD, "standard deviation of the change of the log rate in a year";
        categories: usize = Some(2.0), (0.0, 1000.0), "how many categories drift";
    } = "rwmix", NothingSteps,
        "some categories drift away without return, the others are constant",
        "一部分类目漂移而不回归，其余类目不变";
    WalkOnTrend {
        sd: f64 = Some(0.1), SD, "standard deviation of the change of the log rate in a year";
        slope: f64 = Some(0.05), SD, "standard deviation of the slope of the log rate a year";
    } = "rwtrend", NothingSteps,
        "each category drifts away along a trend of its own",
        "各类目沿各自的趋势漂移";
    Linear = "linear", NothingSteps,
        "each log rate grows or shrinks along a line",
        "各类目的对数比率沿直线增减";
    Quadratic = "quad", NothingSteps,
        "each log rate follows a parabola",
        "各类目的对数比率沿抛物线变化";
    OddYear { factor: f64 = Some(2.0), FACTOR, "factor of all rates in that year"; }
        = "odd", NothingSteps,
        "constant rates but for one odd year, in which all rates are multiplied",
        "比率不变，仅有一个异常年份，其所有比率同乘一数";
    OddMix { sd: f64 = Some(0.7), SD, "standard deviation of the log rates of that year"; }
        = "oddmix", NothingSteps,
        "constant rates but for one odd year, in which each rate differs for itself",
        "比率不变，仅有一个异常年份，其各类目比率各自偏移";
    Ramps = "ramp", ChangeWithoutSteps,
        "each category rises or falls steadily over some years of its own",
        "各类目在各自的若干年间匀速升降";
    CommonRamp { years: f64 = Some(8.0), YEARS, "length in years"; }
        = "rampc", ChangeWithoutSteps,
        "all categories rise or fall steadily over the same years",
        "所有类目在同样的若干年间匀速升降";
    SCurves { common: bool = None, (0.0, 1.0), "1 if all categories have one middle year"; }
        = "scurve", ChangeWithoutSteps,
        "most categories spread from zero along S-curves",
        "多数类目从零起沿S形曲线扩散";
    Waves { height: f64 = Some(0.5), SD, "height of the waves of the log rate"; }
        = "wave", ChangeWithoutSteps,
        "each category goes up and down in waves of its own",
        "各类目各自呈波浪起伏";
    EmergeByRamps = "emergeramp", ChangeWithoutSteps,
        "half of the categories appear in a year of their own and grow over six years",
        "半数类目各自在某年出现，并在六年间增长";
    SpreadSteps {
        size: f64 = Some(0.5), SD, "standard deviation of the change of the log rate";
        years: f64 = Some(3.0), YEARS, "years that a change takes";
    } = "ramps", ChangeWithoutSteps,
        "all rates change at the boundaries, over some years",
        "所有比率在分界处改变，但历时数年";
    Steps {
        size: f64 = Some(0.35), SD, "standard deviation of the change of the log rate";
        boundaries: Option<usize> = None, (0.0, 1000.0), "true boundaries; 3 from 24 years on, else 2";
    } = "steps", TrueSteps,
        "all rates change at the boundaries and are constant between them",
        "所有比率在分界处改变，其间不变";
    StepsAndOddYear {
        size: f64 = Some(0.5), SD, "standard deviation of the change of the log rate";
        factor: f64 = Some(2.0), FACTOR, "factor of all rates in the odd year";
    } = "stepsodd", TrueSteps,
        "steps, and one odd year in which all rates are multiplied",
        "突变，另有一个异常年份，其所有比率同乘一数";
    StepsAndYearEffect {
        size: f64 = Some(0.5), SD, "standard deviation of the change of the log rate";
        sd: f64 = Some(0.1), SD, "standard deviation of the log rate of a year";
    } = "stepsyear", TrueSteps,
        "steps, and in each year all categories are higher or lower together",
        "突变，且每年所有类目一同偏高或偏低";
    StepsAndAuthor { size: f64 = Some(0.5), SD, "standard deviation of the change of the log rate"; }
        = "stepsauthor", TrueSteps,
        "steps, and each year has an author with habits (0.2 together, 0.2 each for itself)",
        "突变，且每年有各自的作者（共同0.2，各自0.2）";
    StepsAndAutoregression {
        size: f64 = Some(0.5), SD, "standard deviation of the change of the log rate";
        rho: f64 = Some(0.7), RHO, "correlation of the log rates of neighbouring years";
        sd: f64 = Some(0.15), SD, "standard deviation of the drift of the log rate";
    } = "stepsar", TrueSteps,
        "steps between levels around which each category drifts",
        "突变，且各类目围绕其水平漂移";
    StepsOnTrends {
        size: f64 = Some(0.5), SD, "standard deviation of the change of the log rate";
        slope: f64 = Some(0.05), SD, "standard deviation of the slope of the log rate a year";
    } = "steptrend", TrueSteps,
        "steps, and each category on a trend of its own",
        "突变，且各类目沿各自的趋势变化";
    Emerge = "emerge", TrueSteps,
        "half of the categories appear at full height, each in a year of its own",
        "半数类目各自在某年出现，一出现即达全高";
    StepsWithGaps {
        size: f64 = Some(0.7), SD, "standard deviation of the change of the log rate";
        share: f64 = Some(0.25), (0.0, 0.9), "share of the years without texts";
    } = "stepsgap", TrueSteps,
        "steps in a series in which years are missing at random",
        "突变，且随机缺少若干年份";
    OneCategorySteps { size: f64 = Some(0.7), SD, "change of its log rate, up or down"; }
        = "stepsone", TrueSteps,
        "one category steps twice, the others are constant",
        "一个类目突变两次，其余类目不变";
}

/// Names of the first version of this simulation, still read. `steps` is one as well, by its defaults.
const FORMER: [(&str, &str); 3] = [("no change", "null"), ("trend", "linear"), ("autocorrelated", "ar 0.7")];

impl World {
    /// Every world, each with its default parameters, in the order of [`WORLDS`].
    pub fn all() -> Vec<World> {
        let defaults = |about: &WorldAbout| about.parameters.iter().map(|p| p.default).collect::<Vec<_>>();
        WORLDS.iter().filter_map(|about| World::of_parts(about.name, &defaults(about))).collect()
    }

    /// The textual form, e.g. `steps 0.35`; [`World::from_str`] reads it back.
    pub fn name(&self) -> String {
        let (name, numbers) = self.parts();
        format!("{name}{}", written(&numbers, self.about().parameters))
    }

    /// What the table says of this world.
    pub fn about(&self) -> &'static WorldAbout {
        let (name, _) = self.parts();
        let place = WORLDS.iter().position(|about| about.name == name);
        &WORLDS[place.unwrap_or(0)] // every name stands in the table
    }

    /// What a judge should find.
    pub fn truth(&self) -> Truth {
        self.about().truth
    }
}

impl FromStr for World {
    type Err = String;

    /// Reads `steps 0.35`, `steps:0.35`, `steps`; what is left out is the default.
    fn from_str(typed: &str) -> Result<World, String> {
        let typed = typed.trim();
        let former = FORMER.iter().find(|(former, _)| *former == typed);
        let mut words = former.map_or(typed, |(_, now)| *now).split([' ', ':']);
        let name = words.next().unwrap_or_default();
        let Some(about) = WORLDS.iter().find(|about| about.name == name) else {
            let names: Vec<String> = WORLDS.iter().map(|about| format!("`{}`", about.name)).collect();
            return Err(format!("unknown world `{name}`, expected one of {}", names.join(", ")));
        };
        let numbers = read(words, about.parameters).map_err(|why| format!("world `{name}`: {why}"))?;
        World::of_parts(name, &numbers)
            .ok_or_else(|| format!("world `{name}`: a parameter that counts is a whole number"))
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl Serialize for World {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for World {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
