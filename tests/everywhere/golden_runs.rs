//! Whole runs against PyTorch, and against what the notebook prints.

use attention_lab::engine::Backend;
use attention_lab::engine::gpu::KeptDevice;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::printed::LOSSES as PRINTED;
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;
use attention_lab::train::trainer::Trainer;

use crate::common::{Golden, assert_close, devices};

/// Half a unit of the last printed place, and PyTorch's own distance between f32 and f64.
const PRINTED_TOLERANCE: f64 = 6e-5;

pub async fn finished(settings: Settings, backend: Backend, slot: &mut KeptDevice) -> Trainer {
    let mut trainer = Trainer::open(Run::new(settings, Corpus::notebook()), backend, slot).await.unwrap();
    trainer.advance(trainer.total_steps()).await.unwrap();
    trainer
}

pub fn assert_prints_the_notebooks_losses(who: &str, trainer: &Trainer) {
    let losses: Vec<f32> = trainer.history().logged(100).map(|(_, losses)| losses[1]).collect();
    assert_close(who, &losses, &PRINTED, PRINTED_TOLERANCE);
}

pub async fn assert_is_golden(who: &str, golden: &Golden, trainer: &mut Trainer) {
    let who = format!("{} on {who}", golden.name);
    // Without the skip connection the run is ill-conditioned: PyTorch's own f32 and f64 part.
    let epochs = if golden.settings.skip { 50 } else { 10 };
    for (row, (epoch, losses)) in golden.loss_trace().iter().zip(trainer.history().logged(100)).take(epochs) {
        assert_eq!(row[0], epoch as f64);
        assert_close(&format!("{who}, losses of epoch {epoch}"), losses, &row[1..], 1e-4);
    }
    if golden.settings.skip {
        for (index, trace) in trainer.traces().await.unwrap().iter().enumerate() {
            for (name, matrix) in [("attn", &trace.layers[0].attention), ("probs", &trace.probabilities)] {
                let expected = golden.final_matrix(index, name);
                assert_close(&format!("{who}, {name} of sentence {index}"), &matrix.values, &expected, 1e-3);
            }
        }
    }
}

everywhere! {
    async fn the_cpu_engine_prints_the_notebooks_losses() {
        let trainer = finished(Settings::preset("printed").unwrap(), Backend::Cpu, &mut None).await;
        assert_prints_the_notebooks_losses("CPU", &trainer);
    }

    async fn every_gpu_prints_the_notebooks_losses() {
        for device in devices().await {
            let golden = Golden::printed();
            let who = device.adapter().name.clone();
            let mut trainer = finished(golden.settings, Backend::Gpu, &mut Some(Ok(device))).await;
            assert_eq!(trainer.adapter().name, who);
            assert_prints_the_notebooks_losses(&who, &trainer);
            assert_is_golden(&who, &golden, &mut trainer).await;
        }
    }

    async fn the_cpu_engine_is_torch() {
        for golden in Golden::all() {
            let mut trainer = finished(golden.settings, Backend::Cpu, &mut None).await;
            assert_is_golden("CPU", &golden, &mut trainer).await;
        }
    }

    async fn every_gpu_is_torch() {
        for device in devices().await {
            let who = device.adapter().name.clone();
            let mut slot = Some(Ok(device));
            // The browser takes its time; the others run natively.
            let runs = if cfg!(target_arch = "wasm32") { vec![Golden::notebook()] } else { Golden::all() };
            for golden in runs {
                let mut trainer = finished(golden.settings, Backend::Gpu, &mut slot).await;
                assert_is_golden(&who, &golden, &mut trainer).await;
            }
        }
    }
}
