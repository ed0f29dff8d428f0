//! Which column of a table or manifest holds which field.
//!
//! The pipeline may name the columns of a table. Otherwise the usual names that exports and crawlers
//! give decide, and the catalogue reports the guess.

use nianlun_text::normalise;
use nianlun_types::{Problem, Problems};
use std::collections::BTreeMap;

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The text itself.
    Text,
    /// Its title.
    Title,
    /// Its date.
    Date,
    /// Its year.
    Year,
    /// Who issued it.
    Issuer,
    /// Where.
    Region,
    /// 文号.
    Number,
    /// What kind of text it is.
    Kind,
    /// Its identifier within the table.
    Id,
}

impl Field {
    /// Every field with its key (the name that pipelines and manifests use) and the usual names of its
    /// column, the likeliest first.
    const ALL: [(Field, &'static str, &'static [&'static str]); 9] = [
        (
            Field::Text,
            "text",
            &[
                "正文",
                "全文",
                "文本",
                "内容",
                "正文内容",
                "政策正文",
                "文本内容",
                "text",
                "content",
                "fulltext",
                "full_text",
                "body",
            ],
        ),
        (
            Field::Title,
            "title",
            &[
                "标题",
                "题名",
                "文件名称",
                "政策名称",
                "法规名称",
                "文件标题",
                "政策标题",
                "名称",
                "title",
                "name",
            ],
        ),
        (
            Field::Date,
            "date",
            &[
                "成文日期",
                "发文日期",
                "签发日期",
                "发布日期",
                "公布日期",
                "发布时间",
                "印发日期",
                "日期",
                "时间",
                "date",
                "pubdate",
                "publish_date",
            ],
        ),
        (Field::Year, "year", &["年份", "年度", "年", "发文年份", "year"]),
        (
            Field::Issuer,
            "issuer",
            &[
                "发文机关",
                "发文机构",
                "发文单位",
                "发布机关",
                "发布机构",
                "发布部门",
                "发布单位",
                "制定机关",
                "issuer",
                "agency",
                "department",
            ],
        ),
        (
            Field::Region,
            "region",
            &["地区", "省份", "省市", "城市", "区域", "地域", "region", "province", "city"],
        ),
        (
            Field::Number,
            "number",
            &["文号", "发文字号", "发文号", "文件编号", "文件字号", "number", "doc_number"],
        ),
        (Field::Kind, "kind", &["类别", "文种", "文件类型", "效力级别", "类型", "kind", "type", "category"]),
        (Field::Id, "id", &["id", "编号", "序号", "唯一标识", "法宝引证码"]),
    ];

    /// The key that pipelines use.
    pub fn as_str(self) -> &'static str {
        Field::ALL[self as usize].1
    }

    /// The usual names of its column, the likeliest first.
    fn usual_names(self) -> &'static [&'static str] {
        Field::ALL[self as usize].2
    }
}

/// What the pipeline says of columns: field → name of the column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(BTreeMap<Field, String>);

impl Columns {
    /// A map as written: `{ text = "正文", date = "成文日期" }`.
    ///
    /// # Errors
    /// Keys that are none.
    pub fn new<'a>(written: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Problems> {
        let (mut map, mut problems) = (BTreeMap::new(), Vec::new());
        for (key, column) in written {
            match Field::ALL.iter().find(|f| f.1 == key) {
                Some((field, ..)) => drop(map.insert(*field, column.to_owned())),
                None => problems.push(
                    Problem::new(format!("unknown key `{key}` in `columns`"))
                        .hint(format!("the keys are `{}`", Field::ALL.map(|f| f.1).join("`, `"))),
                ),
            }
        }
        if problems.is_empty() { Ok(Columns(map)) } else { Err(Problems(problems)) }
    }

    /// What was written, by key.
    pub fn to_map(&self) -> BTreeMap<&'static str, &str> {
        self.0.iter().map(|(field, column)| (field.as_str(), column.as_str())).collect()
    }

    /// Finds the fields in a heading.
    ///
    /// # Errors
    /// The column that the pipeline names for the text is not there, or no column could be the text.
    pub(crate) fn find(&self, heading: &[String]) -> Result<Found, String> {
        let bare: Vec<String> = heading.iter().map(|name| bare_name(name)).collect();
        let mut found = Found::default();
        for (field, key, names) in &Field::ALL {
            let at = if let Some(column) = self.0.get(field) {
                let wanted = normalise(column).text;
                let at = bare.iter().position(|name| *name == *wanted);
                if at.is_none() && *field == Field::Text {
                    return Err(format!(
                        "the table has no column `{column}`, which the pipeline names for `{key}`; its columns are `{}`",
                        heading.join("`, `")
                    ));
                }
                if at.is_none() {
                    found.lacking.push(format!("{key} = \"{column}\""));
                }
                at
            } else {
                let at = names.iter().find_map(|usual| bare.iter().position(|name| name == usual));
                found.guessed.extend(at.map(|at| format!("{key} = \"{}\"", heading[at])));
                at
            };
            found.at.extend(at.map(|at| (*field, at)));
        }
        if !found.at.contains_key(&Field::Text) {
            let title = found.at.get(&Field::Title).copied().ok_or_else(|| {
                format!(
                    "none of its columns `{}` is known to hold a text: name it in pipeline.toml, columns = {{ text = \"…\" }}",
                    heading.join("`, `")
                )
            })?;
            found.at.insert(Field::Text, title);
            found.guessed.push(format!("text = \"{}\"", heading[title]));
            found.titles_only = true;
        }
        Ok(found)
    }
}

/// The column of a manifest that holds `field`: the one named exactly by its key, else the likeliest
/// of the usual names. Case, width and traditional characters do not matter in usual names.
pub(crate) fn manifest_column(field: Field, heading: &[String]) -> Option<usize> {
    let exact = heading.iter().position(|name| name == field.as_str());
    exact.or_else(|| {
        let bare: Vec<String> = heading.iter().map(|name| bare_name(name)).collect();
        field.usual_names().iter().find_map(|usual| bare.iter().position(|name| name == usual))
    })
}

/// The field of a text that a key in its head names, and how likely that name is: 0 is the likeliest. A head
/// names neither the text, which follows it, nor the identifier, which tells files apart.
pub(crate) fn field_of(key: &str) -> Option<(Field, usize)> {
    let bare = bare_name(key);
    let fields = Field::ALL.iter().filter(|(field, ..)| !matches!(field, Field::Text | Field::Id));
    let mut named =
        fields.filter_map(|(field, _, names)| Some((*field, names.iter().position(|name| *name == bare)?)));
    named.next()
}

/// A column name as usual names are compared with it.
fn bare_name(name: &str) -> String {
    normalise(name).text.trim().to_owned()
}

/// Where the fields of a table are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub at: BTreeMap<Field, usize>,
    /// `key = "column"` of every field that was guessed.
    pub guessed: Vec<String>,
    /// `key = "column"` of every column that the pipeline names for another field than the text and that this
    /// table lacks: it costs the field, never a text.
    pub lacking: Vec<String>,
    /// Whether there is no text but the titles.
    pub titles_only: bool,
}

impl Found {
    /// The cell of a field, trimmed, if it holds anything.
    pub(crate) fn cell(&self, field: Field, row: &[Option<String>]) -> Option<String> {
        let cell = row.get(*self.at.get(&field)?)?.as_deref()?.trim();
        (!cell.is_empty()).then(|| cell.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn chinese_names_are_guessed_and_said() {
        let found = Columns::default()
            .find(&heading(&["id", "成文日期", "发布日期", "标题", "文号"]))
            .expect("fields");
        assert_eq!(found.at[&Field::Date], 1);
        assert_eq!((found.at[&Field::Text], found.titles_only), (3, true));
        assert!(found.guessed.contains(&"number = \"文号\"".to_owned()), "{:?}", found.guessed);
    }

    #[test]
    fn the_pipeline_outranks_the_guess() {
        let columns = Columns::new([("text", "Ｃｏｎｔｅｎｔ１"), ("date", "发布日期")]).expect("map");
        let found = columns.find(&heading(&["正文", "content1", "成文日期", "发布日期"])).expect("fields");
        assert_eq!((found.at[&Field::Text], found.at[&Field::Date]), (1, 3));
        assert!(
            columns.find(&heading(&["正文"])).expect_err("absent").contains("no column `Ｃｏｎｔｅｎｔ１`")
        );
        assert!(Columns::new([("colour", "x")]).is_err());
    }

    #[test]
    fn each_field_stands_at_its_own_place() {
        for (at, (field, ..)) in Field::ALL.iter().enumerate() {
            assert_eq!(*field as usize, at, "{field:?}");
        }
    }

    #[test]
    fn a_usual_name_belongs_to_one_field() {
        let names: Vec<&str> = Field::ALL.iter().flat_map(|f| f.2).copied().collect();
        for (at, name) in names.iter().enumerate() {
            assert!(!names[..at].contains(name), "{name}");
            assert_eq!(bare_name(name), *name, "usual names are compared normalised");
        }
    }

    #[test]
    fn a_table_of_numbers_is_no_corpus() {
        assert!(Columns::default().find(&heading(&["gdp", "year"])).is_err());
    }
}
