//! Which part is to blame, and at which line.
//!
//! A mistake in one part is often noticed in another, or in what is generated: a function that is missing, where it is
//! called. Then the part that used to have it is named.

use attention_lab_cells::Fault;

use crate::engine::gpu::SourceError;
use crate::engine::gpu::shader::{HEAD, Source};
use crate::engine::gpu::sources::Sources;

/// A fault in a source as an error in one of its parts.
pub(super) fn blame(source: &Source, sources: &Sources, fault: Fault) -> SourceError {
    let text = &source.text;
    let Some(at) = fault.at else { return at_whole(source, sources, fault.message) };
    let at = (0..=at.start.min(text.len())).rfind(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line_text = text[line_start..].lines().next().unwrap_or_default();
    let (part, line) = source.place(1 + text[..at].matches('\n').count());
    if let Some(error) = elsewhere(part, line_text, sources, &fault.message) {
        return error;
    }
    if part == HEAD {
        return at_whole(source, sources, fault.message);
    }
    let column = 1 + text[line_start..at].chars().count();
    SourceError { part: part.to_owned(), line, column, message: fault.message }
}

/// What is wrong as a whole is wrong at the beginning of the largest part that is edited.
fn at_whole(source: &Source, sources: &Sources, message: String) -> SourceError {
    let edited = sources.edited().filter(|(part, _)| source.first_line(part).is_some());
    let part = edited.max_by_key(|(_, text)| text.len()).map_or(HEAD, |(part, _)| part);
    SourceError { part: part.to_owned(), line: 1, column: 1, message }
}

/// A function that the line calls, and that an edited part has no more, or has otherwise than it was shipped.
fn elsewhere(found_in: &str, line: &str, sources: &Sources, message: &str) -> Option<SourceError> {
    sources.edited().filter(|(part, _)| *part != found_in).find_map(|(part, text)| {
        let shipped = Sources::default();
        let shipped = shipped.text(part).ok()?;
        signatures(shipped).find_map(|(name, expected)| {
            let error = |line, column, message| SourceError { part: part.to_owned(), line, column, message };
            if !has_word(line, name) {
                return None;
            }
            match signatures(text).find(|(other, _)| *other == name) {
                None => Some(error(
                    1,
                    1,
                    format!("the function `{name}` is missing: write `{expected} {{ ... }}`"),
                )),
                Some((_, signature)) if signature != expected => {
                    let at = text.find(signature).unwrap_or_default();
                    let line = 1 + text[..at].matches('\n').count();
                    let message = format!("`{name}` must be written as `{expected}` ({message})");
                    Some(error(line, 1, message))
                }
                Some(_) => None,
            }
        })
    })
}

/// The functions that a text has: name and all before the brace.
fn signatures(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| {
        let rest = line.strip_prefix("fn ")?;
        let name = rest.split('(').next()?.trim();
        Some((name, line.split('{').next()?.trim_end()))
    })
}

fn has_word(line: &str, word: &str) -> bool {
    let of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(of_word);
        let after = line[at + word.len()..].chars().next().is_some_and(of_word);
        !before && !after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_read_off_the_text() {
        let text = "// fn no()\nfn a(i: u32) {\n}\nfn mean_loss() -> f32 {";
        let found: Vec<_> = signatures(text).collect();
        assert_eq!(found, [("a", "fn a(i: u32)"), ("mean_loss", "fn mean_loss() -> f32")]);
        assert!(has_word("x = a(b);", "a") && !has_word("x = ba(b);", "a") && !has_word("an(b)", "a"));
    }
}
