//! One piece of a sweep, and the name of its file.
//!
//! The name says which piece of how many it is, as in `sweep-03-of-16.csv`: the rows cannot, since the pieces put
//! one behind the other are the file of the whole. So a piece is never gone on with as if it were another.

use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;

/// Which piece of how many, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub number: u64,
    pub of: u64,
}

impl Piece {
    /// What was typed, as in `3/8`.
    pub fn parse(typed: &str) -> Result<Self, Failure> {
        let piece = typed.split_once('/').and_then(|(number, of)| Self::counted(number, of));
        piece.ok_or_else(|| {
            Failure::BadInput(format!(
                "shard is '{typed}': give which piece of how many, as in 3/8, counted from 1 without gaps"
            ))
        })
    }

    fn counted(number: &str, of: &str) -> Option<Self> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok());
        let piece = Self { number: digits(number)??, of: digits(of)?? };
        (1..=piece.of).contains(&piece.number).then_some(piece)
    }

    /// The piece that a file's name speaks of.
    fn named(path: &Path) -> Option<Self> {
        let (before, of) = path.file_stem()?.to_str()?.rsplit_once("-of-")?;
        let (_, number) = before.rsplit_once('-')?;
        Self::counted(number, of)
    }

    /// The file of this piece of what goes to `out`. Numbers are written with zeros in front, so that names sort as
    /// the pieces do.
    fn file(self, out: &Path) -> PathBuf {
        let Self { number, of } = self;
        let mut name = out.file_stem().unwrap_or_default().to_owned();
        name.push(format!("-{number:0>width$}-of-{of}", width = of.to_string().len()));
        if let Some(extension) = out.extension() {
            name.push(".");
            name.push(extension);
        }
        out.with_file_name(name)
    }
}

/// The file of the rows: of the whole as it was typed, of a piece after the piece.
pub fn file(out: &Path, shard: Option<Piece>) -> Result<PathBuf, Failure> {
    let Some(Piece { number, of }) = Piece::named(out) else {
        return Ok(shard.map_or_else(|| out.to_owned(), |shard| shard.file(out)));
    };
    if shard == Some(Piece { number, of }) {
        return Ok(out.to_owned());
    }
    Err(Failure::BadInput(format!(
        "'{}' is by its name piece {number} of {of}: give --shard {number}/{of} for this piece, or choose another \
         name",
        out.display()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(number: u64, of: u64) -> Option<Piece> {
        Some(Piece { number, of })
    }

    #[test]
    fn the_file_of_a_piece_is_named_after_it() {
        for (out, shard, expected) in [
            ("sweep.csv", piece(3, 16), "sweep-03-of-16.csv"),
            ("a/b.c.parquet", piece(1, 1), "a/b.c-1-of-1.parquet"),
            ("sweep.csv", None, "sweep.csv"),
            ("rows-of-mine.csv", piece(8, 8), "rows-of-mine-8-of-8.csv"),
            ("sweep-03-of-16.csv", piece(3, 16), "sweep-03-of-16.csv"),
            ("sweep-3-of-16.csv", piece(3, 16), "sweep-3-of-16.csv"),
        ] {
            assert_eq!(file(Path::new(out), shard), Ok(PathBuf::from(expected)), "{out}");
        }
    }

    #[test]
    fn a_file_that_is_named_after_another_piece_is_refused() {
        for shard in [None, piece(1, 1), piece(3, 8), piece(4, 16)] {
            assert!(file(Path::new("sweep-03-of-16.csv"), shard).is_err(), "{shard:?}");
        }
    }
}
