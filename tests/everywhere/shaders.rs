//! Every shader variant is compiled, forward, backward and train: by naga and the driver natively,
//! by Chromium's compiler in the browser, which alone checks that all lanes reach each barrier.

use attention_lab::corpus::Corpus;
use attention_lab::engine::EngineError;
use attention_lab::engine::gpu::GpuEngine;
use attention_lab::settings::Settings;

use crate::common::{adam, architecture, devices, ragged_corpus, toggles};

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
