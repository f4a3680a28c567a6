//! Edited shaders inside an address, as differences from the shipped texts.
//!
//! `edit=3_scores_forward:1f2e?9.35-8-?` is a part, the check sum of its shipped text, and its changes in their order:
//! from sign 35 of line 9 on, 8 signs become what stands behind the second dash, here nothing. Texts are written as words
//! are, see `words.rs`. What is shipped is not repeated: the edit of another version of a shader cannot be put in, and its
//! check sum tells it from one that was damaged.
//!
//! A link passes its edits on as they stand there: whoever opens the run reads them, and whoever does not need not.

use std::fmt::Write;

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};

use super::{shortened, words};
use crate::engine::gpu::sources::Sources;

/// What an edit is called in an address.
pub(super) const KEY: &str = "edit";
/// Ends the check sum and every change.
const END: char = '?';
/// More lines than these are not compared one by one.
const MOST_LINES: usize = 1000;

/// The edited parts, each as it stands behind `edit=`.
pub fn written(sources: &Sources) -> Vec<String> {
    let written = |(part, text): (&'static str, &str)| {
        let shipped = Sources::shipped(part).unwrap_or_default();
        let mut value = format!("{part}:{}{END}", sum(shipped));
        for Change { at, removed, text } in changes(shipped, text) {
            let before: String = shipped.chars().take(at).collect();
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|&sign| sign != '\n').count() + 1;
            let text = words::plain(text).replace(END, "~3f");
            // Writing into a text cannot fail.
            _ = write!(value, "{line}.{column}-{removed}-{text}{END}");
        }
        value
    };
    sources.edited().map(written).collect()
}

/// The shaders with these edits.
///
/// # Errors
/// Which of them cannot be put in, as half a sentence.
pub fn read(edits: &[impl AsRef<str>]) -> Result<Sources, String> {
    let mut sources = Sources::default();
    for edit in edits {
        put_in(edit.as_ref(), &mut sources)?;
    }
    Ok(sources)
}

/// Puts in what stands behind `edit=`.
pub(super) fn put_in(value: &str, sources: &mut Sources) -> Result<(), String> {
    let damaged = || format!("the edit '{}' is damaged", shortened(value));
    let (part, rest) = value.split_once(':').ok_or_else(damaged)?;
    let shipped = Sources::shipped(part).map_err(|error| error.to_string())?;
    let mut pieces = rest.split(END);
    if pieces.next() != Some(&sum(shipped)) {
        return Err(format!(
            "the edit of `{part}` was made in another version of that shader, and does not fit this one"
        ));
    }
    let signs: Vec<char> = shipped.chars().collect();
    let (mut text, mut end) = (String::new(), 0);
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        let (at, removed, new) = change(piece, shipped).ok_or_else(damaged)?;
        let until = at.checked_add(removed).filter(|&until| at >= end && until <= signs.len());
        let until = until.ok_or_else(damaged)?;
        text.extend(&signs[end..at]);
        text.push_str(&new);
        end = until;
    }
    text.extend(&signs[end..]);
    sources.edit(part, text).map_err(|error| error.to_string())
}

/// `9.24-8-text`: where it begins in the shipped text, how many signs go, and what comes for them.
fn change(piece: &str, shipped: &str) -> Option<(usize, usize, String)> {
    let (place, rest) = piece.split_once('-')?;
    let (removed, text) = rest.split_once('-')?;
    let (line, column) = place.split_once('.')?;
    let [line, column, removed] = [line, column, removed].map(|number| number.parse::<usize>().ok());
    let before = shipped.split_inclusive('\n').take(line?.checked_sub(1)?);
    let before: usize = before.map(|line| line.chars().count()).sum();
    Some((before.checked_add(column?.checked_sub(1)?)?, removed?, words::read_plain(text)?))
}

fn sum(shipped: &str) -> String {
    format!("{:04x}", Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC).checksum(shipped.as_bytes()) & 0xffff)
}

/// Something else in the place of some signs; all counts are of signs.
#[derive(Debug, PartialEq)]
struct Change<'a> {
    at: usize,
    removed: usize,
    text: &'a str,
}

/// What makes the one text of the other: lines that stay stay, and of the others what begins or ends alike.
fn changes<'a>(old: &str, new: &'a str) -> Vec<Change<'a>> {
    let (old_lines, new_lines) = (lines(old), lines(new));
    let mut changes = Vec::new();
    let (mut from, mut new_from) = (0, 0);
    let staying = staying(&old_lines, &new_lines).into_iter();
    for (line, new_line) in staying.chain([(old_lines.len(), new_lines.len())]) {
        let (gone, come) = (&old_lines[from..line], &new_lines[new_from..new_line]);
        if !(gone.is_empty() && come.is_empty()) {
            let begin = old_lines[..from].concat().chars().count();
            let new_begin: usize = new_lines[..new_from].iter().map(|line| line.len()).sum();
            let length: usize = come.iter().map(|line| line.len()).sum();
            changes.push(trimmed(begin, &gone.concat(), &new[new_begin..new_begin + length]));
        }
        (from, new_from) = (line + 1, new_line + 1);
    }
    changes
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The lines that stand in both texts, in their order: as many as there can be.
fn staying(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut staying = Vec::new();
    if new.len() > MOST_LINES {
        return staying;
    }
    let width = new.len() + 1;
    // For each two places, how many lines can stay from there on.
    let mut most = vec![0_u16; (old.len() + 1) * width];
    for (i, line) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            most[i * width + j] = if line == other {
                most[(i + 1) * width + j + 1] + 1
            } else {
                most[(i + 1) * width + j].max(most[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            staying.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if most[(i + 1) * width + j] >= most[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    staying
}

/// A change without what begins or ends alike.
fn trimmed<'a>(begin: usize, old: &str, new: &'a str) -> Change<'a> {
    let alike = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> (usize, usize) {
        let same = a.zip(b).take_while(|(one, other)| one == other);
        same.fold((0, 0), |(signs, bytes), (sign, _)| (signs + 1, bytes + sign.len_utf8()))
    };
    let (signs, bytes) = alike(&mut old.chars(), &mut new.chars());
    let (old, new) = (&old[bytes..], &new[bytes..]);
    let (_, tail) = alike(&mut old.chars().rev(), &mut new.chars().rev());
    let removed = old[..old.len() - tail].chars().count();
    Change { at: begin + signs, removed, text: &new[..new.len() - tail] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(part: &str, text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.edit(part, text).unwrap();
        sources
    }

    fn back(written: &str) -> Result<Sources, String> {
        read(&[written])
    }

    #[test]
    fn only_what_differs_stands_there() {
        let part = "3_scores_forward";
        let shipped = Sources::shipped(part).unwrap();
        let sources = edited(part, &shipped.replace(" * SCALE", ""));
        let written = written(&sources).concat();
        assert_eq!(written, format!("{part}:{}?9.35-8-?", sum(shipped)));
        assert_eq!(back(&written), Ok(sources));
    }

    #[test]
    fn whatever_is_typed_comes_back() {
        let part = "8_adam";
        let shipped = Sources::shipped(part).unwrap();
        let first = &shipped[..shipped.find('\n').unwrap() + 1];
        for text in [
            String::new(),
            "??a?\n-1.2-3-~3f&amp;%41+ /".into(),
            format!("{shipped}\u{a0}\n\u{3000}"),
            format!("é{}ü", shipped.replace('e', "ë")),
            shipped.replace(first, ""),
            shipped.replace('\n', "\r\n"),
            shipped.repeat(100),
            format!("{}\n// between\n{shipped}", shipped.replace("let ", "var ")),
        ] {
            let sources = edited(part, &text);
            let written = written(&sources).concat();
            assert_eq!(back(&written), Ok(sources), "{written}");
        }
    }

    #[test]
    fn lines_that_stay_are_not_repeated() {
        let changes = changes("a\nb\nc\nd\n", "a\nnew\nb\nd\nmore");
        let change = |at, removed, text| Change { at, removed, text };
        assert_eq!(changes, [change(2, 0, "new\n"), change(4, 2, ""), change(8, 0, "more")]);
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let sum = sum(Sources::shipped("8_adam").unwrap());
        for (value, said) in [
            ("8_adam", "is damaged"),
            ("9_none:0000?", "there is no shader part '9_none'"),
            ("8_adam:0000?1.1-0-a?", "another version of that shader"),
            (&format!("8_adam:{sum}?0.1-0-a?"), "is damaged"),
            (&format!("8_adam:{sum}?1.1-99999-a?"), "is damaged"),
            (&format!("8_adam:{sum}?2.1-3-a?1.1-0-b?"), "is damaged"),
            (&format!("8_adam:{sum}?1.1-0-~zz?"), "is damaged"),
            (
                &format!("8_adam:{sum}?18446744073709551615.18446744073709551615-18446744073709551615-?"),
                "is damaged",
            ),
        ] {
            let error = back(value).unwrap_err();
            assert!(error.contains(said), "{value}: {error}");
        }
    }
}
