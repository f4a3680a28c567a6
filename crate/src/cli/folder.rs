//! A folder of files that belong to one run.
//!
//! A list in it, [`LIST`], says which run that is and which files are its own. By the list a later run
//! knows which files it may replace, and which are left over and must not be taken for its own; and while
//! a run is going on it holds the list locked, so that two never write into one folder.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::lock;
use super::output::{Batch, is_a_folder, temporary, unwritable};
use super::overwrite::Overwrite;

/// The file that lists the others.
pub const LIST: &str = "attention-lab.txt";
/// How it begins; the names follow after a blank line, each on its own.
const HEAD: &str =
    "These files are of one run of attention-lab, and the next run into this folder replaces them.\n";

/// A folder that can be written to. What was made for this run goes away with a run that comes to
/// nothing.
pub struct Folder {
    path: PathBuf,
    list: File,
    /// The files of an earlier run.
    earlier: BTreeSet<String>,
    /// The folders that were made for it, deepest first.
    made: Vec<PathBuf>,
}

impl Folder {
    /// Makes the folder if it is not there, tries it, and keeps it from other runs.
    pub fn open(path: &Path, overwrite: &Overwrite) -> Result<Self, Failure> {
        let missing =
            |folder: &&Path| !folder.as_os_str().is_empty() && fs::symlink_metadata(folder).is_err();
        let made = Made(path.ancestors().take_while(missing).map(Path::to_owned).collect());
        let failed = |error: io::Error| unwritable(path, &error);
        fs::create_dir_all(path).map_err(failed)?;
        temporary(path).map_err(failed)?;
        let list = path.join(LIST);
        if list.is_dir() {
            return Err(is_a_folder(&list));
        }
        overwrite.spare_inputs(&list)?;
        let Some(mut file) = lock::open(&list).map_err(failed)? else {
            return Err(Failure::BadInput(format!(
                "another run is writing into '{}': let it end, or choose another folder with --out",
                path.display()
            )));
        };
        let mut text = String::new();
        let names = file.read_to_string(&mut text).ok().and_then(|_| text.strip_prefix(HEAD));
        overwrite.spare_others(&list, names.is_some())?;
        let names = names.and_then(|names| names.split_once("\n\n")).map_or("", |(_, names)| names);
        let earlier = names.lines().filter(|name| is_a_name(name)).map(str::to_owned).collect();
        Ok(Self { path: path.to_owned(), list: file, earlier, made: made.keep() })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a file of it is.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Refuses names under which something stands that is not of an earlier run, and whatever else must
    /// not be overwritten or taken away.
    pub fn claim(&self, names: &BTreeSet<String>, overwrite: &Overwrite) -> Result<(), Failure> {
        for name in names.union(&self.earlier) {
            overwrite.spare_inputs(&self.file(name))?;
        }
        for name in names {
            let path = self.file(name);
            if path.is_dir() {
                return Err(is_a_folder(&path));
            }
            overwrite.spare_others(&path, self.earlier.contains(name))?;
        }
        Ok(())
    }

    /// Puts the files of a run in their places and takes away what an earlier one has left beside them.
    /// `run` says in a line which run it is.
    pub fn commit(&mut self, batch: Batch, names: &BTreeSet<String>, run: &str) -> Result<(), Failure> {
        // Whenever this is interrupted, all that is there is in the list.
        let all = names.union(&self.earlier).cloned().collect();
        self.write_list(&all, run)?;
        batch.commit()?;
        for name in self.earlier.difference(names) {
            _ = fs::remove_file(self.file(name));
        }
        self.write_list(names, run)?;
        self.earlier.clone_from(names);
        Ok(())
    }

    fn write_list(&mut self, names: &BTreeSet<String>, run: &str) -> Result<(), Failure> {
        let names: String = names.iter().map(|name| format!("{name}\n")).collect();
        let text = format!("{HEAD}{run}\n\n{names}");
        let written = self.list.rewind().and_then(|()| self.list.write_all(text.as_bytes()));
        let written = written.and_then(|()| self.list.set_len(text.len() as u64));
        written.map_err(|error| unwritable(&self.path.join(LIST), &error))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing was ever written here.
        if self.earlier.is_empty() && self.list.metadata().is_ok_and(|data| data.len() == 0) {
            _ = fs::remove_file(self.path.join(LIST));
        }
        remove_if_empty(&self.made);
    }
}

/// Folders that were made and are taken away again unless they are kept.
struct Made(Vec<PathBuf>);

impl Made {
    fn keep(mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        remove_if_empty(&self.0);
    }
}

/// Removes folders, deepest first, as long as they are empty.
fn remove_if_empty(folders: &[PathBuf]) {
    // A folder with anything in it stays: only an empty one can be removed like this.
    for folder in folders {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

/// Whether a line of a list names a file of the folder itself: a list may have been changed by hand.
fn is_a_name(line: &str) -> bool {
    Path::new(line).file_name().is_some_and(|name| name == line)
}
