//! The table `[corpus]`: where the texts are, and how they are read.

use super::tables::{CorpusTable, YearTable};
use super::{CorpusSource, DEFAULT_YEAR_PATTERN, ReadingSettings, choice};
use nianlun_corpus::{Columns, YearFromName};
use nianlun_types::{Problem, Problems};

/// Where the texts are. Reports a fault where two keys name them, or a key does not fit the others.
pub(super) fn corpus_source(
    corpus: &CorpusTable,
    fault: &mut impl FnMut(Problem, usize),
) -> Option<CorpusSource> {
    let places = [
        corpus.manifest.as_ref().map(|m| ("manifest", m.span().start)),
        corpus.folder.as_ref().map(|f| ("folder", f.span().start)),
        corpus.files.as_ref().map(|f| ("files", f.span().start)),
    ];
    let given: Vec<(&str, usize)> = places.into_iter().flatten().collect();
    if let [(first, at), (second, _), ..] = given[..] {
        fault(
            Problem::new(format!("the corpus has both `{first}` and `{second}`")).hint("keep one of them"),
            at,
        );
        return None;
    }
    if let Some(manifest) = &corpus.manifest {
        if let Some(year) = &corpus.year {
            let problem =
                Problem::new("`year` goes with `files` or `folder`; a manifest has a column `year`");
            fault(problem, year.span().start);
        }
        return Some(CorpusSource::Manifest(manifest.get_ref().clone()));
    }
    let by_name = corpus.year.as_ref().and_then(|year| match year_from_name(year.get_ref()) {
        Ok(by_name) => by_name,
        Err(problem) => {
            fault(problem, year.span().start);
            None
        }
    });
    if let Some(files) = &corpus.files {
        return Some(CorpusSource::Files(files.get_ref().clone(), by_name));
    }
    if let (Some(year), Some(_)) = (&corpus.year, &by_name) {
        let problem = Problem::new("a folder of anything finds the year by itself")
            .hint("name files = [\"texts/**/*.txt\"] for a pattern, or write year = { from = \"text\", offset = -1 }");
        fault(problem, year.span().start);
    }
    corpus.folder.as_ref().map(|folder| CorpusSource::Folder(folder.get_ref().clone()))
}

/// The pattern of the year in file names; `None` where the year is in the texts.
fn year_from_name(table: &YearTable) -> Result<Option<YearFromName>, Problem> {
    match (table.from.get_ref().as_str(), &table.pattern) {
        ("text", None) => Ok(None),
        ("text", Some(_)) => {
            Err(Problem::new("a `pattern` is for names").hint("write from = \"file-name\", or leave the pattern out"))
        }
        ("file-name", pattern) => {
            let pattern = pattern.as_deref().unwrap_or(DEFAULT_YEAR_PATTERN);
            YearFromName::new(pattern, table.offset).map(Some)
        }
        (other, _) => Err(Problem::new(format!("the year cannot be taken from `{other}`")).hint(
            "write year = { from = \"file-name\", pattern = '(\\d{4})', offset = 0 }, or from = \"text\", or give a manifest",
        )),
    }
}

pub(super) fn reading(corpus: &CorpusTable, fault: &mut impl FnMut(Problem, usize)) -> ReadingSettings {
    let mut reading = ReadingSettings {
        offset: corpus.year.as_ref().map_or(0, |year| year.get_ref().offset),
        ..ReadingSettings::default()
    };
    if let Some(columns) = &corpus.columns {
        match Columns::new(columns.get_ref().iter().map(|(key, column)| (key.as_str(), column.as_str()))) {
            Ok(found) => reading.columns = found,
            Err(Problems(list)) => list.into_iter().for_each(|p| fault(p, columns.span().start)),
        }
    }
    for word in corpus.by_folder.iter().flatten() {
        reading.by_folder.push(choice(Some(word), "by-folder", fault));
    }
    if let Some(name) = &corpus.encoding {
        match nianlun_corpus::encoding(name.get_ref()) {
            Ok(encoding) => reading.encoding = Some(encoding),
            Err(cause) => {
                let hint = "e.g. utf-8, gb18030, gbk, big5, utf-16le";
                fault(Problem::new(cause).hint(hint), name.span().start);
            }
        }
    }
    reading
}
