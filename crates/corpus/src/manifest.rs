//! `manifest.csv` → [`Catalogue`].

use crate::catalogue::{Catalogue, Entry};
use crate::dates;
use crate::decode::decode;
use crate::year::YearRule;
use nianlun_types::{Problem, Problems};
use std::path::Path;

const REQUIRED: [&str; 4] = ["id", "file", "year", "title"];
const OPTIONAL: [&str; 5] = ["date", "number", "issuer", "region", "kind"];

impl Catalogue {
    /// Lists the texts of a manifest: a CSV file with a heading, columns id, file, year, title,
    /// optionally date, number, issuer, region, kind, in any order; further columns are kept. Files are
    /// relative to the manifest.
    ///
    /// # Errors
    /// A manifest that cannot be read, lacks a column, or has a row without identifier or file.
    pub fn from_manifest(path: &Path) -> Result<Self, Problems> {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| {
            Problem::new("the manifest cannot be opened")
                .in_file(&shown)
                .because(error.to_string())
                .hint("a manifest is a CSV file with the columns id, file, year, title")
        })?;
        let decoded = decode(bytes)
            .map_err(|cause| Problem::new("the manifest is no text").in_file(&shown).because(cause))?;
        let (entries, further) = parse(&decoded.text, path.parent().unwrap_or(Path::new("")))
            .map_err(|Problems(list)| Problems(list.into_iter().map(|p| p.in_file(&shown)).collect()))?;
        Ok(Catalogue::new(entries, further, Some(path.to_owned())))
    }
}

fn parse(source: &str, folder: &Path) -> Result<(Vec<Entry>, Vec<String>), Problems> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(source.as_bytes());
    let malformed = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line) as usize;
        let cause = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("this row has {len} fields, the heading {expected_len}")
            }
            _ => error.to_string(),
        };
        Problem::new("the manifest is malformed")
            .at_line(line)
            .because(cause)
            .hint("a field that holds a comma or a quotation mark is written \"in quotation marks\"")
    };
    let heading: Vec<String> = reader.headers().map_err(malformed)?.iter().map(str::to_owned).collect();
    let column = |name: &str| heading.iter().position(|h| h == name);
    let mut problems = Vec::new();
    for (at, name) in heading.iter().enumerate() {
        if heading[..at].contains(name) {
            problems
                .push(Problem::new(format!("the column `{name}` stands twice in the manifest")).at_line(1));
        }
    }
    for name in REQUIRED {
        if column(name).is_none() {
            problems.push(
                Problem::new(format!("the manifest has no column `{name}`"))
                    .at_line(1)
                    .because(format!("its heading is `{}`", heading.join(",")))
                    .hint("the columns are id, file, year, title, and optionally date, number, issuer, region, kind"),
            );
        }
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    let known = |h: &&String| REQUIRED.contains(&h.as_str()) || OPTIONAL.contains(&h.as_str());
    let further: Vec<String> = heading.iter().filter(|h| !known(h)).cloned().collect();
    let further_at: Vec<Option<usize>> = further.iter().map(|h| column(h)).collect();
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(malformed(error));
                continue;
            }
        };
        let line = record.position().map_or(1, csv::Position::line) as usize;
        let cell =
            |at: Option<usize>| at.and_then(|at| record.get(at)).filter(|c| !c.is_empty()).map(str::to_owned);
        let field = |name: &str| cell(column(name));
        let (Some(id), Some(file)) = (field("id"), field("file")) else {
            problems.push(
                Problem::new("a row of the manifest has no id or no file")
                    .at_line(line)
                    .hint("give every row both; the id is yours to choose"),
            );
            continue;
        };
        let written = field("year");
        entries.push(Entry {
            title_given: field("title").is_some(),
            title: field("title").unwrap_or_else(|| id.clone()),
            year: dates::year(written.as_deref().unwrap_or_default()),
            year_rule: YearRule::Manifest,
            // An empty cell leaves the year open; one that is no year must be mended.
            search_year: written.is_none(),
            date: field("date"),
            number: field("number"),
            issuer: field("issuer"),
            region: field("region"),
            kind: field("kind"),
            line: Some(line),
            further: further_at.iter().map(|at| cell(*at)).collect(),
            id,
            ..Entry::of_file(folder, &file)
        });
    }
    if problems.is_empty() { Ok((entries, further)) } else { Err(Problems(problems)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuse(source: &str, line: usize, says: &str) {
        let problems = parse(source, Path::new("")).expect_err(says);
        assert_eq!(problems.0[0].line, Some(line), "{problems}");
        assert!(problems.to_string().contains(says), "{problems}");
    }

    #[test]
    fn columns_in_any_order_and_further_ones_kept() {
        let source = "year,id,note,file,title\n1994,a,\"x,y\",t/a.txt,甲\n,b,,b.txt,\n";
        let (entries, further) = parse(source, Path::new("folder")).expect("manifest");
        assert_eq!(further, ["note"]);
        assert_eq!(entries[0].path, Path::new("folder/t/a.txt"));
        assert_eq!(entries[0].further, [Some("x,y".to_owned())]);
        assert_eq!((entries[1].year.is_err(), entries[1].title.as_str()), (true, "b"));
    }

    #[test]
    fn faults_name_their_line() {
        refuse("id,file,title\n", 1, "no column `year`");
        refuse("id,file,year,title\na,a.txt,1994,甲\nb,b.txt\n", 3, "this row has 2 fields, the heading 4");
        refuse("id,file,year,title\n,a.txt,1994,甲\n", 2, "no id or no file");
        refuse("id,file,year,title,id\n", 1, "`id` stands twice");
        refuse("", 1, "no column `id`");
    }

    #[test]
    fn the_first_of_two_rows_with_one_id_stays() {
        let (entries, _) =
            parse("id,file,year,title\nb,1.txt,1994,甲\na,2.txt,1994,乙\nb,3.txt,1995,丙\n", Path::new(""))
                .expect("rows");
        let catalogue = Catalogue::new(entries, Vec::new(), None);
        let files: Vec<&str> = catalogue.entries.iter().map(|e| e.file.as_str()).collect();
        assert_eq!(files, ["2.txt", "1.txt"]);
        assert_eq!(catalogue.quarantined[0].file, "3.txt");
    }
}
