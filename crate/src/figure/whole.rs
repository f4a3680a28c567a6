//! Shortened texts with the whole of them.
//!
//! plotters hands a text to a backend, and nothing else that belongs to it. So a figure sends what it shortened and the
//! whole as one text with a sign between them that stands in no word (see `slant` for the same way with a turn). The two
//! ends take them apart: `canvas` draws what is short, `svg` writes the whole as the title of the text.

/// Between what is shown and the whole.
const BETWEEN: char = '\u{1f}';

/// Both as one text.
pub(super) fn with_whole(shown: &str, whole: &str) -> String {
    format!("{shown}{BETWEEN}{whole}")
}

/// What is shown, and the whole if it is another.
pub(super) fn apart(text: &str) -> (&str, Option<&str>) {
    text.split_once(BETWEEN).map_or((text, None), |(shown, whole)| (shown, Some(whole)))
}
