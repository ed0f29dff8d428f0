//! A query as its brackets and operators order it, before its strings are normalised or cut.

use super::ast::Field;
use super::point::Place;
use crate::pattern::Item;

/// A part of a query as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// Characters without quotation marks, up to a blank or bracket.
    Words(String, Place),
    /// A string in quotation marks.
    String(Vec<Item>, Place),
    /// Strings, and how near.
    Near(Vec<(Vec<Item>, Place)>, u32),
    /// A field, its value, and where the value stands.
    Field(FieldName, String, Place),
    /// What must not be there.
    Not(Box<Typed>),
    /// What must be there together.
    All(Vec<Typed>),
    /// What must be there in part.
    Any(Vec<Typed>),
}

/// What stands before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldName {
    /// A field of text that the card of a document has.
    Text(Field),
    Id,
    Year,
    Date,
    /// The hits of a category of the codebook.
    Category,
    /// The hits of a term of the codebook.
    Term,
}

impl FieldName {
    /// All fields, in the order in which messages name them.
    pub const ALL: [FieldName; 10] = [
        FieldName::Text(Field::Title),
        FieldName::Text(Field::Issuer),
        FieldName::Text(Field::Region),
        FieldName::Text(Field::Kind),
        FieldName::Text(Field::Number),
        FieldName::Id,
        FieldName::Year,
        FieldName::Date,
        FieldName::Category,
        FieldName::Term,
    ];

    /// The field as it is typed.
    pub fn as_str(self) -> &'static str {
        match self {
            FieldName::Text(Field::Title) => "title",
            FieldName::Text(Field::Issuer) => "issuer",
            FieldName::Text(Field::Region) => "region",
            FieldName::Text(Field::Kind) => "kind",
            FieldName::Text(Field::Number) => "number",
            FieldName::Id => "id",
            FieldName::Year => "year",
            FieldName::Date => "date",
            FieldName::Category => "category",
            FieldName::Term => "term",
        }
    }

    /// Whether it stands for hits in the texts rather than for a fact about a document.
    pub fn means_hits(self) -> bool {
        match self {
            FieldName::Category | FieldName::Term => true,
            FieldName::Text(_) | FieldName::Id | FieldName::Year | FieldName::Date => false,
        }
    }
}
