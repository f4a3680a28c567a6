//! The address of a run as it arrives: mailed, pasted into a course, cut out of a sentence, typed.
//!
//! ```
//! use attention_lab::files::link::Link;
//!
//! let link = Link::read("look&seed=5&utm_source=mail", &["look"]);
//! assert_eq!((link.settings.seed, link.section.as_deref()), (5, Some("look")));
//! assert_eq!(
//!     link.problem(),
//!     "Part of this link was not understood: 'utm_source=mail' is no setting. The rest of it is used."
//! );
//! ```

use crate::engine::Backend;
use crate::task::settings::Settings;

/// What an address asks for; what it does not say is as in the notebook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The run.
    pub settings: Settings,
    /// Who shall compute it.
    pub backend: Backend,
    /// The part of the page that shall be seen.
    pub section: Option<String>,
    /// What was not understood, each as half a sentence.
    pub problems: Vec<String>,
}

/// What stands behind a link in a sentence, and never at the end of one.
const AFTER: &[char] =
    &['.', ',', ';', ':', '!', '?', '…', ')', ']', '}', '>', '"', '\'', '”', '’', '»', '*', '|'];

/// No more than this of a strange part is repeated to the person.
const MOST_REPEATED: usize = 40;

impl Link {
    /// Reads what stands behind the `#` of an address, its percent codes resolved: `section&key=value&...` in any
    /// order. `preset=printed` comes first wherever it stands; one strange part does not take the rest with it.
    pub fn read(text: &str, sections: &[&str]) -> Self {
        let mut link = Self::default();
        let text = text.replace("&amp;", "&");
        let parts: Vec<_> = text
            .trim_matches(|sign: char| sign.is_whitespace() || AFTER.contains(&sign))
            .split('&')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| (part, part.split_once('=').map(|(key, value)| (name(key), value))))
            .collect();
        for (_, pair) in &parts {
            let Some((key, value)) = pair else { continue };
            if key != "preset" {
                continue;
            }
            match Settings::preset(value) {
                Ok(preset) => link.settings = preset,
                Err(error) => link.problems.push(error.to_string()),
            }
        }
        for (part, pair) in &parts {
            match pair {
                Some((key, _)) if key == "preset" => {}
                Some((key, value)) => link.set(part, key, value),
                None if sections.contains(part) => link.section = Some((*part).to_owned()),
                None => link.problems.push(format!("there is no section '{}'", shortened(part))),
            }
        }
        link
    }

    /// What was not understood, as a sentence; empty if all was.
    pub fn problem(&self) -> String {
        if self.problems.is_empty() {
            return String::new();
        }
        format!("Part of this link was not understood: {}. The rest of it is used.", self.problems.join("; "))
    }

    fn set(&mut self, part: &str, key: &str, value: &str) {
        let wrong = if key == "backend" {
            value.parse().map(|backend| self.backend = backend)
        } else if self.settings.get(key).is_none() {
            Err(format!("'{}' is no setting", shortened(part)))
        } else {
            self.settings.set(key, value).map_err(|error| error.labelled().to_string())
        };
        self.problems.extend(wrong.err());
    }
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
