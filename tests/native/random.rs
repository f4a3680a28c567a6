//! Random corpora and runs, the same at every test run.

use attention_lab::engine::Backend;
use attention_lab::engine::gpu::shader::Entry;
use attention_lab::engine::gpu::sources::Sources;
use attention_lab::explain::intervene::{Intervention, Remainder};
use attention_lab::files::link::{Changes, Link};
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::{KNOBS, Kind, Settings};
use attention_lab::train::run::Run;
use rand_mt::Mt;

/// What a word may be: of several scripts, and what means something to an address, to a page or to a corpus file.
const WORDS: &[&str] = &[
    "the",
    "man",
    "a/b",
    "&amp;",
    "50%",
    "#1",
    "vocabulary:",
    "\\",
    "constructor",
    "__proto__",
    "<img",
    "x+y",
    "~",
    "=",
    "खाना",
    "قلب",
    "牛肉",
    "👩\u{200d}🚀",
    "e\u{301}te",
    "words=a",
    "'",
    "\"",
    "?",
    "…",
    "vocab:x",
    "a;b",
    ".",
    "%41",
];

pub struct Random(Mt);

impl Random {
    pub fn new(seed: u32) -> Self {
        Self(Mt::new(seed))
    }

    /// From 0 to one less than `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.next_u32() as usize % end.max(1)
    }

    pub fn one_of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// A few sentences of few words, so that they begin alike, meet and repeat each other often.
    pub fn corpus(&mut self, words: &[&str]) -> Corpus {
        let (sentences, longest) = (1 + self.below(5), 1 + self.below(6));
        let words = &words[..1 + self.below(words.len())];
        let mut text = String::new();
        for _ in 0..sentences {
            let line: Vec<_> = (0..=self.below(longest)).map(|_| self.one_of(words)).collect();
            let line = line.join(" ");
            // What would be a comment or a vocabulary line becomes a sentence.
            text.push_str(&if line.starts_with(['#', '\\', 'v']) {
                format!("\\{line}\n")
            } else {
                format!("{line}\n")
            });
        }
        Corpus::parse(&text).unwrap_or_else(|error| panic!("{error}: {text:?}"))
    }

    /// A run and its view.
    pub fn link(&mut self) -> Link {
        let mut settings = Settings::default();
        for knob in KNOBS {
            if self.below(3) > 0 {
                continue;
            }
            let value = match knob.kind {
                Kind::Integer if knob.key == "seed" => self.0.next_u32().to_string(),
                Kind::Integer => (knob.minimum as usize + self.below(knob.maximum as usize)).to_string(),
                Kind::Number => format!("{}e-{}", 1 + self.below(9), 1 + self.below(8)),
                Kind::Toggle => ["on", "off"][self.below(2)].to_owned(),
            };
            settings.set(knob.key, &value).expect("a value within its range");
        }
        let corpus = if self.below(3) == 0 { Corpus::notebook() } else { self.corpus(WORDS) };
        let mut run = Run::new(settings, corpus);
        if self.below(4) == 0 {
            self.edit(&mut run.sources);
        }
        let (steps, sentences) = (run.steps() as usize, run.corpus.sentences().len());
        let step = (self.below(3) == 0).then(|| self.below(steps) as u64).filter(|&step| step > 0);
        let pair = (self.below(3) == 0).then(|| [self.below(sentences), self.below(sentences)]);
        let backend = [Backend::Auto, Backend::Gpu, Backend::Cpu][self.below(3)];
        let section = (self.below(4) == 0).then(|| "look".to_owned());
        let changes = if self.below(3) == 0 { self.changes(&run.corpus) } else { Changes::default() };
        Link { step, pair, changes, backend, section, ..run.into() }
    }

    /// Another text for one or two shaders: some of its signs become others, or more.
    pub fn edit(&mut self, sources: &mut Sources) {
        for _ in 0..=self.below(2) {
            let parts = Entry::ALL[self.below(3)].parts();
            let part = &parts[self.below(parts.len())];
            let mut text: Vec<char> = Sources::shipped(part).unwrap_or_default().chars().collect();
            for _ in 0..=self.below(3) {
                let at = self.below(text.len());
                let until = (at + self.below(9)).min(text.len());
                let with = self.one_of(&[
                    "", "?", "sum", "\n", "~21-", "\r\n\t", "é", "&amp;", "%41", "\u{a0}", "1.0-2-",
                ]);
                text.splice(at..until, with.chars());
            }
            sources.edit(part, text.into_iter().collect::<String>()).expect("there is such a part");
        }
    }

    /// Changes of looks at some sentences.
    pub fn changes(&mut self, corpus: &Corpus) -> Changes {
        let mut changes = Changes::default();
        let remainder = [Remainder::Renormalised, Remainder::Untouched][self.below(2)];
        let [without_position, without_skip] = [self.below(4) == 0, self.below(4) == 0];
        for _ in 0..=self.below(2) {
            let index = self.below(corpus.sentences().len());
            let places = corpus.sentences()[index].len();
            let place = self.below(places);
            let row = (0..=place).map(|_| self.below(101) as f64 / 100.0).collect();
            let word = (1 + self.below(places - 1), self.below(corpus.vocabulary().len()) as u32);
            let cut = (place, self.below(place + 1));
            changes.set(
                index,
                Intervention {
                    words: vec![word; self.below(2)],
                    rows: vec![(place, row); self.below(2)],
                    cuts: vec![cut; self.below(2)],
                    remainder,
                    without_position,
                    without_skip,
                },
            );
        }
        changes
    }

    /// The text after one accident: a part is cut out, doubled or moved, or a sign becomes another.
    pub fn damaged(&mut self, text: &str) -> String {
        let mut signs: Vec<char> = text.chars().collect();
        let (one, other) = (self.below(signs.len()), self.below(signs.len() + 1));
        let (from, to) = (one.min(other), one.max(other));
        match self.below(6) {
            0 => signs.truncate(from),
            1 => drop(signs.drain(..from)),
            2 => drop(signs.drain(from..to)),
            3 => signs.extend_from_within(from..to),
            4 => signs[from..to].reverse(),
            _ => {
                signs[one] = self
                    .one_of(&["a", "&", "=", "%", "#", "0", "~", "+", "/", "é", "\0", "-"])
                    .chars()
                    .next()
                    .unwrap_or('a')
            }
        }
        signs.into_iter().collect()
    }
}
