//! What is written where: figures and weights into a folder, everything as JSON.

use std::io::Write;
use std::path::Path;

use attention_lab::pictures::Picture;
use attention_lab::trace::Trace;
use attention_lab::trainer::Trainer;
use attention_lab::weights;

use super::arguments::TrainArguments;
use super::failure::Failure;
use super::figures;
use super::json::Report;
use super::output::{Batch, Folder, Target};

const DEFAULT_FOLDER: &str = "out";
const WEIGHTS: &str = "weights.safetensors";

/// Places that have been tried and can be written to.
pub struct Places {
    folder: Option<Folder>,
    json: Option<Target>,
}

impl Places {
    /// Tries every place before the training, so that none of it is lost.
    pub fn open(arguments: &TrainArguments, sentences: usize) -> Result<Self, Failure> {
        let path = match (&arguments.out, &arguments.json) {
            (Some(path), _) => Some(path.as_path()),
            (None, None) => Some(Path::new(DEFAULT_FOLDER)),
            (None, Some(_)) => None,
        };
        let folder = path.map(Folder::open).transpose()?;
        if let Some(folder) = &folder {
            for name in figures::names(sentences).chain([WEIGHTS.into()]) {
                folder.file(&name)?;
            }
        }
        let json = arguments.json.as_deref().map(Target::open).transpose()?;
        if let Some(folder) = &folder {
            folder.remove_if_empty();
        }
        Ok(Self { folder, json })
    }

    /// Whether standard output belongs to the JSON.
    pub fn take_standard_output(&self) -> bool {
        matches!(self.json, Some(Target::StandardOutput))
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
            figures::add(&mut batch, folder, trainer, traces)?;
            let weights = weights::to_safetensors(trainer.architecture(), &trainer.state().parameters)
                .map_err(Failure::bad_input)?;
            batch.add(folder.file(WEIGHTS)?, |file| file.write_all(&weights))?;
            let (folder, losses) = (folder.path().display(), figures::LOSSES);
            let [first, others @ ..] = Picture::ALL.map(Picture::name);
            let others = others.join(", ");
            said.push(format!(
                "Written into {folder}: {first}, {others} of each sentence (1-{first}.svg and so on), \
                 {losses}, {WEIGHTS}."
            ));
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
}
