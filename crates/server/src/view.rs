//! What every view can do: be written as a page, an object, a table, and some as a picture.

use crate::ask::{Ask, Form};
use crate::run::Run;
use crate::sign;
use maud::Markup;
use nianlun_report::PRINTER;
use nianlun_tables::{Sheet, Values};
use nianlun_types::Problem;
use serde_json::{Map, Value, json};

/// A view of a run.
pub trait View {
    /// The title of the page.
    fn title(&self) -> String;

    /// The body of the page, below the title.
    fn page(&self) -> Markup;

    /// The rows.
    fn sheet(&self) -> Sheet;

    /// The number of all rows, listed or not.
    fn total(&self) -> usize {
        self.sheet().height()
    }

    /// What the JSON object holds beside the rows.
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

/// The provenance of an export: query, settings, versions, and hashes of settings and inputs.
pub fn provenance(run: &Run, ask: &Ask) -> Value {
    json!({
        "run": run.name,
        "view": ask.canonical_address(),
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
/// The view has no such form, or writing it fails.
pub fn write(view: &dyn View, run: &Run, ask: &Ask) -> Result<(Vec<u8>, &'static str), Problem> {
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
            let table = with_provenance(view.sheet(), view.total(), run, ask);
            let csv = table.to_csv_file().map_err(|e| fault(e.to_string()))?;
            Ok((csv, "text/csv; charset=utf-8"))
        }
        Form::Svg | Form::Png => {
            let picture = view.picture().ok_or_else(|| {
                Problem::new("this view has no picture")
                    .hint("curves and stages have one; others have .csv and .json")
            })?;
            let (svg, png) = PRINTER.print(&picture).map_err(|e| fault(e.to_string()))?;
            Ok(match ask.form {
                Form::Svg => (sign::svg(&svg, run, ask).into_bytes(), "image/svg+xml"),
                Form::Html | Form::Json | Form::Csv | Form::Png => (sign::png(&png, run, ask), "image/png"),
            })
        }
    }
}

/// The object: the facts of the view, its rows, and its provenance.
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

/// The table with its provenance repeated in every row: most readers take comment lines for rows, and a
/// file beside the table gets lost.
fn with_provenance(mut sheet: Sheet, total: usize, run: &Run, ask: &Ask) -> Sheet {
    let height = sheet.height();
    let mut add =
        |name: &'static str, value: String| sheet.columns.push((name, Values::text(vec![value; height])));
    add("of_query", ask.text("q").to_owned());
    add("of_view", ask.canonical_address());
    add("of_rows", total.to_string());
    add("settings_sha256", run.settings_sha256.clone());
    add("inputs_sha256", run.inputs_sha256.clone());
    sheet
}
