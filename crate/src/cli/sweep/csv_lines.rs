//! Rows as CSV: a line for each run and sentence.

use attention_lab::corpus::Corpus;
use attention_lab::settings::Settings;
use attention_lab::sweep::Row;
use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use serde::Serialize;

use super::layout::{Results, word};
use crate::cli::failure::Failure;

/// The columns, in their order.
#[derive(Serialize)]
struct Line<'a> {
    head_size: u32,
    epochs: u32,
    learning_rate: f64,
    seed: u64,
    draw: u32,
    position: bool,
    skip: bool,
    vocabulary_size: usize,
    sentence: usize,
    tokens: String,
    words: String,
    place: usize,
    looks_at: Option<usize>,
    looks_at_word: Option<&'a str>,
    weight: f32,
    probability: f32,
    loss: f32,
    right: String,
}

/// The names of the columns, as a line. Any row will do.
pub fn header(corpus: &Corpus, row: &Row) -> Result<String, Failure> {
    let text = write(corpus, row, true)?;
    Ok(text.lines().take(1).map(|line| format!("{line}\n")).collect())
}

/// A row without the header.
pub fn text(corpus: &Corpus, row: &Row) -> Result<String, Failure> {
    write(corpus, row, false)
}

fn write(corpus: &Corpus, row: &Row, header: bool) -> Result<String, Failure> {
    let mut writer = WriterBuilder::new().has_headers(header).from_writer(Vec::new());
    let Settings { head_size, epochs, learning_rate, seed, draw, position, skip } = row.settings;
    for (index, (outcome, sentence)) in row.sentences.iter().zip(corpus.sentences()).enumerate() {
        let line = Line {
            head_size,
            epochs,
            learning_rate,
            seed,
            draw,
            position,
            skip,
            vocabulary_size: corpus.vocabulary().len(),
            sentence: index + 1,
            tokens: join(sentence.tokens.iter().map(u32::to_string)),
            words: join(corpus.words(&sentence.tokens).map(String::from)),
            place: outcome.place,
            looks_at: outcome.looks_at,
            looks_at_word: word(corpus, sentence, outcome.looks_at),
            weight: outcome.weight,
            probability: outcome.probability,
            loss: outcome.loss,
            right: join(outcome.right.iter().map(|&right| u8::from(right).to_string())),
        };
        writer.serialize(line).map_err(Failure::bad_input)?;
    }
    String::from_utf8(writer.into_inner().map_err(Failure::bad_input)?).map_err(Failure::bad_input)
}

fn join(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

/// What came of a run, sentence by sentence; `None` if the lines do not say.
pub fn read(header: &str, text: &str) -> Option<Vec<Results<Vec<bool>>>> {
    let header: StringRecord = header.trim_end().split(',').collect();
    let reader = ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let results = reader.into_records().map(|record| {
        let record = record.ok()?;
        let results: Results<&str> = record.deserialize(Some(&header)).ok()?;
        let Results { looks_at, weight, probability, loss, right } = results;
        let right = right.split(' ').map(|digit| digit == "1").collect();
        Some(Results { looks_at, weight, probability, loss, right })
    });
    results.collect()
}
