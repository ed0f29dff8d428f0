//! A text as a manifest or folder lists it.

use crate::facts::Facts;
use crate::source::Source;
use nianlun_types::Year;
use nianlun_types::YearRule;
use std::path::Path;

/// A text as listed, before anybody looks into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Identifier.
    pub id: String,
    /// Where it lies.
    pub source: Source,
    /// The title that a manifest or column gives.
    pub title: Option<String>,
    /// What stands for the title where none is given and none is found.
    pub(crate) substitute_title: String,
    /// What the listing says of the year.
    pub year: ListedYear,
    /// Date as written.
    pub date: Option<String>,
    /// 文号.
    pub number: Option<String>,
    /// Issuing body.
    pub issuer: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Kind of text.
    pub kind: Option<String>,
    /// Line of the manifest or table, where there is one.
    pub line: Option<usize>,
    /// Values of the further columns of the catalogue.
    pub further: Vec<Option<String>>,
}

/// What a listing says of the year of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedYear {
    /// A person said it, in the way of this rule.
    Given(Year, YearRule),
    /// Nobody said it: the text, its name or its title may.
    Open {
        /// Why there is none, if none of these says it either.
        why: String,
        /// The name to look for a year in.
        name: NameWithYear,
    },
    /// What a person wrote is no year and must be mended.
    Wrong(String),
}

/// The name of a text, which may tell its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameWithYear {
    /// The file's name without its ending; empty where it says nothing.
    pub(crate) name: String,
    /// Added to years found in names: a yearbook's content year is its edition − 1.
    pub(crate) offset: Year,
}

impl ListedYear {
    /// The year, where a person said it.
    pub fn given(&self) -> Option<Year> {
        match self {
            ListedYear::Given(year, _) => Some(*year),
            ListedYear::Open { .. } | ListedYear::Wrong(_) => None,
        }
    }

    /// The name to look for a year in, where the year is open.
    pub(crate) fn open(&self) -> Option<&NameWithYear> {
        match self {
            ListedYear::Open { name, .. } => Some(name),
            ListedYear::Given(..) | ListedYear::Wrong(_) => None,
        }
    }
}

impl Listed {
    /// The file `below` a folder, of which only the name is known. `offset` is added to a year in it.
    pub(crate) fn of_file(folder: &Path, below: &str, offset: Year) -> Self {
        let path = folder.join(below);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let why = "neither its date, its number, its page, its name nor its title tells a year";
        Listed {
            id: below.to_owned(),
            source: Source { file: below.to_owned(), path, part: None, encoding: None, original: None },
            title: None,
            substitute_title: stem.clone(),
            year: ListedYear::Open { why: why.to_owned(), name: NameWithYear { name: stem, offset } },
            date: None,
            number: None,
            issuer: None,
            region: None,
            kind: None,
            line: None,
            further: Vec::new(),
        }
    }

    /// A row or member of this file: what is known of the file is known of it, but for the name, in
    /// which its year may stand.
    pub(crate) fn part_of(&self, id: String, title: String, name_with_year: String) -> Self {
        let mut part = self.clone();
        part.source.file.clone_from(&id);
        part.id = id;
        part.substitute_title = title;
        if let ListedYear::Open { name, .. } = &mut part.year {
            name.name = name_with_year;
        }
        part
    }

    /// Whether the text must be looked at for its year.
    pub fn has_open_year(&self) -> bool {
        self.year.open().is_some()
    }

    /// What the listing alone says.
    pub(crate) fn facts(&self) -> Facts {
        let (year, year_rule) = match &self.year {
            ListedYear::Given(year, rule) => (Ok(*year), Some(*rule)),
            ListedYear::Open { why, .. } | ListedYear::Wrong(why) => (Err(why.clone()), None),
        };
        Facts {
            title: self.title.as_ref().unwrap_or(&self.substitute_title).clone(),
            date: self.date.clone(),
            year,
            year_rule,
            number: self.number.clone(),
            issuer: self.issuer.clone(),
            region: self.region.clone(),
            kind: self.kind.clone(),
            further: Vec::new(),
            doubts: Vec::new(),
        }
    }
}
