//! The options, and what is wrong with them in a sentence.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use attention_lab::engine::Backend;
use attention_lab::files::figures;
use attention_lab::files::taken::FileKind;
use attention_lab::task::corpus::MAX_SENTENCES;
use attention_lab::task::typed::whole;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand};

use super::check::CheckArguments;
use super::failure::Failure;
use super::run_arguments::RunArguments;
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
    /// To check shaders.
    Check(Box<CheckArguments>),
    /// To train many.
    Sweep(Box<SweepArguments>),
    /// To read the help or the version.
    Help(clap::Error),
}

impl Parsed {
    /// Whether a GPU may be looked for.
    pub fn may_ask_for_a_gpu(&self) -> bool {
        let backend = match self {
            Self::Train(arguments) => arguments.training.backend(),
            Self::Export(arguments) => arguments.training.backend(),
            Self::Sweep(arguments) => arguments.backend(),
            Self::Check(_) | Self::Help(_) => return false,
        };
        backend.is_ok_and(|backend| !matches!(backend, Backend::Cpu | Backend::Cells))
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
    /// Checks shaders: whether the backward is still the slope of the forward, tensor by tensor, and what has changed
    Check(Box<CheckArguments>),
    /// Trains many heads, over seeds, head sizes and toggles; writes a row for each as CSV, JSON Lines or Parquet
    Sweep(Box<SweepArguments>),
}

// The options that `train` and `export` share: which run, and how it is trained. A comment for documentation would be
// taken for the help of the command.
#[derive(Debug, Default, Args)]
pub struct TrainingArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// gpu: any Vulkan or Metal device; cells: the shaders as WebAssembly; auto: a hardware GPU that fits, else the CPU, or
    /// cells where shaders are edited [default: auto]
    #[arg(long, value_name = "auto|gpu|cpu|cells")]
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
    pub training: TrainingArguments,
    /// The folder for figures (SVG) and weights (safetensors) [default: out, or none with --json]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "N|all", help = about_figures())]
    figures: Option<String>,
    /// Where everything goes as JSON; - is standard output, where nothing else then goes
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Train the run beside itself in f64, which takes several times as long, and say how many decimals every device shows
    #[arg(long)]
    pub settled: bool,
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
    pub training: TrainingArguments,
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

impl TrainingArguments {
    /// Who shall compute.
    pub fn backend(&self) -> Result<Backend, Failure> {
        match &self.backend {
            Some(typed) => backend(Some(typed)),
            None => Ok(self.run.link()?.backend),
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

/// The backend that was typed.
pub fn backend(typed: Option<&str>) -> Result<Backend, Failure> {
    typed.map_or(Ok(Backend::default()), str::parse).map_err(Failure::BadInput)
}

/// Reads the command line. Without a command it is `train` with nothing else.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Parsed, Failure> {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let typed = arguments.get(1).and_then(|word| word.to_str());
    let command =
        ["export", "check", "sweep"].into_iter().find(|name| typed == Some(name)).unwrap_or("train");
    match Arguments::try_parse_from(arguments) {
        Ok(Arguments { command: Some(Command::Train(train)) }) => Ok(Parsed::Train(train)),
        Ok(Arguments { command: Some(Command::Export(export)) }) => Ok(Parsed::Export(export)),
        Ok(Arguments { command: Some(Command::Check(check)) }) => Ok(Parsed::Check(check)),
        Ok(Arguments { command: Some(Command::Sweep(sweep)) }) => Ok(Parsed::Sweep(sweep)),
        Ok(Arguments { command: None }) => Ok(Parsed::Train(Box::default())),
        Err(error) if error.use_stderr() => Err(Failure::BadInput(sentence(&error, command))),
        Err(help) => Ok(Parsed::Help(help)),
    }
}

fn about_figures() -> String {
    let usual = figures::USUAL;
    format!(
        "How many sentences, from the first on, have figures; the losses always have one [default: {usual}]"
    )
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
        (ErrorKind::UnknownArgument, _, Some(owner)) => {
            format!("the option '{argument}' belongs to {owner}: write attention-lab {owner} {argument} ...")
        }
        (ErrorKind::UnknownArgument, Some(similar), None) => {
            format!("there is no option '{argument}': did you mean {similar}?")
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
            format!("there is no command '{command}': the commands are train, export, check and sweep")
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
        ("check", CheckArguments::augment_args(clap::Command::new("check"))),
        ("sweep", SweepArguments::augment_args(clap::Command::new("sweep"))),
    ];
    commands.into_iter().find_map(|(name, command)| has(command).then_some(name))
}

fn about_kinds() -> String {
    let kinds = FileKind::ALL.map(|kind| format!("{}: {}", kind.name(), kind.about()));
    format!("What to write. {}", kinds.join("; "))
}
