//! `manifest.csv` → [`Catalogue`].

use crate::catalogue::Catalogue;
use crate::columns::{Field, manifest_column};
use crate::dates;
use crate::decode::decode;
use crate::listed::{Listed, ListedYear};
use csv::StringRecord;
use nianlun_types::YearRule;
use nianlun_types::{Problem, Problems};
use std::collections::BTreeMap;
use std::path::Path;

/// The column that names the file of a text. No table has it, hence it is no [`Field`].
const FILE: &str = "file";
/// The fields that a manifest may give. Its texts lie in files, hence [`Field::Text`] is none of them.
const FIELDS: [Field; 8] = [
    Field::Id,
    Field::Year,
    Field::Title,
    Field::Date,
    Field::Number,
    Field::Issuer,
    Field::Region,
    Field::Kind,
];
/// The fields that it must have a column for, beside [`FILE`].
const REQUIRED: [Field; 3] = [Field::Id, Field::Year, Field::Title];

impl Catalogue {
    /// Lists the texts of a manifest: a CSV file with a heading, columns id, file, year, title,
    /// optionally date, number, issuer, region, kind, in any order. Files are relative to the manifest.
    ///
    /// A field without a column of exactly that name is taken from a column with one of the usual
    /// names (标题, 年份, 文号 …). Every column whose name is none of the nine is kept as a further
    /// column, also where it is understood: tools may already read it under its own name.
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

fn parse(source: &str, folder: &Path) -> Result<(Vec<Listed>, Vec<String>), Problems> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(source.as_bytes());
    let heading: Vec<String> = reader.headers().map_err(malformed)?.iter().map(str::to_owned).collect();
    let columns = ManifestColumns::find(&heading)?;
    let (mut entries, mut problems) = (Vec::new(), Vec::new());
    for record in reader.records() {
        match record.map_err(malformed).and_then(|record| columns.entry(&record, folder)) {
            Ok(entry) => entries.push(entry),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    Ok((entries, columns.further.into_iter().map(|(name, _)| name).collect()))
}

fn malformed(error: csv::Error) -> Problem {
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
}

/// Where the columns of a manifest are.
struct ManifestColumns {
    file: usize,
    fields: BTreeMap<Field, usize>,
    /// Name and position of each further column.
    further: Vec<(String, usize)>,
}

impl ManifestColumns {
    fn find(heading: &[String]) -> Result<Self, Problems> {
        let file = heading.iter().position(|name| name == FILE);
        let fields: BTreeMap<Field, usize> =
            FIELDS.iter().filter_map(|field| Some((*field, manifest_column(*field, heading)?))).collect();
        let mut problems: Vec<Problem> = heading
            .iter()
            .enumerate()
            .filter(|(at, name)| heading[..*at].contains(name))
            .map(|(_, name)| {
                Problem::new(format!("the column `{name}` stands twice in the manifest")).at_line(1)
            })
            .collect();
        let missing = REQUIRED.iter().filter(|field| !fields.contains_key(field)).map(|f| f.as_str());
        problems.extend(missing.chain(file.is_none().then_some(FILE)).map(|name| {
            Problem::new(format!("the manifest has no column `{name}`"))
                .at_line(1)
                .because(format!("its heading is `{}`", heading.join(",")))
                .hint(
                    "the columns are id, file, year, title, and optionally date, number, issuer, region, kind; \
                     Chinese names such as 编号, 年份, 标题, 文号 are understood for all but file",
                )
        }));
        let is_fixed = |name: &str| name == FILE || FIELDS.iter().any(|field| field.as_str() == name);
        let further = heading.iter().enumerate().filter(|(_, name)| !is_fixed(name));
        match file {
            Some(file) if problems.is_empty() => Ok(ManifestColumns {
                file,
                fields,
                further: further.map(|(at, name)| (name.clone(), at)).collect(),
            }),
            _ => Err(Problems(problems)),
        }
    }

    /// The text that a row lists.
    fn entry(&self, record: &StringRecord, folder: &Path) -> Result<Listed, Problem> {
        let line = record.position().map_or(1, csv::Position::line) as usize;
        let cell = |at: usize| record.get(at).filter(|cell| !cell.is_empty()).map(str::to_owned);
        let field = |field| self.fields.get(&field).and_then(|at| cell(*at));
        let (Some(id), Some(file)) = (field(Field::Id), cell(self.file)) else {
            return Err(Problem::new("a row of the manifest has no id or no file")
                .at_line(line)
                .hint("give every row both; the id is yours to choose"));
        };
        let listed = Listed::of_file(folder, &file, 0);
        Ok(Listed {
            title: field(Field::Title),
            substitute_title: id.clone(),
            year: listed_year(field(Field::Year), listed.year),
            date: field(Field::Date),
            number: field(Field::Number),
            issuer: field(Field::Issuer),
            region: field(Field::Region),
            kind: field(Field::Kind),
            line: Some(line),
            further: self.further.iter().map(|(_, at)| cell(*at)).collect(),
            id,
            ..listed
        })
    }
}

/// The year that a cell gives; `open` where the cell is empty. A cell that is no year must be mended.
fn listed_year(cell: Option<String>, open: ListedYear) -> ListedYear {
    match (dates::year(cell.as_deref().unwrap_or_default()), cell, open) {
        (Ok(year), ..) => ListedYear::Given(year, YearRule::Manifest),
        (Err(why), None, ListedYear::Open { name, .. }) => ListedYear::Open { why, name },
        (Err(why), ..) => ListedYear::Wrong(why),
    }
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
        assert_eq!(entries[0].source.path, Path::new("folder/t/a.txt"));
        assert_eq!(entries[0].further, [Some("x,y".to_owned())]);
        assert_eq!((entries[1].has_open_year(), entries[1].facts().title.as_str()), (true, "b"));
    }

    #[test]
    fn usual_names_are_understood_and_kept_as_further_columns() {
        let source = "编号,file,年份,标题,成文日期,文号,发文机关,地区,类别\n\
                      a,a.txt,2003,甲,2003-02-01,沪府发〔2003〕7号,上海市人民政府,上海,通知\n";
        let (entries, further) = parse(source, Path::new("")).expect("manifest");
        let entry = &entries[0];
        assert_eq!((entry.id.as_str(), entry.title.as_deref()), ("a", Some("甲")));
        assert_eq!(entry.year, ListedYear::Given(2003, YearRule::Manifest));
        assert_eq!(entry.date.as_deref(), Some("2003-02-01"));
        assert_eq!(entry.number.as_deref(), Some("沪府发〔2003〕7号"));
        assert_eq!(entry.issuer.as_deref(), Some("上海市人民政府"));
        assert_eq!((entry.region.as_deref(), entry.kind.as_deref()), (Some("上海"), Some("通知")));
        assert_eq!(further, ["编号", "年份", "标题", "成文日期", "文号", "发文机关", "地区", "类别"]);
        assert_eq!(entry.further[4], entry.number);
    }

    #[test]
    fn usual_names_in_traditional_characters_capitals_and_full_width() {
        let source = "ID,file,年份,標題,發文機關,文號,Ｄａｔｅ\na,a.txt,2003,甲,市政府,七號,2003-02-01\n";
        let (entries, _) = parse(source, Path::new("")).expect("manifest");
        let entry = &entries[0];
        assert_eq!((entry.id.as_str(), entry.title.as_deref()), ("a", Some("甲")));
        assert_eq!((entry.issuer.as_deref(), entry.number.as_deref()), (Some("市政府"), Some("七號")));
        assert_eq!(entry.date.as_deref(), Some("2003-02-01"));
    }

    #[test]
    fn of_two_columns_for_one_field_the_exact_name_wins_then_the_likelier() {
        let source = "标题,title,id,file,year,发布日期,成文日期\n乙,甲,a,a.txt,2003,2003-03-01,2003-02-01\n";
        let (entries, further) = parse(source, Path::new("")).expect("manifest");
        assert_eq!(entries[0].title.as_deref(), Some("甲"));
        assert_eq!(entries[0].date.as_deref(), Some("2003-02-01"));
        assert_eq!(further, ["标题", "发布日期", "成文日期"]);
        // The column wins as a whole: an empty cell is not filled from the other.
        let (entries, _) = parse("标题,title,id,file,year\n乙,,a,a.txt,2003\n", Path::new("")).expect("rows");
        assert_eq!(entries[0].title, None);
    }

    #[test]
    fn the_text_is_never_a_column_of_a_manifest() {
        let (entries, further) =
            parse("id,file,year,title,内容\na,a.txt,2003,甲,摘要\n", Path::new("")).expect("manifest");
        assert_eq!((entries[0].source.part.is_none(), further.as_slice()), (true, &["内容".to_owned()][..]));
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
        let files: Vec<&str> = catalogue.entries.iter().map(|e| e.source.file.as_str()).collect();
        assert_eq!(files, ["2.txt", "1.txt"]);
        assert_eq!(catalogue.quarantined[0].file, "3.txt");
    }
}
