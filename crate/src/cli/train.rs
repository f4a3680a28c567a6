//! The command `train`. Everything that can be wrong is looked at before the training, so that none of it is lost.

use super::arguments::TrainArguments;
use super::failure::Failure;
use super::overwrite::Overwrite;
use super::places::Places;
use super::screen::Screen;
use super::trained::Asked;

/// Trains one head as the person has asked, and writes what was asked for.
pub fn train(arguments: &TrainArguments) -> Result<(), Failure> {
    let asked = Asked::of(&arguments.training)?.whole().beside_its_shadow(arguments.settled)?;
    let overwrite = Overwrite { inputs: asked.inputs.clone(), force: arguments.force };
    let mut places = Places::open(arguments, asked.run.corpus.sentences().len(), &overwrite)?;
    let mut screen = Screen::new(places.take_standard_output());
    let saved = asked.train(&mut screen, places.announcement())?;
    match saved.whole_text() {
        Some(text) if text.is_empty() => screen.say("Its text for --run is empty: it is the notebook's run."),
        Some(text) => screen.say(&format!("Its text for --run, and behind # for the page: {text}")),
        None => {}
    }
    let written = places.write(&saved)?;
    if !written.is_empty() {
        screen.say(&written);
    }
    Ok(())
}
