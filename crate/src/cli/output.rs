//! The files that are written: whole, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempPath};

use super::failure::{Failure, plain};

/// A folder that can be written to. If it was made for this run it is there only while something is
/// tried or written in it, so that a run that comes to nothing leaves nothing.
pub struct Folder {
    path: PathBuf,
    /// Deepest first.
    made: Vec<PathBuf>,
}

impl Folder {
    /// Makes the folder if it is not there, and tries it.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let missing =
            |folder: &&Path| !folder.as_os_str().is_empty() && fs::symlink_metadata(folder).is_err();
        let made = path.ancestors().take_while(missing).map(Path::to_owned).collect();
        let folder = Self { path: path.to_owned(), made };
        folder.make()?;
        temporary(path).map_err(|error| unwritable(path, &error))?;
        Ok(folder)
    }

    /// Makes it if it is not there.
    pub fn make(&self) -> Result<(), Failure> {
        fs::create_dir_all(&self.path).map_err(|error| unwritable(&self.path, &error))
    }

    /// Removes what was made, as long as it is empty.
    pub fn remove_if_empty(&self) {
        // A folder with anything in it stays: only an empty one can be removed like this.
        for folder in &self.made {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A file in it. Refused if that is a folder.
    pub fn file(&self, name: &str) -> Result<PathBuf, Failure> {
        let path = self.path.join(name);
        if path.is_dir() { Err(is_a_folder(&path)) } else { Ok(path) }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.remove_if_empty();
    }
}

/// Where a single file goes.
pub enum Target {
    /// To standard output.
    StandardOutput,
    /// To a file that appears whole.
    File(PathBuf),
    /// To something that is no file and cannot be replaced by one: a terminal, a pipe.
    Stream(PathBuf),
}

impl Target {
    /// Tries whether `path` can be written to; `-` is standard output.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Ok(Self::StandardOutput);
        }
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => return Err(is_a_folder(path)),
            Ok(data) if !data.is_file() => return Ok(Self::Stream(path.to_owned())),
            _ => {}
        }
        let folder = folder_of(path);
        if !folder.exists() {
            let folder = folder.display();
            return Err(Failure::BadInput(format!(
                "there is no folder '{folder}' for the JSON: make it, or choose another place"
            )));
        }
        // A link stays a link: what it points to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        temporary(folder_of(&path)).map_err(|error| unwritable(&path, &error))?;
        Ok(Self::File(path))
    }

    /// Writes, unless this is a file: a [`Batch`] takes those. A reader that has had enough is no
    /// failure.
    pub fn stream(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let (what, written) = match self {
            Self::File(_) => return Ok(()),
            Self::StandardOutput => ("standard output".to_owned(), through(io::stdout().lock(), write)),
            Self::Stream(path) => {
                let opened = OpenOptions::new().write(true).open(path);
                (format!("'{}'", path.display()), opened.and_then(|file| through(file, write)))
            }
        };
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(cannot_be_written(&what, &error)),
            _ => Ok(()),
        }
    }
}

/// Files that wait beside their places until all are written.
#[derive(Default)]
pub struct Batch(Vec<(TempPath, PathBuf)>);

impl Batch {
    /// Writes one more file, for the time being under another name.
    pub fn add(
        &mut self,
        path: PathBuf,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        self.add_file(path, |file| through(file, write))
    }

    /// The same for who needs more than a stream.
    pub fn add_file(
        &mut self,
        path: PathBuf,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let written = temporary(folder_of(&path)).and_then(|file| {
            let (mut file, temporary) = file.into_parts();
            write(&mut file)?;
            Ok(temporary)
        });
        let temporary = written.map_err(|error| unwritable(&path, &error))?;
        self.0.push((temporary, path));
        Ok(())
    }

    /// Puts all files in their places.
    pub fn commit(self) -> Result<(), Failure> {
        for (temporary, path) in self.0 {
            temporary.persist(&path).map_err(|error| unwritable(&path, &error.error))?;
        }
        Ok(())
    }
}

fn through(target: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut writer = BufWriter::new(target);
    write(&mut writer)?;
    writer.flush()
}

/// An empty file with the permissions that any new file gets here.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".attention-lab-");
    // The system takes away what the umask forbids.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// The folder that a file stands in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    cannot_be_written(&format!("'{}'", path.display()), error)
}

fn cannot_be_written(what: &str, error: &io::Error) -> Failure {
    Failure::BadInput(format!(
        "{what} cannot be written ({}): choose another place, or make room and give permission there",
        plain(error)
    ))
}

fn is_a_folder(path: &Path) -> Failure {
    Failure::BadInput(format!("'{}' is a folder: choose another place for this file", path.display()))
}
