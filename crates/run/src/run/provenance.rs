//! Records the settings in force and the provenance of a run.

use super::Ready;
use crate::outcome::Outcome;
use nianlun_findings::REPLICATES;
use nianlun_results::{
    FORMAT, HashedFile, Input, InputKind, Provenance, ScopeInForce, SettingsInForce, VERSION, Versions,
};
use nianlun_segment::Segmenter as _;
use nianlun_study::Settings;
use nianlun_types::Problem;
use std::collections::BTreeMap;

impl Ready {
    pub(super) fn provenance(&self, outcome: &Outcome, outputs: BTreeMap<String, String>) -> Provenance {
        let input = |kind| {
            move |(file, sha256): &(String, String)| Input {
                file: file.clone(),
                kind: Some(kind),
                sha256: sha256.clone(),
            }
        };
        let configuration = self.study.inputs.iter().map(input(InputKind::Configuration));
        let mut quarantined = BTreeMap::new();
        for aside in &outcome.quarantined {
            *quarantined.entry(aside.reason.name().to_owned()).or_default() += 1;
        }
        Provenance {
            format: FORMAT,
            pipeline: outcome.name.clone(),
            versions: Versions {
                nianlun: VERSION.to_owned(),
                segmenter: self.segmenter.name(),
                tantivy: nianlun_index::TANTIVY_VERSION.to_owned(),
                polars: nianlun_tables::POLARS_VERSION.to_owned(),
            },
            settings: self.settings.clone(),
            seed: self.study.settings.seed,
            replicates: REPLICATES,
            documents: outcome.documents,
            outside_years: outcome.outside_years,
            encodings: outcome.encodings.clone(),
            quarantined,
            inputs: configuration.chain(outcome.texts.iter().map(input(InputKind::Text))).collect(),
            outputs: outputs.into_iter().map(|(file, sha256)| HashedFile { file, sha256 }).collect(),
            index: nianlun_results::IndexNote::new(outcome.documents),
            warnings: outcome.warnings.clone(),
        }
    }
}

/// Every setting in force, defaults included.
pub(super) fn settings_in_force(settings: &Settings) -> SettingsInForce {
    SettingsInForce {
        note: settings.note.clone(),
        columns: {
            let columns = settings.reading.columns.to_map().into_iter();
            columns.map(|(field, column)| (field.to_owned(), column.to_owned())).collect()
        },
        by_folder: settings.reading.by_folder.iter().map(|field| field.name().to_owned()).collect(),
        offset: settings.reading.offset,
        encoding: settings.reading.encoding.map(|encoding| encoding.name().to_owned()),
        keep: settings.keep.map(|keep| keep.name().to_owned()),
        years: settings.years,
        rule: settings.rule,
        exposure: settings.exposure,
        scope: settings.scope.as_ref().map(|scope| ScopeInForce {
            unit: scope.unit,
            anchors: scope.anchors.clone(),
            exposure: scope.exposure.name().to_owned(),
        }),
        dictionary: settings.dictionary.clone(),
        dimensions: settings.dimensions.clone(),
        minimum_length: settings.stages.minimum_length,
        maximum: settings.stages.maximum,
        published: settings.published.clone(),
        calibrate: settings.calibrate,
    }
}

/// The bytes of `provenance.json`.
pub(super) fn json(value: &Provenance) -> Result<Vec<u8>, Problem> {
    value.to_json().map_err(|error| Problem::ours("the provenance was not made", error))
}
