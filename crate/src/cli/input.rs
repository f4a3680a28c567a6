//! The files that are read.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Read};
use std::path::Path;

use attention_lab::files::weights::{self, Loaded, WeightsError};
use attention_lab::task::corpus::{self, Corpus};
use attention_lab::task::settings::Settings;

use super::failure::{Failure, plain};
use super::screen;

const MIB: u64 = 1 << 20;
/// Longer than any corpus within its limits of sentences and words needs to be.
const LARGEST_CORPUS: u64 = MIB;
/// The largest model has a MiB of weights; a file may hold more tensors beside them.
const LARGEST_WEIGHTS: u64 = 64 * MIB;

/// The corpus in a text file.
pub fn corpus(path: &Path) -> Result<Corpus, Failure> {
    let bytes = read("corpus file", path, LARGEST_CORPUS)?;
    let name = path.display();
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = std::str::from_utf8(before).map_or(1, |text| corpus::lines(text).count());
        let byte = before.len() + 1;
        Failure::BadInput(format!(
            "the corpus file '{name}' is not UTF-8 text (its byte {byte}, in line {line}): save it as UTF-8"
        ))
    })?;
    Corpus::parse(text).map_err(|error| Failure::BadInput(format!("the corpus file '{name}': {error}")))
}

/// Starting weights in a safetensors file.
pub fn weights(path: &Path, settings: &Settings, corpus: &Corpus) -> Result<Loaded, Failure> {
    let bytes = read("weights file", path, LARGEST_WEIGHTS)?;
    let name = path.display().to_string();
    weights::from_safetensors(settings, corpus, &bytes).map_err(|error| {
        let error = match error {
            // With the file's name in the line that converts it.
            WeightsError::Foreign(foreign) => foreign.sentence(&name),
            error => error.to_string(),
        };
        Failure::BadInput(format!("the weights file '{name}': {error}"))
    })
}

/// The text of the run that a safetensors file was saved from.
pub fn run_text(path: &Path) -> Result<String, Failure> {
    let bytes = read("saved run", path, LARGEST_WEIGHTS)?;
    let name = path.display().to_string();
    weights::run_text(&bytes).map_err(|error| {
        let error = match error {
            WeightsError::Foreign(foreign) => foreign.sentence(&name),
            error => error.to_string(),
        };
        Failure::BadInput(format!("the saved run '{name}': {error}"))
    })
}

/// A whole file, which may also be a pipe, up to a limit; `-` is standard input.
fn read(what: &str, path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let name = path.display();
    if path.is_dir() {
        return Err(Failure::BadInput(format!("the {what} '{name}' is a folder: name a file in it")));
    }
    let failed = |error: std::io::Error| {
        Failure::BadInput(match error.kind() {
            ErrorKind::NotFound => format!("the {what} '{name}' is not there: check its name"),
            _ => format!("the {what} '{name}' cannot be read ({}): check its permissions", plain(&error)),
        })
    };
    let mut bytes = Vec::new();
    let file: Box<dyn Read> = if path == Path::new("-") {
        if io::stdin().is_terminal() {
            screen::aside(&format!(
                "The {what} is read from standard input: end it with Ctrl-D on a line of its own."
            ));
        }
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path).map_err(failed)?)
    };
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        let mib = limit / MIB;
        return Err(Failure::BadInput(format!(
            "the {what} '{name}' is larger than {mib} MiB: give a smaller one"
        )));
    }
    Ok(bytes)
}
