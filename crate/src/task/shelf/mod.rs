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
        "Who ordered decides the dish, two places on: does the head look back?",
        "At `the` it looks at the person, whose value speaks for the dish."
    ),
    set!(
        "order",
        "epochs=2000&learning-rate=0.001",
        "Dog bites man",
        "The same words in another order: can the head tell who bit whom?",
        "With position embedding `so` looks at one place; without, both sentences are the same heap of words."
    ),
    set!(
        "one-back",
        "",
        "One word back",
        "The telling word is the last one read before the answer's place.",
        "`ordrd` looks one place back."
    ),
    set!(
        "two-back",
        "",
        "Two words back",
        "The telling word stands two places back.",
        "`ordrd` looks two places back."
    ),
    set!(
        "four-back",
        "",
        "Four words back",
        "The telling word stands four places back.",
        "`and` and `ordrd` look at the first word, however far it is."
    ),
    set!(
        "eight-back",
        "",
        "Eight words back",
        "The telling word stands eight places back.",
        "It is as easy as one place back: attention knows no distance, only words and places."
    ),
    set!(
        "agreement",
        "epochs=2000&learning-rate=0.001",
        "The key to the cabinets",
        "The verb agrees with the first noun, not with the nearer one.",
        "`cabinets` looks past itself, at `key` or `keys`."
    ),
    set!(
        "two-facts",
        "epochs=2000&learning-rate=0.001",
        "Two facts at once",
        "The answer needs colour and shape together; neither alone tells anything.",
        "x"
    ),
    set!(
        "doubt",
        "",
        "Unavoidable doubt",
        "After the man's order nobody can know the dish.",
        "The two dishes share the probability, and the loss stops at a floor above 0 at the place that matters."
    ),
    set!(
        "ragged",
        "epochs=2000&learning-rate=0.001",
        "Ragged sentences",
        "Sentences of different lengths: what has the place to do with it?",
        "x"
    ),
    set!(
        "copy",
        "epochs=2000&learning-rate=0.001",
        "What followed it before",
        "A word comes again: what followed it the first time?",
        "x"
    ),
    set!("arabic", "", "Arabic: who eats what", "The same question from right to left.", "x"),
    set!(
        "chinese",
        "",
        "Chinese: who ordered what",
        "The same question with spaces put between the words.",
        "x"
    ),
    set!("hindi", "", "Hindi: who needs what", "The same question in Devanagari.", "x"),
    set!(
        "animals",
        "epochs=1000&learning-rate=0.001",
        "Twelve animals",
        "Thirty words: which of twelve animals eats what?",
        "x"
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
    ///
    /// # Panics
    /// Never: a test reads every set.
    pub fn measured(&self) -> Measured {
        let mut lines = MEASURED.lines().map(|line| line.split(','));
        let mut fields = lines.find_map(|mut fields| (fields.next() == Some(self.name)).then_some(fields));
        let mut number =
            || fields.as_mut().and_then(|fields| fields.next()?.parse().ok()).unwrap_or_default();
        Measured { solved: number(), solved_without_position: number() }
    }
}

/// From how many seeds each set was trained.
pub const SEEDS: u32 = 20;

/// A line a set: its name and its numbers. Written by `npm run shelf`, held by a test.
const MEASURED: &str = include_str!("measured.csv");

/// Of how many seeds a set is solved: each answer that can be known is right at the end of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// As the set is.
    pub solved: u32,
    /// Without position embedding.
    pub solved_without_position: u32,
}

/// The set of this name.
pub fn set(name: &str) -> Option<&'static Set> {
    SETS.iter().find(|set| set.name == name)
}

/// The set that has these sentences.
pub fn named(corpus: &Corpus) -> Option<&'static Set> {
    SETS.iter().find(|set| set.corpus() == *corpus)
}
