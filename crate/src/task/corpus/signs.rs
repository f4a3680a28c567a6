//! What of a text is a line, and what of a line can be seen.

/// Whatever ends a line, besides the pair of Windows.
const BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// The lines of a text, whoever wrote it: what an old Mac or a word processor breaks is broken.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split("\r\n").flat_map(|lines| lines.split(BREAKS))
}

/// A line as a person sees it: without what is not seen, and every letter with its accents as one character.
pub(super) fn as_seen(line: &str) -> String {
    if line.is_ascii() { line.to_owned() } else { composed(&seen(line)) }
}

/// A character that has no picture, or that XML and with it SVG cannot hold. Spaces and line breaks are none.
pub(super) fn is_refused(sign: char) -> bool {
    let nowhere = matches!(sign, '\u{fdd0}'..='\u{fdef}') || sign as u32 & 0xfffe == 0xfffe;
    nowhere || sign.is_control() && !sign.is_whitespace()
}

fn seen(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        let (before, after) = (kept.chars().next_back(), signs.peek().copied());
        if !is_unseen(sign) || shapes(sign, before.unwrap_or(' '), after.unwrap_or(' ')) {
            kept.push(sign);
        }
    }
    kept
}

/// Characters that by themselves leave no trace on paper.
fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether an unseen character changes how its neighbours look.
fn shapes(sign: char, before: char, after: char) -> bool {
    match sign {
        // Keeps letters apart that would join: only between two.
        '\u{200c}' => is_joining(before) && is_joining(after),
        '\u{200d}' => {
            let in_emoji = (is_picture(before) || before == '\u{fe0f}') && is_picture(after);
            in_emoji || is_joining(before) || is_joining(after)
        }
        '\u{180b}'..='\u{180f}' => is_joining(before),
        // As a picture or as a letter; 1, # and * become keys.
        '\u{fe0e}' | '\u{fe0f}' => is_picture(before) || after == '\u{20e3}',
        // The flags of England, Scotland, Wales: a black flag and then letters.
        '\u{e0020}'..='\u{e007f}' => matches!(before, '\u{1f3f4}' | '\u{e0020}'..='\u{e007f}'),
        _ => false,
    }
}

/// The blocks of scripts whose letters join or melt together: Arabic and its relatives, the Indic scripts and theirs.
fn is_joining(sign: char) -> bool {
    matches!(
        sign,
        '\u{600}'..='\u{dff}'
            | '\u{f00}'..='\u{109f}'
            | '\u{1780}'..='\u{18af}'
            | '\u{1a20}'..='\u{1c4f}'
            | '\u{a840}'..='\u{abff}'
            | '\u{10a00}'..='\u{11fff}'
            | '\u{1e900}'..='\u{1e95f}'
    )
}

/// The blocks in which emoji are.
fn is_picture(sign: char) -> bool {
    matches!(
        sign,
        '©' | '®'
            | '\u{203c}'
            | '\u{2049}'
            | '\u{2122}'..='\u{2bff}'
            | '\u{3030}'
            | '\u{303d}'
            | '\u{3297}'
            | '\u{3299}'
            | '\u{1f000}'..='\u{1fbff}'
    )
}

/// Unicode's normal form C. The tables for it weigh more than the page can carry, and a browser has them.
#[cfg(target_arch = "wasm32")]
fn composed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// Unicode's normal form C.
#[cfg(not(target_arch = "wasm32"))]
fn composed(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_break_ends_a_line() {
        for end in ["\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
            assert_eq!(
                lines(&format!("a b{end}c d{end}")).collect::<Vec<_>>(),
                ["a b", "c d", ""],
                "{end:?}"
            );
        }
        assert_eq!(lines("a\r\n\r\nb").count(), 3);
    }

    #[test]
    fn what_is_not_seen_is_left_out() {
        for sign in
            ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{202e}', '\u{2060}', '\u{feff}']
        {
            for text in [format!("be{sign}ef"), format!("{sign}beef"), format!("beef{sign}")] {
                assert_eq!(as_seen(&text), "beef", "U+{:04X}", sign as u32);
            }
        }
        assert_eq!(as_seen("beef\u{fe0f}"), "beef");
    }

    #[test]
    fn what_shapes_its_neighbours_stays() {
        for text in [
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "👨\u{200d}👩\u{200d}👧\u{200d}👦",
            "👩🏽\u{200d}🔬",
            "❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "🇩🇪",
        ] {
            assert_eq!(as_seen(text), text);
        }
    }

    #[test]
    fn letters_are_composed() {
        assert_eq!(as_seen("cafe\u{301}"), "caf\u{e9}");
        assert_eq!(as_seen("cafe\u{200b}\u{301}"), "caf\u{e9}");
        assert_eq!(as_seen("\u{1112}\u{1161}\u{11ab}"), "\u{d55c}");
    }
}
