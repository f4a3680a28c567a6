//! The backward pass against finite differences, PyTorch, and the f64 model.

use attention_lab::engine::cpu::CpuEngine;
use attention_lab::engine::gpu::GpuEngine;
use attention_lab::engine::reference::Reference;
use attention_lab::model::architecture::Architecture;
use attention_lab::model::init::starting_parameters;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;

use crate::common::{Golden, adam, architecture, assert_close, devices, largest, ragged_corpus, toggles};

/// The model in f64, and starting weights for it.
fn reference(settings: &Settings, corpus: &Corpus, layers: usize) -> (Reference<f64>, Vec<f64>) {
    let architecture = Architecture { layers, ..architecture(settings, corpus) };
    let parameters = starting_parameters(&architecture, settings).into_iter().map(f64::from).collect();
    (Reference::new(architecture, corpus, adam(settings)), parameters)
}

fn cases() -> Vec<(Settings, Corpus)> {
    let corpora = [Corpus::notebook(), ragged_corpus()];
    corpora.iter().flat_map(|corpus| toggles().map(|settings| (settings, corpus.clone()))).collect()
}

everywhere! {
    /// Central differences of the f64 loss, for every parameter, toggle and sentence; and of two layers, which no engine
    /// has yet.
    async fn the_f64_backward_is_the_slope_of_the_f64_loss() {
        // The error of a central difference is about step^2 f''' / 6 + 1e-16 / step: with a step of
        // 1e-5 some 1e-10 where the third derivative is about 1.
        const STEP: f64 = 1e-5;
        let one = cases().into_iter().map(|(settings, corpus)| (settings, corpus, 1));
        let small = Settings { head_size: 3, ..Settings::default() };
        let two = [(small, ragged_corpus(), 2), (Settings { skip: false, ..small }, Corpus::notebook(), 2)];
        for (settings, corpus, layers) in one.chain(two) {
            let (mut model, mut parameters) = reference(&settings, &corpus, layers);
            for sentence in 0..corpus.sentences().len() {
                let (_, gradients) = model.gradients(&parameters, sentence);
                let mut slopes = Vec::new();
                for i in 0..parameters.len() {
                    let here = parameters[i];
                    let mut loss_at = |value| {
                        parameters[i] = value;
                        model.gradients(&parameters, sentence).0
                    };
                    let slope = (loss_at(here + STEP) - loss_at(here - STEP)) / (2.0 * STEP);
                    parameters[i] = here;
                    slopes.push(slope);
                }
                assert!(largest(&gradients) > 1e-2, "the gradients are not all but zero");
                assert_close(&format!("{settings} layers {layers} sentence {sentence}"), &gradients, &slopes, 1e-8);
            }
        }
    }

    /// The f64 model against PyTorch's f64 gradients.
    async fn the_f64_backward_is_torchs() {
        for golden in Golden::all() {
            let parameters = golden.flat("f64/init");
            let mut model = Reference::new(golden.architecture(), &Corpus::notebook(), adam(&golden.settings));
            for sentence in 0..2 {
                let (_, gradients) = model.gradients(&parameters, sentence);
                let expected = golden.flat(&format!("f64/grad_init_seq{}", sentence + 1));
                for tensor in golden.architecture().tensors() {
                    let expected = &expected[tensor.range()];
                    let what = format!("{} sentence {sentence} {}", golden.name, tensor.name());
                    assert_close(&what, &gradients[tensor.range()], expected, 1e-9 * largest(expected));
                }
            }
        }
    }

    /// The f32 engines against the f64 model.
    async fn the_f32_gradients_are_those_of_f64() {
        // A gradient is a sum over at most T places of products whose factors went through at most
        // max(E, H, T) additions, three deep. With unit roundoff 6e-8 some 30 of them are below
        // 2e-6 of the largest gradient; WGSL allows exp and division a few units more.
        const TOLERANCE: f64 = 2e-6;
        let devices = devices().await;
        for (settings, corpus) in cases() {
            let (mut model, parameters) = reference(&settings, &corpus, 1);
            let parameters_f32: Vec<f32> = parameters.iter().map(|&value| value as f32).collect();
            let architecture = architecture(&settings, &corpus);
            let mut cpu = CpuEngine::new(architecture, &corpus, adam(&settings));
            let mut gpus = Vec::new();
            for device in &devices {
                let gpu = GpuEngine::new(device, architecture, &corpus, adam(&settings)).await.unwrap();
                gpus.push(gpu);
            }
            for sentence in 0..corpus.sentences().len() {
                let (loss, gradients) = model.gradients(&parameters, sentence);
                let tolerance = TOLERANCE * largest(&gradients);
                let (cpu_loss, cpu_gradients) = cpu.gradients(&parameters_f32, sentence);
                assert_close("CPU loss", &[cpu_loss], &[loss], 1e-6 * loss);
                assert_close("CPU gradients", &cpu_gradients, &gradients, tolerance);
                for gpu in &mut gpus {
                    let name = gpu.adapter().name.clone();
                    let (gpu_loss, gpu_gradients) = gpu.gradients(&parameters_f32, sentence).await.unwrap();
                    assert_close(&format!("loss on {name}"), &[gpu_loss], &[loss], 1e-6 * loss);
                    assert_close(&format!("gradients on {name}"), &gpu_gradients, &gradients, tolerance);
                }
            }
        }
    }
}
