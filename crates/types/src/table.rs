//! Declares result tables: each once, one line a column.
//!
//! From one declaration the `table!` macro generates the struct of a row, the description of every column
//! (name, titles, unit, meaning), and the conversions between a row and its cells. The crate `tables` writes
//! and reads every [`TableRow`] in the same way, so that no reader looks up columns by hand.

use crate::{Named, Year};
use std::borrow::Cow;

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: &'static str,
    /// Its Chinese title, which heads a spreadsheet.
    pub title: &'static str,
    /// Its English title.
    pub title_en: &'static str,
    /// Its unit; empty where it has none.
    pub unit: &'static str,
    /// What it means.
    pub description: &'static str,
    /// How its values are stored.
    pub kind: Kind,
}

/// A table of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableAbout {
    /// Its name; the file is `<name>.parquet`, or `<name>.csv` for the two that people open first.
    pub name: &'static str,
    /// Its Chinese title.
    pub title: &'static str,
    /// Its English title.
    pub title_en: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// Its columns, in order; documents may have further ones after them.
    pub columns: &'static [About],
}

/// How the values of a column are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text.
    Text,
    /// Signed, 32 bits: years.
    Int32,
    /// Unsigned, 32 bits: numbers of stages, places in a text.
    UInt32,
    /// Unsigned, 64 bits: counts.
    UInt64,
    /// Double precision.
    Float64,
    /// Yes or no.
    Boolean,
}

/// One value of a row on its way into or out of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'c> {
    /// Nothing: missing, which is not zero.
    Missing,
    /// UTF-8 text.
    Text(Cow<'c, str>),
    /// Signed, 32 bits.
    Int32(i32),
    /// Unsigned, 32 bits.
    UInt32(u32),
    /// Unsigned, 64 bits.
    UInt64(u64),
    /// Double precision.
    Float64(f64),
    /// Yes or no.
    Boolean(bool),
}

impl Cell<'_> {
    /// The value as text, as CSV files have it; nothing where it is missing.
    pub fn shown(&self) -> String {
        match self {
            Cell::Missing => String::new(),
            Cell::Text(text) => text.to_string(),
            Cell::Int32(number) => number.to_string(),
            Cell::UInt32(number) => number.to_string(),
            Cell::UInt64(number) => number.to_string(),
            Cell::Float64(number) => number.to_string(),
            Cell::Boolean(yes) => yes.to_string(),
        }
    }
}

/// A type that a column may have.
pub trait Field: Sized {
    /// How it is stored.
    const KIND: Kind;

    /// The value as a cell.
    fn cell(&self) -> Cell<'_>;

    /// The value that a cell holds.
    ///
    /// # Errors
    /// What the cell holds instead, in words that follow the name of the column: "is missing".
    fn from_cell(cell: Cell<'_>) -> Result<Self, String>;
}

/// A row of a table; implemented by the `table!` macro alone.
pub trait TableRow: Sized {
    /// The description of the table and its columns.
    const TABLE: TableAbout;

    /// The function that returns the value of the column at this position.
    fn getter(column: usize) -> fn(&Self) -> Cell<'_>;

    /// Makes a row of cells; `next` gives them in the order of the columns.
    ///
    /// # Errors
    /// The name of a column, and what is wrong with its value.
    fn from_cells<'c>(next: &mut dyn FnMut() -> Cell<'c>) -> Result<Self, String>;
}

/// Declares a table. Each column is one line:
/// `field: Type = "中文标题", "English title", UNIT, "what it means";`.
#[macro_export]
macro_rules! table {
    ($(#[$meta:meta])* pub struct $Row:ident $(<$life:lifetime>)? :
        $table:literal, $title:literal, $title_en:literal, $row:literal;
        $($field:ident : $Type:ty = $zh:literal, $en:literal, $unit:expr, $about:literal;)+
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, $crate::serde::Serialize, $crate::serde::Deserialize)]
        #[serde(crate = "nianlun_types::serde")]
        pub struct $Row $(<$life>)? { $(#[doc = $about] pub $field: $Type,)+ }

        impl $(<$life>)? $crate::TableRow for $Row $(<$life>)? {
            const TABLE: $crate::TableAbout = $crate::TableAbout {
                name: $table,
                title: $title,
                title_en: $title_en,
                row: $row,
                columns: &[$($crate::About {
                    name: stringify!($field),
                    title: $zh,
                    title_en: $en,
                    unit: $unit,
                    description: $about,
                    kind: <$Type as $crate::Field>::KIND,
                }),+],
            };

            fn getter(column: usize) -> fn(&Self) -> $crate::Cell<'_> {
                let getters: &[fn(&Self) -> $crate::Cell<'_>] = &[$(|row| $crate::Field::cell(&row.$field)),+];
                getters[column]
            }

            fn from_cells<'c>(next: &mut dyn FnMut() -> $crate::Cell<'c>) -> Result<Self, String> {
                Ok($Row { $($field: $crate::Field::from_cell(next())
                    .map_err(|what| format!("`{}` {what}", stringify!($field)))?,)+ })
            }
        }
    };
}

/// The message on a cell that a field cannot be read from.
fn wrong_cell(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Missing => "is missing".to_owned(),
        other => format!("is `{}`, which it cannot be", other.shown()),
    }
}

macro_rules! number {
    ($($Type:ty, $Variant:ident;)+) => { $(
        impl Field for $Type {
            const KIND: Kind = Kind::$Variant;

            fn cell(&self) -> Cell<'_> {
                Cell::$Variant(*self)
            }

            fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
                if let Cell::$Variant(value) = cell { Ok(value) } else { Err(wrong_cell(&cell)) }
            }
        }
    )+ };
}

number! {
    i32, Int32;
    u32, UInt32;
    u64, UInt64;
    f64, Float64;
    bool, Boolean;
}

impl Field for Cow<'_, str> {
    const KIND: Kind = Kind::Text;

    fn cell(&self) -> Cell<'_> {
        Cell::Text(Cow::Borrowed(self))
    }

    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        if let Cell::Text(text) = cell { Ok(Cow::Owned(text.into_owned())) } else { Err(wrong_cell(&cell)) }
    }
}

impl Field for String {
    const KIND: Kind = Kind::Text;

    fn cell(&self) -> Cell<'_> {
        Cell::Text(Cow::Borrowed(self))
    }

    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        if let Cell::Text(text) = cell { Ok(text.into_owned()) } else { Err(wrong_cell(&cell)) }
    }
}

/// Years, with a blank between them.
impl Field for Vec<Year> {
    const KIND: Kind = Kind::Text;

    fn cell(&self) -> Cell<'_> {
        let years: Vec<String> = self.iter().map(ToString::to_string).collect();
        Cell::Text(Cow::Owned(years.join(" ")))
    }

    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        let Cell::Text(text) = &cell else { return Err(wrong_cell(&cell)) };
        text.split_whitespace().map(|year| year.parse().map_err(|_| wrong_cell(&cell))).collect()
    }
}

impl<T: Field> Field for Option<T> {
    const KIND: Kind = T::KIND;

    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Missing, T::cell)
    }

    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        if cell == Cell::Missing { Ok(None) } else { T::from_cell(cell).map(Some) }
    }
}

/// Lets a closed set be a column: its names as text.
#[macro_export]
macro_rules! named_field {
    ($($Set:ty),+ $(,)?) => { $(
        impl $crate::Field for $Set {
            const KIND: $crate::Kind = $crate::Kind::Text;

            fn cell(&self) -> $crate::Cell<'_> {
                $crate::Cell::Text($crate::Named::name(*self).into())
            }

            fn from_cell(cell: $crate::Cell<'_>) -> Result<Self, String> {
                $crate::choice_of_cell(&cell)
            }
        }
    )+ };
}

/// The choice whose name a cell holds.
///
/// # Errors
/// The cell is missing, or holds no name of the set.
pub fn choice_of_cell<N: Named>(cell: &Cell<'_>) -> Result<N, String> {
    let Cell::Text(name) = cell else { return Err(wrong_cell(cell)) };
    N::from_name(name).ok_or_else(|| format!("is `{name}`, which is no {}: {}", N::SET, N::names()))
}

crate::named_field! {
    crate::Verdict, crate::Level, crate::Agreement, crate::StageSet, crate::Decision, crate::Format,
    crate::YearRule, crate::Depth, crate::Reason,
}
