//! The command `export`: trains a run and writes it as one file.

use attention_lab::files::taken::{FileKind, written_by_us};

use super::arguments::ExportArguments;
use super::failure::Failure;
use super::output::{Batch, Target};
use super::overwrite::{Overwrite, begins_as};
use super::screen::Screen;
use super::trained::Asked;

/// Trains one head as the person has asked, up to the step that its text names, and writes it as they have asked.
pub fn export(arguments: &ExportArguments) -> Result<(), Failure> {
    let kind: FileKind = arguments.kind()?;
    let out = arguments.out()?;
    let asked = Asked::of(&arguments.training)?.up_to_its_step();
    let overwrite = Overwrite { inputs: asked.inputs.clone(), force: arguments.force };
    let target = Target::open(out)?;
    if let Target::File(_) = &target {
        overwrite.spare_inputs(out)?;
        overwrite.spare_others(out, begins_as(out, written_by_us))?;
    }
    let mut screen = Screen::new(matches!(target, Target::StandardOutput));
    let saved = asked.train(&mut screen, None)?;
    let bytes = kind.write(&saved).map_err(Failure::bad_input)?;
    if let Target::File(path) = &target {
        let mut batch = Batch::default();
        batch.add(path.clone(), |file| file.write_all(&bytes))?;
        batch.commit()?;
        screen.say(&format!("Written to {}: {}.", path.display(), kind.about()));
    }
    target.stream(|file| file.write_all(&bytes))
}
