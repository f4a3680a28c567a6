//! What a file that is written must not take the place of.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

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

/// Whether `is_ours` knows a file by its first bytes.
pub fn begins_as(path: &Path, is_ours: fn(&[u8]) -> bool) -> bool {
    /// As many bytes as tell it.
    const BEGINNING: u64 = 512;
    let mut found = Vec::new();
    let read = File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut found));
    read.is_ok() && is_ours(&found)
}
