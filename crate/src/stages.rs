//! The stages of the head in their order: what each is called, what it means, how it is computed,
//! and which parts of `shaders/` compute it. The one list that the page's picture of the head is
//! made from.

use crate::corpus::{Corpus, Sentence};
use crate::engine::gpu::shader::{self, Part};
use crate::figure::{Cells, HeatMap, Range, Tones, isolated, largest};
use crate::matrix::Matrix;
use crate::model::causal_mask;
use crate::parameters::Architecture;
use crate::pictures::{ONLY_ITSELF, masked};
use crate::trace::Trace;

/// What the columns of a stage count. Its rows are always the T places of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// T, the places of the sentence.
    Places,
    /// V, the words of the vocabulary.
    Vocabulary,
    /// E, the numbers of an embedding; one for each word, since E = V.
    Embedding,
    /// H, the numbers of a query or a key.
    HeadSize,
}

impl Letter {
    /// Its letter in formulas.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Places => "T",
            Self::Vocabulary => "V",
            Self::Embedding => "E",
            Self::HeadSize => "H",
        }
    }
}

/// One matrix on the way through the head.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// Its name, that of [`crate::trace::MATRICES`] where it is one of those.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// How it is computed, as the content of a MathML `math` element.
    pub formula: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What its columns count.
    pub columns: Letter,
    /// The part of `shaders/` that computes it.
    pub forward: &'static str,
    /// The part that takes the loss's derivatives back through it.
    pub backward: &'static str,
}

/// All stages, in the order of computation.
pub const STAGES: [Stage; 11] = [
    Stage {
        name: "x",
        title: "Input x",
        formula: "<msub><mi>x</mi><mi>t</mi></msub><mo>=</mo>\
            <msub><mi>token</mi><mrow><mi>word</mi><mo stretchy='false'>(</mo><mi>t</mi><mo stretchy='false'>)</mo></mrow></msub>\
            <mo>+</mo><msub><mi>position</mi><mi>t</mi></msub>",
        meaning: "What the head reads at each place: the learned numbers of the word that stands there plus \
            the learned numbers of the place. There are as many numbers as words, because the skip connection \
            uses each as a vote for one word.",
        columns: Letter::Embedding,
        forward: "1_embed_forward",
        backward: "1_embed_backward",
    },
    Stage {
        name: "q",
        title: "Queries q",
        formula: "<msub><mi>q</mi><mi>t</mi></msub><mo>=</mo><msub><mi>W</mi><mi>q</mi></msub>\
            <msub><mi>x</mi><mi>t</mi></msub>",
        meaning: "What each place looks for, written as H numbers. A place will look at those places whose key \
            agrees with its query.",
        columns: Letter::HeadSize,
        forward: "2_project_forward",
        backward: "2_project_backward",
    },
    Stage {
        name: "k",
        title: "Keys k",
        formula: "<msub><mi>k</mi><mi>u</mi></msub><mo>=</mo><msub><mi>W</mi><mi>k</mi></msub>\
            <msub><mi>x</mi><mi>u</mi></msub>",
        meaning: "How each place can be found, written as H numbers: a key is what queries are compared with.",
        columns: Letter::HeadSize,
        forward: "2_project_forward",
        backward: "2_project_backward",
    },
    Stage {
        name: "v",
        title: "Values v",
        formula: "<msub><mi>v</mi><mi>u</mi></msub><mo>=</mo><msub><mi>W</mi><mi>v</mi></msub>\
            <msub><mi>x</mi><mi>u</mi></msub>",
        meaning: "What each place has to say once it is looked at: a vote for or against every word of the \
            vocabulary.",
        columns: Letter::Vocabulary,
        forward: "2_project_forward",
        backward: "2_project_backward",
    },
    Stage {
        name: "scores",
        title: "Scores s",
        formula: "<msub><mi>s</mi><mrow><mi>t</mi><mi>u</mi></mrow></msub><mo>=</mo>\
            <mfrac><mrow><msub><mi>q</mi><mi>t</mi></msub><mo>·</mo><msub><mi>k</mi><mi>u</mi></msub></mrow>\
            <msqrt><mi>H</mi></msqrt></mfrac>",
        meaning: "How well the query of the asking place (row) agrees with the key of the place it may look at \
            (column). Dividing by the root of H keeps the numbers of one size, whatever the head size.",
        columns: Letter::Places,
        forward: "3_scores_forward",
        backward: "3_scores_backward",
    },
    Stage {
        name: "mask",
        title: "Mask",
        formula: "<msub><mi>s</mi><mrow><mi>t</mi><mi>u</mi></mrow></msub><mo>=</mo><mo>−</mo><mi>∞</mi>\
            <mspace width='0.6em'></mspace><mtext>where</mtext><mspace width='0.6em'></mspace>\
            <msub><mi>mask</mi><mrow><mi>t</mi><mi>u</mi></mrow></msub><mo>=</mo><mn>0</mn>",
        meaning: "A place may look at itself and at what came before (1), never ahead (0): ahead stands the very \
            word that it is asked for. Minus infinity is a score that no softmax gives any weight.",
        columns: Letter::Places,
        forward: "3_scores_forward",
        backward: "3_scores_backward",
    },
    Stage {
        name: "attention",
        title: "Attention weights a",
        formula: "<msub><mi>a</mi><mi>t</mi></msub><mo>=</mo><mi>softmax</mi><mo stretchy='false'>(</mo>\
            <msub><mi>s</mi><mi>t</mi></msub><mo stretchy='false'>)</mo><mo>,</mo><mspace width='0.8em'></mspace>\
            <msub><mi>a</mi><mrow><mi>t</mi><mi>u</mi></mrow></msub><mo>=</mo>\
            <mfrac><msup><mi>e</mi><msub><mi>s</mi><mrow><mi>t</mi><mi>u</mi></mrow></msub></msup>\
            <mrow><munder><mo>∑</mo><mi>w</mi></munder>\
            <msup><mi>e</mi><msub><mi>s</mi><mrow><mi>t</mi><mi>w</mi></mrow></msub></msup></mrow></mfrac>",
        meaning: "Where each place looks: the softmax turns a row of scores into shares that add up to 1. The \
            largest score takes most of them. Place 0 can look only at itself, so its share is always 1.",
        columns: Letter::Places,
        forward: "4_attention_forward",
        backward: "4_attention_backward",
    },
    Stage {
        name: "output",
        title: "Output o",
        formula: "<msub><mi>o</mi><mi>t</mi></msub><mo>=</mo><munder><mo>∑</mo><mi>u</mi></munder>\
            <msub><mi>a</mi><mrow><mi>t</mi><mi>u</mi></mrow></msub><msub><mi>v</mi><mi>u</mi></msub>",
        meaning: "What the head adds at each place: the values of the places it looks at, each as much as it is \
            looked at.",
        columns: Letter::Vocabulary,
        forward: "5_output_forward",
        backward: "5_output_backward",
    },
    Stage {
        name: "skip",
        title: "Skip connection",
        formula: "<msub><mi>skip</mi><mi>t</mi></msub><mo>=</mo><msub><mi>x</mi><mi>t</mi></msub>\
            <mspace width='0.8em'></mspace><mtext>(0 when it is left out)</mtext>",
        meaning: "The input once more, past the head: each word speaks for what usually follows it, without \
            looking anywhere.",
        columns: Letter::Vocabulary,
        forward: "6_logits_forward",
        backward: "6_logits_backward",
    },
    Stage {
        name: "logits",
        title: "Logits l",
        formula: "<msub><mi>l</mi><mi>t</mi></msub><mo>=</mo><msub><mi>o</mi><mi>t</mi></msub>\
            <mo>+</mo><msub><mi>skip</mi><mi>t</mi></msub>",
        meaning: "The votes for each word as the next one, those of the head and those of the skip connection \
            added up.",
        columns: Letter::Vocabulary,
        forward: "6_logits_forward",
        backward: "6_logits_backward",
    },
    Stage {
        name: "probabilities",
        title: "Probabilities p",
        formula: "<msub><mi>p</mi><mi>t</mi></msub><mo>=</mo><mi>softmax</mi><mo stretchy='false'>(</mo>\
            <msub><mi>l</mi><mi>t</mi></msub><mo stretchy='false'>)</mo><mo>,</mo><mspace width='0.8em'></mspace>\
            <mi>loss</mi><mo>=</mo><mo>−</mo><mfrac><mn>1</mn><mi>T</mi></mfrac>\
            <munder><mo>∑</mo><mi>t</mi></munder><mi>ln</mi><msub><mi>p</mi><mrow><mi>t</mi><mo>,</mo>\
            <mi>target</mi><mo stretchy='false'>(</mo><mi>t</mi><mo stretchy='false'>)</mo></mrow></msub>",
        meaning: "What the head expects next at each place: the votes as shares that add up to 1. The loss looks \
            only at the share of the right word.",
        columns: Letter::Vocabulary,
        forward: "7_probabilities_forward",
        backward: "7_probabilities_backward",
    },
];

impl Stage {
    /// The stage of this name.
    pub fn from_name(name: &str) -> Option<&'static Self> {
        STAGES.iter().find(|stage| stage.name == name)
    }

    /// The two parts of `shaders/`, forward and backward.
    pub fn parts(&self) -> [Option<Part>; 2] {
        [self.forward, self.backward].map(shader::part)
    }

    /// Its numbers for one sentence, T rows; [`MASKED`](crate::matrix::MASKED) where a place may not look.
    pub fn matrix(&self, architecture: &Architecture, trace: &Trace<f32>) -> Matrix<f32> {
        match self.name {
            "mask" => causal_mask(trace.scores.rows),
            "skip" if architecture.skip => trace.x.clone(),
            "skip" => Matrix::filled(trace.x.rows, trace.x.columns, 0.0),
            "scores" => masked(&trace.scores),
            "attention" => masked(&trace.attention),
            name => {
                let matrices = trace.matrices();
                matrices
                    .into_iter()
                    .find(|(other, _)| *other == name)
                    .map_or_else(|| Matrix::filled(0, 0, 0.0), |(_, matrix)| matrix.clone())
            }
        }
    }

    /// Whether its numbers are shares between 0 and 1.
    fn is_share(&self) -> bool {
        matches!(self.name, "mask" | "attention" | "probabilities")
    }

    /// How far the colours of its numbers reach on both sides of 0. What is added up in the end (input, output,
    /// logits) shares them, and so do queries and keys.
    fn reach(&self, trace: &Trace<f32>) -> f32 {
        let shared: &[&Matrix<f32>] = match self.name {
            "x" | "output" | "skip" | "logits" => &[&trace.x, &trace.output, &trace.logits],
            "q" | "k" => &[&trace.q, &trace.k],
            "v" => &[&trace.v],
            _ => &[&trace.scores],
        };
        shared.iter().map(|matrix| largest(&matrix.values)).fold(0.0, f32::max)
    }

    /// The small picture.
    pub fn cells(&self, architecture: &Architecture, trace: &Trace<f32>) -> Cells {
        let tones = if self.is_share() { Tones::Upward(1.0) } else { Tones::Signed(self.reach(trace)) };
        Cells { values: self.matrix(architecture, trace), tones }
    }

    /// The large picture, with words and numbers.
    pub fn heat_map(
        &self,
        architecture: &Architecture,
        corpus: &Corpus,
        sentence: &Sentence,
        trace: &Trace<f32>,
    ) -> HeatMap {
        let places = corpus.words(&sentence.tokens).map(isolated).enumerate();
        let places: Vec<String> = places.map(|(place, word)| format!("{place} {word}")).collect();
        let values = self.matrix(architecture, trace);
        let columns = match self.columns {
            Letter::Places => places.clone(),
            Letter::Vocabulary | Letter::Embedding => {
                corpus.vocabulary().iter().map(|word| isolated(word)).collect()
            }
            Letter::HeadSize => (0..values.columns).map(|component| component.to_string()).collect(),
        };
        let [row_axis, column_axis] = match (self.name, self.columns) {
            (_, Letter::Places) => ["asks", "is looked at"],
            (_, Letter::HeadSize) => ["place", "component"],
            ("probabilities", _) => ["after", "comes"],
            _ => ["place", "speaks for"],
        };
        HeatMap {
            title: String::new(),
            row_axis: row_axis.into(),
            column_axis: column_axis.into(),
            rows: places,
            columns,
            values,
            decimals: match self.name {
                "mask" => 0,
                "probabilities" => 3,
                _ => 2,
            },
            alone: if self.name == "attention" { ONLY_ITSELF.into() } else { String::new() },
            range: if self.is_share() { Range::Fixed(0.0, 1.0) } else { Range::Signed(self.reach(trace)) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::gpu::shader::Entry;
    use crate::trace::{self, MATRICES};

    #[test]
    fn every_part_is_one_that_runs() {
        let has = |entry: Entry, name: &str| entry.parts().iter().any(|part| part.name == name);
        for stage in STAGES {
            assert!(has(Entry::Forward, stage.forward), "{}", stage.forward);
            assert!(has(Entry::Backward, stage.backward), "{}", stage.backward);
            assert!(has(Entry::Train, stage.forward) && has(Entry::Train, stage.backward));
            let [forward, backward] = stage.parts().map(|part| part.map(|part| part.text));
            // Each begins with the number of its pass and its formula.
            let is_pass = |text: &str, name: &str| {
                text.starts_with(&format!("// {}. ", &name[..1])) && text.contains("\nfn ")
            };
            assert!(forward.is_some_and(|text| is_pass(text, stage.forward)), "{}", stage.name);
            assert!(backward.is_some_and(|text| is_pass(text, stage.backward)), "{}", stage.name);
        }
    }

    #[test]
    fn every_matrix_of_a_trace_is_a_stage_of_its_shape_and_in_its_order() {
        let corpus = Corpus::notebook();
        let architecture = Architecture::new(&crate::settings::Settings::default(), &corpus);
        let trace = Trace::zeros(&architecture, 5);
        let names: Vec<&str> =
            STAGES.iter().map(|stage| stage.name).filter(|name| !["mask", "skip"].contains(name)).collect();
        assert_eq!(names, MATRICES);
        for stage in &STAGES {
            let map = stage.heat_map(&architecture, &corpus, &corpus.sentences()[0], &trace);
            let columns = match stage.columns {
                Letter::Places => 5,
                Letter::HeadSize => 20,
                Letter::Vocabulary | Letter::Embedding => 7,
            };
            assert_eq!((map.values.rows, map.values.columns), (5, columns), "{}", stage.name);
            assert_eq!((map.rows.len(), map.columns.len()), (5, columns));
        }
        assert_eq!(trace::columns(&architecture, 5)[1], 20);
    }

    #[test]
    fn a_skip_that_is_left_out_adds_nothing() {
        let corpus = Corpus::notebook();
        let with = Architecture::new(&crate::settings::Settings::default(), &corpus);
        let mut trace = Trace::zeros(&with, 5);
        trace.x.values.fill(2.0);
        let skip = Stage::from_name("skip").expect("a stage");
        assert!(skip.matrix(&with, &trace).values.iter().all(|&value| value == 2.0));
        let without = Architecture { skip: false, ..with };
        assert!(skip.matrix(&without, &trace).values.iter().all(|&value| value == 0.0));
    }

    /// The page puts the formulas into the document as they stand.
    #[test]
    fn formulas_are_well_formed() {
        for Stage { formula, .. } in STAGES {
            let mut open = Vec::new();
            for tag in formula.split('<').skip(1) {
                let (tag, _) = tag.split_once('>').expect("a tag ends");
                match tag.strip_prefix('/') {
                    Some(name) => assert_eq!(open.pop(), Some(name), "{formula}"),
                    None => open.extend(tag.split(' ').next()),
                }
            }
            assert_eq!(open, Vec::<&str>::new(), "{formula}");
        }
    }
}
