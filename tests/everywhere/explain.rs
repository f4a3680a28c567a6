//! The parts of a prediction add up to it, and are the numbers that the lesson quotes.

use attention_lab::engine::Backend;
use attention_lab::engine::reference::Reference;
use attention_lab::explain::split::{Source, looks, products, split};
use attention_lab::model::causal_mask;
use attention_lab::model::init::starting_parameters;
use attention_lab::model::trace::Trace;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;
use attention_lab::train::trainer::Trainer;

use crate::common::{
    Golden, adam, architecture, assert_close, devices, larger_corpus, ragged_corpus, toggles,
};

/// What the split promises: it adds up to the logit difference of an f32 trace.
const SUM: f64 = 1e-5;

/// Every split of every pair of neighbouring words at every place of every sentence adds up.
fn assert_adds_up(who: &str, trainer: &Trainer, traces: &[Trace<f32>]) {
    let architecture = trainer.architecture();
    let parameters = &trainer.state().parameters;
    for (sentence, trace) in trainer.corpus().sentences().iter().zip(traces) {
        for t in 0..sentence.len() {
            for a in 0..architecture.vocabulary {
                let b = (a + 1) % architecture.vocabulary;
                let split = split(architecture, parameters, &sentence.tokens, trace, t, [a, b]);
                let logits = trace.logits().row(t);
                let expected = f64::from(logits[a]) - f64::from(logits[b]);
                let sum: f64 = split.parts.iter().map(|part| part.difference()).sum();
                assert_close(&format!("{who}, place {t}, words {a} and {b}"), &[sum], &[expected], SUM);
                assert_close(
                    "the last running sum",
                    &split.running_sums()[split.parts.len()..],
                    &[sum],
                    1e-12,
                );
                for (word, logit) in split.logits.into_iter().enumerate() {
                    let sum: f64 = split.parts.iter().map(|part| part.logits()[word]).sum();
                    assert_close("a logit", &[sum], &[logit], SUM);
                }
            }
        }
    }
}

everywhere! {
    /// At the start and after some training, with and without position and skip, ragged or not, and
    /// on whichever engine made the trace.
    async fn the_split_adds_up_at_every_place() {
        for corpus in [Corpus::notebook(), ragged_corpus(), larger_corpus()] {
            for settings in toggles() {
                let settings = Settings { head_size: 20, learning_rate: 1e-2, ..settings };
                let mut trainer = Trainer::open(Run::new(settings, corpus.clone()), Backend::Cpu, &mut None).await.unwrap();
                for steps in [0, 400] {
                    trainer.advance(steps).await.unwrap();
                    let traces = trainer.traces().await.unwrap();
                    assert_adds_up(&format!("CPU, {}", trainer.settings()), &trainer, &traces);
                }
            }
        }
        for device in devices().await {
            let name = device.adapter().name.clone();
            let mut trainer =
                Trainer::open(Run::new(Settings::default(), Corpus::notebook()), Backend::Gpu, &mut Some(Ok(device))).await.unwrap();
            trainer.advance(200).await.unwrap();
            let traces = trainer.traces().await.unwrap();
            assert_adds_up(&name, &trainer, &traces);
        }
    }

    /// The numbers that the lesson quotes, to their four decimals, from PyTorch's final weights.
    async fn the_printed_run_says_why() {
        let golden = Golden::printed();
        let (architecture, corpus) = (golden.architecture(), Corpus::notebook());
        let parameters = golden.flat("f32/final");
        let model = Reference::<f64>::new(architecture, &corpus, adam(&golden.settings));
        let (chkn, beef, the) = (3, 6, 3);
        let split_of = |index: usize| {
            let sentence = &corpus.sentences()[index];
            let trace = model.trace(&parameters, index, &causal_mask(sentence.len()));
            split(&architecture, &parameters, &sentence.tokens, &trace, the, [chkn, beef])
        };
        const PRINTED: f64 = 5e-5;

        let first = split_of(0);
        let man = first.parts[2];
        assert_eq!(man.source, Source::Look(1));
        assert_close("sentence 1", &[first.difference()], &[5.0372], PRINTED);
        assert_close("man", &[man.weight, man.says_difference(), man.difference()], &[0.9785, 4.2062, 4.1158], PRINTED);
        let named = [Source::Token, Source::Look(1), Source::Look(3)].map(|source| first.from_source(source));
        assert_close("the parts of sentence 1", &named, &[1.0128, 4.1158, -0.0914], PRINTED);
        assert!(first.parts.iter().all(|part| part.source != Source::Position));

        let second = split_of(1);
        assert_close("sentence 2", &[second.difference()], &[-3.2411], PRINTED);
        let named = [Source::Token, Source::Look(3)].map(|source| second.from_source(source));
        assert_close("the parts of sentence 2", &named, &[1.0128, -4.2535], PRINTED);
    }

    /// The products make the score, largest first; a look carries its weight times its value's length.
    async fn the_products_make_the_score() {
        let (settings, corpus) = (Settings::default(), Corpus::notebook());
        let architecture = architecture(&settings, &corpus);
        let parameters = starting_parameters(&architecture, &settings);
        let trace = Reference::<f32>::new(architecture, &corpus, adam(&settings)).trace(&parameters, 0, &causal_mask(5));
        for t in 0..5 {
            let looks = looks(&trace, t);
            assert_eq!(looks.len(), t + 1);
            for (u, look) in looks.iter().enumerate() {
                let products = products(&architecture, &trace, t, u);
                assert_eq!(products.len(), 20);
                assert!(products.is_sorted_by(|a, b| a.product.abs() >= b.product.abs()));
                let mut components: Vec<usize> = products.iter().map(|product| product.component).collect();
                components.sort_unstable();
                assert!(components.into_iter().eq(0..20));
                let sum: f64 = products.iter().map(|product| product.product).sum();
                // Twenty roundings of numbers below 4.
                assert_close("score", &[sum, look.product * architecture.scale()], &[trace.layers[0].scores[(t, u)]; 2], 5e-6);
                assert_close("score", &[look.score], &[trace.layers[0].scores[(t, u)]], 0.0);
                let length = f64::from(trace.layers[0].v.row(u).iter().map(|v| v * v).sum::<f32>().sqrt());
                assert_close("carries", &[look.carries()], &[f64::from(trace.layers[0].attention[(t, u)]) * length], 1e-6);
            }
        }
    }
}
