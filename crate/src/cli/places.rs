//! What is written where: figures and weights into a folder, everything as JSON.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use attention_lab::figure::FigureError;
use attention_lab::files::figures::{self, Drawn};
use attention_lab::files::report::{self, Report};
use attention_lab::files::saved::Saved;
use attention_lab::show::pictures::PICTURES;

use super::arguments::TrainArguments;
use super::failure::Failure;
use super::folder::{Folder, LIST};
use super::output::{Batch, Target};
use super::overwrite::{Overwrite, begins_as};

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
    /// Tries every place before the training, so that none of it is lost, and nothing else either.
    pub fn open(
        arguments: &TrainArguments,
        sentences: usize,
        overwrite: &Overwrite,
    ) -> Result<Self, Failure> {
        let asked = arguments.figures()?;
        let drawn = Drawn::new(asked, sentences);
        let path = match (&arguments.out, &arguments.json) {
            (Some(path), _) if path == Path::new("-") => {
                return Err(Failure::bad_input(
                    "--out is '-', and figures and weights cannot go to standard output: name a folder, or give \
                     --json - (a folder of that name is ./-)",
                ));
            }
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
        let names = names(drawn);
        let folder = path.map(|path| Folder::open(path, overwrite)).transpose()?;
        if let Some(folder) = &folder {
            folder.claim(&names, overwrite)?;
        }
        let json = arguments.json.as_deref().map(Target::open).transpose()?;
        // Named as it was typed, which may be a link.
        if let (Some(Target::File(path)), Some(typed)) = (&json, &arguments.json) {
            overwrite.spare_inputs(typed)?;
            if let Some(folder) = folder.as_ref().filter(|folder| lies_in(path, folder.path())) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if names.contains(&*name) || name == LIST {
                    return Err(Failure::BadInput(format!(
                        "--json names the file '{}', which is one of those that go into '{}': give it another name",
                        typed.display(),
                        folder.path().display()
                    )));
                }
            }
            overwrite.spare_others(typed, begins_as(typed, report::is_ours))?;
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
    pub fn write(&mut self, saved: &Saved) -> Result<String, Failure> {
        let mut batch = Batch::default();
        let mut said = Vec::new();
        let mut names = names(self.drawn);
        if let Some(folder) = &self.folder {
            add_figures(&mut batch, folder, saved, self.drawn)?;
            let weights = if saved.divergence.is_none() {
                let weights = saved.to_safetensors().map_err(Failure::bad_input)?;
                batch.add(folder.file(WEIGHTS), |file| file.write_all(&weights))?;
                format!(", {WEIGHTS}.")
            } else {
                names.remove(WEIGHTS);
                format!("; no {WEIGHTS}, because the run overflowed.")
            };
            let (folder, losses) = (folder.path().display(), figures::LOSSES);
            said.push(format!("Written into {folder}: {}{losses}{weights}", self.figures()));
        }
        let write = |file: &mut dyn Write| {
            serde_json::to_writer(&mut *file, &Report::new(saved))?;
            writeln!(file)
        };
        if let Some(Target::File(path)) = &self.json {
            batch.add(path.clone(), write)?;
            said.push(format!("Written to {}: everything as JSON.", path.display()));
        }
        match &mut self.folder {
            Some(folder) => folder.commit(batch, &names, &saved.to_string())?,
            None => batch.commit()?,
        }
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
        let pictures = PICTURES.map(|picture| picture.about().name).join(", ");
        let which =
            if first < of { format!("the first {first} of {of} sentences") } else { "each sentence".into() };
        let (count, name) = (self.drawn.figures(), self.drawn.name(0, PICTURES[0]));
        format!("{count} figures ({pictures} of {which}; {name} and so on), ")
    }
}

/// Draws the figures of these sentences and the losses.
fn add_figures(batch: &mut Batch, folder: &Folder, saved: &Saved, drawn: Drawn) -> Result<(), Failure> {
    let mut add = |name: String, figure: Result<String, FigureError>| {
        let svg = figure.map_err(Failure::bad_input)?;
        batch.add(folder.file(&name), |file| file.write_all(svg.as_bytes()))
    };
    for sentence in 0..drawn.first {
        for picture in PICTURES {
            add(drawn.name(sentence, picture), saved.figure(sentence, picture))?;
        }
    }
    add(figures::LOSSES.into(), saved.losses_figure())
}

/// The files of a folder.
fn names(drawn: Drawn) -> BTreeSet<String> {
    drawn.names().chain([WEIGHTS.into()]).collect()
}

/// Whether a file that may not be there yet lies in this folder itself.
fn lies_in(path: &Path, folder: &Path) -> bool {
    let canonical = |path: &Path| fs::canonicalize(path).ok();
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    canonical(parent).is_some_and(|parent| canonical(folder) == Some(parent))
}
