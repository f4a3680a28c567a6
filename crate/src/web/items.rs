//! Records of what the crate's own types hold.

use super::records;
use crate::explain::intervene::{Intervention, Remainder};
use crate::figure::HeatMap;
use crate::figure::palette::HUES;
use crate::files::link::{Changes, Link};
use crate::matrix::is_masked;
use crate::model::activations::About;
use crate::model::passes::Pass;
use crate::model::tensors::Tensor;
use crate::task::corpus::{Corpus, CorpusError, Fork, Pair, Sentence};
use crate::task::settings::{Kind, Knob, Preset, Settings};
use crate::task::shelf::{SEEDS, Set};
use crate::train::trainer::Trainer;

impl From<Link> for records::Link {
    fn from(link: Link) -> Self {
        Self {
            problem: link.problem(),
            settings: link.run.settings.to_string(),
            words: link.run.corpus.to_string(),
            step: link.step.unwrap_or_default() as f64,
            pair: link.pair,
            edits: link.edits,
            changes: (!link.changes.is_empty()).then(|| link.changes.into()),
            backend: link.backend.to_string(),
            section: link.section.unwrap_or_default(),
        }
    }
}

impl From<Changes> for records::Changes {
    fn from(Changes { sentences, everywhere }: Changes) -> Self {
        let of_sentence = |(sentence, Intervention { words, rows, cuts, .. })| records::SentenceChanges {
            sentence,
            words,
            cuts,
            rows,
        };
        Self {
            sentences: sentences.into_iter().map(of_sentence).collect(),
            renormalise: everywhere.remainder == Remainder::Renormalised,
            without_position: everywhere.without_position,
            without_skip: everywhere.without_skip,
        }
    }
}

impl From<&Link> for records::WrittenLink {
    fn from(link: &Link) -> Self {
        Self { text: link.to_string(), length: link.length() }
    }
}

impl From<Result<Corpus, CorpusError>> for records::Typed {
    fn from(read: Result<Corpus, CorpusError>) -> Self {
        let (problem, line) = match &read {
            Ok(_) => (String::new(), None),
            Err(error) => (error.to_string(), error.line()),
        };
        let corpus = read.ok();
        let count = |count: fn(&Corpus) -> usize| corpus.as_ref().map_or(0, count);
        Self {
            sentences: count(|corpus| corpus.sentences().len()),
            different: count(|corpus| corpus.vocabulary().len() - 1),
            words: corpus.map(|corpus| corpus.to_string()),
            problem,
            line,
        }
    }
}

impl From<&Set> for records::Set {
    fn from(set: &Set) -> Self {
        let &Set { name, title, question, look_for, .. } = set;
        let [solved, solved_without_position] = set.measured().counts();
        Self {
            name,
            title,
            question,
            look_for,
            words: set.corpus().to_string(),
            settings: set.settings().to_string(),
            solved,
            solved_without_position,
            seeds: SEEDS,
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
        let engine = match trainer.adapter().backend.as_str() {
            "cpu" => "cpu",
            "cells" => "cells",
            _ => "gpu",
        };
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

impl From<(&Corpus, Pair)> for records::Corpus {
    fn from((corpus, pair): (&Corpus, Pair)) -> Self {
        let spell = |tokens: &[u32]| corpus.words(tokens).map(str::to_owned).collect();
        let sentence = |(sentence, asking_place): (&Sentence, usize)| records::Sentence {
            words: spell(&sentence.tokens),
            tokens: sentence.tokens.clone(),
            targets: spell(&sentence.targets),
            best_chances: corpus.best_chances(sentence),
            asking_place,
        };
        let fork = |Fork { beginning, next, entropy, cost }: Fork| {
            let (tokens, shares): (Vec<u32>, Vec<f64>) = next.into_iter().unzip();
            records::Fork { beginning: spell(&beginning), next: spell(&tokens), shares, entropy, cost }
        };
        Self {
            vocabulary: corpus.vocabulary().to_vec(),
            sentences: corpus.sentences().iter().zip(corpus.asking_places()).map(sentence).collect(),
            hues: corpus.hues(HUES),
            pair: pair.into(),
            forks: corpus.forks().into_iter().map(fork).collect(),
            floor: corpus.loss_floor(),
        }
    }
}

impl From<Pair> for records::Pair {
    fn from(pair: Pair) -> Self {
        let Pair { sentences, telling_place, asking_places, meets_again } = pair;
        Self { sentences, telling_place, asking_places, meets_again }
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
