//! A file that one program at a time writes.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use same_file::Handle;

/// Opens a file to read and write, or makes it, and keeps it from others until it is closed, or the
/// program ends in whatever way. `None` if another program has it.
pub fn open(path: &Path) -> io::Result<Option<File>> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    // Where a file system knows no locks there is none.
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        return Ok(None);
    }
    // Whoever had it may have ended a moment ago and taken it away; it would then be locked for nothing.
    let is_there = Handle::from_file(file.try_clone()?)? == Handle::from_path(path)?;
    Ok(is_there.then_some(file))
}
