//! The options, and what is wrong with them in a sentence.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use attention_lab::engine::Backend;
use attention_lab::files::figures;
use attention_lab::files::link::Link;
use attention_lab::files::taken::FileKind;
use attention_lab::task::corpus::MAX_SENTENCES;
use attention_lab::task::settings::{KNOBS, Kind, Knob, Settings};
use attention_lab::task::typed::whole;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand};

use super::failure::Failure;
use super::input;
use super::sweep::SweepArguments;

/// The most epochs between two logged ones.
const MAX_LOG_EVERY: usize = 1_000_000;

/// What the person wants.
#[derive(Debug)]
pub enum Parsed {
    /// To train.
    Train(Box<TrainArguments>),
    /// To train, and to write the run as one file.
    Export(Box<ExportArguments>),
    /// To train many.
    Sweep(Box<SweepArguments>),
    /// To read the help or the version.
    Help(clap::Error),
}

impl Parsed {
    /// Whether a GPU may be looked for.
    pub fn may_ask_for_a_gpu(&self) -> bool {
        let backend = match self {
            Self::Train(arguments) => arguments.run.backend(),
            Self::Export(arguments) => arguments.run.backend(),
            Self::Sweep(arguments) => arguments.backend(),
            Self::Help(_) => return false,
        };
        backend.is_ok_and(|backend| backend != Backend::Cpu)
    }
}

/// Trains one attention head on your own GPU and looks inside it. Without a command: train.
#[derive(Debug, Parser)]
#[command(name = "attention-lab", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Trains one head; writes figures and weights, or everything as JSON
    Train(Box<TrainArguments>),
    /// Trains one head and writes the run as one file: a PyTorch script, a notebook, numbers for NumPy, and more
    Export(Box<ExportArguments>),
    /// Trains many heads, over seeds, head sizes and toggles; writes a row for each as CSV, JSON Lines or Parquet
    Sweep(Box<SweepArguments>),
}

// The options that say which run: those of `train` and of `export`. Knobs are kept as they were typed: `Settings` reads
// and checks them. A comment for documentation would be taken for the help of the command.
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
    /// gpu: any Vulkan or Metal device; auto: a hardware GPU that fits, else the CPU [default: auto]
    #[arg(long, value_name = "auto|gpu|cpu")]
    backend: Option<String>,
    /// Log the losses of every N-th epoch [default: epochs / 50, at least 1]
    #[arg(long, value_name = "N")]
    log_every: Option<String>,
}

/// The options of `train`.
#[derive(Debug, Default, Args)]
#[command(allow_negative_numbers = true)]
pub struct TrainArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The folder for figures (SVG) and weights (safetensors) [default: out, or none with --json]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "N|all", help = about_figures())]
    figures: Option<String>,
    /// Where everything goes as JSON; - is standard output, where nothing else then goes
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Replace files that are there and are not of an earlier run
    #[arg(long)]
    pub force: bool,
}

impl TrainArguments {
    /// Of how many sentences figures are wanted, if that was typed.
    pub fn figures(&self) -> Result<Option<usize>, Failure> {
        match self.figures.as_deref() {
            None => Ok(None),
            Some("all") => Ok(Some(MAX_SENTENCES)),
            Some(typed) => typed.parse().map(Some).map_err(|_| {
                Failure::BadInput(format!(
                    "figures is '{typed}': give how many sentences shall have figures, or all"
                ))
            }),
        }
    }
}

/// The options of `export`.
#[derive(Debug, Default, Args)]
#[command(allow_negative_numbers = true)]
pub struct ExportArguments {
    #[command(flatten)]
    pub run: RunArguments,
    #[arg(long = "as", value_name = "KIND", help = about_kinds())]
    kind: Option<String>,
    /// The file; - is standard output, where nothing else then goes
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace a file that is there and that this program did not write
    #[arg(long)]
    pub force: bool,
}

impl ExportArguments {
    /// As what the run is written.
    pub fn kind(&self) -> Result<FileKind, Failure> {
        match &self.kind {
            Some(typed) => typed.parse().map_err(Failure::bad_input),
            None => {
                Err(Failure::BadInput(format!("the export has no kind: add --as with {}", FileKind::list())))
            }
        }
    }

    /// The file.
    pub fn out(&self) -> Result<&Path, Failure> {
        self.out.as_deref().ok_or_else(|| {
            Failure::bad_input("the export has no file: add --out FILE, or --out - for standard output")
        })
    }
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
        let link = text.map(|text| Link::read(&text, |_| true)).unwrap_or_default();
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

    /// Who shall compute.
    pub fn backend(&self) -> Result<Backend, Failure> {
        match &self.backend {
            Some(typed) => backend(Some(typed)),
            None => Ok(self.link()?.backend),
        }
    }

    /// Every how many epochs the losses are logged, if that was typed.
    pub fn log_every(&self) -> Result<Option<usize>, Failure> {
        let Some(typed) = &self.log_every else { return Ok(None) };
        let every = whole(typed).and_then(|every| usize::try_from(every).ok());
        let every = every.filter(|every| (1..=MAX_LOG_EVERY).contains(every));
        match every {
            Some(every) => Ok(Some(every)),
            None => Err(Failure::BadInput(format!(
                "log-every is '{typed}': give a whole number from 1 to {MAX_LOG_EVERY}"
            ))),
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

/// The backend that was typed.
pub fn backend(typed: Option<&str>) -> Result<Backend, Failure> {
    typed.map_or(Ok(Backend::default()), str::parse).map_err(Failure::BadInput)
}

/// Reads the command line. Without a command it is `train` with nothing else.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Parsed, Failure> {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let typed = arguments.get(1).and_then(|word| word.to_str());
    let command = ["export", "sweep"].into_iter().find(|name| typed == Some(name)).unwrap_or("train");
    match Arguments::try_parse_from(arguments) {
        Ok(Arguments { command: Some(Command::Train(train)) }) => Ok(Parsed::Train(train)),
        Ok(Arguments { command: Some(Command::Export(export)) }) => Ok(Parsed::Export(export)),
        Ok(Arguments { command: Some(Command::Sweep(sweep)) }) => Ok(Parsed::Sweep(sweep)),
        Ok(Arguments { command: None }) => Ok(Parsed::Train(Box::default())),
        Err(error) if error.use_stderr() => Err(Failure::BadInput(sentence(&error, command))),
        Err(help) => Ok(Parsed::Help(help)),
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

fn about_figures() -> String {
    let usual = figures::USUAL;
    format!(
        "How many sentences, from the first on, have figures; the losses always have one [default: {usual}]"
    )
}

fn about_kinds() -> String {
    let kinds = FileKind::ALL.map(|kind| format!("{}: {}", kind.name(), kind.about()));
    format!("What to write. {}", kinds.join("; "))
}

/// clap tells what is wrong over several lines; a person gets one sentence.
fn sentence(error: &clap::Error, command: &str) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        Some(ContextValue::Strings(texts)) => texts.first().map(String::as_str),
        _ => None,
    };
    // As in `--seed <S>`.
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let argument = argument.split(" <").next().unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let similar = context(ContextKind::SuggestedArg).or_else(|| context(ContextKind::SuggestedSubcommand));
    let dashed = dashed(context(ContextKind::InvalidSubcommand).unwrap_or(argument));
    match (error.kind(), similar, owner(argument)) {
        (ErrorKind::UnknownArgument, Some(similar), _) => {
            format!("there is no option '{argument}': did you mean {similar}?")
        }
        (ErrorKind::UnknownArgument, None, Some(owner)) => {
            format!("the option '{argument}' belongs to {owner}: write attention-lab {owner} {argument} ...")
        }
        (ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand, ..) if dashed.is_some() => {
            let (typed, meant) = dashed.unwrap_or_default();
            format!("'{typed}' begins with a dash that a word processor has made: type two hyphens, {meant}")
        }
        (ErrorKind::UnknownArgument, None, None) if argument.starts_with('-') => {
            format!("there is no option '{argument}': see attention-lab {command} --help")
        }
        (ErrorKind::UnknownArgument, None, None) => {
            format!("'{argument}' stands alone: put the option before it, see attention-lab {command} --help")
        }
        (ErrorKind::InvalidSubcommand, ..) => {
            let command = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("there is no command '{command}': the commands are train, export and sweep")
        }
        (ErrorKind::InvalidValue, ..) if value.is_empty() => {
            format!("the option '{argument}' has no value: write it behind the option")
        }
        (ErrorKind::ArgumentConflict, ..)
            if error.to_string().contains("--preset") && argument != "--preset" =>
        {
            "a run has its own settings: leave --run or --preset out".into()
        }
        (ErrorKind::ArgumentConflict, ..) => format!("the option '{argument}' stands there twice: keep one"),
        (ErrorKind::TooManyValues, ..) => {
            format!("the option '{argument}' takes no value: leave '{value}' out")
        }
        _ => {
            let text = error.render().to_string();
            let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            format!("{first}: see attention-lab {command} --help")
        }
    }
}

/// What was typed and what was meant, where a word processor has made one dash of two hyphens.
fn dashed(typed: &str) -> Option<(&str, String)> {
    const DASHES: &str = "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{fe58}\u{fe63}\u{ff0d}";
    let name = typed.trim_start_matches(|letter| DASHES.contains(letter));
    let dashes = &typed[..typed.len() - name.len()];
    (!dashes.is_ascii()).then(|| (typed, format!("--{name}")))
}

/// The command that has this option, typed with another command or with none.
fn owner(typed: &str) -> Option<&'static str> {
    let name = typed.strip_prefix("--")?.split('=').next();
    let has = |command: clap::Command| command.get_arguments().any(|argument| argument.get_long() == name);
    let commands = [
        ("train", TrainArguments::augment_args(clap::Command::new("train"))),
        ("export", ExportArguments::augment_args(clap::Command::new("export"))),
        ("sweep", SweepArguments::augment_args(clap::Command::new("sweep"))),
    ];
    commands.into_iter().find_map(|(name, command)| has(command).then_some(name))
}
