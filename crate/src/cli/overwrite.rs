//! What a file that is written must not take the place of.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use attention_lab::PROGRAM;
use same_file::is_same_file;

use super::failure::Failure;

/// The rules of one run.
pub struct Overwrite<'a> {
    /// The files that the run reads, and what each is. They are never written, whatever is asked for.
    pub inputs: Vec<(&'static str, &'a Path)>,
    /// Whether files that others have made may be replaced.
    pub force: bool,
}

impl Overwrite<'_> {
    /// Refuses a place that is one of the inputs, by whatever name.
    pub fn spare_inputs(&self, path: &Path) -> Result<(), Failure> {
        match self.inputs.iter().find(|(_, input)| is_same_file(path, input).unwrap_or(false)) {
            None => Ok(()),
            Some((what, _)) => Err(Failure::BadInput(format!(
                "'{}' is the {what} that this run reads, and would be overwritten: choose another --out or --json",
                path.display()
            ))),
        }
    }

    /// Refuses a place where something stands that is not `ours`.
    pub fn spare_others(&self, path: &Path, ours: bool) -> Result<(), Failure> {
        // Whoever has made a file and put nothing into it loses nothing.
        let holds_something = fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() > 0);
        if self.force || ours || !holds_something {
            return Ok(());
        }
        Err(Failure::BadInput(format!(
            "'{}' is there and this program did not write it: choose another place, or give --force to replace it",
            path.display()
        )))
    }
}

/// Whether a file begins as this program's JSON does, of whatever version.
pub fn is_our_json(path: &Path) -> bool {
    let name = PROGRAM.split(' ').next().unwrap_or_default();
    let beginning = format!("{{\"program\":\"{name} ");
    let mut found = vec![0; beginning.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut found)).is_ok() && found == beginning.as_bytes()
}
