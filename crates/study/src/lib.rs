//! Study: what a person wrote (pipeline, codebook, dictionary, published stages) and the texts that it
//! names.
//!
//! [`Outline::read`] reads the settings of a pipeline folder; [`Outline::list`] reads the other files and
//! lists the texts; [`Listed::survey`] reads the texts whose year or copies are unknown. The result is a
//! [`Study`]: everything that counting needs, with no text in memory. [`each_text`] then visits every
//! text.

mod check;
mod copies;
mod evidence;
mod new;
mod published;
mod series_file;
mod settings;
mod study;
mod survey;
mod texts;

pub use check::{Checked, check};
pub use copies::Repeat;
pub use new::{NewStudy, new_study};
pub use series_file::read_series;
pub use settings::{CorpusSource, ReadingSettings, ScopeExposure, ScopeSettings, Settings};
pub use study::{Listed, Outline, Study, pipeline_name};
pub use survey::Keep;
pub use texts::{Aside, Turns, each_text, hits_of, in_source, in_turn, passages};
