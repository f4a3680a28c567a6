//! Rows as a Parquet file: a line for each run and sentence, under the columns of CSV.
//!
//! A Parquet file ends with the list of what is in it, so it cannot be appended to. While a sweep
//! runs, its rows stand as CSV in a file beside it; when all are there, the Parquet file appears
//! whole. A later sweep takes it apart again, to see what of it can be kept.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use attention_lab::sweep::Row;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use csv::WriterBuilder;
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int32Type, Int64Type,
};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::record::{Field, Row as Record};
use parquet::schema::parser::parse_message_type;

use super::csv_lines::Cell;
use super::file::{RowFile, other_rows, refuse_what_is_no_file};
use super::layout::{Layout, word};
use crate::cli::failure::Failure;
use crate::cli::output::{Batch, expect_folder};

/// Lines of a row group: they are held in memory, and readers skip whole groups.
const LINES: usize = 1 << 16;

const SCHEMA: &str = "message sweep {
    required int32 head_size (INTEGER(32,false));
    required int32 epochs (INTEGER(32,false));
    required double learning_rate;
    required int64 seed (INTEGER(64,false));
    required int32 draw (INTEGER(32,false));
    required boolean position;
    required boolean skip;
    required int32 vocabulary_size (INTEGER(32,false));
    required int32 sentence (INTEGER(32,false));
    required group tokens (LIST) { repeated group list { required int32 element (INTEGER(32,false)); } }
    required group words (LIST) { repeated group list { required binary element (UTF8); } }
    required int32 place (INTEGER(32,false));
    optional int32 looks_at (INTEGER(32,false));
    optional binary looks_at_word (UTF8);
    required float weight;
    required float probability;
    required float loss;
    required group right (LIST) { repeated group list { required boolean element; } }
}";

/// The file beside a Parquet file in which the rows of a sweep stand until all are there.
pub struct Beside<'a> {
    path: &'a Path,
    pub partial: PathBuf,
    /// Whether it was made of the Parquet file.
    taken_apart: bool,
}

impl<'a> Beside<'a> {
    /// Makes it of the Parquet file if that is there and an interrupted sweep has left none.
    pub fn open(path: &'a Path, layout: &Layout) -> std::result::Result<Self, Failure> {
        refuse_what_is_no_file(path)?;
        expect_folder(path)?;
        let mut name = path.as_os_str().to_owned();
        name.push(".partial");
        let partial = PathBuf::from(name);
        let taken_apart = path.exists() && !partial.exists();
        if taken_apart {
            let header = layout.header()?;
            let mut files = Batch::default();
            files
                .add(partial.clone(), |target| {
                    target.write_all(header.as_bytes())?;
                    take_apart(File::open(path)?, target)
                })
                .map_err(|_| other_rows(path))?;
            files.commit()?;
        }
        Ok(Self { path, partial, taken_apart })
    }

    /// Leaves all as it was before, for a file that turned out to be of something else.
    pub fn leave(&self, why: Failure) -> Failure {
        if !self.taken_apart {
            return why;
        }
        match fs::remove_file(&self.partial) {
            Ok(()) => other_rows(self.path),
            Err(_) => why,
        }
    }

    /// Lets the Parquet file appear whole, of all rows.
    pub fn end(
        self,
        rows: RowFile,
        layout: &Layout,
        corpus: &Corpus,
        runs: impl Iterator<Item = Settings>,
    ) -> std::result::Result<(), Failure> {
        let mut files = Batch::default();
        files.add_file(self.path.to_owned(), |target| {
            let mut writer = ParquetWriter::new(target, corpus).map_err(io::Error::other)?;
            let mut written = Ok(());
            rows.read(layout, runs, |row| {
                if written.is_ok() {
                    written = writer.add(row.clone());
                }
            })?;
            written.and_then(|()| writer.end()).map_err(io::Error::other)
        })?;
        files.commit()?;
        drop(rows);
        // If it stays, the next sweep finds all rows in it.
        _ = fs::remove_file(&self.partial);
        Ok(())
    }
}

/// A Parquet file that is being written.
struct ParquetWriter<'a, W: Write + Send> {
    corpus: &'a Corpus,
    writer: SerializedFileWriter<W>,
    rows: Vec<Row>,
}

impl<'a, W: Write + Send> ParquetWriter<'a, W> {
    /// An empty one.
    fn new(target: W, corpus: &'a Corpus) -> Result<Self> {
        let schema = Arc::new(parse_message_type(SCHEMA)?);
        let writer = SerializedFileWriter::new(target, schema, Default::default())?;
        Ok(Self { corpus, writer, rows: Vec::new() })
    }

    /// Adds a row.
    fn add(&mut self, row: Row) -> Result<()> {
        self.rows.push(row);
        if self.rows.len() * self.corpus.sentences().len() >= LINES {
            self.end_group()?;
        }
        Ok(())
    }

    /// Writes the end of the file.
    fn end(mut self) -> Result<()> {
        if !self.rows.is_empty() {
            self.end_group()?;
        }
        self.writer.close().map(drop)
    }

    fn end_group(&mut self) -> Result<()> {
        let (corpus, rows) = (self.corpus, std::mem::take(&mut self.rows));
        let mut group = self.writer.next_row_group()?;
        let settings = || {
            let of_sentences = |row| corpus.sentences().iter().map(move |_| row);
            rows.iter().map(|row| &row.settings).flat_map(of_sentences)
        };
        let ends = || rows.iter().flat_map(|row| row.sentences.iter().zip(corpus.sentences()).enumerate());
        let utf8 = |word: &str| ByteArray::from(word.as_bytes().to_vec());
        let vocabulary = corpus.vocabulary().len();

        column::<Int32Type>(&mut group, settings().map(|settings| settings.head_size as i32))?;
        column::<Int32Type>(&mut group, settings().map(|settings| settings.epochs as i32))?;
        column::<DoubleType>(&mut group, settings().map(|settings| settings.learning_rate))?;
        column::<Int64Type>(&mut group, settings().map(|settings| settings.seed.cast_signed()))?;
        column::<Int32Type>(&mut group, settings().map(|settings| settings.draw as i32))?;
        column::<BoolType>(&mut group, settings().map(|settings| settings.position))?;
        column::<BoolType>(&mut group, settings().map(|settings| settings.skip))?;
        column::<Int32Type>(&mut group, settings().map(|_| vocabulary as i32))?;
        column::<Int32Type>(&mut group, ends().map(|(index, _)| index as i32 + 1))?;
        lists::<Int32Type, _>(
            &mut group,
            ends().map(|(_, (_, sentence))| sentence.tokens.iter().map(|&token| token as i32)),
        )?;
        lists::<ByteArrayType, _>(
            &mut group,
            ends().map(|(_, (_, sentence))| corpus.words(&sentence.tokens).map(utf8)),
        )?;
        column::<Int32Type>(&mut group, ends().map(|(_, (end, _))| end.place as i32))?;
        options::<Int32Type>(&mut group, ends().map(|(_, (end, _))| end.looks_at.map(|at| at as i32)))?;
        options::<ByteArrayType>(
            &mut group,
            ends().map(|(_, (end, sentence))| word(corpus, sentence, end.looks_at).map(utf8)),
        )?;
        column::<FloatType>(&mut group, ends().map(|(_, (end, _))| end.weight))?;
        column::<FloatType>(&mut group, ends().map(|(_, (end, _))| end.probability))?;
        column::<FloatType>(&mut group, ends().map(|(_, (end, _))| end.loss))?;
        lists::<BoolType, _>(&mut group, ends().map(|(_, (end, _))| end.right.iter().copied()))?;
        group.close().map(drop)
    }
}

/// Writes the next column: a value in each line.
fn column<D: DataType>(
    group: &mut SerializedRowGroupWriter<impl Write + Send>,
    values: impl Iterator<Item = D::T>,
) -> Result<()> {
    write::<D>(group, &values.collect::<Vec<_>>(), None, None)
}

/// Writes the next column: a value in each line, or none.
fn options<D: DataType>(
    group: &mut SerializedRowGroupWriter<impl Write + Send>,
    lines: impl Iterator<Item = Option<D::T>>,
) -> Result<()> {
    let (mut values, mut defined) = (Vec::new(), Vec::new());
    for value in lines {
        defined.push(i16::from(value.is_some()));
        values.extend(value);
    }
    write::<D>(group, &values, Some(&defined), None)
}

/// Writes the next column: some values in each line.
fn lists<D: DataType, L: Iterator<Item = D::T>>(
    group: &mut SerializedRowGroupWriter<impl Write + Send>,
    lines: impl Iterator<Item = L>,
) -> Result<()> {
    // 0 where a list begins, 1 where it goes on; no list here is empty.
    let (mut values, mut repeated) = (Vec::new(), Vec::new());
    for line in lines {
        let begin = values.len();
        values.extend(line);
        repeated.extend((begin..values.len()).map(|at| i16::from(at > begin)));
    }
    write::<D>(group, &values, Some(&vec![1; values.len()]), Some(&repeated))
}

fn write<D: DataType>(
    group: &mut SerializedRowGroupWriter<impl Write + Send>,
    values: &[D::T],
    defined: Option<&[i16]>,
    repeated: Option<&[i16]>,
) -> Result<()> {
    let missing = || ParquetError::General("more columns than the schema has".into());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    column.typed::<D>().write_batch(values, defined, repeated)?;
    column.close()
}

/// Takes a Parquet file apart into CSV, without a header. Whether the lines are those of a sweep is
/// for the reader of the CSV to see.
fn take_apart(source: File, target: impl Write) -> io::Result<()> {
    let reader = SerializedFileReader::new(source).map_err(io::Error::other)?;
    let mut writer = WriterBuilder::new().has_headers(false).from_writer(target);
    for record in reader.get_row_iter(None).map_err(io::Error::other)? {
        let record: Record = record.map_err(io::Error::other)?;
        let cells: Option<Vec<Cell>> = record.get_column_iter().map(|(_, field)| cell(field)).collect();
        let strange = || io::Error::other("a column is of another kind");
        writer.serialize(cells.ok_or_else(strange)?).map_err(io::Error::other)?;
    }
    writer.flush()
}

fn cell(field: &Field) -> Option<Cell> {
    Some(match field {
        Field::Null => Cell::Nothing(()),
        Field::Bool(flag) => Cell::Flag(*flag),
        Field::UInt(number) => Cell::Whole((*number).into()),
        Field::ULong(number) => Cell::Whole(*number),
        Field::Float(number) => Cell::Single(*number),
        Field::Double(number) => Cell::Double(*number),
        Field::Str(text) => Cell::Text(text.clone()),
        Field::ListInternal(list) => {
            let word = |field: &Field| match field {
                Field::Bool(flag) => Some(u8::from(*flag).to_string()),
                Field::UInt(number) => Some(number.to_string()),
                Field::Str(text) => Some(text.clone()),
                _ => None,
            };
            let words: Option<Vec<_>> = list.elements().iter().map(word).collect();
            Cell::Text(words?.join(" "))
        }
        _ => return None,
    })
}
