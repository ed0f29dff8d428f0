//! The pictures: curves over the stages with the posterior beneath, and the heat map of the profile.

mod curves;
mod frame;
mod heat_map;
mod style;

pub use curves::{Curve, Panel, frequencies};
pub use frame::Frame;
pub use heat_map::{heat_map, level_colour};
pub use style::{COLOURS, colour};
