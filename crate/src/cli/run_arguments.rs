//! The options that say which run is meant.

use std::path::{Path, PathBuf};

use attention_lab::files::link::Link;
use attention_lab::files::weights::Loaded;
use attention_lab::task::settings::{KNOBS, Kind, Knob, Settings};
use attention_lab::train::run::{Run, Start};
use clap::Args;

use super::failure::Failure;
use super::{input, shaders};

/// A run. Knobs are kept as they were typed: `Settings` reads and checks them.
#[derive(Debug, Default, Args)]
pub struct RunArguments {
    /// Settings to begin with: notebook, or printed for the run whose losses it prints [default: notebook]
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// A run as text, as the program prints it and the page's address has it, or the .safetensors file of a saved run;
    /// other options come on top of it
    #[arg(long, value_name = "TEXT|FILE", conflicts_with = "preset")]
    run: Option<String>,
    /// A text file, a sentence a line; "vocabulary: the man ..." fixes the ids; - is standard input [default: the
    /// notebook's]
    #[arg(long, value_name = "FILE")]
    pub corpus: Option<PathBuf>,
    /// Start from the weights in a safetensors file of the same words and switches, not from drawn ones
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    #[command(flatten)]
    knobs: Knobs,
    /// A folder with the shaders that are edited, named as in shaders/ (4_attention_forward.wgsl); the others are as shipped or as --run has them
    #[arg(long, value_name = "DIR")]
    shaders: Option<PathBuf>,
}

impl RunArguments {
    /// The file of a saved run, if `--run` names one.
    pub fn run_file(&self) -> Option<&Path> {
        let typed = Path::new(self.run.as_deref()?);
        let is_file = typed.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("safetensors"));
        is_file.then_some(typed)
    }

    /// What `--run` says, all of it understood; the notebook if it was not typed.
    pub fn link(&self) -> Result<Link, Failure> {
        let text = match self.run_file() {
            Some(file) => Some(input::run_text(file)?),
            None => self.run.clone(),
        };
        let link = text.map(|text| Link::read(&text, |_| true).with_edited_shaders()).unwrap_or_default();
        match link.problem() {
            problem if problem.is_empty() => Ok(link),
            problem => {
                Err(Failure::BadInput(format!("the run cannot be trained as it is written: {problem}")))
            }
        }
    }

    /// The preset or the run with what was typed on top of it.
    pub fn settings(&self) -> Result<Settings, Failure> {
        let mut settings = match &self.preset {
            Some(name) => Settings::preset(name).map_err(Failure::bad_input)?,
            None => self.link()?.run.settings,
        };
        for (key, value) in &self.knobs.typed {
            settings.set(key, value).map_err(Failure::bad_input)?;
        }
        Ok(settings)
    }

    /// The run, and the weights that it starts from, if they are from a file.
    pub fn open(&self) -> Result<(Run, Option<Loaded>), Failure> {
        let settings = self.settings()?;
        let link = self.link()?;
        let Run { corpus, mut sources, .. } = link.run;
        let corpus = self.corpus.as_deref().map_or(Ok(corpus), input::corpus)?;
        let weights = self.weights.as_deref();
        let loaded = weights.map(|path| input::weights(path, &settings, &corpus)).transpose()?;
        if let Some(folder) = &self.shaders {
            shaders::read(folder, &mut sources)?;
        }
        let mut run = Run { sources, ..Run::new(settings, corpus) };
        if let Some(loaded) = &loaded {
            run.start = Start::Weights(loaded.parameters.as_slice().into());
        }
        Ok((run, loaded))
    }

    /// The files that are read, and what each is.
    pub fn inputs(&self) -> Result<Vec<(&'static str, &Path)>, Failure> {
        let inputs = [
            ("corpus", self.corpus.as_deref()),
            ("weights file", self.weights.as_deref()),
            ("saved run", self.run_file()),
        ];
        let inputs = inputs.into_iter().filter_map(|(what, path)| Some((what, path?)));
        let (piped, files): (Vec<_>, Vec<_>) = inputs.partition(|(_, path)| *path == Path::new("-"));
        match piped.len() {
            0 | 1 => Ok(files),
            _ => Err(Failure::bad_input(
                "corpus and weights cannot both come from standard input: name a file for one of them",
            )),
        }
    }
}

/// An option for each knob of the settings: `--head-size H`, and for a toggle `--no-skip`.
#[derive(Debug, Default)]
struct Knobs {
    typed: Vec<(&'static str, String)>,
}

impl Args for Knobs {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.args(KNOBS.iter().map(|knob| {
            match knob.kind {
                Kind::Toggle => clap::Arg::new(knob.key)
                    .long(format!("no-{}", knob.key))
                    .help(knob.stands_for)
                    .action(clap::ArgAction::SetTrue),
                Kind::Integer | Kind::Number => {
                    clap::Arg::new(knob.key).long(knob.key).value_name(knob.stands_for).help(about(knob.key))
                }
            }
        }))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Knobs {
    fn from_arg_matches(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
        let typed = |knob: &Knob| match knob.kind {
            Kind::Toggle => matches.get_flag(knob.key).then(|| "off".to_owned()),
            Kind::Integer | Kind::Number => matches.get_one::<String>(knob.key).cloned(),
        };
        let typed = KNOBS.iter().filter_map(|knob| Some((knob.key, typed(knob)?)));
        Ok(Self { typed: typed.collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &clap::ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The help of a knob: what the settings say of it, its range, and where it stands in the notebook.
pub fn about(key: &str) -> String {
    let Some(knob) = Knob::of(key) else { return String::new() };
    let default = Settings::default().get(key).unwrap_or_default();
    let help = match knob.help.strip_suffix("...") {
        Some(_) => knob.help,
        None => knob.help.trim_end_matches('.'),
    };
    match knob.kind {
        Kind::Integer if knob.maximum < 1e9 => {
            format!("{help} ({} to {}) [notebook: {default}]", knob.minimum, knob.maximum)
        }
        Kind::Number => format!("{help} ({:e} to {}) [notebook: {default}]", knob.minimum, knob.maximum),
        Kind::Integer | Kind::Toggle => format!("{help} [notebook: {default}]"),
    }
}
