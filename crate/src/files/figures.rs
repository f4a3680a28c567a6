//! The figures as files: the notebook's three, scores, queries and keys for each sentence, and the losses.

use crate::figure::{FigureError, HeatMap, Scale, Theme, heat_map_svg, loss_curve_svg};
use crate::model::activations::Activation;
use crate::show::pictures::{PICTURES, loss_curve};

use super::saved::Saved;

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

impl Saved {
    /// A sentence's matrix as an SVG document, on light paper.
    ///
    /// # Errors
    /// plotters refuses.
    ///
    /// # Panics
    /// There is no such sentence; sentences are counted from 0.
    pub fn figure(&self, sentence: usize, picture: Activation) -> Result<String, FigureError> {
        let corpus = &self.run.corpus;
        let map = picture.heat_map(corpus, &corpus.sentences()[sentence], &self.traces[sentence]);
        heat_map_svg(&map, width(&map), &Theme::light(1.0))
    }

    /// The losses over the epochs as an SVG document, on light paper.
    ///
    /// # Errors
    /// plotters refuses.
    pub fn losses_figure(&self) -> Result<String, FigureError> {
        let chosen = self.run.corpus.first_pair().different();
        let curve = loss_curve(&self.course(), &self.traces, Scale::Linear, &chosen);
        let (width, height) = LOSSES_SIZE;
        loss_curve_svg(&curve, width, height, &Theme::light(1.0))
    }
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
