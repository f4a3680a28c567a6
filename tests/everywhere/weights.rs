//! Weights are of a run, and another run does not take them for its own.

use attention_lab::files::weights::{Origin, WeightsError, from_safetensors, to_safetensors};
use attention_lab::model::architecture::Architecture;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;

everywhere! {
    async fn weights_of_another_run_are_refused() {
        let corpus = Corpus::notebook();
        let settings = Settings::preset("printed").unwrap();
        let architecture = Architecture::new(&settings, &corpus);
        let parameters = vec![0.25; architecture.len()];
        let vocabulary = corpus.vocabulary().to_vec();
        let origin = Origin { settings, vocabulary, step: 10_000, run: None, started_from: None };
        let file = to_safetensors(&architecture, &parameters, &origin).unwrap();

        let loaded = from_safetensors(&settings, &corpus, &file).unwrap();
        assert_eq!((loaded.parameters, loaded.origin), (parameters, Some(origin)));

        // All shapes fit: only what the file says of itself tells these runs apart.
        let words = Corpus::parse("man ordrd the chkn\nwoman ordrd the beef").unwrap();
        let others = [
            (Settings { position: true, ..settings }, &corpus, "--no-position"),
            (Settings { skip: false, ..settings }, &corpus, "--no-skip"),
            (settings, &words, "'vocabulary: the man chkn ordrd woman beef'"),
        ];
        for (settings, corpus, advice) in others {
            let error = from_safetensors(&settings, corpus, &file).expect_err(advice);
            assert!(matches!(error, WeightsError::OtherRun { .. }), "{error}");
            assert!(error.to_string().contains(advice), "{error}");
        }
    }
}
