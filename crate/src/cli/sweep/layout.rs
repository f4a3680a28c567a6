//! A row as text, and back: CSV with a line for each sentence, or JSON Lines with a line for each run.
//!
//! What a row is of comes first, what came of it last. Numbers are written in the fewest digits that
//! read back as the same number, so a row that is read and written again is the same text.

use std::path::Path;

use attention_lab::corpus::{Corpus, Sentence};
use attention_lab::settings::Settings;
use attention_lab::sweep::{Outcome, Place, Row};
use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use serde::{Deserialize, Deserializer, Serialize};

use crate::cli::failure::Failure;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    JsonLines,
}

impl Format {
    /// The one that the file's name asks for.
    pub fn of(path: &Path) -> Result<Self, Failure> {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("csv") => Ok(Self::Csv),
            Some("jsonl") => Ok(Self::JsonLines),
            _ => Err(Failure::BadInput(format!(
                "'{}' ends neither in .csv nor in .jsonl: choose one of the two for the rows",
                path.display()
            ))),
        }
    }
}

/// Everything that rows have in common.
pub struct Layout<'a> {
    format: Format,
    corpus: &'a Corpus,
    place: Place,
}

/// A line of CSV: one run and one sentence.
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

/// A line of JSON Lines: one run.
#[derive(Serialize)]
struct Object<'a> {
    #[serde(flatten)]
    settings: &'a Settings,
    vocabulary_size: usize,
    sentences: Vec<ObjectSentence<'a>>,
}

#[derive(Serialize)]
struct ObjectSentence<'a> {
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

/// What came of a run with one sentence, read back.
#[derive(Deserialize)]
struct Results<R> {
    looks_at: Option<usize>,
    #[serde(deserialize_with = "number")]
    weight: f32,
    #[serde(deserialize_with = "number")]
    probability: f32,
    #[serde(deserialize_with = "number")]
    loss: f32,
    right: R,
}

#[derive(Deserialize)]
struct ObjectResults {
    sentences: Vec<Results<Vec<bool>>>,
}

/// JSON has no word for what is not a number.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(f32::NAN))
}

impl<'a> Layout<'a> {
    /// The layout of a sweep's rows.
    pub fn new(format: Format, corpus: &'a Corpus, place: Place) -> Self {
        Self { format, corpus, place }
    }

    /// What stands above the rows; nothing in JSON Lines.
    pub fn header(&self) -> Result<String, Failure> {
        match self.format {
            Format::Csv => {
                let text = self.csv(&self.blank(&Settings::default(), None), true)?;
                Ok(text.lines().take(1).map(|line| format!("{line}\n")).collect())
            }
            Format::JsonLines => Ok(String::new()),
        }
    }

    /// How many lines a run has.
    pub fn lines(&self) -> usize {
        match self.format {
            Format::Csv => self.corpus.sentences().len(),
            Format::JsonLines => 1,
        }
    }

    /// A row as whole lines.
    pub fn text(&self, row: &Row) -> Result<String, Failure> {
        match self.format {
            Format::Csv => self.csv(row, false),
            Format::JsonLines => self.json(row),
        }
    }

    /// The row with these settings in whole lines; `None` if it is not what such a row looks like.
    pub fn read(&self, settings: &Settings, text: &str) -> Option<Row> {
        let results = match self.format {
            Format::Csv => self.read_csv(text)?,
            Format::JsonLines => serde_json::from_str::<ObjectResults>(text).ok()?.sentences,
        };
        let sentences = self.corpus.sentences();
        let fits = |(results, sentence): (&Results<Vec<bool>>, &Sentence)| {
            results.right.len() == sentence.len() && results.looks_at.is_none_or(|at| at < sentence.len())
        };
        if results.len() != sentences.len() || !results.iter().zip(sentences).all(fits) {
            return None;
        }
        let outcome = |(results, sentence): (Results<Vec<bool>>, _)| {
            let Results { looks_at, weight, probability, loss, right } = results;
            Outcome { place: self.place.of(sentence), looks_at, weight, probability, loss, right }
        };
        let row =
            Row { settings: *settings, sentences: results.into_iter().zip(sentences).map(outcome).collect() };
        (self.text(&row).ok()? == text).then_some(row)
    }

    /// What the text of the run with these settings begins with, whatever came of it.
    pub fn beginning(&self, settings: &Settings) -> Result<String, Failure> {
        let text = self.text(&self.blank(settings, None))?;
        let other = self.text(&self.blank(settings, Some(0)))?;
        Ok(text.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(letter, _)| letter).collect())
    }

    fn blank(&self, settings: &Settings, looks_at: Option<usize>) -> Row {
        let outcome = |sentence| Outcome {
            place: self.place.of(sentence),
            looks_at,
            weight: 0.0,
            probability: 0.0,
            loss: 0.0,
            right: Vec::new(),
        };
        Row { settings: *settings, sentences: self.corpus.sentences().iter().map(outcome).collect() }
    }

    fn csv(&self, row: &Row, header: bool) -> Result<String, Failure> {
        let mut writer = WriterBuilder::new().has_headers(header).from_writer(Vec::new());
        let Settings { head_size, epochs, learning_rate, seed, draw, position, skip } = row.settings;
        for (index, (outcome, sentence)) in row.sentences.iter().zip(self.corpus.sentences()).enumerate() {
            let line = Line {
                head_size,
                epochs,
                learning_rate,
                seed,
                draw,
                position,
                skip,
                vocabulary_size: self.corpus.vocabulary().len(),
                sentence: index + 1,
                tokens: join(sentence.tokens.iter().map(u32::to_string)),
                words: join(self.corpus.words(&sentence.tokens).map(String::from)),
                place: outcome.place,
                looks_at: outcome.looks_at,
                looks_at_word: self.word(&sentence.tokens, outcome.looks_at),
                weight: outcome.weight,
                probability: outcome.probability,
                loss: outcome.loss,
                right: join(outcome.right.iter().map(|&right| u8::from(right).to_string())),
            };
            writer.serialize(line).map_err(Failure::bad_input)?;
        }
        String::from_utf8(writer.into_inner().map_err(Failure::bad_input)?).map_err(Failure::bad_input)
    }

    fn read_csv(&self, text: &str) -> Option<Vec<Results<Vec<bool>>>> {
        let header = self.header().ok()?;
        let header = StringRecord::from_iter(header.trim_end().split(','));
        let reader = ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let results = reader.into_records().map(|record| {
            let record = record.ok()?;
            let Results { looks_at, weight, probability, loss, right } =
                record.deserialize::<Results<&str>>(Some(&header)).ok()?;
            let right = right.split(' ').map(|digit| digit == "1").collect();
            Some(Results { looks_at, weight, probability, loss, right })
        });
        results.collect()
    }

    fn json(&self, row: &Row) -> Result<String, Failure> {
        let sentences = row.sentences.iter().zip(self.corpus.sentences());
        let object = Object {
            settings: &row.settings,
            vocabulary_size: self.corpus.vocabulary().len(),
            sentences: sentences
                .map(|(outcome, sentence)| ObjectSentence {
                    tokens: &sentence.tokens,
                    words: self.corpus.words(&sentence.tokens).collect(),
                    place: outcome.place,
                    looks_at: outcome.looks_at,
                    looks_at_word: self.word(&sentence.tokens, outcome.looks_at),
                    weight: outcome.weight,
                    probability: outcome.probability,
                    loss: outcome.loss,
                    right: &outcome.right,
                })
                .collect(),
        };
        serde_json::to_string(&object).map(|text| text + "\n").map_err(Failure::bad_input)
    }

    fn word(&self, tokens: &[u32], place: Option<usize>) -> Option<&str> {
        let token = tokens.get(place?)?;
        self.corpus.vocabulary().get(*token as usize).map(String::as_str)
    }
}

fn join(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}
