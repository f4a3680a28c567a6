//! A row as text, and back.
//!
//! What a row is of comes first, what came of it last. Numbers are written in the fewest digits that
//! read back as the same number, so a row that is read and written again is the same text.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use attention_lab::sweep::{Outcome, Place, Row};
use attention_lab::task::corpus::{Corpus, Sentence};
use attention_lab::task::settings::Settings;
use serde::{Deserialize, Deserializer};

use super::counts::Counts;
use super::{csv_lines, json_lines};
use crate::cli::failure::Failure;

/// What some programs put in front of UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line for each run and sentence.
    Csv,
    /// A line for each run.
    JsonLines,
    /// A line for each run and sentence; CSV until all are there.
    Parquet,
}

impl Format {
    /// The one that the file's name asks for.
    pub fn of(path: &Path) -> Result<Self, Failure> {
        let extension = path.extension().and_then(|extension| extension.to_str());
        match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("jsonl") => Ok(Self::JsonLines),
            Some("parquet") => Ok(Self::Parquet),
            _ => Err(Failure::BadInput(format!(
                "'{}' ends neither in .csv nor in .jsonl nor in .parquet: choose one of them for the rows",
                path.display()
            ))),
        }
    }
}

/// What came of a run with one sentence, read back.
#[derive(Deserialize)]
pub struct Results<R> {
    pub looks_at: Option<usize>,
    #[serde(deserialize_with = "number")]
    pub weight: f32,
    #[serde(deserialize_with = "number")]
    pub probability: f32,
    #[serde(deserialize_with = "number")]
    pub loss: f32,
    pub right: R,
}

/// JSON has null for what is not a number.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(f32::NAN))
}

/// Everything that the rows of a sweep have in common.
pub struct Layout<'a> {
    format: Format,
    corpus: &'a Corpus,
    place: Place,
}

impl<'a> Layout<'a> {
    /// The layout of these rows.
    pub fn new(format: Format, corpus: &'a Corpus, place: Place) -> Self {
        Self { format, corpus, place }
    }

    /// Counts of such rows, none yet.
    pub fn counts(&self) -> Counts<'a> {
        Counts::new(self.corpus, self.place)
    }

    /// What stands above the rows; nothing in JSON Lines.
    pub fn header(&self) -> Result<String, Failure> {
        match self.format {
            Format::Csv | Format::Parquet => {
                csv_lines::header(self.corpus, &self.blank(&Settings::default(), None))
            }
            Format::JsonLines => Ok(String::new()),
        }
    }

    /// How many lines a run has.
    pub fn lines(&self) -> usize {
        match self.format {
            Format::Csv | Format::Parquet => self.corpus.sentences().len(),
            Format::JsonLines => 1,
        }
    }

    /// A row as whole lines.
    pub fn text(&self, row: &Row) -> Result<String, Failure> {
        match self.format {
            Format::Csv | Format::Parquet => csv_lines::text(self.corpus, row),
            Format::JsonLines => json_lines::text(self.corpus, row),
        }
    }

    /// The row with these settings in whole lines; `None` if it is not what such a row looks like.
    pub fn read(&self, settings: &Settings, text: &str) -> Option<Row> {
        let results = match self.format {
            Format::Csv | Format::Parquet => csv_lines::read(&self.header().ok()?, text)?,
            Format::JsonLines => json_lines::read(text)?,
        };
        let sentences = self.corpus.sentences();
        if results.len() != sentences.len() {
            return None;
        }
        let outcome = |(results, sentence): (Results<Vec<bool>>, &Sentence)| {
            let Results { looks_at, weight, probability, loss, right } = results;
            let fits = right.len() == sentence.len() && looks_at.is_none_or(|at| at < sentence.len());
            let place = self.place.of(sentence);
            fits.then_some(Outcome { place, looks_at, weight, probability, loss, right })
        };
        let sentences = results.into_iter().zip(sentences).map(outcome).collect::<Option<_>>()?;
        let row = Row { settings: *settings, sentences };
        // This compares all that was not read: settings, corpus and place.
        (self.text(&row).ok()? == text).then_some(row)
    }

    /// Writes rows that another program has saved, with a byte order mark or line ends of its own or with numbers
    /// that it spells otherwise, as the sweep itself writes them.
    pub fn respell(&self, source: impl Read, target: impl Write) -> io::Result<()> {
        let mut source = BufReader::new(source);
        if source.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
            source.consume(BYTE_ORDER_MARK.len());
        }
        match self.format {
            Format::Csv | Format::Parquet => {
                csv_lines::respell(&self.header().map_err(io::Error::other)?, source, target)
            }
            Format::JsonLines => json_lines::respell(source, target),
        }
    }

    /// What the text of the run with these settings begins with, whatever came of it.
    pub fn beginning(&self, settings: &Settings) -> Result<String, Failure> {
        let text = self.text(&self.blank(settings, None))?;
        let other = self.text(&self.blank(settings, Some(0)))?;
        let same = text.chars().zip(other.chars()).take_while(|(letter, other)| letter == other);
        Ok(same.map(|(letter, _)| letter).collect())
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
}

/// The word at a place of a sentence.
pub fn word<'a>(corpus: &'a Corpus, sentence: &Sentence, place: Option<usize>) -> Option<&'a str> {
    let token = sentence.tokens.get(place?)?;
    corpus.vocabulary().get(*token as usize).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of every kind, in a run that diverged.
    fn row(layout: &Layout) -> Row {
        let mut row = layout.blank(&Settings { seed: u64::MAX, ..Settings::default() }, None);
        let numbers = [f32::NAN, f32::INFINITY, 1.0e-45, 0.1, 1.0, f32::MAX];
        for (index, outcome) in row.sentences.iter_mut().enumerate() {
            outcome.right = vec![index == 0, true, false, false, true];
            (outcome.weight, outcome.probability, outcome.loss) =
                (numbers[index], numbers[index + 2], numbers[index + 4]);
        }
        row
    }

    #[test]
    fn every_number_comes_back_as_the_same_text() {
        let corpus = Corpus::notebook();
        for format in [Format::Csv, Format::JsonLines] {
            let layout = Layout::new(format, &corpus, Place::default());
            let row = row(&layout);
            let text = layout.text(&row).unwrap();
            let found = layout.read(&row.settings, &text).unwrap();
            assert_eq!(layout.text(&found).unwrap(), text);
            assert_eq!(found.sentences[0].right, row.sentences[0].right);
            assert!(found.sentences[0].weight.is_nan() && !found.sentences[1].weight.is_finite());
            assert_eq!((found.sentences[0].probability, found.sentences[1].loss), (1.0e-45, f32::MAX));
            assert_eq!(layout.read(&Settings::default(), &text), None);
            assert!(text.starts_with(&layout.beginning(&row.settings).unwrap()));
        }
    }

    #[test]
    fn the_beginning_ends_before_the_results() {
        let corpus = Corpus::notebook();
        let beginning =
            |format| Layout::new(format, &corpus, Place::default()).beginning(&Settings::default()).unwrap();
        let csv = beginning(Format::Csv);
        assert_eq!(csv, "20,5000,0.0001,77,1,true,true,7,1,0 2 4 1 3,<ST> man ordrd the chkn,3,");
        assert!(beginning(Format::JsonLines).ends_with("\"place\":3,\"looks_at\":"));
    }
}
