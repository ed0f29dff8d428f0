//! `nianlun codebook import`.

use crate::choice::choice;
use crate::exit::{Ended, Exit};
use crate::put;
use clap::Args;
use nianlun_codebook::import::Format;
use nianlun_coding::import_codebook;
use std::path::PathBuf;

/// Turn a dictionary that you have into a codebook
///
/// Reads a plain list (one term a line, or term, tab, category), a csv or xlsx table with the
/// columns term and category (词语, 类目), the YAML of cntext or of quanteda, a `.dic` of LIWC, or a
/// user dictionary of jieba, in any encoding that texts may have. Notes say what could not be
/// carried over.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  nianlun codebook import 词表.xlsx --out my-study/codebook.toml\n  nianlun codebook import user.dict --from jieba"
)]
pub struct ImportArgs {
    /// The dictionary
    file: PathBuf,
    /// What it is [default: guessed from name and content]
    #[arg(long, value_name = "FORMAT", value_parser = choice(Format::ALL, help_of_format))]
    from: Option<Format>,
    /// Write the codebook here, into a new file [default: the standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn help_of_format(format: Format) -> &'static str {
    match format {
        Format::List => "one term a line, or term, tab, category",
        Format::Csv => "a table with the columns term and category",
        Format::Cntext => "the YAML of Python's cntext",
        Format::Liwc => "a .dic of LIWC",
        Format::Jieba => "a user dictionary of jieba",
        Format::Quanteda => "the YAML of R's quanteda",
    }
}

impl ImportArgs {
    /// Writes the codebook, and says beside it what could not be carried over.
    pub fn run(&self) -> Ended {
        let (imported, from) = import_codebook(&self.file, self.from)?;
        match &self.out {
            None => put::text(&imported.toml)?,
            Some(path) => {
                put::new_file(path, &imported.toml, "an import overwrites nothing: name a new file")?
            }
        }
        imported.notes.iter().for_each(|note| put::note(note.to_string()));
        let into = self.out.as_ref().map_or(String::new(), |path| format!(" into `{}`", path.display()));
        put::note(format!(
            "read as {from}: {} terms in {} {}{into}; look through them, then run `nianlun check`",
            imported.terms,
            imported.categories,
            if imported.categories == 1 { "category" } else { "categories" }
        ));
        Ok(Exit::Done)
    }
}
