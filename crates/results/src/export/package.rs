//! `datapackage.json` by Frictionless Data (Data Package 1): every file, every column with its Chinese title,
//! unit and type, and the provenance of all.

use super::{ExportFormat, ExportOptions, Resource};
use crate::finished::Finished;
use nianlun_digest::sha256_hex;
use nianlun_tables::{Described, Table};
use nianlun_types::Problem;
use serde_json::{Value, json};

/// The text of the file.
pub fn package(run: &Finished, options: &ExportOptions, resources: &[Resource]) -> Result<Vec<u8>, Problem> {
    let provenance = run.provenance();
    let name = &provenance.pipeline;
    let described: Vec<Value> = resources
        .iter()
        .flat_map(|resource| {
            let tables = resource.tables.iter().zip(&resource.names);
            tables.map(|(table, names)| description_of_table(options, resource, table, names))
        })
        .collect();
    let package = json!({
        "profile": "data-package",
        "name": slug(name),
        "title": format!("年轮 · {name}"),
        "description": "Counts of codebook terms by year, and stages found from them, by nianlun; \
                        docs/tables.md of nianlun says more of each table.",
        "resources": described,
        "nianlun": {
            "run": run.digest(),
            "versions": provenance.versions,
            "settings": provenance.settings,
            "seed": provenance.seed,
            "inputs": provenance.inputs,
            "warnings": provenance.warnings,
        },
    });
    let mut bytes =
        serde_json::to_vec_pretty(&package).map_err(|e| Problem::ours("the package was not made", e))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn description_of_table(
    options: &ExportOptions,
    resource: &Resource,
    table: &Table,
    names: &[String],
) -> Value {
    let (ending, media_type) = (options.format.name(), options.format.media_type());
    let mut described = json!({
        "name": slug(&table.name),
        "title": table.title,
        "description": format!("One row is {}.", table.row),
        "path": resource.path,
        "format": ending,
        "mediatype": media_type,
        "bytes": resource.bytes.len(),
        "hash": format!("sha256:{}", sha256_hex(&resource.bytes)),
        "schema": {
            "fields": table.columns.iter().zip(names).map(|(c, name)| field(c, name)).collect::<Vec<_>>(),
            "missingValues": [""],
        },
    });
    // Frictionless cannot read Stata files: for these the schema only documents.
    let tabular = options.format != ExportFormat::Dta;
    described["profile"] = json!(if tabular { "tabular-data-resource" } else { "data-resource" });
    match options.format {
        ExportFormat::Csv => described["encoding"] = json!("utf-8-sig"),
        ExportFormat::Jsonl => {
            described["encoding"] = json!("utf-8");
            described["dialect"] = json!({"json": {"keyed": true}});
        }
        ExportFormat::Xlsx => described["dialect"] = json!({"excel": {"sheet": table.name}}),
        // Frictionless does not count the bytes of a Parquet file, and would report a wrong size.
        ExportFormat::Parquet => {
            described.as_object_mut().map(|object| object.remove("bytes"));
        }
        ExportFormat::Dta => {}
    }
    described
}

fn field(column: &Described, name: &str) -> Value {
    let mut field = json!({
        "name": name,
        "title": column.title,
        "type": column.values.kind(),
        "description": column.description,
    });
    if !column.unit.is_empty() {
        field["unit"] = json!(column.unit);
    }
    if name != column.name {
        field["column"] = json!(column.name);
    }
    field
}

/// The name with the characters that data packages allow.
fn slug(name: &str) -> String {
    let plain = |c: char| match c.to_ascii_lowercase() {
        c if c.is_ascii_alphanumeric() || ".-_".contains(c) => c,
        _ => '-',
    };
    let slug: String = name.chars().map(plain).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "run".to_owned() } else { slug.to_owned() }
}
