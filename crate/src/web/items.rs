//! Records of what the crate's own types hold.

use super::records;
use crate::figure::HeatMap;
use crate::files::link::Link;
use crate::matrix::is_masked;
use crate::model::activations::About;
use crate::model::passes::Pass;
use crate::model::tensors::Tensor;
use crate::sweep::Place;
use crate::task::corpus::{Corpus, Fork, Sentence};
use crate::task::settings::{Kind, Knob, Preset, Settings};
use crate::train::trainer::Trainer;

impl From<Link> for records::Link {
    fn from(link: Link) -> Self {
        Self {
            settings: link.settings.to_string(),
            backend: link.backend.to_string(),
            problem: link.problem(),
            section: link.section.unwrap_or_default(),
        }
    }
}

impl From<&Knob> for records::Knob {
    fn from(&Knob { key, label, kind, minimum, maximum, help, .. }: &Knob) -> Self {
        let kind = match kind {
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Toggle => "toggle",
        };
        let initial = Settings::default().get(key).unwrap_or_default();
        Self { key, label, kind, minimum, maximum, initial, help }
    }
}

impl From<Preset> for records::Preset {
    fn from(Preset { name, title, settings }: Preset) -> Self {
        Self { name, title, settings: settings.to_string() }
    }
}

impl From<&Trainer> for records::Device {
    fn from(trainer: &Trainer) -> Self {
        let engine = if trainer.adapter().backend == "cpu" { "cpu" } else { "gpu" };
        Self { engine, sentence: trainer.device_sentence() }
    }
}

impl From<Tensor> for records::Tensor {
    fn from(tensor: Tensor) -> Self {
        let Tensor { rows, columns, in_use, .. } = tensor;
        Self { name: tensor.name().into_owned(), rows, columns, parameters: tensor.len(), in_use }
    }
}

impl From<&About> for records::Activation {
    fn from(about: &About) -> Self {
        let pass = Pass::of(about.activation);
        Self {
            name: about.name,
            title: about.title,
            letter: about.letter,
            columns: about.columns.letter(),
            forward: pass.forward_part(),
            backward: pass.backward_part(),
        }
    }
}

impl From<&Corpus> for records::Corpus {
    fn from(corpus: &Corpus) -> Self {
        let spell = |tokens: &[u32]| corpus.words(tokens).map(str::to_owned).collect();
        let sentence = |sentence: &Sentence| records::Sentence {
            words: spell(&sentence.tokens),
            tokens: sentence.tokens.clone(),
            targets: spell(&sentence.targets),
            best_chances: corpus.best_chances(sentence),
            asking_place: Place::BeforeLastWord.of(sentence),
        };
        let fork = |Fork { beginning, next, entropy, cost }: Fork| {
            let (tokens, shares): (Vec<u32>, Vec<f64>) = next.into_iter().unzip();
            records::Fork { beginning: spell(&beginning), next: spell(&tokens), shares, entropy, cost }
        };
        Self {
            vocabulary: corpus.vocabulary().to_vec(),
            sentences: corpus.sentences().iter().map(sentence).collect(),
            telling_place: corpus.telling_place(),
            forks: corpus.forks().into_iter().map(fork).collect(),
            floor: corpus.loss_floor(),
        }
    }
}

impl From<HeatMap> for records::Table {
    fn from(map: HeatMap) -> Self {
        Self {
            row_axis: map.row_axis,
            column_axis: map.column_axis,
            rows: map.rows,
            columns: map.columns,
            masked: map.values.values.iter().map(|&value| is_masked(value)).collect(),
            values: map.values.values,
            decimals: map.decimals,
            alone: map.alone,
        }
    }
}
