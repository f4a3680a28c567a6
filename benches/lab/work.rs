//! The run that is timed: settings, corpus and the weights it starts from.

use attention_lab::engine::reference::Reference;
use attention_lab::model::adam::{Adam, State};
use attention_lab::model::architecture::Architecture;
use attention_lab::model::causal_mask;
use attention_lab::model::init::starting_parameters;
use attention_lab::task::corpus::{self, Corpus};
use attention_lab::task::settings::Settings;
use serde_json::{Value, json};

pub struct Work {
    pub settings: Settings,
    pub text: String,
    pub corpus: Corpus,
    pub architecture: Architecture,
    pub adam: Adam,
    pub start: State<f32>,
}

impl Work {
    /// The notebook's run: 10,000 steps, or some when it is only to be seen that all works.
    pub fn notebook(quick: bool) -> Self {
        let settings = Settings::default();
        let epochs = if quick { 100 } else { settings.epochs };
        Self::new(Settings { epochs, ..settings }, corpus::NOTEBOOK.to_owned())
    }

    pub fn new(settings: Settings, text: String) -> Self {
        let corpus = Corpus::parse(&text).expect("the bench writes good corpora");
        let architecture = Architecture::new(&settings, &corpus);
        let start = State::new(starting_parameters(&architecture, &settings));
        Self { settings, text, corpus, architecture, adam: Adam::of(&settings), start }
    }

    pub fn steps(&self) -> u64 {
        self.settings.steps(self.corpus.sentences().len())
    }

    /// The loss of the last sentence at these parameters: shows that all have done the same work.
    pub fn loss(&self, parameters: &[f32]) -> f64 {
        let last = self.corpus.sentences().len() - 1;
        let mask = causal_mask(self.corpus.sentences()[last].len());
        Reference::new(self.architecture, &self.corpus, self.adam).trace(parameters, last, &mask).loss.into()
    }

    /// All that another program needs to do the same. The parameters are matrices: token embedding, position
    /// embedding, query, key, value.
    pub fn to_json(&self) -> Value {
        let sentences = self.corpus.sentences().iter();
        let tensors = self.architecture.tensors();
        let parameters: Vec<_> = tensors
            .iter()
            .map(|tensor| self.start.parameters[tensor.range()].chunks(tensor.columns).collect::<Vec<_>>())
            .collect();
        json!({
            "settings": self.settings.to_string(),
            "corpus": self.text,
            "steps": self.steps(),
            "learning_rate": self.settings.learning_rate,
            "head_size": self.settings.head_size,
            "tokens": sentences.clone().map(|sentence| &sentence.tokens).collect::<Vec<_>>(),
            "targets": sentences.map(|sentence| &sentence.targets).collect::<Vec<_>>(),
            "parameters": parameters,
        })
    }
}
