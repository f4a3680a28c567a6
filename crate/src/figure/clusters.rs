//! What a reader takes for one letter: a letter with its accents, a syllable of Devanagari, a family of emoji.

/// The grapheme clusters of a text, by Unicode's rules.
pub(super) fn clusters(text: &str) -> Vec<&str> {
    if text.chars().all(stands_alone) {
        let end = |(at, sign): (usize, char)| at..at + sign.len_utf8();
        return text.char_indices().map(|sign| &text[end(sign)]).collect();
    }
    by_the_rules(text)
}

/// Most labels and numbers are made of characters that join no other; those need no rules.
fn stands_alone(sign: char) -> bool {
    matches!(sign, '\u{20}'..='\u{2ff}' | '\u{2010}'..='\u{2026}' | '\u{2190}'..='\u{2211}' | '−' | '∞')
}

#[cfg(not(target_arch = "wasm32"))]
fn by_the_rules(text: &str) -> Vec<&str> {
    unicode_segmentation::UnicodeSegmentation::graphemes(text, true).collect()
}

/// The tables for it weigh more than the page can carry, and browsers have them; one too old takes character by
/// character.
#[cfg(target_arch = "wasm32")]
fn by_the_rules(text: &str) -> Vec<&str> {
    use js_sys::{Array, Intl, Object, Reflect};

    let segmenter = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"Segmenter".into()))
        .ok()
        .filter(|segmenter| segmenter.is_function());
    if segmenter.is_none() {
        return text.split_inclusive(|_| true).collect();
    }
    let segments = Intl::Segmenter::new(&Array::new(), &Object::new()).segment(text);
    let mut rest = text;
    Array::from(&segments)
        .iter()
        .filter_map(|segment| Reflect::get(&segment, &"segment".into()).ok()?.as_string())
        .map_while(|segment| {
            let (cluster, after) = rest.split_at_checked(segment.len())?;
            rest = after;
            Some(cluster)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_stays_together() {
        for together in ["👨‍👩‍👧‍👦", "👩🏽‍🔬", "🇩🇪", "a\u{301}\u{327}", "र्व", "\u{1100}\u{1161}", "1\u{fe0f}\u{20e3}"]
        {
            assert_eq!(clusters(&format!("x{together}y")), ["x", together, "y"]);
        }
        assert_eq!(clusters("a−é…"), ["a", "−", "é", "…"]);
        assert_eq!(clusters(""), [""; 0]);
    }
}
