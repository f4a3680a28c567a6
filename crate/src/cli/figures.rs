//! The figures as files: the notebook's three, scores, queries and keys for each sentence, and the losses.

use attention_lab::figure::{FigureError, HeatMap, Scale, Theme, heat_map_svg, loss_curve_svg};
use attention_lab::model::activations::Activation;
use attention_lab::model::trace::Trace;
use attention_lab::show::pictures::{PICTURES, loss_curve};
use attention_lab::train::trainer::Trainer;

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

/// Of how many sentences there are figures, unless a person asks otherwise: more bury the few that matter.
pub const USUAL: usize = 20;

/// Which sentences have figures: the first so many of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// How many have.
    pub first: usize,
    /// How many there are.
    pub of: usize,
}

impl Drawn {
    /// As many as were asked for, `None` if nothing was.
    pub fn new(asked: Option<usize>, sentences: usize) -> Self {
        Self { first: asked.unwrap_or(USUAL).min(sentences), of: sentences }
    }

    /// The names of all figures' files.
    pub fn names(self) -> impl Iterator<Item = String> {
        let pictures = move |sentence| PICTURES.map(|picture| self.name(sentence, picture));
        (0..self.first).flat_map(pictures).chain([LOSSES.to_owned()])
    }

    /// How many figures of sentences there are.
    pub fn figures(self) -> usize {
        self.first * PICTURES.len()
    }

    /// Sentences are counted from 1, as people do; with zeros before, so that a list of the files is in their order.
    pub fn name(self, sentence: usize, picture: Activation) -> String {
        let digits = self.of.to_string().len();
        format!("{:0digits$}-{}.svg", sentence + 1, picture.about().name)
    }
}

/// Draws the figures of these sentences and the losses, on light paper.
pub fn add(
    batch: &mut Batch,
    folder: &Folder,
    trainer: &Trainer,
    traces: &[Trace<f32>],
    drawn: Drawn,
) -> Result<(), Failure> {
    let theme = Theme::light(1.0);
    let mut add = |name: String, drawn: Result<String, FigureError>| {
        let svg = drawn.map_err(Failure::bad_input)?;
        batch.add(folder.file(&name), |file| file.write_all(svg.as_bytes()))
    };
    let corpus = trainer.corpus();
    for (index, (sentence, trace)) in corpus.sentences().iter().zip(traces).enumerate().take(drawn.first) {
        for picture in PICTURES {
            let map = picture.heat_map(corpus, sentence, trace);
            add(drawn.name(index, picture), heat_map_svg(&map, width(&map), &theme))?;
        }
    }
    let curve = loss_curve(trainer, traces, Scale::Linear, &trainer.corpus().first_pair().different());
    let (width, height) = LOSSES_SIZE;
    add(LOSSES.into(), loss_curve_svg(&curve, width, height, &theme))
}

fn width(map: &HeatMap) -> f64 {
    (LABELS + CELL * map.columns.len() as f64).clamp(NARROWEST, WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_the_files_is_in_the_order_of_the_sentences() {
        for (sentences, first) in
            [(2, "1-probabilities.svg"), (11, "01-probabilities.svg"), (500, "001-probabilities.svg")]
        {
            let drawn = Drawn::new(Some(usize::MAX), sentences);
            let names: Vec<_> = (0..sentences).map(|sentence| drawn.name(sentence, PICTURES[0])).collect();
            assert!(names.is_sorted() && names[0] == first, "{names:?}");
            assert_eq!((drawn.figures(), drawn.names().count()), (6 * sentences, 6 * sentences + 1));
        }
    }

    #[test]
    fn many_sentences_do_not_fill_a_folder_unasked() {
        assert_eq!(Drawn::new(None, 2), Drawn { first: 2, of: 2 });
        assert_eq!(Drawn::new(None, 500).names().count(), 121);
        assert_eq!(Drawn::new(Some(0), 500).names().collect::<Vec<_>>(), [LOSSES]);
    }
}
