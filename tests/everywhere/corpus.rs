//! Text as people have it: the smallest texts that were once read as something else than they look like. In the browser
//! too, because letters are composed by other means there.

use attention_lab::task::corpus::{Corpus, CorpusError};

fn read(text: &str) -> Result<Vec<String>, CorpusError> {
    let corpus = Corpus::parse(text)?;
    let words = |tokens: &[u32]| corpus.words(&tokens[1..]).collect::<Vec<_>>().join(" ");
    Ok(corpus.sentences().iter().map(|sentence| words(&sentence.tokens)).collect())
}

fn tokens(text: &str) -> usize {
    Corpus::parse(text).expect("a corpus").vocabulary().len() - 1
}

everywhere! {
    async fn every_kind_of_break_ends_a_sentence() {
        for end in ["\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
            let sentences = Ok(["man ordered chicken", "woman ordered beef"].map(String::from).to_vec());
            assert_eq!(read(&format!("man ordered chicken{end}woman ordered beef{end}")), sentences, "{end:?}");
            // What follows a comment or the vocabulary is a sentence of its own.
            let text = format!("# who{end}vocabulary: a b{end}b a{end}");
            assert_eq!(read(&text), Ok(vec!["b a".into()]), "{end:?}");
        }
    }

    async fn words_that_look_the_same_are_one() {
        for text in [
            "caf\u{e9} x\ncafe\u{301} x",
            "\u{d55c} x\n\u{1112}\u{1161}\u{11ab} x",
            "beef x\nbeef\u{200b} x",
            "be\u{ad}ef x\nbeef x",
            "beef\u{200c} x\n\u{feff}beef x\n\u{2060}be\u{200e}ef x",
            "ordered x\n\u{202e}ordered x",
        ] {
            assert_eq!(tokens(text), 2, "{text:?}");
        }
        assert_eq!(tokens("می\u{200c}خواهم\nمیخواهم"), 2, "these look different");
        assert_eq!(read("👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}"), Ok(vec!["👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}".into()]));
    }

    async fn every_kind_of_space_splits_words() {
        for space in [" ", "\t", "\u{a0}", "\u{2003}", "\u{202f}", "\u{3000}"] {
            assert_eq!(tokens(&format!("New{space}York")), 2, "{space:?}");
        }
    }

    async fn a_sentence_that_begins_with_a_hash_is_kept_or_counted() {
        let corpus = Corpus::parse("#metoo is trending\n\\#1 dad ordered beef\na").expect("a corpus");
        assert_eq!((corpus.sentences().len(), corpus.comments()), (2, 1));
        assert_eq!(corpus.vocabulary()[1], "#1");
        assert_eq!(read("#a\n#b"), Err(CorpusError::OnlyComments { comments: 2 }));
    }

    async fn a_vocabulary_line_is_read_as_it_was_meant() {
        for line in ["Vocabulary: man the", "VOCABULARY:man the", "vocabulary : man the", "vocabulary： man the"] {
            let corpus = Corpus::parse(&format!("{line}\nthe man")).expect("a corpus");
            assert_eq!(corpus.sentences()[0].tokens, [0, 2, 1], "{line}");
        }
        let commas = CorpusError::Commas { line: 1, word: "man,".into() };
        assert_eq!(read("vocabulary: the, man, beef\nman the beef"), Err(commas));
        let almost = CorpusError::AlmostVocabulary { line: 1, head: "vocab:".into() };
        assert_eq!(read("vocab: the man\nman the"), Err(almost));
    }

    async fn what_no_file_can_hold_is_refused() {
        for (sign, name) in [('\0', "U+0000"), ('\u{1b}', "U+001B"), ('\u{ffff}', "U+FFFF")] {
            let refused = CorpusError::Refused { line: 2, character: name.into() };
            assert_eq!(read(&format!("a\rb{sign}")), Err(refused));
        }
    }
}
