//! Own sentences inside an address: as they read, or, where that is shorter, each word once and then its numbers.
//!
//! As they read, `+` is a space and `/` ends a line; letters and digits of every script stand as they are, other signs as
//! `~` and two hexadecimal digits. Percent codes would not do: sites that pass a link on resolve them or add their own.
//! Numbered, the words come first and `//` ends them; then `1.2.3/4.2.5` are sentences, in base 36.
//!
//! A general compression would save little more, and weigh 13 KB in the page.

use std::fmt::Write;

use crate::task::corpus::{Corpus, CorpusError};

const BASE: u32 = 36;

/// The sentences as part of an address.
pub(super) fn written(corpus: &Corpus) -> String {
    let plain = format!("words={}", plain(&corpus.to_string()));
    let numbered = numbered(corpus);
    if length(&numbered) < length(&plain) { numbered } else { plain }
}

/// How long a part of an address is once a browser has put percent codes for letters of other scripts.
pub(super) fn length(part: &str) -> usize {
    part.chars().map(|sign| if sign.is_ascii() { 1 } else { 3 * sign.len_utf8() }).sum()
}

pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            ' ' => plain.push('+'),
            '\n' => plain.push('/'),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | ',' | '!' | '?' | ':' | ';' | '*' | '_' => {
                plain.push(sign);
            }
            sign if sign.is_ascii() => _ = write!(plain, "~{:02x}", sign as u32),
            sign => plain.push(sign),
        }
    }
    plain
}

fn numbered(corpus: &Corpus) -> String {
    let mut text = format!("numbered={}/", plain(&corpus.vocabulary()[1..].join(" ")));
    for sentence in corpus.sentences() {
        for (place, &token) in sentence.tokens[1..].iter().enumerate() {
            text.push(if place == 0 { '/' } else { '.' });
            if token >= BASE {
                text.extend(char::from_digit(token / BASE, BASE));
            }
            text.extend(char::from_digit(token % BASE, BASE));
        }
    }
    text
}

/// The corpus behind `words=`.
pub(super) fn read(value: &str) -> Result<Corpus, String> {
    parsed(Corpus::parse(&read_plain(value).ok_or(DAMAGED)?))
}

/// The corpus behind `numbered=`.
pub(super) fn read_numbered(value: &str) -> Result<Corpus, String> {
    let (words, sentences) = value.split_once("//").ok_or(DAMAGED)?;
    let words = read_plain(words).ok_or(DAMAGED)?;
    let words: Vec<_> = words.split(' ').collect();
    let word = |number: &str| {
        let number = usize::from_str_radix(number, BASE).ok()?;
        words.get(number.checked_sub(1)?).copied()
    };
    let sentences = sentences.split('/').map(|sentence| sentence.split('.').map(word).collect());
    let sentences: Vec<Vec<&str>> = sentences.collect::<Option<_>>().ok_or(DAMAGED)?;
    parsed(Corpus::of_words(&words, &sentences))
}

const DAMAGED: &str = "its sentences are damaged";

fn parsed(read: Result<Corpus, CorpusError>) -> Result<Corpus, String> {
    read.map_err(|error| format!("its sentences cannot be read: {error}"))
}

/// `None` if a `~` has no digits behind it.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(text: &str) -> Corpus {
        Corpus::parse(text).unwrap()
    }

    #[test]
    fn short_words_can_be_read_in_the_address() {
        assert_eq!(written(&corpus("the dog bites.\nwhy? a/b")), "words=the+dog+bites./why?+a~2fb");
        assert_eq!(written(&corpus("50% & #1 ~x")), "words=50~25+~26+~231+~7ex");
    }

    #[test]
    fn words_that_come_again_are_numbered() {
        let corpus = corpus(&"राम को आज चावल चाहिए\nसीता को आज दूध चाहिए\n".repeat(5));
        let part = written(&corpus);
        assert!(part.ends_with("//1.2.3.4.5/6.2.3.7.5/1.2.3.4.5/6.2.3.7.5/1.2.3.4.5/6.2.3.7.5/1.2.3.4.5/6.2.3.7.5/1.2.3.4.5/6.2.3.7.5"));
        assert_eq!(read_numbered(part.strip_prefix("numbered=").unwrap()), Ok(corpus));
    }

    #[test]
    fn what_is_damaged_is_said() {
        for damaged in ["a~2", "a~zz", "a~é1"] {
            assert_eq!(read(damaged), Err(DAMAGED.into()));
        }
        for damaged in ["", "a+b", "a+b//3", "a+b//0", "a+b//1..2", "a+b//-1", "a//1//1"] {
            assert_eq!(read_numbered(damaged), Err(DAMAGED.into()), "{damaged}");
        }
        assert!(read_numbered("a+a//1").unwrap_err().contains("stands twice"));
    }
}
