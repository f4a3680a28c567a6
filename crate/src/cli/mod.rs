//! The command line: arguments and files in, files and words out.
//!
//! | module | what lives there |
//! |---|---|
//! | `arguments`, `run_arguments` | the options, and what is wrong with them in a sentence |
//! | `input`, `shaders` | the files that are read |
//! | `reading` | what a person should know of how a corpus was read |
//! | `driver` | training in chunks, and going on after a lost device |
//! | `screen`, `summary`, `table` | what a person sees |
//! | `interrupt` | Ctrl-C |
//! | `places` | what is written where |
//! | `changes` | what the changes of a run's text do |
//! | `folder` | a folder of files that belong to one run |
//! | `overwrite`, `lock` | what must not be overwritten, and not by two at once |
//! | `output` | how files are written: whole, or not at all |
//! | `failure` | the ways to fail and their exit codes |
//! | `loader` | a loader that is kept quiet |
//! | `trained` | the run of a command, from its options to its end |
//! | `train`, `export` | the commands that train one |
//! | `check` | the command that checks edited shaders |
//! | `sweep` | the command that trains many |

mod arguments;
mod changes;
mod check;
mod driver;
mod export;
mod failure;
mod folder;
mod input;
mod interrupt;
mod loader;
mod lock;
mod output;
mod overwrite;
mod places;
mod reading;
mod run_arguments;
mod screen;
mod shaders;
mod summary;
mod sweep;
mod table;
mod train;
mod trained;

use std::process::ExitCode;

use arguments::Parsed;

/// Runs the program. Whatever fails is one line on standard error.
pub fn main() -> ExitCode {
    let parsed = arguments::parse(std::env::args_os());
    if parsed.as_ref().is_ok_and(Parsed::may_ask_for_a_gpu) {
        loader::quiet();
    }
    let done = parsed.and_then(|parsed| match parsed {
        Parsed::Train(arguments) => train::train(&arguments),
        Parsed::Export(arguments) => export::export(&arguments),
        Parsed::Check(arguments) => check::check(&arguments),
        Parsed::Sweep(arguments) => sweep::sweep(&arguments),
        // Whoever has closed standard output wants no help.
        Parsed::Help(text) => Ok(_ = text.print()),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            screen::complain(&failure.to_string());
            failure.exit_code()
        }
    }
}
