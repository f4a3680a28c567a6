//! Rows as CSV: a line for each run and sentence.

use std::io::{self, Read, Write};

use attention_lab::sweep::Row;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
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

/// What stands in one line of a column, as CSV writes it.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Cell {
    Nothing(()),
    Flag(bool),
    Whole(u64),
    Single(f32),
    Double(f64),
    Text(String),
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

/// Writes lines that another program has saved as the sweep itself writes them. Which rows they are, and whether they
/// are rows at all, is for the reader to see.
pub fn respell(header: &str, source: impl Read, target: impl Write) -> io::Result<()> {
    let header: StringRecord = header.trim_end().split(',').collect();
    let reader = ReaderBuilder::new().has_headers(false).from_reader(source);
    let mut writer = WriterBuilder::new().has_headers(false).from_writer(target);
    for record in reader.into_records() {
        let record = record?;
        if record.len() != header.len() {
            return Err(io::Error::other("other columns"));
        }
        let cells = header.iter().zip(&record).map(|(column, text)| Cell::read(column, text));
        writer.serialize(cells.collect::<Vec<_>>())?;
    }
    writer.flush()
}

impl Cell {
    /// What a text in this column means; what means nothing stays as it is.
    fn read(column: &str, text: &str) -> Self {
        let cell = match column {
            "position" | "skip" => text.to_lowercase().parse().ok().map(Self::Flag),
            "learning_rate" => text.parse().ok().map(Self::Double),
            "weight" | "probability" | "loss" => text.parse().ok().map(Self::Single),
            _ => None,
        };
        cell.unwrap_or_else(|| Self::Text(text.to_owned()))
    }
}
