//! Widths of texts, estimated, and what follows from them: line breaks and ellipses.

/// The estimated width of `text` at type size `size`, in the unit of `size`. On the wide side for the sans-serif fonts
/// that systems use, so that a text for which there is room by this estimate has room.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// The advance of one character in em.
fn advance(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.33,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '<' | '>' | '−' | '…' => 0.9,
        // East Asian scripts and pictures fill a square.
        '\u{1100}'.. => 1.1,
        _ if character.is_uppercase() => 0.72,
        _ => 0.63,
    }
}

/// The width of a number in em. Digits are narrower than the letters that `width` provides for, in every font here.
pub(super) fn number_width(number: &str) -> f64 {
    number.chars().map(|character| if character == '.' { 0.28 } else { 0.55 }).sum()
}

/// `text`, or its beginning and an ellipsis if it is wider than `room`.
pub(super) fn elide(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - width("…", size);
    let kept: String = text
        .chars()
        .take_while(|&character| {
            left -= advance(character) * size;
            left >= 0.0
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// `text` broken between words into lines no wider than `room`; at most `most` lines, the last one elided if need be.
pub(super) fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if lines_full(line, word, size, room) => lines.push(word.to_owned()),
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    if lines.len() > most {
        let rest = lines.split_off(most.max(1) - 1).join(" ");
        lines.push(rest);
    }
    for line in &mut lines {
        *line = elide(line, size, room);
    }
    lines
}

/// `text` in as few lines as the room allows, all of about the same width: no last word is left alone on a line.
pub(super) fn balance(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines = wrap(text, size, room, most);
    if lines.len() < 2 || width(text, size) > room * most as f64 {
        return lines;
    }
    let mut narrower = room;
    while narrower > 0.5 * room {
        narrower -= 0.02 * room;
        let attempt = wrap(text, size, narrower, most);
        let whole = attempt.iter().all(|line| !line.contains('…'));
        if attempt.len() > lines.len() || !whole {
            break;
        }
        lines = attempt;
    }
    lines
}

fn lines_full(line: &str, word: &str, size: f64, room: f64) -> bool {
    width(line, size) + width(" ", size) + width(word, size) > room
}

/// The width of the widest of `texts`.
pub(super) fn widest<S: AsRef<str>>(texts: impl IntoIterator<Item = S>, size: f64) -> f64 {
    texts.into_iter().map(|text| width(text.as_ref(), size)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_is_left_alone() {
        assert_eq!(elide("woman", 13.0, width("woman", 13.0)), "woman");
        assert_eq!(wrap("a  b", 13.0, 500.0, 2), ["a b"]);
        assert_eq!(wrap("", 13.0, 500.0, 2), [""; 0]);
    }

    #[test]
    fn what_is_made_to_fit_fits() {
        for room in [20.0, 47.3, 90.0, 133.0] {
            let elided = elide("counterrevolutionaries", 13.0, room);
            assert!(elided.ends_with('…') && width(&elided, 13.0) <= room);
            for most in 1..4 {
                let lines =
                    wrap("the counterrevolutionaries ordered a really good chicken", 13.0, room, most);
                assert!((1..=most).contains(&lines.len()));
                assert!(widest(&lines, 13.0) <= room, "{lines:?}");
            }
        }
    }

    #[test]
    fn lines_are_balanced_and_whole() {
        let text = "floor 0.139: no model can go below it on average";
        for room in [120.0, 180.0, 260.0, 330.0, 600.0] {
            let lines = balance(text, 12.0, room, 4);
            assert_eq!(lines.join(" "), text);
            assert_eq!(lines.len(), wrap(text, 12.0, room, 4).len());
            assert!(widest(&lines, 12.0) <= room);
        }
        assert_eq!(balance(text, 12.0, 270.0, 4), ["floor 0.139: no model can", "go below it on average"]);
    }

    #[test]
    fn no_word_is_lost_where_there_is_room() {
        let text = "the woman ordered the beef";
        assert_eq!(wrap(text, 12.0, 90.0, 9).join(" "), text);
    }
}
