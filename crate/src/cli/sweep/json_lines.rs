//! Rows as JSON Lines: a line for each run.

use std::io::{self, BufRead, BufWriter, Write};

use attention_lab::files::settings_json::WrittenSettings;
use attention_lab::sweep::Row;
use attention_lab::task::corpus::Corpus;
use serde::{Deserialize, Serialize};

use super::layout::{Results, word};
use crate::cli::failure::Failure;

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    settings: WrittenSettings,
    vocabulary_size: usize,
    sentences: Vec<LineSentence<'a>>,
}

#[derive(Serialize)]
struct LineSentence<'a> {
    tokens: &'a [u32],
    words: Vec<&'a str>,
    place: usize,
    looks_at: Option<usize>,
    looks_at_word: Option<&'a str>,
    weight: f32,
    probability: f32,
    loss: f32,
    right: &'a [bool],
}

/// A row.
pub fn text(corpus: &Corpus, row: &Row) -> Result<String, Failure> {
    let sentences = row.sentences.iter().zip(corpus.sentences()).map(|(outcome, sentence)| LineSentence {
        tokens: &sentence.tokens,
        words: corpus.words(&sentence.tokens).collect(),
        place: outcome.place,
        looks_at: outcome.looks_at,
        looks_at_word: word(corpus, sentence, outcome.looks_at),
        weight: outcome.weight,
        probability: outcome.probability,
        loss: outcome.loss,
        right: &outcome.right,
    });
    let line = Line {
        settings: WrittenSettings::new(&row.settings, true),
        vocabulary_size: corpus.vocabulary().len(),
        sentences: sentences.collect(),
    };
    serde_json::to_string(&line).map(|text| text + "\n").map_err(Failure::bad_input)
}

#[derive(Deserialize)]
struct LineResults {
    sentences: Vec<Results<Vec<bool>>>,
}

/// What came of a run, sentence by sentence; `None` if the line does not say.
pub fn read(text: &str) -> Option<Vec<Results<Vec<bool>>>> {
    serde_json::from_str::<LineResults>(text).ok().map(|line| line.sentences)
}

/// Writes lines that another program has saved as the sweep itself ends them.
pub fn respell(source: impl BufRead, target: impl Write) -> io::Result<()> {
    let mut writer = BufWriter::new(target);
    for line in source.lines() {
        writeln!(writer, "{}", line?.trim_end_matches('\r'))?;
    }
    writer.flush()
}
