//! Whole runs against PyTorch, and against what the notebook prints.

use attention_lab::corpus::Corpus;
use attention_lab::engine::Backend;
use attention_lab::settings::Settings;
use attention_lab::trainer::Trainer;

use crate::common::{Golden, assert_close, devices};

/// The losses of the second sentence that the notebook prints, every 100 epochs.
const PRINTED: [f64; 50] = [
    3.1632, 3.0198, 2.8617, 2.6861, 2.5046, 2.3337, 2.1789, 2.0397, 1.9144, 1.8008, //
    1.6969, 1.6009, 1.5115, 1.4276, 1.3493, 1.2769, 1.2101, 1.1482, 1.0905, 1.0364, //
    0.9856, 0.9374, 0.8917, 0.8482, 0.8067, 0.7672, 0.7296, 0.6938, 0.6597, 0.6274, //
    0.5966, 0.5674, 0.5397, 0.5133, 0.4883, 0.4646, 0.4421, 0.4209, 0.4010, 0.3824, //
    0.3651, 0.3491, 0.3342, 0.3205, 0.3080, 0.2964, 0.2857, 0.2759, 0.2669, 0.2586,
];

/// Half a unit of the last printed place, and PyTorch's own distance between f32 and f64.
const PRINTED_TOLERANCE: f64 = 6e-5;

async fn finished(
    settings: Settings,
    backend: Backend,
    device: &mut Option<attention_lab::engine::gpu::Device>,
) -> Trainer {
    let mut trainer = Trainer::open(settings, Corpus::notebook(), backend, device).await.unwrap();
    trainer.advance(trainer.total_steps()).await.unwrap();
    trainer
}

fn assert_prints_the_notebooks_losses(who: &str, trainer: &Trainer) {
    let losses: Vec<f32> = trainer.history().logged(100).map(|(_, losses)| losses[1]).collect();
    assert_close(who, &losses, &PRINTED, PRINTED_TOLERANCE);
}

async fn assert_is_golden(who: &str, golden: &Golden, trainer: &mut Trainer) {
    let who = format!("{} on {who}", golden.name);
    // Without the skip connection the run is ill-conditioned: PyTorch's own f32 and f64 part.
    let epochs = if golden.settings.skip { 50 } else { 10 };
    for (row, (epoch, losses)) in golden.loss_trace().iter().zip(trainer.history().logged(100)).take(epochs) {
        assert_eq!(row[0], epoch as f64);
        assert_close(&format!("{who}, losses of epoch {epoch}"), losses, &row[1..], 1e-4);
    }
    if golden.settings.skip {
        for (index, trace) in trainer.traces().await.unwrap().iter().enumerate() {
            for (name, matrix) in [("attn", &trace.attention), ("probs", &trace.probabilities)] {
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
            let mut trainer = finished(golden.settings, Backend::Gpu, &mut Some(device)).await;
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
            let mut device = Some(device);
            // The browser takes its time; the others run natively.
            let runs = if cfg!(target_arch = "wasm32") { vec![Golden::notebook()] } else { Golden::all() };
            for golden in runs {
                let mut trainer = finished(golden.settings, Backend::Gpu, &mut device).await;
                assert_is_golden(&who, &golden, &mut trainer).await;
            }
        }
    }
}
