//! Widths of texts, estimated, and what follows from them: line breaks and ellipses.

use super::clusters::clusters;

/// Opens a stretch of text with a direction of writing of its own, that of its first letter.
const ISOLATE: char = '\u{2068}';
/// Ends it.
const POP: char = '\u{2069}';

/// The estimated width of `text` at type size `size`, in the unit of `size`. On the wide side for the sans-serif fonts
/// that systems use, so that a text for which there is room by this estimate has room.
pub(super) fn width(text: &str, size: f64) -> f64 {
    clusters(text).into_iter().map(advance).sum::<f64>() * size
}

/// The advance of one cluster in em: of its first character, and in Indic scripts of the letters that melt with it. All
/// else that belongs to a cluster stands above or below.
fn advance(cluster: &str) -> f64 {
    let mut signs = cluster.chars();
    let Some(first) = signs.next() else { return 0.0 };
    let further = signs.map(|sign| match sign {
        // A vowel sign, or a letter of which a part is left; in every block at the same places.
        '\u{900}'..='\u{dff}' if matches!(sign as u32 & 0x7f, 0x15..=0x39 | 0x3e..=0x40 | 0x49..=0x4c) => {
            0.35
        }
        // Sara am.
        '\u{e33}' | '\u{eb3}' => 0.45,
        // What was a letter is a picture now.
        '\u{fe0f}' | '\u{20e3}' => 0.3,
        _ => 0.0,
    });
    single(first) + further.sum::<f64>()
}

/// The advance of one character in em.
fn single(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.33,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '<' | '>' | '−' | '…' => 0.9,
        // What turns the direction of writing.
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => 0.0,
        // The wide letters of southern India, Burma, Ethiopia, Cambodia.
        '\u{b80}'..='\u{dff}'
        | '\u{1000}'..='\u{10ff}'
        | '\u{1200}'..='\u{139f}'
        | '\u{1780}'..='\u{17ff}' => 0.95,
        '\u{900}'..='\u{b7f}' => 0.72,
        // Pictures are a little wider than the square that East Asian scripts fill.
        '\u{2300}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => 1.4,
        '\u{1100}'..='\u{115f}'
        | '\u{2190}'..='\u{22ff}'
        | '\u{2e80}'..='\u{303f}'
        | '\u{3040}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{16fe0}'.. => 1.1,
        _ if character.is_uppercase() => 0.72,
        _ => 0.63,
    }
}

/// A text that is written from right to left, kept apart from what it will stand beside: neither turns the other
/// round. Other texts stay as they are.
pub fn isolated(text: &str) -> String {
    // The blocks of all scripts with this direction.
    let turns = |sign: char| matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if text.contains(turns) { format!("{ISOLATE}{text}{POP}") } else { text.to_owned() }
}

/// The width of a number in em. Digits are narrower than the letters that `width` provides for, in every font here.
pub(super) fn number_width(number: &str) -> f64 {
    let digit = |character| match character {
        '.' => 0.28,
        'N' | '∞' | 'e' => 0.8,
        _ => 0.55,
    };
    number.chars().map(digit).sum()
}

/// `text`, or its beginning and an ellipsis if it is wider than `room`.
pub(super) fn elide(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - width("…", size);
    let mut kept = 0;
    let mut open = 0_usize;
    for cluster in clusters(text) {
        left -= advance(cluster) * size;
        if left < 0.0 {
            break;
        }
        kept += cluster.len();
        match cluster.chars().next() {
            Some(ISOLATE) => open += 1,
            Some(POP) => open = open.saturating_sub(1),
            _ => {}
        }
    }
    // The ellipsis stands where the word was cut, which in an isolated one may be its left end.
    format!("{}…{}", text[..kept].trim_end(), POP.to_string().repeat(open))
}

/// `text` broken between words into lines no wider than `room`; at most `most` lines, the last one elided if need be.
pub(super) fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    // Each line of an isolated text is isolated.
    if let Some(inner) = text.strip_prefix(ISOLATE).and_then(|text| text.strip_suffix(POP)) {
        let lines = wrap(inner, size, room, most).into_iter();
        return lines.map(|line| format!("{ISOLATE}{line}{POP}")).collect();
    }
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

/// The lines of a wrapped text in one again.
pub(super) fn in_one_line(lines: &[String]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| line.trim_matches([ISOLATE, POP])).collect();
    isolated(&lines.join(" "))
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
    fn a_text_is_cut_between_the_letters_that_a_reader_sees() {
        let families = "👨‍👩‍👧‍👦".repeat(5);
        for text in [&families, "🇩🇪🇫🇷🇯🇵🇧🇷🇨🇦🇮🇳", "स्वास्थ्यविभाग", "Za\u{337}\u{322}lgo\u{321}\u{315}"]
        {
            for room in 1..60 {
                let elided = elide(text, 13.0, f64::from(room) * 2.0);
                let parts = clusters(elided.trim_end_matches('…'));
                assert_eq!(parts, clusters(text)[..parts.len()], "{elided}");
            }
        }
    }

    #[test]
    fn a_cluster_is_as_wide_as_it_looks() {
        assert_eq!(width("👨‍👩‍👧‍👦", 10.0), width("👨", 10.0));
        assert_eq!(width("🇩🇪", 10.0), width("👨", 10.0));
        assert_eq!(width("a\u{301}\u{327}", 10.0), width("a", 10.0));
        assert_eq!(width("ผู้", 10.0), width("ผ", 10.0));
        assert_eq!(width("\u{1112}\u{1161}\u{11ab}", 10.0), width("한", 10.0));
        assert!(width("結", 10.0) > 10.0 && width("結", 10.0) < 12.0);
        assert_eq!(width("\u{2068}ab\u{2069}", 10.0), width("ab", 10.0));
    }

    /// Measured in Chromium with DejaVu Sans, a wide font, and Noto Sans for what it lacks, in em.
    #[test]
    fn estimates_are_near_what_is_measured() {
        for (word, measured) in [
            ("woman", 3.5),
            ("internationalisation", 9.19),
            ("Москва", 3.66),
            ("결제작업대기열", 6.44),
            ("データ処理装置", 7.0),
            ("ｍａｎ", 3.0),
            ("ผู้หญิงสั่งเนื้อวัว", 6.25),
            ("ลาว", 1.82),
            ("स्वास्थ्यविभाग", 4.89),
            ("महिला", 2.32),
            ("বাংলাদেশ", 3.92),
            ("தமிழ்நாடு", 5.23),
            ("മലയാളം", 4.3),
            ("සිංහල", 3.04),
            ("မြန်မာစာ", 3.73),
            ("አማርኛ", 2.42),
            ("الأنثروبولوجياالاجتماعيةوالثقافية", 12.88),
            ("שלום", 2.21),
            ("👨‍👩‍👧‍👦", 1.25),
            ("🇩🇪", 1.25),
            ("❤️", 1.25),
            ("👩🏽‍🔬", 1.25),
        ] {
            let estimated = width(word, 1.0);
            assert!(
                (0.9 * measured..1.7 * measured).contains(&estimated),
                "{word}: {estimated} for {measured}"
            );
        }
    }

    #[test]
    fn what_is_written_from_right_to_left_is_shortened_at_its_own_end() {
        let label = format!("1 {}", isolated("الأنثروبولوجيا"));
        let elided = elide(&label, 13.0, 80.0);
        assert!(elided.starts_with("1 \u{2068}ال") && elided.ends_with("…\u{2069}"), "{elided:?}");
        assert_eq!(elide(&label, 13.0, 500.0), label);
        let lines = wrap(&isolated("الرجل طلب الدجاج"), 12.0, 60.0, 9);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| line.starts_with('\u{2068}') && line.ends_with('\u{2069}')));
        // Two isolated words: only the open one is closed.
        let both = format!("{}/{}", isolated("الرجل"), isolated("المرأة"));
        let elided = elide(&both, 13.0, 70.0);
        assert_eq!(elided.matches('\u{2068}').count(), elided.matches('\u{2069}').count(), "{elided:?}");
        assert_eq!(isolated("woman"), "woman");
    }

    #[test]
    fn no_word_is_lost_where_there_is_room() {
        let text = "the woman ordered the beef";
        assert_eq!(wrap(text, 12.0, 90.0, 9).join(" "), text);
    }
}
