//! Every shader variant is compiled, forward, backward and train: by naga and the driver natively,
//! by Chromium's compiler in the browser, which alone checks that all lanes reach each barrier.

use attention_lab::engine::gpu::sources::Sources;
use attention_lab::engine::gpu::{GpuEngine, SourceError};
use attention_lab::engine::{Backend, EngineError};
use attention_lab::model::adam::State;
use attention_lab::model::causal_mask;
use attention_lab::model::init::starting_parameters;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;
use attention_lab::train::trainer::{Trainer, TrainerError};

use crate::common::{adam, architecture, assert_close, devices, ragged_corpus, toggles};

everywhere! {
    async fn every_variant_compiles() {
        let sizes = [1, 2, 20, 64, 128].map(|head_size| Settings { head_size, ..Settings::default() });
        let notebook = sizes.into_iter().chain(toggles()).map(|settings| (settings, Corpus::notebook()));
        let ragged = toggles().map(|settings| (settings, ragged_corpus()));
        let shortest = [(Settings::default(), Corpus::parse("hello").unwrap())];
        let variants: Vec<_> = notebook.chain(ragged).chain(shortest).collect();
        for device in devices().await {
            for (settings, corpus) in &variants {
                let architecture = architecture(settings, corpus);
                let engine = GpuEngine::new(&device, architecture, corpus, adam(settings)).await.unwrap();
                let compiled = engine.compile().await;
                assert_eq!(compiled, Ok(()), "{settings} on {}", device.adapter().name);
            }
            assert_eq!(device.failure(), None);
        }
    }

    /// Wherever in the source it is, forward, backward or in what trains alone; and the next engine trains as ever.
    async fn a_part_that_is_refused_says_where_and_costs_no_device() {
        let (settings, corpus) = (Settings::default(), Corpus::notebook());
        let architecture = architecture(&settings, &corpus);
        for device in devices().await {
            for part in ["4_attention_forward", "7_probabilities_backward", "8_adam"] {
                let mut sources = Sources::default();
                let shipped = sources.text(part).unwrap().to_owned();
                sources.edit(part, format!("// My own\nfn mine() -> f32 {{\n    return nothing;\n}}\n{shipped}")).unwrap();
                let edited =
                    GpuEngine::with_sources(&sources, 1, &device, architecture, &corpus, adam(&settings)).await;
                let refused = match edited {
                    Ok(engine) => engine.compile().await,
                    Err(error) => Err(error),
                };
                let Err(EngineError::Source(errors)) = refused else { panic!("{part}: {refused:?}") };
                let SourceError { part: found, line, column, message } = &errors[0];
                assert_eq!((found.as_str(), *line, *column), (part, 3, 12), "{message}");
                assert!(message.contains("nothing"), "{message}");
                assert_eq!(device.failure(), None);
            }
            let mut engine = GpuEngine::new(&device, architecture, &corpus, adam(&settings)).await.unwrap();
            let mut state = State::new(starting_parameters(&architecture, &settings));
            assert!(engine.train(&mut state, 4).await.is_ok_and(|losses| losses.len() == 4));
        }
    }

    /// Without the scale the scores are larger by the root of H, and all else is as ever.
    async fn an_edited_part_is_what_runs() {
        let (settings, corpus) = (Settings::default(), Corpus::notebook());
        let architecture = architecture(&settings, &corpus);
        let parameters = starting_parameters(&architecture, &settings);
        let cases = [(0, causal_mask(5))];
        for device in devices().await {
            let mut sources = Sources::default();
            let text = sources.text("3_scores_forward").unwrap().replace("sum * SCALE", "sum");
            sources.edit("3_scores_forward", text).unwrap();
            let adam = adam(&settings);
            let mut shipped = GpuEngine::new(&device, architecture, &corpus, adam).await.unwrap();
            let mut edited =
                GpuEngine::with_sources(&sources, 1, &device, architecture, &corpus, adam).await.unwrap();
            let shipped = shipped.traces(&parameters, &cases).await.unwrap().remove(0).layers.remove(0);
            let edited = edited.traces(&parameters, &cases).await.unwrap().remove(0).layers.remove(0);
            assert_eq!(edited.v, shipped.v);
            let scaled = edited.scores.map(|score| f64::from(score) * architecture.scale());
            assert_close("score", &[shipped.scores[(4, 1)]], &[scaled[(4, 1)]], 1e-6);
            assert_ne!(edited.attention, shipped.attention);
        }
    }

    /// The CPU engine would train another head; cells train the same one.
    async fn a_run_with_an_edited_part_is_not_for_the_cpu_engine() {
        let mut run = Run::new(Settings { epochs: 2, ..Settings::default() }, Corpus::notebook());
        let text = run.sources.text("3_scores_forward").unwrap().replace("sum * SCALE", "sum");
        run.sources.edit("3_scores_forward", text).unwrap();
        let edited = TrainerError::Engine(EngineError::Edited);
        let refused = Trainer::open(run.clone(), Backend::Cpu, &mut None).await;
        assert_eq!(refused.map(|_| ()), Err(edited.clone()));
        for device in devices().await {
            let mut slot = Some(Ok(device));
            let mut trainer = Trainer::open(run.clone(), Backend::Gpu, &mut slot).await.unwrap();
            trainer.advance(4).await.unwrap();
            assert_eq!(trainer.run(), &run);
            let fallen = trainer.fall_back("it was lost".into());
            if cfg!(target_arch = "wasm32") {
                assert_eq!(fallen, Err(edited.clone()));
            } else {
                assert_eq!((fallen, trainer.adapter().backend.as_str()), (Ok(()), "cells"));
            }
            let losses = trainer.history().losses().to_vec();
            let shipped = Run { sources: Sources::default(), ..run.clone() };
            let mut shipped = Trainer::open(shipped, Backend::Gpu, &mut slot).await.unwrap();
            shipped.advance(4).await.unwrap();
            assert_ne!(shipped.history().losses(), losses);
        }
    }

    async fn what_does_not_fit_is_refused_by_name() {
        let corpus = Corpus::parse(&(0..60).map(|i| format!("w{i} ")).collect::<String>()).unwrap();
        let settings = Settings::default();
        for device in devices().await {
            let architecture = architecture(&settings, &corpus);
            let Err(error) = GpuEngine::new(&device, architecture, &corpus, adam(&settings)).await else {
                panic!("61 places of 61 tokens do not fit into 16 KiB");
            };
            let EngineError::DoesNotFit { limit, needed, available } = error else { panic!("{error}") };
            assert_eq!((limit, available), ("maxComputeWorkgroupStorageSize", 16384));
            assert!(needed > available);
        }
    }
}
