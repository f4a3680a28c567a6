//! The file of the rows. It is only ever appended to, a whole run at a time, so that what stands in
//! it after an interruption can be kept.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use attention_lab::sweep::Row;
use attention_lab::task::settings::Settings;

use super::counts::Counts;
use super::layout::Layout;
use crate::cli::failure::{Failure, plain};
use crate::cli::lock;
use crate::cli::output::{Batch, expect_folder};

/// A file that ends with a whole run.
pub struct RowFile {
    path: PathBuf,
    file: File,
}

impl RowFile {
    /// Opens the file, or makes it, and counts the first of `runs` that are there; a run that was
    /// torn is cut off. Rows that another program has saved are written again as the sweep writes
    /// them. A file of anything else is refused and left as it is.
    pub fn open<'a, R: Iterator<Item = Settings>>(
        path: &Path,
        layout: &Layout<'a>,
        runs: impl Fn() -> R,
        has_header: bool,
    ) -> Result<(Self, Counts<'a>), Failure> {
        let unusable = |error: io::Error| unwritable(path, &error);
        refuse_what_is_no_file(path)?;
        expect_folder(path)?;
        let header = if has_header { layout.header()? } else { String::new() };
        let count = |file: &File| {
            let mut counts = layout.counts();
            let end = whole(file, layout, &header, runs(), |row| counts.add(row)).map_err(unusable)?;
            Ok::<_, Failure>(end.map(|end| (end, counts)))
        };
        let mut file = locked(path)?;
        let mut found = count(&file)?;
        if found.is_none() && respell(path, &file, layout, &header, runs())? {
            file = locked(path)?;
            found = count(&file)?;
        }
        let Some((end, counts)) = found else { return Err(other_rows(path)) };
        file.set_len(end).map_err(unusable)?;
        (&file).seek(SeekFrom::End(0)).map_err(unusable)?;
        let mut file = Self { path: path.to_owned(), file };
        if end == 0 {
            file.append(&header)?;
        }
        Ok((file, counts))
    }

    /// Hands over all runs once more.
    pub fn read(
        &self,
        layout: &Layout,
        runs: impl Iterator<Item = Settings>,
        keep: impl FnMut(&Row),
    ) -> io::Result<()> {
        (&self.file).rewind()?;
        let header = layout.header().map_err(io::Error::other)?;
        match whole(&self.file, layout, &header, runs, keep)? {
            Some(_) => Ok(()),
            None => Err(io::Error::other("its rows were changed meanwhile")),
        }
    }

    /// Writes whole lines, in one go.
    pub fn append(&mut self, lines: &str) -> Result<(), Failure> {
        let written = self.file.write_all(lines.as_bytes()).and_then(|()| self.file.flush());
        written.map_err(|error| unwritable(&self.path, &error))
    }
}

/// The file, for this program alone.
fn locked(path: &Path) -> Result<File, Failure> {
    let opened = lock::open(path).map_err(|error| unwritable(path, &error))?;
    opened.ok_or_else(|| {
        Failure::BadInput(format!(
            "another sweep is writing to '{}': let it end, or choose another file",
            path.display()
        ))
    })
}

/// Replaces rows that another program has saved, a spreadsheet or a script, by the same rows as the
/// sweep writes them. `false` if they are no rows of these runs: then all is as before.
fn respell(
    path: &Path,
    file: &File,
    layout: &Layout,
    header: &str,
    runs: impl Iterator<Item = Settings>,
) -> Result<bool, Failure> {
    let mut files = Batch::default();
    let mut fits = false;
    // A link stays a link: what it points to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    files.add_file(path, |target| {
        let mut source = file;
        source.rewind()?;
        if layout.respell(source, &*target).is_ok() {
            target.rewind()?;
            // Nothing is no rows: notes may be all that is there.
            fits = whole(target, layout, header, runs, |_| ())?.is_some_and(|end| end > 0);
        }
        Ok(())
    })?;
    if fits {
        files.commit()?;
    }
    Ok(fits)
}

/// How many bytes from the file's beginning on are whole runs of these; `None` if there is anything
/// that is no part of them.
fn whole(
    file: &File,
    layout: &Layout,
    header: &str,
    mut runs: impl Iterator<Item = Settings>,
    mut keep: impl FnMut(&Row),
) -> io::Result<Option<u64>> {
    let mut reader = BufReader::new(file);
    let (head, _) = lines(&mut reader, usize::from(!header.is_empty()))?;
    if head != header.as_bytes() {
        return Ok(header.as_bytes().starts_with(&head).then_some(0));
    }
    let mut end = head.len() as u64;
    loop {
        let Some(settings) = runs.next() else {
            return Ok(reader.fill_buf()?.is_empty().then_some(end));
        };
        let (text, is_whole) = lines(&mut reader, layout.lines())?;
        if is_whole {
            let row = str::from_utf8(&text).ok().and_then(|text| layout.read(&settings, text));
            let Some(row) = row else { return Ok(None) };
            keep(&row);
            end += text.len() as u64;
        } else {
            let beginning = layout.beginning(&settings).map_err(io::Error::other)?;
            let beginning = beginning.as_bytes();
            return Ok((text.starts_with(beginning) || beginning.starts_with(&text)).then_some(end));
        }
    }
}

/// The next lines, and whether there are as many and the last has its end.
fn lines(reader: &mut impl BufRead, count: usize) -> io::Result<(Vec<u8>, bool)> {
    let mut text = Vec::new();
    for _ in 0..count {
        reader.read_until(b'\n', &mut text)?;
    }
    let found = text.iter().filter(|&&byte| byte == b'\n').count();
    Ok((text, found == count))
}

/// Refuses a folder or a device.
pub fn refuse_what_is_no_file(path: &Path) -> Result<(), Failure> {
    if path.exists() && !path.is_file() {
        return Err(Failure::BadInput(format!(
            "'{}' is a folder or a device: choose another place for the rows",
            path.display()
        )));
    }
    Ok(())
}

/// The file is there and is not of this sweep.
pub fn other_rows(path: &Path) -> Failure {
    Failure::BadInput(format!(
        "'{}' holds something other than the rows of this sweep: choose another file, or the settings it was \
         made with",
        path.display()
    ))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::BadInput(format!(
        "'{}' cannot be written ({}): choose another place, or make room and give permission there",
        path.display(),
        plain(error)
    ))
}
