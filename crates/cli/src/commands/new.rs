//! `nianlun new`.

use crate::args::NewArgs;
use crate::exit::Exit;
use nianlun_types::Problems;
use std::fmt::Write as _;
use std::io::Write as _;

/// Makes a study for a folder of texts.
pub fn new(args: &NewArgs) -> Result<Exit, Problems> {
    let made = nianlun_pipeline::new_study(&args.study, &args.texts, args.codebook.as_deref())?;
    let mut text = format!("{}: {} texts", made.folder.join("pipeline.toml").display(), made.texts);
    if made.set_aside > 0 {
        let _ = write!(text, ", {} set aside already", made.set_aside);
    }
    text.push('\n');
    for (file, guess) in &made.guesses {
        let _ = writeln!(text, "guessed: {file}: {guess}");
    }
    let _ = writeln!(text, "run it: nianlun run {}", made.folder.display());
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(Exit::Done)
}
