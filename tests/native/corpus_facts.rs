//! What the crate says of a corpus, against the plainest reading of its definition.

use attention_lab::task::corpus::{Corpus, Sentence};

use crate::random::Random;

const WORDS: &[&str] = &["a", "b", "c", "d", "e"];

#[test]
fn ten_thousand_corpora_are_as_they_are_said_to_be() {
    let mut random = Random::new(4);
    let mut meetings = 0;
    for _ in 0..10_000 {
        let corpus = random.corpus(WORDS);
        assert_eq!(Corpus::parse(&corpus.to_string()).as_ref(), Ok(&corpus));
        forks_and_floor(&corpus);
        let sentences = corpus.sentences();
        let asking: Vec<_> = sentences.iter().map(|sentence| asked(&corpus, sentence)).collect();
        assert_eq!(corpus.asking_places(), asking, "{corpus}");
        for one in 0..sentences.len() {
            for other in 0..sentences.len() {
                meetings += usize::from(pair(&corpus, one, other));
            }
        }
        let first = corpus.first_pair();
        let firsts =
            (0..sentences.len()).flat_map(|one| (one..sentences.len()).map(move |other| [one, other]));
        let expected = firsts.into_iter().find(|&pair| corpus.pair(pair).meets_again);
        assert_eq!(first.sentences, expected.unwrap_or([0, 1.min(sentences.len() - 1)]), "{corpus}");
        hues(&corpus);
    }
    assert!(meetings > 1000, "{meetings}");
}

/// Whether place `t` of both is a meeting: another beginning, the same word, another target.
fn meet(one: &Sentence, other: &Sentence, t: usize) -> bool {
    let within = t < one.len() && t < other.len();
    within
        && one.tokens[t] == other.tokens[t]
        && one.tokens[..t] != other.tokens[..t]
        && one.targets[t] != other.targets[t]
}

fn asked(corpus: &Corpus, sentence: &Sentence) -> usize {
    let meets = |&t: &usize| corpus.sentences().iter().any(|other| meet(sentence, other, t));
    (0..sentence.len()).rev().find(meets).unwrap_or(sentence.len() - 2)
}

/// Checks a pair; whether it meets again.
fn pair(corpus: &Corpus, one: usize, other: usize) -> bool {
    let found = corpus.pair([one, other]);
    let [a, b] = [one, other].map(|index| &corpus.sentences()[index]);
    let telling = (0..a.len().min(b.len())).find(|&place| a.tokens[place] != b.tokens[place]);
    assert_eq!(found.telling_place, telling, "{corpus}");
    let meeting = (0..a.len()).rev().find(|&t| meet(a, b, t));
    assert_eq!(found.meets_again, meeting.is_some(), "{corpus}\n{one} {other}");
    let expected = meeting.map_or_else(|| [a, b].map(|sentence| asked(corpus, sentence)), |place| [place; 2]);
    assert_eq!(found.asking_places, expected, "{corpus}");
    found.meets_again
}

/// The best chances give the floor, and nothing else does better: they are the shares of the targets after each beginning.
fn forks_and_floor(corpus: &Corpus) {
    let sentences = corpus.sentences();
    let weight = |beginning: &[u32], target: Option<u32>| -> f64 {
        let mut sum = 0.0;
        for sentence in sentences {
            for t in 0..sentence.len() {
                let alike = sentence.tokens[..=t] == *beginning;
                if alike && target.is_none_or(|target| sentence.targets[t] == target) {
                    sum += 1.0 / sentence.len() as f64;
                }
            }
        }
        sum
    };
    let mut floor = 0.0;
    for sentence in sentences {
        let best = corpus.best_chances(sentence);
        for (t, best) in best.into_iter().enumerate() {
            let beginning = &sentence.tokens[..=t];
            let expected = weight(beginning, Some(sentence.targets[t])) / weight(beginning, None);
            assert!((best - expected).abs() < 1e-12, "{corpus}\nplace {t}: {best} {expected}");
            floor -= expected.ln() / sentence.len() as f64 / sentences.len() as f64;
        }
    }
    assert!((corpus.loss_floor() - floor).abs() < 1e-12, "{corpus}\n{} {floor}", corpus.loss_floor());
}

/// Words that some sentences have and others have not, in the order of their appearance.
fn hues(corpus: &Corpus) {
    let mut words: Vec<u32> = Vec::new();
    for sentence in corpus.sentences() {
        for &word in &sentence.tokens {
            let everywhere = corpus.sentences().iter().all(|other| other.tokens.contains(&word));
            if !everywhere && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    let hues = corpus.hues(3);
    for (word, hue) in hues.iter().enumerate() {
        let at = words.iter().position(|&telling| telling as usize == word).filter(|&at| at < 3);
        assert_eq!(*hue, at, "{corpus}");
    }
}
