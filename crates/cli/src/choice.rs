//! Named enums as the values of flags.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// A closed set whose members have names.
pub trait Named: Copy + Sized + 'static {
    /// Every member with its name.
    const ALL: &'static [(&'static str, Self)];

    /// The member of this name.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| *own == name).map(|(_, member)| *member)
    }
}

/// Reads a flag whose values are these, and shows them in the help with what `help` says of each.
pub fn choice<T: Copy + Send + Sync + 'static>(
    values: &'static [(&'static str, T)],
    help: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let possible = values.iter().map(move |(name, value)| PossibleValue::new(*name).help(help(*value)));
    PossibleValuesParser::new(possible).try_map(move |typed| {
        let found = values.iter().find(|(name, _)| **name == typed);
        found.map(|(_, value)| *value).ok_or("the value has no meaning")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::groups::Format;
    use clap::{Arg, Command};

    #[test]
    fn a_flag_takes_the_names_and_nothing_else() {
        for (name, format) in Format::ALL {
            assert_eq!(Format::from_name(name), Some(*format));
        }
        assert_eq!(Format::from_name("doc"), None);
        let flag = || Arg::new("format").value_parser(choice(Format::ALL, |_| "a format"));
        let read = |typed: &str| Command::new("test").arg(flag()).try_get_matches_from(["test", typed]);
        let found = read("xlsx").expect("a format");
        assert_eq!(found.get_one::<Format>("format"), Some(&Format::Xlsx));
        assert!(read("doc").expect_err("none").to_string().contains("[possible values: text, json, "));
    }
}
