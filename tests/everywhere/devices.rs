//! Who computes, and what happens when a device goes away.

use attention_lab::engine::cpu::CpuEngine;
use attention_lab::engine::gpu::GpuEngine;
use attention_lab::engine::{Backend, EngineError};
use attention_lab::model::adam::State;
use attention_lab::model::init::starting_parameters;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;
use attention_lab::train::trainer::{Trainer, TrainerError};

use crate::common::{adam, architecture, assert_close, devices, ragged_corpus};

everywhere! {
    async fn auto_prefers_the_cpu_engine_to_a_software_device() {
        for device in devices().await {
            let software = device.adapter().is_software();
            let mut slot = Some(Ok(device));
            let trainer = Trainer::open(Run::new(Settings::default(), Corpus::notebook()), Backend::Auto, &mut slot);
            let trainer = trainer.await.unwrap();
            assert_eq!(trainer.adapter().backend == "cpu", software);
            assert_eq!(trainer.device_sentence().contains("software device"), software);
        }
    }

    /// A hardware GPU is taken where it is quick enough for the run, and both figures are said. Here
    /// software stands for it: no device needs two seconds for ten steps, and none of a few lanes
    /// takes two million in the time that the CPU engine does. (In the browser the tests' CPU engine
    /// has no vectors and little optimisation, and is the slower one.)
    async fn auto_measures_hardware_and_says_both_figures() {
        for device in devices().await.into_iter().filter(|device| device.adapter().is_software()) {
            let device = device.as_hardware();
            for (epochs, is_taken) in [(5, true), (1_000_000, cfg!(target_arch = "wasm32")), (5, true)] {
                let settings = Settings { epochs, ..Settings::default() };
                let mut slot = Some(Ok(device.clone()));
                let trainer = Trainer::open(Run::new(settings, Corpus::notebook()), Backend::Auto, &mut slot).await.unwrap();
                let said = trainer.device_sentence();
                assert_eq!(trainer.adapter().backend != "cpu", is_taken, "{said}");
                assert!(said.contains("): this GPU takes ") && said.contains(" a run, the CPU "), "{said}");
            }
            // Who asks for it by name does not ask how quick it is.
            let mut slot = Some(Ok(device));
            let trainer = Trainer::open(Run::new(Settings::default(), Corpus::notebook()), Backend::Gpu, &mut slot).await;
            assert!(!trainer.unwrap().device_sentence().contains(" a run"));
        }
    }

    /// A page trains while the search goes on, and goes over to what it has found where the run stands.
    async fn a_gpu_that_is_found_later_goes_on_with_the_run() {
        let settings = Settings { epochs: 20, ..Settings::default() };
        let open = async |slot: &mut _| Trainer::open(Run::new(settings, ragged_corpus()), Backend::Auto, slot).await.unwrap();
        let mut whole = open(&mut Some(Err(EngineError::Searching))).await;
        whole.advance(60).await.unwrap();
        for device in devices().await {
            let mut trainer = open(&mut Some(Err(EngineError::Searching))).await;
            assert!(trainer.device_sentence().contains("still being looked for"));
            trainer.advance(20).await.unwrap();
            trainer.change_engine(Backend::Gpu, &mut Some(Ok(device))).await.unwrap();
            assert_ne!(trainer.adapter().backend, "cpu");
            trainer.advance(40).await.unwrap();
            assert_close("losses", trainer.history().losses(), whole.history().losses(), 1e-5);
        }
    }

    /// Each search takes some milliseconds, and every change of a knob opens a run.
    async fn auto_does_not_search_twice() {
        let none = EngineError::NoAdapter;
        let mut slot = Some(Err(none.clone()));
        let open = Trainer::open(Run::new(Settings::default(), Corpus::notebook()), Backend::Auto, &mut slot);
        assert_eq!(open.await.unwrap().adapter().backend, "cpu");
        assert!(matches!(&slot, Some(Err(error)) if *error == none), "{slot:?}");

        let open = Trainer::open(Run::new(Settings::default(), Corpus::notebook()), Backend::Gpu, &mut slot).await;
        assert_eq!(open.is_ok(), !devices().await.is_empty(), "who asks for a GPU by name searches again");
    }

    async fn auto_goes_to_the_cpu_when_a_corpus_does_not_fit() {
        let corpus = Corpus::parse(&(0..60).map(|i| format!("w{i} ")).collect::<String>()).unwrap();
        let trainer = Trainer::open(Run::new(Settings::default(), corpus), Backend::Auto, &mut None).await.unwrap();
        assert_eq!(trainer.adapter().backend, "cpu");
    }

    /// The run goes on from where it stood, on another device or on the CPU.
    async fn nothing_is_lost_with_a_device() {
        let settings = Settings { epochs: 20, ..Settings::default() };
        let mut whole = Trainer::open(Run::new(settings, ragged_corpus()), Backend::Cpu, &mut None).await.unwrap();
        whole.advance(60).await.unwrap();

        for device in devices().await {
            let mut slot = Some(Ok(device.clone()));
            let mut trainer = Trainer::open(Run::new(settings, ragged_corpus()), Backend::Gpu, &mut slot).await.unwrap();
            trainer.advance(20).await.unwrap();
            device.destroy();
            let error = trainer.advance(20).await.unwrap_err();
            assert!(matches!(error, TrainerError::Engine(EngineError::Lost(_))), "{error}");
            assert_eq!(trainer.step(), 20);
            assert_eq!(trainer.history().losses().len(), 20);

            trainer.change_engine(Backend::Gpu, &mut slot).await.unwrap();
            trainer.advance(20).await.unwrap();
            trainer.change_engine(Backend::Cpu, &mut slot).await.unwrap();
            trainer.advance(20).await.unwrap();
            assert_close("losses", trainer.history().losses(), whole.history().losses(), 1e-5);
        }
    }

    /// Mesa's software driver ends a long loop early and says nothing. A dispatch that is too long
    /// is right or refused, never believed. (Smaller heads hardly have loops but that of the steps.)
    async fn a_driver_that_stops_early_is_caught() {
        let settings = Settings { head_size: 128, ..Settings::default() };
        let corpus = Corpus::notebook();
        let architecture = architecture(&settings, &corpus);
        let start = State::new(starting_parameters(&architecture, &settings));
        let mut expected = start.clone();
        let losses = CpuEngine::new(architecture, &corpus, adam(&settings)).train(&mut expected, 4096);
        for device in devices().await {
            let mut gpu = GpuEngine::new(&device, architecture, &corpus, adam(&settings)).await.unwrap();
            gpu.set_steps_per_dispatch(4096);
            let mut state = start.clone();
            match gpu.train(&mut state, 4096).await {
                Ok(found) => assert_close("losses", &found, &losses, 1e-4),
                Err(EngineError::StoppedEarly { step }) => {
                    assert!(step < 4096);
                    assert_eq!(state, start, "nothing of the failed steps is kept");
                }
                Err(error) => panic!("{error}"),
            }
        }
    }

    async fn rewind_and_by_hand_are_the_same_run() {
        for backend in [Backend::Cpu, Backend::Gpu] {
            let settings = Settings { epochs: 4, ..Settings::default() };
            let mut trainer = Trainer::open(Run::new(settings, Corpus::notebook()), backend, &mut None).await.unwrap();
            let before = trainer.traces().await.unwrap();
            trainer.advance(100).await.unwrap();
            assert_eq!(trainer.step(), 8, "a run ends at its last step");
            let losses = trainer.history().losses().to_vec();

            trainer.rewind();
            assert_eq!(trainer.traces().await.unwrap(), before);
            while trainer.step() < trainer.total_steps() {
                trainer.step_by_hand().await.unwrap();
            }
            trainer.step_by_hand().await.unwrap();
            assert_eq!(trainer.step(), 8);
            assert_close("losses by hand", trainer.history().losses(), &losses, 2e-6);
        }
    }

    async fn a_run_without_an_epoch_shows_the_untrained_head() {
        let settings = Settings { epochs: 0, ..Settings::default() };
        let mut trainer = Trainer::open(Run::new(settings, Corpus::notebook()), Backend::Cpu, &mut None).await.unwrap();
        trainer.advance(10).await.unwrap();
        assert_eq!(trainer.step(), 0);
        assert!(trainer.traces().await.unwrap()[0].loss > 1.0);
    }

    async fn a_run_that_is_too_long_is_refused() {
        let settings = Settings { epochs: 1_000_000, ..Settings::default() };
        let corpus = Corpus::parse(&"a b\n".repeat(100)).unwrap();
        let error = Trainer::open(Run::new(settings, corpus), Backend::Cpu, &mut None).await.unwrap_err();
        let text = "1000000 epochs of 100 sentences are 100000000 steps: keep it to 10000000 at most";
        assert_eq!(error.to_string(), text);
    }
}
