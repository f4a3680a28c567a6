//! The command `train`. Everything that can be wrong is looked at before the training, so that none of it is lost.

use super::arguments::TrainArguments;
use super::failure::Failure;
use super::overwrite::Overwrite;
use super::places::Places;
use super::screen::Screen;
use super::trained::Asked;

/// Trains one head as the person has asked, and writes what was asked for.
pub fn train(arguments: &TrainArguments) -> Result<(), Failure> {
    let asked = Asked::of(&arguments.run)?.whole();
    let overwrite = Overwrite { inputs: asked.inputs.clone(), force: arguments.force };
    let mut places = Places::open(arguments, asked.corpus.sentences().len(), &overwrite)?;
    let mut screen = Screen::new(places.take_standard_output());
    let saved = asked.train(&mut screen, places.announcement())?;
    if saved.started_from.is_none() {
        screen.say(&match saved.text() {
            text if text.is_empty() => "Its text for --run is empty: it is the notebook's run.".into(),
            text => format!("Its text for --run, and behind # for the page: {text}"),
        });
    }
    let written = places.write(&saved)?;
    if !written.is_empty() {
        screen.say(&written);
    }
    Ok(())
}
