//! The files as which a run can be taken along. The program and the page write the same bytes for the same run on the same
//! engine.

use std::str::FromStr;

use thiserror::Error;

use super::notebook::notebook;
use super::npz::{TooLarge, npz};
use super::report::Report;
use super::saved::Saved;
use super::script::script;
use super::tables::{self, csv};
use super::weights::{WeightsError, to_safetensors};
use crate::PROGRAM;
use crate::figure::FigureError;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// The PyTorch program that trains the run again.
    Script,
    /// The Jupyter notebook of that program, with losses and pictures.
    Notebook,
    /// All numbers for NumPy.
    Npz,
    /// All tables as CSV.
    Csv,
    /// Everything as JSON.
    Run,
    /// The weights, which the page, the program and PyTorch open.
    Weights,
}

/// Why a run cannot be written.
#[derive(Debug, Error)]
#[allow(missing_docs, reason = "each says what it is in its own words")]
pub enum TakenError {
    #[error(transparent)]
    Figure(#[from] FigureError),
    #[error(transparent)]
    Weights(#[from] WeightsError),
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// A name that no kind of file has.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("as is '{0}': choose {kinds}", kinds = FileKind::list())]
pub struct UnknownKind(String);

impl FileKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Script, Self::Notebook, Self::Npz, Self::Csv, Self::Run, Self::Weights];

    /// The name that a person types.
    pub fn name(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Notebook => "notebook",
            Self::Npz => "npz",
            Self::Csv => "csv",
            Self::Run => "run",
            Self::Weights => "weights",
        }
    }

    /// What it is, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Script => "a PyTorch program that trains it again",
            Self::Notebook => "a Jupyter notebook of that program, with losses and pictures",
            Self::Npz => "all numbers for NumPy",
            Self::Csv => "all tables as CSV",
            Self::Run => "everything as JSON, as train --json writes it",
            Self::Weights => "the weights as safetensors, to be opened again",
        }
    }

    /// What the name of such a file ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Script => "py",
            Self::Notebook => "ipynb",
            Self::Npz => "npz",
            Self::Csv => "csv",
            Self::Run => "json",
            Self::Weights => "safetensors",
        }
    }

    /// The names of all kinds, as the end of a sentence.
    pub fn list() -> String {
        let names = Self::ALL.map(Self::name);
        let (last, others) = names.split_last().unwrap_or((&"", &[]));
        format!("{} or {last}", others.join(", "))
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// The run overflowed and has no weights worth keeping, or it is too large for the format.
    pub fn write(self, saved: &Saved) -> Result<Vec<u8>, TakenError> {
        Ok(match self {
            Self::Script => script(saved).into_bytes(),
            Self::Notebook => notebook(saved)?,
            Self::Npz => npz(saved)?,
            Self::Csv => csv(saved).into_bytes(),
            Self::Run => Report::new(saved).to_json(),
            Self::Weights => saved.to_safetensors()?,
        })
    }
}

impl FromStr for FileKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| UnknownKind(text.to_owned()))
    }
}

impl Saved {
    /// Its weights file.
    ///
    /// # Errors
    /// The run overflowed.
    pub fn to_safetensors(&self) -> Result<Vec<u8>, WeightsError> {
        to_safetensors(&self.architecture(), &self.parameters, &self.origin())
    }
}

/// Whether a file begins as one of these does, of whatever version.
pub fn written_by_us(beginning: &[u8]) -> bool {
    let name = PROGRAM.split(' ').next().unwrap_or_default();
    let mark = format!("{name} ");
    let is_marked = |bytes: &[u8]| bytes.starts_with(mark.as_bytes());
    let says_so = || {
        let texts = [&b"# "[..], b"{\"program\":\"", b"\"program\":\"", b"\"program\": \"", b" \n", b"\n"];
        (0..beginning.len())
            .any(|at| is_marked(&beginning[at..]) && texts.iter().any(|text| beginning[..at].ends_with(text)))
    };
    beginning.starts_with(tables::HEADER.as_bytes()) || says_so()
}
