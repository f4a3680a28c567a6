//! Writes a corpus in its text form.

use std::fmt;

use super::parse::needs_backslash;
use super::{Corpus, CorpusError, Sentence};

impl fmt::Display for Corpus {
    /// The text form, a sentence a line. A vocabulary line comes first where the words would get other ids without it.
    ///
    /// ```
    /// use attention_lab::task::corpus::{Corpus, NOTEBOOK};
    /// assert_eq!(Corpus::notebook().to_string(), NOTEBOOK.trim_end());
    /// assert_eq!(Corpus::parse(" cats  chase mice\n\n# who else?")?.to_string(), "cats chase mice");
    /// # Ok::<(), attention_lab::task::corpus::CorpusError>(())
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = Vec::new();
        if !self.ids_follow_the_sentences() {
            lines.push(format!("vocabulary: {}", self.vocabulary[1..].join(" ")));
        }
        for sentence in &self.sentences {
            let words = self.words(&sentence.tokens[1..]).collect::<Vec<_>>().join(" ");
            lines.push(line(words));
        }
        f.write_str(&lines.join("\n"))
    }
}

/// A sentence as its line.
fn line(words: String) -> String {
    if needs_backslash(&words) { format!("\\{words}") } else { words }
}

impl Corpus {
    /// The corpus of these sentences, whose words have their ids in the order of `vocabulary`.
    ///
    /// # Errors
    /// What is wrong with the words, or a limit that they pass.
    pub fn of_words(vocabulary: &[&str], sentences: &[Vec<&str>]) -> Result<Self, CorpusError> {
        let mut text = format!("vocabulary: {}", vocabulary.join(" "));
        for sentence in sentences {
            text.push('\n');
            text.push_str(&line(sentence.join(" ")));
        }
        Self::parse(&text)
    }

    /// Whether the words have the ids of their first appearance, and each appears.
    fn ids_follow_the_sentences(&self) -> bool {
        let mut next = 1;
        for &token in self.sentences.iter().flat_map(|Sentence { tokens, .. }| &tokens[1..]) {
            if token > next {
                return false;
            }
            next = next.max(token + 1);
        }
        next as usize == self.vocabulary.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for text in [
            "a",
            "vocabulary: b a\na b",
            "vocabulary: a b spare\na b\na",
            "\\#metoo is trending\n\\\\# a\n\\vocabulary: a\n\\vocab: a\n\\alpha \\\n\\\\",
            "New\u{a0}York\u{202f}?\u{3000}no\rcaf\u{e9} x\ncafe\u{301} x",
            "خالد مع أمه\n👩\u{200d}🚀 हिन्दी",
        ] {
            let corpus = Corpus::parse(text).unwrap();
            let written = corpus.to_string();
            assert_eq!(Corpus::parse(&written), Ok(corpus), "{text:?} as {written:?}");
            assert_eq!(Corpus::parse(&written).unwrap().to_string(), written);
        }
    }
}
