//! Tests across crates, one binary. Each file is a topic; `support` is what they share.

#[path = "../harness/place.rs"]
mod place;
#[path = "../harness/explorer.rs"]
mod served;
mod support;

mod answers;
mod any_folder;
mod bans;
mod browser;
mod codebook;
mod command_line;
mod devtools;
mod explorer;
mod exports;
mod formats;
mod guide;
mod layers;
mod metadata;
mod one_ruler;
mod real_texts;
mod repository;
mod reruns;
mod sample;
mod searching;
mod units;
mod words;
mod writers;
mod wrong_input;
