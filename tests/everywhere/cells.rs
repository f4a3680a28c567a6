//! The cells engine: the shaders as WebAssembly, in f32 and in f64.

use attention_lab::engine::cells::{CellsEngine, Differences, Native, Passes, Setup};
use attention_lab::engine::cpu::CpuEngine;
use attention_lab::engine::gpu::sources::Sources;
use attention_lab::engine::gpu::spread::Order;
use attention_lab::engine::reference::Reference;
use attention_lab::engine::{Backend, Task};
use attention_lab::model::adam::State;
use attention_lab::model::architecture::Architecture;
use attention_lab::model::causal_mask;
use attention_lab::model::init::starting_parameters;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab_cells::Width;

use crate::common::{
    Golden, adam, architecture, assert_close, larger_corpus, largest, ragged_corpus, toggles,
};
use crate::engines::{assert_same, tolerance};
use crate::golden_runs::{assert_is_golden, assert_prints_the_notebooks_losses, finished};

/// Every kind of shader: toggles, ragged and larger corpora, parameters on chip and in storage, and so few numbers that
/// moments have registers.
pub fn variants() -> Vec<(Settings, Corpus)> {
    let corpora = [Corpus::notebook(), ragged_corpus(), larger_corpus()];
    let mut all: Vec<_> =
        corpora.iter().flat_map(|corpus| toggles().map(|settings| (settings, corpus.clone()))).collect();
    all.push((Settings { head_size: 128, ..Settings::default() }, Corpus::notebook()));
    all.push((Settings { head_size: 1, ..Settings::default() }, Corpus::parse("hello").unwrap()));
    all
}

fn engine(architecture: Architecture, corpus: &Corpus, settings: &Settings, start: &[f32]) -> CellsEngine {
    let sources = Sources::default();
    let task = Task { architecture, corpus, adam: adam(settings), start, steps: 0, sources: &sources };
    CellsEngine::open(&Native::default(), &task).expect("the shipped shaders are translated")
}

/// Without a backward at all: the gradients that are measured are those that are derived, and lead as far.
#[test]
fn finite_differences_train_as_the_backward_does() {
    let settings = Settings { head_size: 3, ..Settings::default() };
    for corpus in [ragged_corpus(), Corpus::notebook()] {
        let architecture = architecture(&settings, &corpus);
        let start = starting_parameters(&architecture, &settings);
        let mut edited = Sources::default();
        edited.edit("4_attention_backward", "fn d_score_row(t: u32) {\n}\n").unwrap();
        let task = Task {
            architecture,
            corpus: &corpus,
            adam: adam(&settings),
            start: &start,
            steps: 0,
            sources: &edited,
        };
        let mut differences = Differences::open(&Native::default(), &task).unwrap();
        let mut cells = engine(architecture, &corpus, &settings, &start);
        for index in 0..corpus.sentences().len() {
            let (loss, gradients) = cells.gradients(&start, index).unwrap();
            let (found_loss, found) = differences.gradients(&start, index).unwrap();
            let exact: Vec<f64> = gradients.iter().copied().map(f64::from).collect();
            assert_close("loss", &[found_loss], &[f64::from(loss)], 1e-6 * f64::from(loss));
            assert_close("gradients", &found, &exact, 2e-6 * largest(&exact));
        }
        let (mut measured, mut derived) = (State::new(start.clone()), State::new(start.clone()));
        let losses = differences.train(&mut measured, 30).unwrap();
        let expected = cells.train(&mut derived, 30).unwrap();
        let expected: Vec<f64> = expected.into_iter().map(f64::from).collect();
        assert_close("losses", &losses, &expected, 1e-5);
        assert_eq!(measured.step, 30);
    }
}

#[test]
fn cells_print_the_notebooks_losses() {
    pollster::block_on(async {
        let trainer = finished(Settings::preset("printed").unwrap(), Backend::Cells, &mut None).await;
        assert_eq!(trainer.adapter().backend, "cells");
        assert_prints_the_notebooks_losses("cells", &trainer);
    });
}

#[test]
fn cells_are_torch() {
    pollster::block_on(async {
        for golden in Golden::all() {
            let mut trainer = finished(golden.settings, Backend::Cells, &mut None).await;
            assert_is_golden("cells", &golden, &mut trainer).await;
        }
    });
}

/// Steps, gradients and traces of every variant, with the tolerances of the other engines.
#[test]
fn cells_are_the_model_in_f32() {
    for (settings, corpus) in variants() {
        let architecture = architecture(&settings, &corpus);
        let start = starting_parameters(&architecture, &settings);
        let mut cells = engine(architecture, &corpus, &settings, &start);
        let exact: Vec<f64> = start.iter().copied().map(f64::from).collect();
        let mut model = Reference::<f64>::new(architecture, &corpus, adam(&settings));
        let cpu = CpuEngine::new(architecture, &corpus, adam(&settings));
        for (index, sentence) in corpus.sentences().iter().enumerate() {
            let (loss, gradients) = model.gradients(&exact, index);
            let (found_loss, found) = cells.gradients(&start, index).unwrap();
            let what = format!("{settings} sentence {index}");
            assert_close(&format!("loss, {what}"), &[found_loss], &[loss], 1e-6 * loss);
            assert_close(&format!("gradients, {what}"), &found, &gradients, 2e-6 * largest(&gradients));
            let mut cut = causal_mask(sentence.len());
            cut.row_mut(sentence.len() - 1).fill(0.0);
            let cases = [(index, causal_mask(sentence.len())), (index, cut)];
            let expected = cpu.traces(&start, &cases);
            for (found, expected) in cells.traces(&start, &cases).unwrap().iter().zip(&expected) {
                assert_same(found, expected);
            }
        }
        let (mut state, mut reference) = (State::new(start), State::new(exact));
        let losses = cells.train(&mut state, 70).unwrap();
        let expected = model.train(&mut reference, 70);
        assert_eq!(state.step, 70);
        assert_close(&settings.to_string(), &state.parameters, &reference.parameters, tolerance(70));
        assert_close(&settings.to_string(), &losses, &expected, 2.0 * tolerance(70));
    }
}

/// In f64 what is left is the scale, which the shaders have as an f32; where that is exact nothing is.
#[test]
fn cells_are_the_model_in_f64() {
    for (settings, corpus) in variants() {
        let settings = Settings { head_size: 4, ..settings };
        let architecture = architecture(&settings, &corpus);
        let start = starting_parameters(&architecture, &settings);
        let exact: Vec<f64> = start.into_iter().map(f64::from).collect();
        let setup = Setup {
            host: &Native::default(),
            sources: &Sources::default(),
            architecture,
            corpus: &corpus,
            adam: adam(&settings),
            width: Width::Double,
            order: Order::Ascending,
        };
        let mut passes = Passes::open(&setup).unwrap();
        let mut model = Reference::<f64>::new(architecture, &corpus, adam(&settings));
        for index in 0..corpus.sentences().len() {
            let (loss, gradients) = model.gradients(&exact, index);
            let (found_loss, found) = passes.gradients(&exact, index).unwrap();
            assert_close("loss", &[found_loss], &[loss], 1e-14 * loss);
            assert_close(&settings.to_string(), &found, &gradients, 1e-14);
        }
    }
}

/// A run in pieces is the same run, bit by bit: the engine keeps nothing between calls.
#[test]
fn a_run_in_pieces_is_the_same_run() {
    let (settings, corpus) = (Settings::default(), ragged_corpus());
    let architecture = architecture(&settings, &corpus);
    let start = starting_parameters(&architecture, &settings);
    let mut cells = engine(architecture, &corpus, &settings, &start);
    let mut whole = State::new(start.clone());
    let losses = cells.train(&mut whole, 150).unwrap();
    let mut pieces = State::new(start);
    let mut piecewise = cells.train(&mut pieces, 7).unwrap();
    cells.gradients(&pieces.parameters, 1).unwrap();
    piecewise.extend(cells.train(&mut pieces, 143).unwrap());
    assert_eq!((whole, losses), (pieces, piecewise));
}
