//! The files that are read.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use attention_lab::corpus::{self, Corpus};
use attention_lab::parameters::Architecture;
use attention_lab::weights;

use super::failure::{Failure, plain};

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
pub fn weights(path: &Path, architecture: &Architecture) -> Result<Vec<f32>, Failure> {
    let bytes = read("weights file", path, LARGEST_WEIGHTS)?;
    weights::from_safetensors(architecture, &bytes)
        .map_err(|error| Failure::BadInput(format!("the weights file '{}': {error}", path.display())))
}

/// A whole file, which may also be a pipe, up to a limit.
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
    let file = File::open(path).map_err(failed)?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        let mib = limit / MIB;
        return Err(Failure::BadInput(format!(
            "the {what} '{name}' is larger than {mib} MiB: give a smaller one"
        )));
    }
    Ok(bytes)
}
