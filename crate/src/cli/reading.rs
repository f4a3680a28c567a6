//! What a person should know of how a corpus was read.

use std::collections::HashMap;

use attention_lab::figure::isolated;
use attention_lab::task::corpus::Corpus;
use unicode_security::skeleton;

use super::summary::count;

/// What was left out, and which words could be taken for one another; `None` if there is nothing to say.
pub fn note(corpus: &Corpus) -> Option<String> {
    let notes: Vec<_> =
        comments(corpus.comments()).into_iter().chain(look_alikes(corpus.vocabulary())).collect();
    (!notes.is_empty()).then(|| notes.join("\n"))
}

fn comments(lines: usize) -> Option<String> {
    let [were, begin] = if lines == 1 { ["was", "begins"] } else { ["were", "begin"] };
    (lines > 0).then(|| {
        format!(
            "{} of the corpus that {begin} with # {were} left out as {}; to keep one as a sentence, write \\#.",
            count(lines, "line"),
            if lines == 1 { "a comment" } else { "comments" },
        )
    })
}

/// Words that are different tokens and have the same shape on paper: letters of several scripts, for example.
fn look_alikes(vocabulary: &[String]) -> Vec<String> {
    let mut seen: HashMap<String, &String> = HashMap::new();
    let mut notes = Vec::new();
    for word in vocabulary {
        let shape: String = skeleton(word).collect();
        match seen.get(&shape) {
            // On an English keyboard I and l are as they are.
            Some(other) if !(word.is_ascii() && other.is_ascii()) => notes.push(format!(
                "Two words look alike and are two tokens: '{}'{} and '{}'{}.",
                isolated(other),
                odd_signs(other, word),
                isolated(word),
                odd_signs(word, other),
            )),
            Some(_) => {}
            None => _ = seen.insert(shape, word),
        }
    }
    notes
}

/// The first character of a word that is not in the other, by its number.
fn odd_signs(word: &str, other: &str) -> String {
    let odd = word.chars().find(|&sign| !sign.is_ascii() && !other.contains(sign));
    odd.map_or_else(String::new, |sign| format!(" (with U+{:04X})", sign as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(text: &str) -> Option<String> {
        note(&Corpus::parse(text).unwrap())
    }

    #[test]
    fn a_plain_corpus_needs_no_words() {
        assert_eq!(note(&Corpus::notebook()), None);
        assert_eq!(notes("I l 1 rn m O 0\ncafé cafe\nمی\u{200c}خواهم x"), None);
    }

    #[test]
    fn comments_are_no_secret() {
        let said = notes("#metoo is trending\n#1 dad\na b").unwrap();
        assert_eq!(
            said,
            "2 lines of the corpus that begin with # were left out as comments; to keep one as a sentence, write \\#."
        );
        assert!(
            notes("# a\nb")
                .unwrap()
                .starts_with("1 line of the corpus that begins with # was left out as a comment;")
        );
    }

    #[test]
    fn words_that_look_alike_are_named() {
        for (text, said) in [
            (
                "man x\nm\u{430}n x",
                "Two words look alike and are two tokens: 'man' and 'm\u{430}n' (with U+0430).",
            ),
            (
                "man x\n\u{ff4d}an x",
                "Two words look alike and are two tokens: 'man' and '\u{ff4d}an' (with U+FF4D).",
            ),
        ] {
            assert_eq!(notes(text).as_deref(), Some(said));
        }
    }
}
