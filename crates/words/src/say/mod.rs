//! The catalogue of sentences, a file for each page or part of the report that says them.
//!
//! A sentence is one entry. `key { "中文", "English" }` becomes `key(lang) -> &'static str`;
//! `key(values) { "中文 {values}", "English {values}" }` becomes `key(lang, values) -> String`. Code that names
//! a missing key or leaves a value out does not compile. The doc of each function is its two sentences.

pub mod compare;
pub mod curves;
pub mod document;
pub mod documents;
pub mod figures;
pub mod findings;
pub mod ground;
pub mod labels;
pub mod lines;
pub mod methods;
pub mod overview;
pub mod pages;
pub mod problems;
pub mod queries;
pub mod report;
pub mod search;
pub mod stages;

/// Makes a function of each entry.
macro_rules! sentences {
    ($($key:ident $(($($value:ident),* $(,)?))? { $chinese:literal, $english:literal })+) => {
        $($crate::say::sentence! { $key $(($($value),*))? { $chinese, $english } })+
    };
}

/// Makes the function of one entry, with or without values.
macro_rules! sentence {
    ($key:ident { $chinese:literal, $english:literal }) => {
        #[doc = concat!("“", $chinese, "” · “", $english, "”")]
        pub fn $key(lang: $crate::Lang) -> &'static str {
            match lang {
                $crate::Lang::Chinese => $chinese,
                $crate::Lang::English => $english,
            }
        }
    };
    ($key:ident($($value:ident),*) { $chinese:literal, $english:literal }) => {
        #[doc = concat!("“", $chinese, "” · “", $english, "”")]
        pub fn $key(lang: $crate::Lang $(, $value: impl std::fmt::Display)*) -> String {
            match lang {
                $crate::Lang::Chinese => format!($chinese),
                $crate::Lang::English => format!($english),
            }
        }
    };
}

use {sentence, sentences};
