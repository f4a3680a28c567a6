//! What the reader changed of looks at the run, as parts of an address.
//!
//! `cut=2:3-1` keeps place 3 of sentence 2 from looking at place 1, `word=2:1-dog` puts another word at place 1, and
//! `row=2:1-25,75` sets the weights of place 1 in hundredths. `renormalise=no`, `without=position` and `without=skip` are
//! true of all sentences.

use super::{shortened, words};
use crate::explain::intervene::{Intervention, Remainder};
use crate::task::corpus::Corpus;
use crate::train::run::Run;

/// What the reader changed of looks at the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Words, rows and cuts of sentences that have any, by the sentence counted from 0, all in their order.
    pub sentences: Vec<(usize, Intervention)>,
    /// What is true of all sentences.
    pub everywhere: Intervention,
}

/// Whether a key of an address says something of changes.
pub(super) fn is_key(key: &str) -> bool {
    ["cut", "word", "row", "renormalise", "without"].contains(&key)
}

impl Changes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// All that is changed of the look at one sentence.
    pub fn of(&self, sentence: usize) -> Intervention {
        let own = self.sentences.iter().find(|(other, _)| *other == sentence);
        let Intervention { words, rows, cuts, .. } = own.map(|(_, own)| own.clone()).unwrap_or_default();
        Intervention { words, rows, cuts, ..self.everywhere.clone() }
    }

    /// All that is changed of the look at one sentence becomes this, and what is true of all sentences with it.
    pub fn set(&mut self, sentence: usize, changed: Intervention) {
        let Intervention { words, rows, cuts, remainder, without_position, without_skip } = changed;
        self.everywhere =
            Intervention { remainder, without_position, without_skip, ..Intervention::default() };
        let own = Intervention {
            words: in_order(words),
            rows: in_order(rows),
            cuts: in_order(cuts),
            ..Intervention::default()
        };
        self.sentences.retain(|(other, _)| *other != sentence);
        if own != Intervention::default() {
            let at = self.sentences.partition_point(|(other, _)| *other < sentence);
            self.sentences.insert(at, (sentence, own));
        }
    }

    /// As parts of an address.
    pub(super) fn parts(&self, corpus: &Corpus) -> Vec<String> {
        let mut parts = Vec::new();
        for (sentence, Intervention { words, rows, cuts, .. }) in &self.sentences {
            let sentence = sentence + 1;
            parts.extend(cuts.iter().map(|(from, to)| format!("cut={sentence}:{from}-{to}")));
            parts.extend(words.iter().map(|(place, token)| {
                let token = [*token];
                let word: Vec<_> = corpus.words(&token).collect();
                format!("word={sentence}:{place}-{}", words::plain(&word.concat()))
            }));
            parts.extend(rows.iter().map(|(place, weights)| {
                let weights: Vec<_> = weights.iter().map(|weight| hundredths(*weight).to_string()).collect();
                format!("row={sentence}:{place}-{}", weights.join(","))
            }));
        }
        let Intervention { remainder, without_position, without_skip, .. } = self.everywhere;
        let everywhere = [
            (remainder == Remainder::Untouched, "renormalise=no"),
            (without_position, "without=position"),
            (without_skip, "without=skip"),
        ];
        parts.extend(everywhere.into_iter().filter(|(on, _)| *on).map(|(_, part)| part.to_owned()));
        parts
    }

    /// Adds what one part of an address says, if the run can be looked at so.
    pub(super) fn read(&mut self, part: &str, key: &str, value: &str, run: &Run) -> Result<(), String> {
        let none = || format!("'{}' is no change", shortened(part));
        match (key, value) {
            ("renormalise", "no") => self.everywhere.remainder = Remainder::Untouched,
            ("without", "position") => self.everywhere.without_position = true,
            ("without", "skip") => self.everywhere.without_skip = true,
            ("renormalise" | "without", _) => return Err(none()),
            _ => {
                let (index, place, what) = of_a_place(value).ok_or_else(none)?;
                let sentences = run.corpus.sentences();
                let sentence = sentences.get(index).ok_or_else(|| {
                    format!("there is no sentence {}: the run has {}", index + 1, sentences.len())
                })?;
                let mut changed = self.of(index);
                match key {
                    "cut" => {
                        let to = what.parse().map_err(|_| none())?;
                        changed.cuts.retain(|cut| *cut != (place, to));
                        changed.cuts.push((place, to));
                    }
                    "word" if place > 0 => {
                        let word = words::read_plain(what).ok_or_else(none)?;
                        let token = run.corpus.vocabulary().iter().position(|known| *known == word);
                        let token = token
                            .ok_or_else(|| format!("'{}' is no word of its sentences", shortened(&word)))?;
                        changed.words.retain(|(other, _)| *other != place);
                        changed.words.push((place, token as u32));
                    }
                    "row" => {
                        let weights = what.split(',').map(|weight| weight.parse::<u32>().ok());
                        let weights: Option<Vec<_>> =
                            weights.map(|weight| Some(f64::from(weight?) / 100.0)).collect();
                        changed.rows.retain(|(other, _)| *other != place);
                        changed.rows.push((place, weights.ok_or_else(none)?));
                    }
                    _ => return Err(none()),
                }
                let possible = changed.check(&run.architecture(), sentence);
                possible.map_err(|error| format!("'{}' cannot be: {error}", shortened(part)))?;
                self.set(index, changed);
            }
        }
        Ok(())
    }
}

/// `2:3-...`: the sentence, counted from 0, the place, and what becomes of it.
fn of_a_place(value: &str) -> Option<(usize, usize, &str)> {
    let (sentence, rest) = value.split_once(':')?;
    let (place, what) = rest.split_once('-')?;
    Some((sentence.parse::<usize>().ok()?.checked_sub(1)?, place.parse().ok()?, what))
}

/// A sort of the standard library is 3 KB more to download, and these are few.
fn in_order<T: PartialOrd>(items: Vec<T>) -> Vec<T> {
    let mut ordered = Vec::with_capacity(items.len());
    for item in items {
        let at = ordered.iter().position(|other| *other > item).unwrap_or(ordered.len());
        ordered.insert(at, item);
    }
    ordered
}

fn hundredths(weight: f64) -> u32 {
    (weight * 100.0).round() as u32
}
