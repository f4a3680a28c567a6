//! Own sentences inside an address: readable where that is short, packed where it is not.
//!
//! Readable, `+` is a space and `/` ends a line; letters and digits of every script stand as they are, other signs as `~`
//! and two hexadecimal digits. Percent codes would not do: sites that pass a link on resolve them or add their own.

use data_encoding::BASE64URL_NOPAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// The largest corpus has 1024 sentences of 255 words.
const MOST_BYTES: usize = 16 << 20;
/// Of ten levels the one that packs best: a corpus is short.
const LEVEL: u8 = 10;

/// The corpus of this text as part of an address: `words=...`, or `packed=...` where that is shorter.
pub(super) fn written(text: &str) -> String {
    let plain = format!("words={}", plain(text));
    let packed = || format!("packed={}", BASE64URL_NOPAD.encode(&compress_to_vec(text.as_bytes(), LEVEL)));
    Some(packed()).filter(|packed| packed.len() < length(&plain)).unwrap_or(plain)
}

/// How long a part of an address is once a browser has put percent codes for letters of other scripts.
pub(super) fn length(part: &str) -> usize {
    part.chars().map(|sign| if sign.is_ascii() { 1 } else { 3 * sign.len_utf8() }).sum()
}

fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            ' ' => plain.push('+'),
            '\n' => plain.push('/'),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | ',' | '!' | '?' | ':' | ';' | '*' | '_' => {
                plain.push(sign);
            }
            sign if sign.is_ascii() => plain.push_str(&format!("~{:02x}", sign as u32)),
            sign => plain.push(sign),
        }
    }
    plain
}

/// The text behind `words=`; `None` if a `~` has no digits behind it.
pub(super) fn read_plain(value: &str) -> Option<String> {
    let mut parts = value.split('~');
    let mut text = parts.next().unwrap_or_default().replace('+', " ").replace('/', "\n");
    for part in parts {
        let code = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        text.push(char::from(code.filter(u8::is_ascii)?));
        text.push_str(&part[2..].replace('+', " ").replace('/', "\n"));
    }
    Some(text)
}

/// The text behind `packed=`; `None` if it is damaged.
pub(super) fn read_packed(value: &str) -> Option<String> {
    let bytes = BASE64URL_NOPAD.decode(value.as_bytes()).ok()?;
    String::from_utf8(decompress_to_vec_with_limit(&bytes, MOST_BYTES).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_can_be_read_in_the_address() {
        assert_eq!(written("the dog bites.\nwhy? a/b"), "words=the+dog+bites./why?+a~2fb");
        assert_eq!(written("50% & #1 ~x"), "words=50~25+~26+~231+~7ex");
    }

    #[test]
    fn many_words_are_packed() {
        let text = "राम को आज चावल चाहिए\nसीता को आज दूध चाहिए\n".repeat(5);
        let part = written(&text);
        let packed = part.strip_prefix("packed=").expect("percent codes are long");
        assert_eq!(read_packed(packed).as_deref(), Some(text.as_str()));
        assert!(part.len() < length(&plain(&text)) / 5);
    }

    #[test]
    fn what_is_damaged_is_none() {
        assert_eq!(read_plain("a~2"), None);
        assert_eq!(read_plain("a~zz"), None);
        assert_eq!(read_plain("a~é1"), None);
        assert_eq!(read_packed("not!"), None);
        assert_eq!(read_packed("AAAA"), None);
    }
}
