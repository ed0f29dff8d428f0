//! Tests across crates, one binary. Each file is a topic; `support` is what they share.

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
mod real_texts;
mod repository;
mod reruns;
mod sample;
mod searching;
mod words;
mod writers;
mod wrong_input;
