//! What every view is: something found, that can be written as a page, an object, a table or a picture.

use crate::ask::{Ask, Form};
use crate::run::Run;
use crate::sign;
use maud::Markup;
use nianlun_report::PRINTER;
use nianlun_tables::{Sheet, Values};
use nianlun_types::Problem;
use serde_json::{Map, Value, json};

/// One view of a run, with what it found.
pub trait View {
    /// What it is called.
    fn title(&self) -> String;

    /// The page, below its title.
    fn page(&self) -> Markup;

    /// The rows.
    fn sheet(&self) -> Sheet;

    /// How many rows there are in all, however many are listed.
    fn total(&self) -> usize {
        self.sheet().height()
    }

    /// What an object says beside the rows.
    fn facts(&self) -> Value {
        json!({})
    }

    /// Whether it has a picture.
    fn is_pictured(&self) -> bool {
        false
    }

    /// The picture, as SVG without links.
    fn picture(&self) -> Option<String> {
        None
    }
}

/// The settings of the run and the hashes that an export carries.
pub fn provenance(run: &Run, ask: &Ask) -> Value {
    json!({
        "run": run.name,
        "view": ask.canonical(),
        "query": ask.text("q"),
        "settings_of_view": ask.settings(),
        "settings": run.provenance().settings,
        "versions": run.provenance().versions,
        "settings_sha256": run.settings_sha256,
        "inputs_sha256": run.inputs_sha256,
    })
}

/// Writes a view in the form asked for: bytes and their type.
///
/// # Errors
/// The view has no such form, or a fault of ours.
pub fn written(view: &dyn View, run: &Run, ask: &Ask) -> Result<(Vec<u8>, &'static str), Problem> {
    let fault = |cause: String| Problem::new("the answer cannot be written").because(cause);
    match ask.form {
        Form::Html => {
            Ok((crate::page::page(view, run, ask).into_string().into_bytes(), "text/html; charset=utf-8"))
        }
        Form::Json => {
            let bytes =
                serde_json::to_vec_pretty(&object(view, run, ask)).map_err(|e| fault(e.to_string()))?;
            Ok((bytes, "application/json; charset=utf-8"))
        }
        Form::Csv => {
            let table = signed(view.sheet(), view.total(), run, ask);
            let csv = table.to_csv().map_err(|e| fault(e.to_string()))?;
            // With a byte order mark, as the figures' data: spreadsheets take it for UTF-8 then.
            Ok(([&b"\xef\xbb\xbf"[..], &csv].concat(), "text/csv; charset=utf-8"))
        }
        Form::Svg | Form::Png => {
            let picture = view.picture().ok_or_else(|| {
                Problem::new("this view has no picture")
                    .hint("curves and stages have one; others have .csv and .json")
            })?;
            let (svg, png) = PRINTER.print(&picture).map_err(|e| fault(e.to_string()))?;
            Ok(match ask.form {
                Form::Svg => (sign::svg(&svg, run, ask).into_bytes(), "image/svg+xml"),
                _ => (sign::png(&png, run, ask), "image/png"),
            })
        }
    }
}

/// The object: what the view says, its rows, and what it was made from.
fn object(view: &dyn View, run: &Run, ask: &Ask) -> Value {
    let sheet = view.sheet();
    let row = |at: usize| -> Value {
        let cell = |values: &Values| match values {
            Values::Text(values) => json!(values[at]),
            Values::Whole(values) => json!(values[at]),
            Values::Real(values) => json!(values[at]),
        };
        Value::Object(sheet.columns.iter().map(|(name, values)| ((*name).to_owned(), cell(values))).collect())
    };
    let rows: Vec<Value> = (0..sheet.height()).map(row).collect();
    let mut object = match view.facts() {
        Value::Object(facts) => facts,
        _ => Map::new(),
    };
    object.insert("title".into(), json!(view.title()));
    object.insert("rows_in_all".into(), json!(view.total()));
    object.insert("rows".into(), json!(rows));
    object.insert("provenance".into(), provenance(run, ask));
    Value::Object(object)
}

/// The table with what it was made from in every row: comments would be rows to most readers, and a
/// file beside it gets lost.
fn signed(mut sheet: Sheet, total: usize, run: &Run, ask: &Ask) -> Sheet {
    let height = sheet.height();
    let mut sign =
        |name: &'static str, value: String| sheet.columns.push((name, Values::text(vec![value; height])));
    sign("of_query", ask.text("q").to_owned());
    sign("of_view", ask.canonical());
    sign("of_rows", total.to_string());
    sign("settings_sha256", run.settings_sha256.clone());
    sign("inputs_sha256", run.inputs_sha256.clone());
    sheet
}
