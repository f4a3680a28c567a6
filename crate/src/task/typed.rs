//! Numbers as people type and paste them: `0,001`, `1e−4`, `5 000`, `２０`.
//!
//! What could be two numbers is none: `1,000` is a thousand here and one there.

/// A whole number, with its digits in groups of three or not: `5000`, `5,000`, `5 000`, `5'000`.
pub fn whole(text: &str) -> Option<u64> {
    let text = plain(text);
    let separator = text.chars().find(|sign| is_separator(*sign));
    let Some(separator) = separator else { return text.parse().ok() };
    let mut groups = text.split(separator);
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    let grouped = first && groups.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()));
    grouped.then(|| text.replace(separator, "").parse().ok()).flatten()
}

/// Any number, with a point or a comma before its decimals.
pub fn number(text: &str) -> Option<f64> {
    let text = plain(text);
    let Some((whole, decimals)) = text.split_once(',') else { return parse(&text) };
    let mantissa = decimals.split(['e', 'E']).next().unwrap_or_default();
    let group = mantissa.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    // A second comma or a point beside the first is refused when the number is read.
    if group { None } else { parse(&format!("{whole}.{decimals}")) }
}

#[cfg(not(target_arch = "wasm32"))]
fn parse(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// The browser reads it to the same bits, and the crate need not bring the tables for that, 13 KB compressed.
#[cfg(target_arch = "wasm32")]
fn parse(text: &str) -> Option<f64> {
    // What JavaScript takes for a number besides: nothing, other bases, words.
    let is_plain = |sign: u8| sign.is_ascii_digit() || matches!(sign, b'.' | b'e' | b'E' | b'+' | b'-');
    if text.is_empty() || !text.bytes().all(is_plain) {
        return None;
    }
    let number = wasm_bindgen::JsValue::from_str(text).unchecked_into_f64();
    (!number.is_nan()).then_some(number)
}

fn is_separator(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, ',' | '\'' | '’' | '_')
}

/// The same signs as a keyboard has them, without what cannot be seen.
fn plain(text: &str) -> String {
    let keyboard = text.chars().filter_map(|sign| match sign {
        // Hyphens, dashes, the minus of typesetters.
        '\u{2010}'..='\u{2013}' | '\u{2212}' => Some('-'),
        // The wide signs of East Asian keyboards.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0),
        // Marks of no width, which come along from pages and documents.
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        _ => Some(sign),
    });
    keyboard.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_they_are_meant() {
        for text in [
            "5000",
            " 5000 ",
            "5,000",
            "5 000",
            "5\u{a0}000",
            "5\u{202f}000",
            "5'000",
            "５０００",
            "\u{200b}5000",
        ] {
            assert_eq!(whole(text), Some(5000), "{text:?}");
        }
        assert_eq!(whole("1,234,567"), Some(1_234_567));
        for text in [
            "",
            "-1",
            "−1",
            "5.000",
            "5,00",
            "5,0000",
            "5 000,000",
            ",500",
            "1,,000",
            "50 00",
            "1e3",
            "12,-12",
        ] {
            assert_eq!(whole(text), None, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_meant() {
        for text in [
            "0.001",
            "0,001",
            ".001",
            ",001",
            "1e-3",
            "1E-3",
            "1e−3",
            "1e–3",
            " 0,001 ",
            "０．００１",
            "1,0e-3",
        ] {
            assert_eq!(number(text), Some(0.001), "{text:?}");
        }
        assert_eq!(number("1,5"), Some(1.5));
        assert_eq!(number("−0,5"), Some(-0.5));
        for text in ["", "fast", "1,000", "100,000", "1,000e-3", "0,001,5", "1.000,5", "1 e-3", "0x10"] {
            assert_eq!(number(text), None, "{text:?}");
        }
    }
}
