//! What a person is told before the training: the model, tensor by tensor, and how it is trained.

use std::path::Path;

use attention_lab::files::weights::Loaded;
use attention_lab::model::architecture::Architecture;
use attention_lab::task::settings::Settings;
use attention_lab::train::trainer::Trainer;

/// The model's tensors with their shapes and numbers of parameters, and the total.
pub fn model(architecture: &Architecture) -> String {
    let tensors = architecture.tensors();
    let digits = |numbers: &mut dyn Iterator<Item = usize>| {
        numbers.map(|number| number.to_string().len()).max().unwrap_or(0)
    };
    let rows = digits(&mut tensors.iter().map(|tensor| tensor.rows));
    let columns = digits(&mut tensors.iter().map(|tensor| tensor.columns));
    let shape = (rows + 3 + columns).max("shape".len());
    let mut text = format!("{:<18}   {:>shape$}   {:>10}\n", "tensor", "shape", "parameters");
    for tensor in &tensors {
        let size = format!("{:>rows$} x {:>columns$}", tensor.rows, tensor.columns);
        let left_out = if tensor.in_use { "" } else { "   left out" };
        text += &format!("{:<18}   {size:>shape$}   {:>10}{left_out}\n", tensor.name(), tensor.len());
    }
    text + &format!("{:<18}   {:>shape$}   {:>10}", "total in use", "", architecture.parameter_count())
}

/// How the model is trained, and from what it starts.
pub fn training(trainer: &Trainer, start: Option<&Path>) -> String {
    let Settings { head_size, epochs, learning_rate, seed, draw, position, skip } = *trainer.settings();
    let with = |on| if on { "with" } else { "without" };
    let mut text = format!(
        "Head size {head_size}, {} position embedding, {} skip connection; {} of {}, learning rate \
         {learning_rate}, {}.",
        with(position),
        with(skip),
        count(epochs as usize, "epoch"),
        count(trainer.corpus().sentences().len(), "sentence"),
        match start {
            Some(start) => format!("starting from the weights in '{}'", start.display()),
            None => format!("seed {seed}, draw {draw}"),
        },
    );
    if let Some(low) = low_bits(seed).filter(|_| start.is_none()) {
        text += &format!("\nOf a seed only the low 32 bits count, as in PyTorch: this is seed {low}.");
    }
    text
}

/// What a weights file says of itself, what was done to read it, and what is not in it.
pub fn weights(loaded: &Loaded) -> String {
    let mut sentences = loaded.remarks.clone();
    sentences.push(match &loaded.origin {
        Some(origin) => {
            format!("They are from a run of {}: {}.", count(origin.step as usize, "step"), origin.settings)
        }
        None => {
            "The file does not say which words and settings they are from: they are taken as they are.".into()
        }
    });
    sentences.push("Adam's moments start afresh.".into());
    sentences.join(" ")
}

/// A number of things: one has no s.
pub fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// The seed that is in truth used, where it is not the one that was given.
fn low_bits(seed: u64) -> Option<u32> {
    let low = seed as u32;
    (u64::from(low) != seed).then_some(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use attention_lab::task::corpus::Corpus;

    #[test]
    fn the_model_is_summed_up_tensor_by_tensor() {
        let settings = Settings::preset("printed").unwrap();
        let text = model(&Architecture::new(&settings, &Corpus::notebook()));
        let expected = "\
tensor                shape   parameters
Xembed.weight         7 x 7           49
Pos_Embed.weight      5 x 7           35   left out
Qmat.weight          20 x 7          140
Kmat.weight          20 x 7          140
Vmat.weight           7 x 7           49
total in use                         378";
        assert_eq!(text, expected);
    }

    #[test]
    fn only_the_low_bits_of_a_seed_count() {
        assert_eq!(low_bits(77), None);
        assert_eq!(low_bits(u64::from(u32::MAX)), None);
        assert_eq!(low_bits((1 << 32) + 77), Some(77));
    }
}
