//! A run and its view as text: what stands behind the `#` of an address, what `--run` takes, what a file says of itself.
//!
//! `v=2&set=agreement&head-size=40&step=500&sum=5e1f00d2&look`: only what differs from the notebook's stands there. The
//! version comes first and the check sum last, so that a link that was cut on its way is noticed; older links have
//! neither, and still work. As links arrive mailed, pasted into a course, cut out of a sentence or typed, what is
//! understood of them is used, and the rest is said.
//!
//! ```
//! use attention_lab::files::link::Link;
//! use attention_lab::task::settings::Settings;
//!
//! let link = Link::read("look&seed=5&utm_source=mail", |section| section == "look");
//! assert_eq!((link.run.settings.seed, link.section.as_deref()), (5, Some("look")));
//! assert_eq!(
//!     link.problem(),
//!     "Part of this link was not understood: 'utm_source=mail' is no setting. The rest of it is used."
//! );
//! assert!(Link::read(&link.to_string(), |_| true).problem().is_empty());
//! ```

mod changes;
pub mod edits;
mod words;

use std::fmt;

pub use changes::Changes;
use crc::{CRC_32_ISO_HDLC, Crc, NoTable};
use percent_encoding::percent_decode_str;

use crate::engine::Backend;
use crate::task::corpus::Corpus;
use crate::task::settings::{KNOBS, Settings};
use crate::task::shelf;
use crate::train::run::{Run, Start};

/// The version of the text form that is written.
const VERSION: u32 = 2;

/// What an address asks for; what it does not say is as in the notebook.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The run.
    pub run: Run,
    /// The step that is shown; the start if it says none.
    pub step: Option<u64>,
    /// The pair of sentences that is compared, counted from 0; the first that part and meet again if it says none.
    pub pair: Option<[usize; 2]>,
    /// Its edited shaders as they stand there, see [`edits`].
    pub edits: Vec<String>,
    /// What is changed of looks at it.
    pub changes: Changes,
    /// Who shall compute it.
    pub backend: Backend,
    /// The part of the page that shall be seen.
    pub section: Option<String>,
    /// What was not understood, each as half a sentence.
    pub problems: Vec<String>,
    /// Whether it is not what was written: cut or changed on its way.
    pub is_damaged: bool,
}

/// What stands behind a link in a sentence, and never at the end of one.
const AFTER: &[char] =
    &['.', ',', ';', ':', '!', '?', '…', ')', ']', '}', '>', '"', '\'', '”', '’', '»', '*', '|'];

/// No more than this of a strange part is repeated to the person.
const MOST_REPEATED: usize = 40;
/// So often a link may have been encoded again by those who passed it on.
const MOST_PASSED_ON: usize = 8;

impl From<Run> for Link {
    /// The link to a run at its start.
    fn from(run: Run) -> Self {
        Self { edits: edits::written(&run.sources), ..Self::shipped(run) }
    }
}

impl Default for Link {
    fn default() -> Self {
        Self::shipped(Run::new(Settings::default(), Corpus::notebook()))
    }
}

impl Link {
    /// The link to a run, whose edited shaders, if it has any, are yet to be written.
    pub fn shipped(run: Run) -> Self {
        Self {
            run,
            edits: Vec::new(),
            step: None,
            pair: None,
            changes: Changes::default(),
            backend: Backend::default(),
            section: None,
            problems: Vec::new(),
            is_damaged: false,
        }
    }

    /// Reads what stands behind the `#` of an address, or a whole address: `key=value&...&section` in any order, with
    /// percent codes or without. `preset=printed` comes first wherever it stands; one strange part does not take the
    /// rest with it. `is_section` says which parts of the page there are. The edited shaders are not put into the run yet, see
    /// [`Self::with_edited_shaders`].
    pub fn read(text: &str, is_section: impl Fn(&str) -> bool) -> Self {
        let mut link = Self::default();
        let text = decoded(behind_the_address(text)).replace("&amp;", "&");
        let parts: Vec<_> = text
            .trim_matches(|sign: char| sign.is_whitespace() || AFTER.contains(&sign))
            .split('&')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| (part, part.split_once('=').map(|(key, value)| (name(key), value))))
            .collect();
        let all = |wanted: &'static str| {
            parts.iter().filter_map(move |(_, pair)| {
                pair.as_ref().filter(|(key, _)| key == wanted).map(|(_, value)| *value)
            })
        };
        for value in all("preset") {
            match Settings::preset(value) {
                Ok(preset) => link.run.settings = preset,
                Err(error) => link.problems.push(error.to_string()),
            }
        }
        for (part, pair) in &parts {
            let wrong = match pair {
                Some((key, _)) if changes::is_key(key) => None,
                Some((key, value)) => link.set(part, key, value).err(),
                None if is_section(part) => {
                    link.section = Some((*part).to_owned());
                    None
                }
                None => Some(format!("there is no section '{}'", shortened(part))),
            };
            link.problems.extend(wrong);
        }
        link.fit_to_the_run();
        // They speak of the words, which may stand behind them.
        for (part, pair) in &parts {
            let Some((key, value)) = pair.as_ref().filter(|(key, _)| changes::is_key(key)) else { continue };
            link.problems.extend(link.changes.read(part, key, value, &link.run).err());
        }
        // As they stand there: what does not fit the shaders here was not damaged on its way.
        link.edits = all(edits::KEY).map(str::to_owned).collect();
        let sums: Vec<_> = all("sum").collect();
        link.is_damaged = match sums[..] {
            [] => all("v").next().is_some(),
            [sum] => sum != link.sum(),
            _ => true,
        };
        link
    }

    /// The same with the edited shaders in the run. What does not fit is left out and said.
    pub fn with_edited_shaders(mut self) -> Self {
        for edit in &self.edits {
            self.problems.extend(edits::put_in(edit, &mut self.run.sources).err());
        }
        self
    }

    /// What is wrong with the link, in sentences; empty if nothing is.
    pub fn problem(&self) -> String {
        let mut sentences = Vec::new();
        if self.is_damaged {
            sentences.push(
                "This link was cut or changed on its way: what can be read of it is shown, and may be another run than \
                 the one that was sent. Ask for it again."
                    .to_owned(),
            );
        }
        if !self.problems.is_empty() {
            sentences.push(format!(
                "Part of this link was not understood: {}. The rest of it is used.",
                self.problems.join("; ")
            ));
        }
        sentences.join(" ")
    }

    /// How many characters the link has in an address.
    pub fn length(&self) -> usize {
        words::length(&self.to_string())
    }

    fn set(&mut self, part: &str, key: &str, value: &str) -> Result<(), String> {
        match key {
            "preset" | "sum" | edits::KEY => {}
            "v" => match value.parse::<u32>() {
                Ok(version) if version <= VERSION => {}
                Ok(_) => return Err("it was written by a newer version of this page".into()),
                Err(_) => return Err(format!("'{}' is no version", shortened(part))),
            },
            "backend" => self.backend = value.parse()?,
            "set" => match shelf::set(value) {
                Some(set) => self.run.corpus = set.corpus(),
                None => return Err(format!("there is no set '{}'", shortened(value))),
            },
            "words" => self.run.corpus = words::read(value)?,
            "numbered" => self.run.corpus = words::read_numbered(value)?,
            "step" => {
                self.step = Some(value.parse().map_err(|_| format!("'{}' is no step", shortened(part)))?)
            }
            "pair" => {
                let numbers = value.split_once('-').map(|(one, other)| [one, other].map(str::parse::<usize>));
                let Some([Ok(one @ 1..), Ok(other @ 1..)]) = numbers else {
                    return Err(format!("'{}' is no pair of sentences", shortened(part)));
                };
                self.pair = Some([one - 1, other - 1]);
            }
            _ if self.run.settings.get(key).is_none() => {
                return Err(format!("'{}' is no setting", shortened(part)));
            }
            _ => self.run.settings.set(key, value).map_err(|error| error.labelled().to_string())?,
        }
        Ok(())
    }

    /// A step or a sentence that the run does not have is said and left out.
    fn fit_to_the_run(&mut self) {
        let steps = self.run.steps();
        if let Some(step) = self.step.filter(|&step| step > steps) {
            self.problems.push(format!("there is no step {step}: the run has {steps}"));
            self.step = None;
        }
        let sentences = self.run.corpus.sentences().len();
        if let Some(last) = self.pair.map(|[one, other]| one.max(other)).filter(|&last| last >= sentences) {
            self.problems.push(format!("there is no sentence {}: the run has {sentences}", last + 1));
            self.pair = None;
        }
    }

    /// All that is said of the run and its view, but not where on the page one looks.
    fn parts(&self) -> Vec<String> {
        let Self { run, step, pair, edits, changes, backend, .. } = self;
        let mut parts = Vec::new();
        if run.corpus != Corpus::notebook() {
            parts.push(match shelf::named(&run.corpus) {
                Some(set) => format!("set={}", set.name),
                None => words::written(&run.corpus),
            });
        }
        let usual = Settings::default();
        parts.extend(KNOBS.iter().filter_map(|knob| {
            let value = run.settings.get(knob.key)?;
            (usual.get(knob.key)? != value).then(|| format!("{}={value}", knob.key))
        }));
        parts.extend(edits.iter().map(edit));
        parts.extend(step.filter(|&step| step > 0).map(|step| format!("step={step}")));
        parts.extend(pair.map(|[one, other]| format!("pair={}-{}", one + 1, other + 1)));
        parts.extend(changes.parts(&run.corpus));
        if *backend != Backend::default() {
            parts.push(format!("backend={backend}"));
        }
        parts
    }

    /// What the run is, in few signs: of everything, with the words that a set has.
    fn sum(&self) -> String {
        let Self { run, step, pair, edits, changes, backend, .. } = self;
        let step = step.filter(|&step| step > 0);
        let mut all = format!("{}\n{}\n{step:?} {pair:?} {backend}", run.corpus, run.settings);
        for change in changes.parts(&run.corpus).into_iter().chain(edits.iter().map(edit)) {
            all += "\n";
            all += &change;
        }
        format!("{:08x}", Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC).checksum(all.as_bytes()))
    }
}

impl fmt::Display for Link {
    /// What stands behind the `#` of an address; weights that a run starts from cannot stand there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_assert!(self.run.start == Start::Drawn, "weights have no place in an address");
        let mut parts = self.parts();
        if !parts.is_empty() {
            parts.insert(0, format!("v={VERSION}"));
            parts.push(format!("sum={}", self.sum()));
        }
        parts.extend(self.section.clone());
        f.write_str(&parts.join("&"))
    }
}

fn edit(written: &String) -> String {
    format!("{}={written}", edits::KEY)
}

/// Sites that pass a link on write its signs as percent codes, and some do so again; nothing that is written here has a
/// percent sign.
fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST_PASSED_ON {
        match percent_decode_str(&text).decode_utf8() {
            Ok(next) if next != text => text = next.into_owned(),
            _ => break,
        }
    }
    text
}

/// What stands behind the `#` of a whole address; else all of it.
fn behind_the_address(text: &str) -> &str {
    let is_scheme = |text: &str| text.bytes().all(|sign| sign.is_ascii_alphabetic());
    let address = |before: &str| {
        before.is_empty() || before.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme))
    };
    text.split_once('#').filter(|(before, _)| address(before)).map_or(text, |(_, fragment)| fragment)
}

/// A key as it may be written elsewhere: `head_size` in a file, `Head-Size` by a phone's keyboard.
fn name(key: &str) -> String {
    key.trim().to_ascii_lowercase().replace('_', "-")
}

fn shortened(text: &str) -> String {
    let mut signs = text.chars();
    let mut short: String = signs.by_ref().take(MOST_REPEATED).collect();
    if signs.next().is_some() {
        short.push('…');
    }
    short
}
