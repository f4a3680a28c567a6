//! How files are written: whole, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempPath};

use super::failure::{Failure, plain};

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
            return match is_closed() {
                true => Err(nobody_reads()),
                false => Ok(Self::StandardOutput),
            };
        }
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => return Err(is_a_folder(path)),
            Ok(data) if !data.is_file() => return Ok(Self::Stream(path.to_owned())),
            _ => {}
        }
        expect_folder(path)?;
        // A link stays a link: what it points to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        temporary(folder_of(&path)).map_err(|error| unwritable(&path, &error))?;
        Ok(Self::File(path))
    }

    /// Writes, unless this is a file: a [`Batch`] takes those. A reader that has had enough is no
    /// failure; one that took nothing is.
    pub fn stream(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let mut taken = 0;
        let (what, written) = match self {
            Self::File(_) => return Ok(()),
            Self::StandardOutput => {
                let counted = Counted { target: io::stdout().lock(), taken: &mut taken };
                ("standard output".to_owned(), through(counted, write))
            }
            Self::Stream(path) => {
                let opened = OpenOptions::new().write(true).open(path);
                let counted = opened.map(|target| Counted { target, taken: &mut taken });
                (format!("'{}'", path.display()), counted.and_then(|counted| through(counted, write)))
            }
        };
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(cannot_be_written(&what, &error)),
            Err(_) if taken == 0 => Err(nobody_reads()),
            _ => Ok(()),
        }
    }
}

/// Counts the bytes that its target has taken.
struct Counted<'a, W> {
    target: W,
    taken: &'a mut usize,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.target.write(bytes)?;
        *self.taken += taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.target.flush()
    }
}

/// Whether standard output was closed when the program began (`>&-`): Rust then opens `/dev/null` in its
/// place for reading and writing, where a person who wants nothing opens it for writing.
#[cfg(target_os = "linux")]
fn is_closed() -> bool {
    use std::os::unix::fs::MetadataExt;

    let device = |path: &str| fs::metadata(path).map(|data| data.rdev()).ok();
    let opened = fs::read_to_string("/proc/self/fdinfo/1").unwrap_or_default();
    let flags = opened.lines().find_map(|line| line.strip_prefix("flags:"));
    // An octal number, in which 2 at the end is O_RDWR.
    device("/proc/self/fd/1") == device("/dev/null") && flags.is_some_and(|flags| flags.ends_with('2'))
}

/// Other systems do not tell.
#[cfg(not(target_os = "linux"))]
fn is_closed() -> bool {
    false
}

fn nobody_reads() -> Failure {
    Failure::bad_input("nobody reads standard output: give --json the name of a file, or open what reads it")
}

/// Refuses a file whose folder is not there.
pub fn expect_folder(path: &Path) -> Result<(), Failure> {
    let folder = folder_of(path);
    if fs::symlink_metadata(folder).is_ok() {
        return Ok(());
    }
    Err(Failure::BadInput(format!(
        "there is no folder '{}' for '{}': make it, or choose another place",
        folder.display(),
        path.file_name().unwrap_or_default().display()
    )))
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
pub fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
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

/// A file or folder cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Failure {
    cannot_be_written(&format!("'{}'", path.display()), error)
}

fn cannot_be_written(what: &str, error: &io::Error) -> Failure {
    Failure::BadInput(format!(
        "{what} cannot be written ({}): choose another place, or make room and give permission there",
        plain(error)
    ))
}

/// A folder stands where a file is to be.
pub fn is_a_folder(path: &Path) -> Failure {
    Failure::BadInput(format!("'{}' is a folder: choose another place for this file", path.display()))
}
