//! A sweep's rows are single runs, on every engine.

use attention_lab::engine::gpu::GpuEngine;
use attention_lab::engine::{Backend, EngineError};
use attention_lab::model::adam::State;
use attention_lab::model::causal_mask;
use attention_lab::model::init::starting_parameters;
use attention_lab::model::trace::Trace;
use attention_lab::sweep::{GpuSweep, Place, Plan, Row, run};
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;
use attention_lab::train::trainer::Trainer;

use crate::common::{adam, architecture, assert_close, devices, pause};
use crate::engines::tolerance;

/// 20 seeds x 3 head sizes.
fn sixty(epochs: u32) -> Plan {
    let others = Settings { epochs, ..Settings::default() };
    Plan { head_sizes: vec![10, 20, 40], ..Plan::of_seeds(1..=20, others) }
}

/// The traces at the end of a single run on the CPU engine.
async fn single(settings: Settings, corpus: &Corpus) -> Vec<Trace<f32>> {
    let mut trainer =
        Trainer::open(Run::new(settings, corpus.clone()), Backend::Cpu, &mut None).await.unwrap();
    trainer.advance(trainer.total_steps()).await.unwrap();
    trainer.traces().await.unwrap()
}

/// Asserts that a row is what these traces say, bit by bit.
fn assert_is(row: &Row, settings: &Settings, traces: &[Trace<f32>]) {
    assert_eq!(&row.settings, settings);
    assert_eq!(row.sentences.len(), traces.len());
    for (outcome, trace) in row.sentences.iter().zip(traces) {
        let attention = trace.layers[0].attention.row(outcome.place);
        let looks_at = outcome.looks_at.expect("numbers");
        assert!(attention.iter().all(|&weight| weight <= attention[looks_at]), "{row:?}");
        assert_eq!(outcome.weight, attention[looks_at]);
        assert_eq!(outcome.loss, trace.loss, "{settings}");
        assert!(trace.probabilities.row(outcome.place).contains(&outcome.probability), "{row:?}");
    }
}

everywhere! {
    async fn sixty_runs_are_sixty_single_runs() {
        let (plan, corpus) = (sixty(500), Corpus::notebook());
        let mut rows = 0;
        for settings in plan.runs() {
            let row = run(&settings, &corpus, Place::default());
            pause().await;
            assert_is(&row, &settings, &single(settings, &corpus).await);
            pause().await;
            rows += 1;
        }
        assert_eq!(rows, 60);
    }

    /// Also in batches of less than the most, and near the CPU engine's.
    async fn sixty_runs_on_a_gpu_are_sixty_single_runs() {
        let (plan, corpus) = (sixty(10), Corpus::notebook());
        let (place, steps) = (Place::default(), 20);
        for device in devices().await {
            let mut sweep = GpuSweep::new(device.clone(), &plan, &corpus, place).unwrap();
            let mut rows = Vec::new();
            for batch in sweep.batches(plan.runs()) {
                rows.extend(sweep.rows(&batch).await.unwrap());
            }
            assert_eq!(rows.len(), 60);

            for (rows, &head_size) in rows.chunks(20).zip(&plan.head_sizes) {
                let settings = Settings { head_size, ..plan.others };
                let architecture = architecture(&settings, &corpus);
                let mut alone = GpuEngine::new(&device, architecture, &corpus, adam(&settings)).await.unwrap();
                let cases = [(0, causal_mask(5)), (1, causal_mask(5))];
                for (row, seed) in rows.iter().zip(1..) {
                    let settings = Settings { seed, ..settings };
                    let mut state = State::new(starting_parameters(&architecture, &settings));
                    alone.train(&mut state, steps).await.unwrap();
                    assert_is(row, &settings, &alone.traces(&state.parameters, &cases).await.unwrap());

                    // Each may be as far from f64 as `tolerance` says, and a loss twice as far.
                    let cpu = run(&settings, &corpus, place);
                    let numbers = |row: &Row| -> Vec<f32> {
                        row.sentences.iter().flat_map(|end| [end.weight, end.probability, end.loss]).collect()
                    };
                    assert_close("GPU and CPU", &numbers(row), &numbers(&cpu), 4.0 * tolerance(steps));
                }
            }
        }
    }

    async fn a_device_that_is_lost_ends_a_sweep() {
        let (plan, corpus) = (sixty(1), Corpus::notebook());
        for device in devices().await {
            let mut sweep = GpuSweep::new(device.clone(), &plan, &corpus, Place::default()).unwrap();
            let batch = sweep.batches(plan.runs()).next().unwrap();
            sweep.rows(&batch).await.unwrap();
            device.destroy();
            let error = sweep.rows(&batch).await.unwrap_err();
            assert!(matches!(error, EngineError::Lost(_)), "{error}");
        }
    }
}
