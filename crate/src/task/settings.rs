//! Every knob of a run, with its range, its presets and its text form.
//!
//! The text form is `key=value` pairs joined by `&`, as in the address of a page:
//! `head-size=20&epochs=5000&...`. The keys are the command line's options without their dashes.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::task::typed;

/// What a run is made of, apart from its corpus.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize))]
pub struct Settings {
    /// H, the length of a query and of a key.
    pub head_size: u32,
    /// Passes over all sentences; each sentence is one Adam step.
    pub epochs: u32,
    /// The size of an Adam step.
    pub learning_rate: f64,
    /// What the starting weights are drawn from. As in PyTorch only the low 32 bits count.
    pub seed: u64,
    /// Which model after seeding: 1 is the first that is drawn, 2 the second.
    pub draw: u32,
    /// Whether the position embedding is added to the token embedding.
    pub position: bool,
    /// Whether the skip connection adds the input to the output.
    pub skip: bool,
}

impl Default for Settings {
    /// The notebook as it reads.
    fn default() -> Self {
        Self {
            head_size: 20,
            epochs: 5000,
            learning_rate: 1e-4,
            seed: 77,
            draw: 1,
            position: true,
            skip: true,
        }
    }
}

/// Settings that go by a name.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// The name that a person types.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// The settings.
    pub settings: Settings,
}

/// The presets, the default first.
pub fn presets() -> [Preset; 2] {
    let notebook = Settings::default();
    [
        Preset { name: "notebook", title: "the notebook's code as it reads", settings: notebook },
        Preset {
            name: "printed",
            title: "the run whose losses the notebook prints",
            settings: Settings { draw: 2, position: false, ..notebook },
        },
    ]
}

/// What values a knob takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `on` or `off`.
    Toggle,
}

/// The value of a knob.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// Of a whole number.
    Integer(u64),
    /// Of any number.
    Number(f64),
    /// Of a toggle.
    Toggle(bool),
}

/// All that there is to know of one knob: a knob more is a field of [`Settings`] and a row of [`KNOBS`].
#[derive(Clone, Copy, Debug)]
pub struct Knob {
    /// Its key in the text form.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// The smallest value.
    pub minimum: f64,
    /// The largest value.
    pub maximum: f64,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// The letter that stands for its value; for a toggle, what it is to be without it.
    pub stands_for: &'static str,
    get: fn(&Settings) -> Value,
    set: fn(&mut Settings, Value),
}

/// Reads and writes a field of the settings; a value in the knob's range fits its type.
macro_rules! field {
    (Integer $field:ident) => {
        (
            |settings| Value::Integer(settings.$field.into()),
            |settings, value| {
                if let Value::Integer(value) = value {
                    settings.$field = value.try_into().unwrap_or_default();
                }
            },
        )
    };
    ($kind:ident $field:ident) => {
        (
            |settings| Value::$kind(settings.$field),
            |settings, value| {
                if let Value::$kind(value) = value {
                    settings.$field = value;
                }
            },
        )
    };
}

macro_rules! knobs {
    ($($kind:ident $field:ident: $key:literal, $label:literal, $minimum:expr, $maximum:expr, $stands_for:literal, $help:literal;)*) => {
        [$({
            let (get, set): (fn(&Settings) -> Value, fn(&mut Settings, Value)) = field!($kind $field);
            Knob {
                key: $key,
                label: $label,
                kind: Kind::$kind,
                minimum: $minimum,
                maximum: $maximum,
                help: $help,
                stands_for: $stands_for,
                get,
                set,
            }
        }),*]
    };
}

/// All knobs, in the order in which people meet them: kind and field; key, label, smallest and largest value, what stands
/// for it, and what it does.
pub const KNOBS: [Knob; 7] = knobs! {
    Integer head_size: "head-size", "Head size", 1.0, 128.0, "H",
        "H, the length of each query and key.";
    Integer epochs: "epochs", "Epochs", 0.0, 1_000_000.0, "N",
        "How often all sentences are trained; 0 shows the untrained head.";
    Number learning_rate: "learning-rate", "Learning rate", 1e-12, 1.0, "X",
        "The size of an Adam step.";
    Integer seed: "seed", "Seed", 0.0, u64::MAX as f64, "S",
        "Fixes the random starting weights, as in PyTorch; only its low 32 bits count.";
    Integer draw: "draw", "Draw", 1.0, 1000.0, "N",
        "Which model after seeding: the first, the second, ...";
    Toggle position: "position", "Position embedding", 0.0, 1.0, "Leave the position embedding out",
        "Adds a learned vector for each place to the input.";
    Toggle skip: "skip", "Skip connection", 0.0, 1.0, "Leave the skip connection out",
        "Adds the input to the output of the head.";
};

/// Why a text is not a setting, and what to do about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[allow(missing_docs, reason = "each message says what its variant means")]
pub enum SettingsError {
    #[error("{name} is '{value}': give a whole number from {minimum} to {maximum}")]
    Integer { name: &'static str, value: String, minimum: u64, maximum: u64 },
    #[error(
        "{name} is '{value}': give a number from {minimum} to {maximum}, with a point before its decimals"
    )]
    Number { name: &'static str, value: String, minimum: String, maximum: String },
    #[error("{name} is '{value}': give on or off")]
    Toggle { name: &'static str, value: String },
    #[error(
        "{name} is '{value}': PyTorch means {} by it, of which only the low 32 bits count: give {}",
        .seed.cast_unsigned(),
        seed_of_pytorch(*.seed)
    )]
    NegativeSeed { name: &'static str, value: String, seed: i64 },
    #[error("there is no setting '{key}': choose from {}", keys())]
    UnknownKey { key: String },
    #[error("there is no preset '{name}': choose notebook or printed")]
    UnknownPreset { name: String },
}

/// A seed that starts as PyTorch does when it is given this negative one: it adds 2^64, and of that
/// only the low 32 bits count.
pub fn seed_of_pytorch(negative: i64) -> u32 {
    negative as u32
}

fn keys() -> String {
    KNOBS.map(|knob| knob.key).join(", ")
}

impl SettingsError {
    /// The same for a reader of the page, where a knob goes by its label.
    pub fn labelled(mut self) -> Self {
        if let Self::Integer { name, .. }
        | Self::Number { name, .. }
        | Self::Toggle { name, .. }
        | Self::NegativeSeed { name, .. } = &mut self
        {
            *name = Knob::of(name).map_or(*name, |knob| knob.label);
        }
        self
    }
}

impl Settings {
    /// The settings that go by this name.
    ///
    /// # Errors
    /// No preset has this name.
    pub fn preset(name: &str) -> Result<Self, SettingsError> {
        presets()
            .into_iter()
            .find(|preset| preset.name == name)
            .map(|preset| preset.settings)
            .ok_or_else(|| SettingsError::UnknownPreset { name: name.to_owned() })
    }

    /// Turns one knob.
    ///
    /// # Errors
    /// There is no such knob, or the value is outside its range; the settings stay as they were.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), SettingsError> {
        let knob = Knob::of(key).ok_or_else(|| SettingsError::UnknownKey { key: key.to_owned() })?;
        (knob.set)(self, knob.read(value)?);
        Ok(())
    }

    /// The Adam steps of a whole run over so many sentences: one for each of them in each epoch.
    pub fn steps(&self, sentences: usize) -> u64 {
        u64::from(self.epochs) * sentences as u64
    }

    /// The value of one knob in its text form; `None` if there is no such knob.
    pub fn get(&self, key: &str) -> Option<String> {
        Knob::of(key).map(|knob| (knob.get)(self).to_string())
    }
}

impl Knob {
    /// The knob of this key.
    pub fn of(key: &str) -> Option<&'static Self> {
        KNOBS.iter().find(|knob| knob.key == key)
    }

    fn read(&self, text: &str) -> Result<Value, SettingsError> {
        let (name, value) = (self.key, text.to_owned());
        match self.kind {
            Kind::Integer => {
                let (minimum, maximum) = (self.minimum as u64, self.maximum as u64);
                let read = typed::whole(text).filter(|number| (minimum..=maximum).contains(number));
                let wrong = SettingsError::Integer { name, value, minimum, maximum };
                // Of the whole numbers only the seed may be below 0 elsewhere.
                let wrong = if name == "seed" { negative_seed(text).unwrap_or(wrong) } else { wrong };
                read.map(Value::Integer).ok_or(wrong)
            }
            Kind::Number => {
                // A range holds no NaN, so NaN is refused with the rest.
                let read =
                    typed::number(text).filter(|number| (self.minimum..=self.maximum).contains(number));
                let (minimum, maximum) = (format!("{:e}", self.minimum), self.maximum.to_string());
                read.map(Value::Number).ok_or(SettingsError::Number { name, value, minimum, maximum })
            }
            Kind::Toggle => match text {
                "on" => Ok(Value::Toggle(true)),
                "off" => Ok(Value::Toggle(false)),
                _ => Err(SettingsError::Toggle { name, value }),
            },
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Toggle(on) => f.write_str(if *on { "on" } else { "off" }),
        }
    }
}

/// What to say of a seed below 0, which PyTorch takes.
fn negative_seed(value: &str) -> Option<SettingsError> {
    let seed = value.trim().replace('−', "-").parse().ok().filter(|&seed: &i64| seed < 0)?;
    Some(SettingsError::NegativeSeed { name: "seed", value: value.to_owned(), seed })
}

impl FromStr for Settings {
    type Err = SettingsError;

    /// Reads the text form; a knob that is not named stands as in the notebook.
    fn from_str(text: &str) -> Result<Self, SettingsError> {
        let mut settings = Self::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            settings.set(key, value)?;
        }
        Ok(settings)
    }
}

impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = KNOBS.map(|knob| format!("{}={}", knob.key, (knob.get)(self)));
        f.write_str(&pairs.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_goes_both_ways() {
        for preset in presets() {
            assert_eq!(preset.settings.to_string().parse(), Ok(preset.settings));
        }
        let odd = Settings {
            head_size: 128,
            epochs: 0,
            learning_rate: 3.0e-7,
            seed: u64::MAX,
            draw: 9,
            position: false,
            skip: false,
        };
        assert_eq!(odd.to_string().parse(), Ok(odd));
        assert_eq!("".parse(), Ok(Settings::default()));
    }

    #[test]
    fn every_knob_is_in_the_text_form() {
        for knob in KNOBS {
            assert!(Settings::default().get(knob.key).is_some(), "{}", knob.key);
        }
    }

    #[test]
    fn values_outside_a_range_are_refused() {
        let bad = [
            ("head-size", "0"),
            ("head-size", "129"),
            ("head-size", "-1"),
            ("head-size", "twenty"),
            ("epochs", "1000000000"),
            ("epochs", "-1"),
            ("learning-rate", "NaN"),
            ("learning-rate", "-0.1"),
            ("learning-rate", "0"),
            ("learning-rate", "inf"),
            ("learning-rate", "1e9"),
            ("seed", "-1"),
            ("seed", "1.5"),
            ("draw", "0"),
            ("position", "maybe"),
            ("skip", ""),
            ("colour", "green"),
        ];
        for (key, value) in bad {
            let mut settings = Settings::default();
            assert!(settings.set(key, value).is_err(), "{key}={value}");
            assert_eq!(settings, Settings::default());
        }
    }

    #[test]
    fn errors_say_what_to_do() {
        let error = "head-size=129".parse::<Settings>().unwrap_err();
        assert_eq!(error.to_string(), "head-size is '129': give a whole number from 1 to 128");
        assert_eq!(error.labelled().to_string(), "Head size is '129': give a whole number from 1 to 128");
        // What was typed comes back in the same signs.
        let error = "learning-rate=1,000".parse::<Settings>().unwrap_err();
        let said =
            "learning-rate is '1,000': give a number from 1e-12 to 1, with a point before its decimals";
        assert_eq!(error.to_string(), said);
        let error = "seed=-1".parse::<Settings>().unwrap_err().to_string();
        assert!(error.starts_with("seed is '-1': PyTorch means 18446744073709551615"), "{error}");
        assert!(error.ends_with("give 4294967295"), "{error}");
        let error = Settings::preset("printd").unwrap_err();
        assert_eq!(error.to_string(), "there is no preset 'printd': choose notebook or printed");
    }
}
