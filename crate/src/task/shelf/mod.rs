//! The shelf: sets of sentences, each for a question of its own.
//!
//! What a set shows is measured (`measured.csv`, by `npm run shelf`), not promised.

use crate::task::corpus::Corpus;
use crate::task::settings::Settings;

/// Sentences that are there for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set {
    /// Its name in links.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The question that it is for.
    pub question: &'static str,
    /// What to look for once it is trained.
    pub look_for: &'static str,
    /// The sentences in their text form.
    pub words: &'static str,
    /// In which settings it differs from the notebook, in their text form.
    pub settings: &'static str,
}

macro_rules! set {
    ($name:literal, $settings:literal, $title:literal, $question:literal, $look_for:literal) => {
        Set {
            name: $name,
            title: $title,
            question: $question,
            look_for: $look_for,
            words: include_str!(concat!($name, ".txt")),
            settings: $settings,
        }
    };
}

/// All sets, the notebook's first.
pub const SETS: [Set; 15] = [
    set!(
        "notebook",
        "",
        "Who ordered what",
        "Who ordered decides the dish, two places on. Does the head look back?",
        "At “the” it looks at the person, whose value speaks for the dish. Not every seed finds that."
    ),
    set!(
        "order",
        "epochs=2000&learning-rate=0.001",
        "Dog bites man",
        "The same words in another order. Can the head tell who bit whom?",
        "At “so” it looks at one place more than at the others. Leave the position embedding out and no seed can tell the two apart: without places both sentences are the same heap of words."
    ),
    set!(
        "one-back",
        "",
        "One word back",
        "The telling word was read just before. Does the head need to look?",
        "“ordrd” looks one place back, at the person."
    ),
    set!(
        "two-back",
        "",
        "Two words back",
        "The telling word stands two places back.",
        "“ordrd” looks past “now”."
    ),
    set!(
        "four-back",
        "",
        "Four words back",
        "The telling word stands four places back.",
        "“ordrd” looks past three words that tell nothing."
    ),
    set!(
        "eight-back",
        "",
        "Eight words back",
        "The telling word stands eight places back. Is that harder?",
        "No look is longer than another: the weight of a place does not depend on how far it is. But the more words stand between, the fewer seeds find the one that tells."
    ),
    set!(
        "agreement",
        "epochs=2000&learning-rate=0.001",
        "The key to the cabinets",
        "The verb agrees with the first noun. Is the head misled by the nearer one?",
        "“cabinet” and “cabinets” must look past themselves, at “key” or “keys”."
    ),
    set!(
        "two-facts",
        "epochs=2000&learning-rate=0.001",
        "Two facts at once",
        "The answer needs colour and shape together; neither alone tells anything. Can one head say it?",
        "It cannot: it adds up the votes of what it looks at, and a sum cannot say that red means yes with a circle and no with a square. Another layer between could."
    ),
    set!(
        "doubt",
        "",
        "Unavoidable doubt",
        "After a man's order nobody can know the dish. What does the head say?",
        "The two dishes share the probability after “man ordrd the”. The floor of the loss is above 0 at the very place that is asked."
    ),
    set!(
        "ragged",
        "epochs=2000&learning-rate=0.001",
        "Ragged sentences",
        "Sentences of two, three and four words. Does the head need the same place in each?",
        "The dish is decided at place 2 in some sentences and at place 3 in others. What is compared is one pair; choose another."
    ),
    set!(
        "copy",
        "epochs=2000&learning-rate=0.001",
        "What followed it before",
        "A word comes again. What followed it the first time?",
        "One head cannot look for what followed a word: the place behind it does not know what stood before it. Two layers can: the first tells each place its neighbour."
    ),
    set!(
        "arabic",
        "",
        "Who eats what, in Arabic",
        "Words and sentences that run from right to left.",
        "“يأكل” looks at the name. Place 0 is the first word that is read, at the right."
    ),
    set!(
        "chinese",
        "",
        "Who ordered what, in Chinese",
        "Words apart by spaces, as the head needs them.",
        "“了” looks at the person."
    ),
    set!(
        "hindi",
        "",
        "Who needs what, in Hindi",
        "The same question in Devanagari.",
        "“आज” looks at the name."
    ),
    set!(
        "animals",
        "epochs=1000&learning-rate=0.001",
        "Twelve animals",
        "Thirty words: which of twelve animals eats what?",
        "“eats” looks at the animal, not at the place where it lives."
    ),
];

impl Set {
    /// Its sentences.
    ///
    /// # Panics
    /// Never: a test reads every set.
    pub fn corpus(&self) -> Corpus {
        Corpus::parse(self.words).expect("a set of the shelf is a corpus")
    }

    /// The settings to train it with.
    ///
    /// # Panics
    /// Never: a test reads every set.
    pub fn settings(&self) -> Settings {
        self.settings.parse().expect("a set of the shelf has settings")
    }

    /// What was found when it was trained from the seeds 1 to [`SEEDS`].
    pub fn measured(&self) -> Measured {
        let mut lines = MEASURED.lines().map(|line| line.split(','));
        let fields = lines.find_map(|mut fields| (fields.next() == Some(self.name)).then_some(fields));
        let mut fields = fields.into_iter().flatten();
        let mut seeds = || {
            fields.next().map(|field| field.bytes().map(|sign| sign == b'1').collect()).unwrap_or_default()
        };
        Measured { solved: seeds(), solved_without_position: seeds() }
    }
}

/// From how many seeds each set was trained.
pub const SEEDS: u32 = 20;

/// A line a set: its name, and for each seed a 1 if it is solved, as the set is and without position embedding. Written
/// by `npm run shelf`, held by a test.
const MEASURED: &str = include_str!("measured.csv");

/// Which seeds solve a set, from 1 on: each answer that can be known is right at the end of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// As the set is.
    pub solved: Vec<bool>,
    /// Without position embedding.
    pub solved_without_position: Vec<bool>,
}

impl Measured {
    /// How many they are.
    pub fn counts(&self) -> [usize; 2] {
        [&self.solved, &self.solved_without_position]
            .map(|seeds| seeds.iter().filter(|&&solved| solved).count())
    }
}

/// The set of this name.
pub fn set(name: &str) -> Option<&'static Set> {
    SETS.iter().find(|set| set.name == name)
}

/// The set that has these sentences.
pub fn named(corpus: &Corpus) -> Option<&'static Set> {
    SETS.iter().find(|set| set.corpus() == *corpus)
}
