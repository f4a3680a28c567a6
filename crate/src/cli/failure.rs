//! The ways to end without a result.

use std::io;
use std::process::ExitCode;

use attention_lab::engine::EngineError;
use attention_lab::train::trainer::TrainerError;
use thiserror::Error;

use super::interrupt;

/// Why there is no result: one sentence that says what is wrong and what to do.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Failure {
    /// Something that the person can put right in the arguments or files.
    #[error("{0}")]
    BadInput(String),
    /// The device let the run down.
    #[error("{0}")]
    Device(String),
    /// The person has stopped the run.
    #[error("{0}")]
    Stopped(String),
}

impl Failure {
    /// Bad input, in a sentence.
    pub fn bad_input(sentence: impl ToString) -> Self {
        Self::BadInput(sentence.to_string())
    }

    /// What the program ends with.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::BadInput(_) => ExitCode::from(2),
            Self::Device(_) => ExitCode::from(3),
            Self::Stopped(_) => ExitCode::from(interrupt::EXIT_CODE),
        }
    }
}

impl From<TrainerError> for Failure {
    fn from(error: TrainerError) -> Self {
        match error {
            // A smaller model would do, or another shader.
            TrainerError::Engine(
                EngineError::DoesNotFit { .. }
                | EngineError::Edited
                | EngineError::Source(_)
                | EngineError::Stopped(_),
            ) => Self::bad_input(error),
            TrainerError::Engine(_) => Self::Device(error.to_string()),
            TrainerError::TooManySteps { .. } | TrainerError::WrongWeights { .. } => Self::bad_input(error),
        }
    }
}

/// An operating system's complaint without its number, ready for the middle of a sentence.
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
