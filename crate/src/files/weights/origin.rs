//! What a weights file says of the run that it is from, beside its numbers.
//!
//! The words are joined by blanks, which no word holds; the settings are in their text form.

use std::collections::{BTreeMap, HashMap};

use super::WeightsError;
use crate::PROGRAM;
use crate::task::corpus::{Corpus, START};
use crate::task::settings::Settings;

/// The run that some weights are from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Its settings. Seed and draw say what it started from only if `started_from` names no file.
    pub settings: Settings,
    /// Its words in the order of their ids.
    pub vocabulary: Vec<String>,
    /// The steps that it had taken.
    pub step: u64,
    /// Its words, settings and, before its end, its step as text; `None` in files of older versions.
    pub run: Option<String>,
    /// The weights file that it started from; `None` where seed and draw gave the start.
    pub started_from: Option<String>,
}

impl Origin {
    /// As the metadata of a file.
    pub(super) fn metadata(&self) -> BTreeMap<&'static str, String> {
        let mut metadata = BTreeMap::from([
            // Some readers want to know which library the tensors are laid out for.
            ("format", "pt".to_owned()),
            ("program", PROGRAM.to_owned()),
            ("settings", self.settings.to_string()),
            ("step", self.step.to_string()),
            ("vocabulary", self.vocabulary.join(" ")),
        ]);
        let others = [("run", &self.run), ("started_from", &self.started_from)];
        metadata.extend(others.into_iter().filter_map(|(key, value)| Some((key, value.clone()?))));
        metadata
    }

    /// What the metadata of a file says; `None` if another program has written it.
    pub(super) fn read(metadata: &HashMap<String, String>) -> Result<Option<Self>, WeightsError> {
        let get = |key: &str| metadata.get(key).map(String::as_str).unwrap_or_default();
        let ours = PROGRAM.split(' ').next();
        if get("program").split(' ').next() != ours {
            return Ok(None);
        }
        let unreadable = |key: &'static str| WeightsError::Origin { key, value: get(key).to_owned() };
        Ok(Some(Self {
            settings: get("settings").parse().map_err(|_| unreadable("settings"))?,
            step: get("step").parse().map_err(|_| unreadable("step"))?,
            vocabulary: get("vocabulary").split_whitespace().map(str::to_owned).collect(),
            run: metadata.get("run").cloned(),
            started_from: metadata.get("started_from").cloned(),
        }))
    }

    /// Refuses weights that a run with these settings and this corpus would take for what they are not.
    pub(super) fn check(&self, settings: &Settings, corpus: &Corpus) -> Result<(), WeightsError> {
        let (mut facts, mut options) = (Vec::new(), Vec::new());
        if self.settings.head_size != settings.head_size {
            facts.push(format!("at head size {}", self.settings.head_size));
            options.push(format!("--head-size {}", self.settings.head_size));
        }
        let toggles = [
            ("the position embedding", "--no-position", self.settings.position, settings.position),
            ("the skip connection", "--no-skip", self.settings.skip, settings.skip),
        ];
        let mut superfluous = Vec::new();
        for (what, option, trained, wanted) in toggles {
            if trained && !wanted {
                facts.push(format!("with {what}"));
                superfluous.push(option);
            } else if wanted && !trained {
                facts.push(format!("without {what}"));
                options.push(option.to_owned());
            }
        }
        let mut advice = Vec::new();
        if !options.is_empty() {
            advice.push(format!("add {}", options.join(" ")));
        }
        if !superfluous.is_empty() {
            advice.push(format!("leave out {} (and a --preset that says so)", superfluous.join(" and ")));
        }
        if self.vocabulary != corpus.vocabulary() {
            let words = |words: &[String]| {
                words.iter().filter(|word| *word != START).cloned().collect::<Vec<_>>().join(" ")
            };
            let sorted = |words: &[String]| {
                let mut words = words.to_vec();
                words.sort_unstable();
                words
            };
            let line = words(&self.vocabulary);
            if sorted(&self.vocabulary) == sorted(corpus.vocabulary()) {
                facts.push("on the same words in another order".into());
                advice.push(format!("give the corpus the line 'vocabulary: {line}'"));
            } else {
                facts.push(format!("on other words ({})", shortened(&line)));
                advice.push("give the corpus that they were trained on with --corpus".into());
            }
        }
        if facts.is_empty() {
            return Ok(());
        }
        Err(WeightsError::OtherRun { facts: facts.join(" and "), advice: advice.join(", and ") })
    }
}

/// The beginning of a long list of words.
fn shortened(words: &str) -> String {
    const SHOWN: usize = 12;
    let mut shown: Vec<&str> = words.split(' ').take(SHOWN + 1).collect();
    if shown.len() > SHOWN {
        shown[SHOWN] = "...";
    }
    shown.join(" ")
}
