//! The figures as files: the notebook's three, scores, queries and keys for each sentence, and the losses.

use attention_lab::figure::{FigureError, HeatMap, Scale, Theme, heat_map_svg, loss_curve_svg};
use attention_lab::pictures::{Picture, loss_curve};
use attention_lab::trace::Trace;
use attention_lab::trainer::Trainer;

use super::failure::Failure;
use super::folder::Folder;
use super::output::Batch;

/// The file of the losses.
pub const LOSSES: &str = "losses.svg";

/// Room for a number and for the words beside the cells, in CSS pixels.
const CELL: f64 = 50.0;
const LABELS: f64 = 120.0;
const NARROWEST: f64 = 400.0;
/// About as wide as a screen: with more columns the cells give way.
const WIDEST: f64 = 1600.0;
const LOSSES_SIZE: (f64, f64) = (800.0, 420.0);

/// The names of the figures' files.
pub fn names(sentences: usize) -> impl Iterator<Item = String> {
    let pictures = |sentence| Picture::ALL.map(|picture| name(sentence, picture));
    (0..sentences).flat_map(pictures).chain([LOSSES.to_owned()])
}

/// Draws everything, on light paper.
pub fn add(
    batch: &mut Batch,
    folder: &Folder,
    trainer: &Trainer,
    traces: &[Trace<f32>],
) -> Result<(), Failure> {
    let theme = Theme::light(1.0);
    let mut add = |name: String, drawn: Result<String, FigureError>| {
        let svg = drawn.map_err(Failure::bad_input)?;
        batch.add(folder.file(&name), |file| file.write_all(svg.as_bytes()))
    };
    let corpus = trainer.corpus();
    for (index, (sentence, trace)) in corpus.sentences().iter().zip(traces).enumerate() {
        for picture in Picture::ALL {
            let map = picture.heat_map(corpus, sentence, trace);
            add(name(index, picture), heat_map_svg(&map, width(&map), &theme))?;
        }
    }
    let curve = loss_curve(trainer, traces, Scale::Linear);
    let (width, height) = LOSSES_SIZE;
    add(LOSSES.into(), loss_curve_svg(&curve, width, height, &theme))
}

/// Sentences are counted from 1, as people do.
fn name(sentence: usize, picture: Picture) -> String {
    format!("{}-{}.svg", sentence + 1, picture.name())
}

fn width(map: &HeatMap) -> f64 {
    (LABELS + CELL * map.columns.len() as f64).clamp(NARROWEST, WIDEST)
}
