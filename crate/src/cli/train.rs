//! The command itself, from the first check to the last file.

use attention_lab::corpus::Corpus;
use attention_lab::history;
use attention_lab::numbers::fixed;
use attention_lab::parameters::Architecture;
use attention_lab::trainer::Trainer;

use super::arguments::TrainArguments;
use super::failure::Failure;
use super::input;
use super::places::Places;
use super::reading;
use super::run::Run;
use super::screen::Screen;
use super::summary;
use super::table::LossTable;

/// Trains one head as the person has asked. Everything that can be wrong is looked at before the
/// training, so that none is lost.
pub fn train(arguments: &TrainArguments) -> Result<(), Failure> {
    let settings = arguments.settings()?;
    let backend = arguments.backend()?;
    let log_every = arguments.log_every()?.unwrap_or_else(|| history::log_every(settings.epochs));
    let corpus = arguments.corpus.as_deref().map_or_else(|| Ok(Corpus::notebook()), input::corpus)?;
    let architecture = Architecture::new(&settings, &corpus);
    let weights = arguments.weights.as_deref().map(|path| input::weights(path, &architecture)).transpose()?;
    let places = Places::open(arguments, corpus.sentences().len())?;

    let mut screen = Screen::new(places.take_standard_output());
    let mut slot = None;
    let mut trainer = pollster::block_on(Trainer::open(settings, corpus, backend, &mut slot))?;
    if let Some(weights) = weights {
        trainer.start_from(weights)?;
    }
    screen.say(&trainer.device_sentence());
    screen.say(&format!("\n{}\n", summary::model(&architecture)));
    screen.say(&summary::training(&trainer));
    if let Some(path) = &arguments.weights {
        screen.say(&format!("The weights start from '{}', not from the seed.", path.display()));
    }

    if let Some(note) = reading::note(trainer.corpus()) {
        screen.say(&note);
    }
    if let Some(note) = places.announcement() {
        screen.say(&note);
    }

    let table = LossTable::new(trainer.corpus());
    screen.say(&format!("\n{}", table.head()));
    screen.begin(settings.epochs);
    let say = |text: &str| screen.say(text);
    let mut run = Run::new(trainer, backend, slot, &say);
    let mut logged = 0;
    let trained = pollster::block_on(run.train(|trainer| {
        for (epoch, losses) in trainer.history().logged(log_every).skip(logged) {
            screen.say(&table.row(&epoch.to_string(), losses));
            logged += 1;
        }
        screen.move_to(trainer.history().epochs());
    }));
    screen.end();
    trained?;

    let traces = pollster::block_on(run.traces())?;
    let trainer = run.trainer;
    let losses: Vec<f32> = traces.iter().map(|trace| trace.loss).collect();
    screen.say(&table.row("final", &losses));
    screen.say(&format!("\n{}", verdict(trainer.corpus(), &losses)));
    let written = places.write(&trainer, &traces, log_every)?;
    if !written.is_empty() {
        screen.say(&written);
    }
    Ok(())
}

/// What the final losses mean.
fn verdict(corpus: &Corpus, losses: &[f32]) -> String {
    if losses.iter().any(|loss| !loss.is_finite()) {
        return "The training diverged: choose a smaller learning rate.".into();
    }
    let mean = losses.iter().map(|&loss| f64::from(loss)).sum::<f64>() / losses.len() as f64;
    let floor = corpus.loss_floor();
    let [mean, floor] = [mean, floor].map(|loss| fixed(loss, 4));
    format!("The mean loss is {mean}; no model can come below {floor} on these sentences.")
}
