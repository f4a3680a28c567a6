//! What is written where: figures and weights into a folder, everything as JSON.

use std::io::Write;
use std::path::Path;

use attention_lab::pictures::Picture;
use attention_lab::trace::Trace;
use attention_lab::trainer::Trainer;
use attention_lab::weights;

use super::arguments::TrainArguments;
use super::failure::Failure;
use super::figures::{self, Drawn};
use super::json::Report;
use super::output::{Batch, Folder, Target};

const DEFAULT_FOLDER: &str = "out";
const WEIGHTS: &str = "weights.safetensors";

/// Places that have been tried and can be written to.
pub struct Places {
    folder: Option<Folder>,
    json: Option<Target>,
    drawn: Drawn,
}

/// So many files should not come as a surprise.
const MANY: usize = 200;

impl Places {
    /// Tries every place before the training, so that none of it is lost.
    pub fn open(arguments: &TrainArguments, sentences: usize) -> Result<Self, Failure> {
        let asked = arguments.figures()?;
        let drawn = Drawn::new(asked, sentences);
        let path = match (&arguments.out, &arguments.json) {
            (Some(path), _) => Some(path.as_path()),
            (None, None) => Some(Path::new(DEFAULT_FOLDER)),
            (None, Some(_)) if asked.is_some() => {
                return Err(Failure::BadInput(
                    "with --json alone no figures are written: say with --out DIR where they go, or leave --figures out"
                        .into(),
                ));
            }
            (None, Some(_)) => None,
        };
        let folder = path.map(Folder::open).transpose()?;
        if let Some(folder) = &folder {
            for name in drawn.names().chain([WEIGHTS.into()]) {
                folder.file(&name)?;
            }
        }
        let json = arguments.json.as_deref().map(Target::open).transpose()?;
        if let Some(folder) = &folder {
            folder.remove_if_empty();
        }
        Ok(Self { folder, json, drawn })
    }

    /// Whether standard output belongs to the JSON.
    pub fn take_standard_output(&self) -> bool {
        matches!(self.json, Some(Target::StandardOutput))
    }

    /// What a person should know before, of the files that will come.
    pub fn announcement(&self) -> Option<String> {
        let folder = self.folder.as_ref()?.path().display();
        let Drawn { first, of } = self.drawn;
        let all = Drawn::new(Some(of), of).figures();
        if first < of {
            let of_which =
                if first > 0 { format!("the first {first} of {of}") } else { "none of the".into() };
            Some(format!("Figures will be drawn of {of_which} sentences; --figures all draws {all}."))
        } else {
            (all > MANY).then(|| format!("{all} figures will be written into {folder}."))
        }
    }

    /// Writes everything, and says where it is.
    pub fn write(
        &self,
        trainer: &Trainer,
        traces: &[Trace<f32>],
        log_every: usize,
    ) -> Result<String, Failure> {
        let mut batch = Batch::default();
        let mut said = Vec::new();
        if let Some(folder) = &self.folder {
            folder.make()?;
            figures::add(&mut batch, folder, trainer, traces, self.drawn)?;
            let weights = weights::to_safetensors(trainer.architecture(), &trainer.state().parameters)
                .map_err(Failure::bad_input)?;
            batch.add(folder.file(WEIGHTS)?, |file| file.write_all(&weights))?;
            let (folder, losses) = (folder.path().display(), figures::LOSSES);
            said.push(format!("Written into {folder}: {}{losses}, {WEIGHTS}.", self.figures()));
        }
        let report = Report::new(trainer, traces, log_every);
        let write = |file: &mut dyn Write| {
            serde_json::to_writer(&mut *file, &report)?;
            writeln!(file)
        };
        if let Some(Target::File(path)) = &self.json {
            batch.add(path.clone(), write)?;
            said.push(format!("Written to {}: everything as JSON.", path.display()));
        }
        batch.commit()?;
        if let Some(target) = &self.json {
            target.stream(write)?;
        }
        Ok(said.join("\n"))
    }

    /// The figures of sentences in words, for the middle of a sentence.
    fn figures(&self) -> String {
        let Drawn { first, of } = self.drawn;
        if first == 0 {
            return String::new();
        }
        let pictures = Picture::ALL.map(Picture::name).join(", ");
        let which =
            if first < of { format!("the first {first} of {of} sentences") } else { "each sentence".into() };
        let (count, name) = (self.drawn.figures(), self.drawn.name(0, Picture::ALL[0]));
        format!("{count} figures ({pictures} of {which}; {name} and so on), ")
    }
}
