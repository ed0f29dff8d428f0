//! Named enums as the values of flags.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

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
    use nianlun_types::Named as _;

    #[test]
    fn a_flag_takes_the_names_and_nothing_else() {
        for (name, format) in Format::ALL {
            assert_eq!((format.name(), Format::from_name(name)), (*name, Some(*format)));
        }
        assert_eq!(Format::from_name("doc"), None);
        let flag = || Arg::new("format").value_parser(choice(Format::ALL, |_| "a format"));
        let read = |typed: &str| Command::new("test").arg(flag()).try_get_matches_from(["test", typed]);
        let found = read("xlsx").expect("a format");
        assert_eq!(found.get_one::<Format>("format"), Some(&Format::Xlsx));
        assert!(read("doc").expect_err("none").to_string().contains("[possible values: text, json, "));
    }
}
