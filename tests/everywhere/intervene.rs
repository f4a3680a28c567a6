//! Cutting, replacing and leaving out: each intervention does what it says and nothing else.

use attention_lab::engine::cpu::CpuEngine;
use attention_lab::explain::intervene::{ChangedLook, Intervention, InterventionError, Remainder, reasons};
use attention_lab::explain::split::{Source, split};
use attention_lab::model::architecture::Architecture;
use attention_lab::model::causal_mask;
use attention_lab::model::init::starting_parameters;
use attention_lab::task::corpus::{Corpus, Sentence};
use attention_lab::task::settings::Settings;

use crate::common::{Golden, adam, architecture, assert_close, larger_corpus, ragged_corpus, toggles};

const MAN: usize = 1;
const THE: usize = 3;
const CHKN: usize = 3;
const BEEF: usize = 6;
/// Half a unit of the last decimal that the lesson quotes.
const PRINTED: f64 = 5e-5;

/// The finished run that the notebook prints: PyTorch's weights.
struct Printed {
    architecture: Architecture,
    parameters: Vec<f64>,
    sentence: Sentence,
}

impl Printed {
    fn new() -> Self {
        let golden = Golden::printed();
        Self {
            architecture: golden.architecture(),
            parameters: golden.flat("f32/final"),
            sentence: Corpus::notebook().sentences()[0].clone(),
        }
    }

    fn look(&self, intervention: &Intervention) -> ChangedLook<f64> {
        intervention.look(&self.architecture, &self.parameters, &self.sentence).unwrap()
    }
}

/// Logit of chkn less logit of beef at the second place of interest, `the`.
fn difference(look: &ChangedLook<f64>) -> f64 {
    look.trace.logits()[(THE, CHKN)] - look.trace.logits()[(THE, BEEF)]
}

fn cut(remainder: Remainder) -> Intervention {
    Intervention { cuts: [(THE, MAN)].into(), remainder, ..Intervention::default() }
}

fn answer(look: &ChangedLook<f64>) -> usize {
    let row = look.trace.probabilities.row(THE);
    (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap()
}

everywhere! {
    /// The proof of the lesson: without its look at man, `the` says beef.
    async fn cutting_the_look_at_man_flips_the_answer() {
        let printed = Printed::new();
        let before = printed.look(&Intervention::default());
        assert_close("untouched", &[difference(&before)], &[5.0372], PRINTED);
        assert_eq!(answer(&before), CHKN);

        let after = printed.look(&cut(Remainder::Renormalised));
        assert_close("renormalised", &[difference(&after)], &[-3.24], 5e-3);
        assert_eq!(answer(&after), BEEF);
        assert_close("a row", &[after.trace.layers[0].attention.row(THE).iter().sum::<f64>()], &[1.0], 1e-12);

        let splits = [&before, &after].map(|look| {
            split(&look.architecture, &printed.parameters, &look.sentence.tokens, &look.trace, THE, [CHKN, BEEF])
        });
        let reasons = reasons(&splits[0], &splits[1]);
        assert_eq!([reasons[0].source, reasons[1].source], [Source::Look(THE), Source::Look(MAN)]);
        assert_close("man's part", &[reasons[1].before, reasons[1].after], &[4.1158, 0.0], PRINTED);
        let change: f64 = reasons.iter().map(|reason| reason.change()).sum();
        assert_close("all reasons", &[change], &[difference(&after) - difference(&before)], 1e-9);
    }

    /// Where nothing takes the place of the cut weight, what is left still says chkn.
    async fn cutting_without_renormalising_lets_the_answer_stand() {
        let printed = Printed::new();
        let after = printed.look(&cut(Remainder::Untouched));
        assert_close("not renormalised", &[difference(&after)], &[0.92], 5e-3);
        assert!(difference(&after) > 0.0);
        let before = printed.look(&Intervention::default());
        assert_eq!(after.trace.layers[0].scores, before.trace.layers[0].scores, "the softmax is not asked again");
        assert_eq!(after.trace.layers[0].attention[(THE, MAN)], 0.0);
        assert_eq!(after.trace.layers[0].attention[(THE, THE)], before.trace.layers[0].attention[(THE, THE)]);
    }

    /// No change is the CPU engine's trace, and a renormalised cut its trace under that mask, bit by bit.
    async fn a_cut_is_a_mask() {
        for corpus in [Corpus::notebook(), ragged_corpus(), larger_corpus()] {
            for settings in toggles() {
                let architecture = architecture(&settings, &corpus);
                let parameters = starting_parameters(&architecture, &settings);
                let engine = CpuEngine::new(architecture, &corpus, adam(&settings));
                for (index, sentence) in corpus.sentences().iter().enumerate() {
                    let untouched = causal_mask(sentence.len());
                    let mut masked = untouched.clone();
                    // One edge, and a row that may look nowhere at all.
                    let cuts = [(2, 1), (1, 0), (1, 1)];
                    cuts.iter().for_each(|&edge| masked[edge] = 0.0);
                    let expected = engine.traces(&parameters, &[(index, untouched), (index, masked)]);
                    let look = |intervention: Intervention| intervention.look(&architecture, &parameters, sentence).unwrap();
                    assert_eq!(look(Intervention::default()).trace, expected[0]);
                    assert_eq!(look(Intervention { cuts: cuts.into(), ..Intervention::default() }).trace, expected[1]);
                }
            }
        }
    }

    /// With woman for man, the first sentence is the second one, as far as they have the same words then.
    async fn another_word_is_another_sentence() {
        let corpus = Corpus::notebook();
        let (man, woman) = (2, 5);
        for settings in toggles() {
            let architecture = architecture(&settings, &corpus);
            let parameters = starting_parameters(&architecture, &settings);
            let untouched = Intervention::default();
            let swaps = [(0, woman, 1), (1, man, 0)];
            for (index, word, other) in swaps {
                let swapped = Intervention { words: [(MAN, word)].into(), ..Intervention::default() };
                let found = swapped.look(&architecture, &parameters, &corpus.sentences()[index]).unwrap();
                let expected = untouched.look(&architecture, &parameters, &corpus.sentences()[other]).unwrap();
                assert_eq!(found.sentence.tokens[..=THE], expected.sentence.tokens[..=THE]);
                for t in 0..=THE {
                    assert_eq!(found.trace.probabilities.row(t), expected.trace.probabilities.row(t));
                    assert_eq!(found.trace.layers[0].attention.row(t), expected.trace.layers[0].attention.row(t));
                }
            }
        }
    }

    /// What is left out for one look is what a model without it computes.
    async fn leaving_out_is_another_architecture() {
        let corpus = Corpus::notebook();
        let [both, no_skip, no_position, neither] = toggles();
        let model = architecture(&both, &corpus);
        let parameters = starting_parameters(&model, &both);
        for (settings, without_position, without_skip) in
            [(no_skip, false, true), (no_position, true, false), (neither, true, true)]
        {
            let other = architecture(&settings, &corpus);
            let engine = CpuEngine::new(other, &corpus, adam(&settings));
            let expected = engine.traces(&parameters, &[(1, causal_mask(5))]);
            let left_out = Intervention { without_position, without_skip, ..Intervention::default() };
            let found = left_out.look(&model, &parameters, &corpus.sentences()[1]).unwrap();
            assert_eq!(found.architecture, other);
            assert_eq!(found.trace, expected[0]);
        }
    }

    /// A row by hand is taken as it is or scaled to 1; other rows do not move; a cut wins over it.
    async fn a_row_can_be_set_by_hand() {
        let printed = Printed::new();
        let before = printed.look(&Intervention::default());
        let by_hand = |weights: [f64; 4], remainder| Intervention {
            rows: [(THE, weights.to_vec())].into(),
            remainder,
            ..Intervention::default()
        };
        let free = printed.look(&by_hand([0.0, 2.0, 0.0, 0.5], Remainder::Untouched));
        assert_eq!(free.trace.layers[0].attention.row(THE), [0.0, 2.0, 0.0, 0.5, 0.0]);
        let scaled = printed.look(&by_hand([0.0, 2.0, 0.0, 0.5], Remainder::Renormalised));
        assert_eq!(scaled.trace.layers[0].attention.row(THE), [0.0, 0.8, 0.0, 0.2, 0.0]);
        let nothing = printed.look(&by_hand([0.0; 4], Remainder::Renormalised));
        assert_eq!(nothing.trace.layers[0].attention.row(THE), [0.0; 5]);
        for look in [&free, &scaled, &nothing] {
            for t in [0, 1, 2, 4] {
                assert_eq!(look.trace.logits().row(t), before.trace.logits().row(t));
            }
            let split = split(&look.architecture, &printed.parameters, &look.sentence.tokens, &look.trace, THE, [CHKN, BEEF]);
            let sum: f64 = split.parts.iter().map(|part| part.difference()).sum();
            assert_close("the split of a look that was changed", &[sum], &[difference(look)], 1e-9);
        }
        for (remainder, expected) in [(Remainder::Untouched, 0.5), (Remainder::Renormalised, 1.0)] {
            let cut = Intervention { cuts: [(THE, MAN)].into(), ..by_hand([0.0, 2.0, 0.0, 0.5], remainder) };
            assert_eq!(printed.look(&cut).trace.layers[0].attention.row(THE), [0.0, 0.0, 0.0, expected, 0.0]);
        }
        // The weights as they are, set by hand, change nothing.
        let same: [f64; 4] = std::array::from_fn(|u| before.trace.layers[0].attention[(THE, u)]);
        assert_eq!(printed.look(&by_hand(same, Remainder::Untouched)).trace, before.trace);
    }

    async fn what_cannot_be_changed_is_refused() {
        let (settings, corpus) = (Settings::default(), Corpus::notebook());
        let architecture = architecture(&settings, &corpus);
        let parameters = starting_parameters(&architecture, &settings);
        let refused = |intervention: Intervention| {
            intervention.look(&architecture, &parameters, &corpus.sentences()[0]).unwrap_err()
        };
        let none = Intervention::default;
        assert_eq!(refused(Intervention { cuts: [(5, 0)].into(), ..none() }), InterventionError::NoPlace { place: 5, last: 4 });
        assert_eq!(refused(Intervention { words: [(9, 0)].into(), ..none() }), InterventionError::NoPlace { place: 9, last: 4 });
        assert_eq!(refused(Intervention { cuts: [(1, 2)].into(), ..none() }), InterventionError::Masked { from: 1, to: 2 });
        assert_eq!(refused(Intervention { words: [(1, 7)].into(), ..none() }), InterventionError::NoToken { token: 7, last: 6 });
        let short = InterventionError::RowLength { place: 1, expected: 2, found: 1 };
        assert_eq!(refused(Intervention { rows: [(1, vec![1.0])].into(), ..none() }), short);
        for weight in [-0.1, f64::INFINITY] {
            let error = refused(Intervention { rows: [(0, vec![weight])].into(), ..none() });
            assert_eq!(error, InterventionError::Weight { weight });
        }
    }
}
