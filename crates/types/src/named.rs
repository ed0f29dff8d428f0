//! Closed sets of choices, each with the one word that files, flags and tables use for it.

/// A choice from a closed set. The enum is the set; [`Named::name`] is the word that stands in
/// files, and [`Named::from_name`] reads it back.
pub trait Named: Copy + PartialEq + Sized + 'static {
    /// Every choice with its name, in the order in which people are shown them. The first is the
    /// default where a setting has one.
    const ALL: &'static [(&'static str, Self)];

    /// What the set is called in messages, e.g. `verdict`.
    const SET: &'static str;

    /// The name of this choice.
    fn name(self) -> &'static str;

    /// The choice of this name.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| *own == name).map(|(_, choice)| *choice)
    }

    /// All names, for hints: "`longest`, `word`, `nested`".
    fn names() -> String {
        Self::ALL.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }
}

/// Declares an enum whose variants have names: `named! { /// What … pub enum Verdict: "verdict" {
/// /// … Staged = "staged", … } }`. The enum implements [`Named`] and is its name in JSON and TOML.
#[macro_export]
macro_rules! named {
    ($(#[$meta:meta])* $vis:vis enum $Set:ident : $set:literal {
        $($(#[$of_choice:meta])* $Choice:ident = $name:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $Set { $($(#[$of_choice])* $Choice),+ }

        impl $Set {
            /// Every choice with its name, in the order in which people are shown them.
            $vis const ALL: &'static [(&'static str, Self)] = &[$(($name, $Set::$Choice)),+];

            /// The name of this choice.
            $vis const fn name(self) -> &'static str {
                match self { $($Set::$Choice => $name),+ }
            }
        }

        impl $crate::Named for $Set {
            const ALL: &'static [(&'static str, Self)] = $Set::ALL;
            const SET: &'static str = $set;

            fn name(self) -> &'static str {
                $Set::name(self)
            }
        }

        impl $crate::serde::Serialize for $Set {
            fn serialize<S: $crate::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str($crate::Named::name(*self))
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Set {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let name = <String as $crate::serde::Deserialize>::deserialize(from)?;
                <$Set as $crate::Named>::from_name(&name).ok_or_else(|| {
                    let expected = <$Set as $crate::Named>::names();
                    $crate::serde::de::Error::custom(format!("unknown {} `{name}`, expected one of {expected}", $set))
                })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::Named as _;

    named! {
        /// Colours.
        enum Colour: "colour" {
            /// Red.
            Red = "red",
            /// Blue.
            Blue = "dark blue",
        }
    }

    #[test]
    fn a_choice_is_its_name_and_back() {
        for (name, colour) in Colour::ALL {
            assert_eq!((colour.name(), Colour::from_name(name)), (*name, Some(*colour)));
        }
        assert_eq!(Colour::from_name("green"), None);
        assert_eq!(Colour::names(), "`red`, `dark blue`");
        let json = serde_json::to_string(&Colour::Blue).expect("json");
        assert_eq!(json, "\"dark blue\"");
        assert_eq!(serde_json::from_str::<Colour>(&json).expect("read"), Colour::Blue);
        let error = serde_json::from_str::<Colour>("\"green\"").expect_err("unknown").to_string();
        assert!(error.contains("unknown colour `green`"), "{error}");
    }
}
