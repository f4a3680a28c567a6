//! The pictures of a run: matrices of the head as heat maps, of one sentence or of what is different between two, and
//! the losses.

use crate::figure::{Cells, Curve, Dots, HeatMap, LossCurve, Marker, Range, Scale, isolated, largest};
use crate::matrix::{MASKED, Matrix, is_masked};
use crate::model::activations::{Activation, Numbers};
use crate::model::causal_mask;
use crate::model::size::Size;
use crate::model::trace::{Trace, mean_loss};
use crate::numbers;
use crate::task::corpus::{Corpus, Sentence};
use crate::task::printed;
use crate::train::course::Course;

/// The matrices that files and page show as pictures: the notebook's three first.
pub const PICTURES: [Activation; 6] = [
    Activation::Probability,
    Activation::Attention,
    Activation::Value,
    Activation::Score,
    Activation::Query,
    Activation::Key,
];

/// Why the first row of the attention weights is 1 and nothing else.
const ONLY_ITSELF: &str = "place 0 can look only at itself";

/// Matrices whose colours reach equally far: what is added up in the end, and what is multiplied with each other.
const ALIKE: [&[Activation]; 2] = [
    &[Activation::Input, Activation::Output, Activation::Skip, Activation::Logit],
    &[Activation::Query, Activation::Key],
];

impl Activation {
    /// Whether its numbers are shares of a whole, from 0 to 1; else they have a sign.
    pub fn is_share(self) -> bool {
        self.about().numbers == Numbers::Share
    }

    /// Its numbers as they are shown; [`MASKED`] where a place may not look.
    pub fn shown(self, trace: &Trace<f32>) -> Matrix<f32> {
        let head = &trace.layers[0];
        match self {
            Self::Mask => causal_mask(trace.x.rows),
            // Without the skip connection the logits are the output.
            Self::Skip if head.logits == head.output => Matrix::zeros(trace.x.rows, trace.x.columns),
            Self::Skip => trace.x.clone(),
            Self::Score | Self::Attention => trace.matrix(self, 0).map(masked).unwrap_or_default(),
            _ => trace.matrix(self, 0).cloned().unwrap_or_default(),
        }
    }

    /// The numbers of one sentence minus those of another, place by place, as they are printed: what is printed as the
    /// same is the same, and the three pictures can be checked against each other by eye. `None` if they have not the
    /// same shape, that is, if one sentence is longer. Masked in one is masked in the difference.
    pub fn difference(self, [one, other]: [&Trace<f32>; 2]) -> Option<Matrix<f32>> {
        let (mut one, other) = (self.shown(one), self.shown(other));
        if (one.rows, one.columns) != (other.rows, other.columns) {
            return None;
        }
        for (value, &other) in one.values.iter_mut().zip(&other.values) {
            if !is_masked(*value) {
                *value = numbers::difference(*value, other, self.about().decimals) as f32;
            }
        }
        Some(one)
    }

    /// The largest difference between two traces in the row of a place, as the picture of their difference prints it;
    /// `None` if there is no such row or no such picture. Masked cells do not differ.
    pub fn row_difference(self, traces: [&Trace<f32>; 2], place: usize) -> Option<f32> {
        let differences = self.difference(traces)?;
        let row = (place < differences.rows).then(|| differences.row(place))?;
        Some(largest(row))
    }

    /// Draws one sentence's matrix as the notebook does: its labels, title and decimals.
    pub fn heat_map(self, corpus: &Corpus, sentence: &Sentence, trace: &Trace<f32>) -> HeatMap {
        let values = self.shown(trace);
        let range = match self {
            _ if self.is_share() => Range::Fixed(0.0, 1.0),
            Self::Value => Range::OfTheValues,
            _ => Range::Signed(largest(&values.values)),
        };
        let map = self.map(corpus, corpus.words(&sentence.tokens).map(isolated), values, range);
        let alone = if self == Self::Attention { ONLY_ITSELF } else { "" };
        let title = format!("{}, head size {}", map.title, trace.layers[0].q.columns);
        HeatMap { title, alone: alone.into(), ..map }
    }

    /// Draws the difference of two sentences of the same length; where their words differ, a label has both.
    pub fn difference_map(
        self,
        corpus: &Corpus,
        [one, other]: [&Sentence; 2],
        traces: [&Trace<f32>; 2],
    ) -> Option<HeatMap> {
        let values = self.difference(traces)?;
        let range = Range::Signed(largest(&values.values));
        let words = corpus
            .words(&one.tokens)
            .zip(corpus.words(&other.tokens))
            .map(|(one, other)| (isolated(one), isolated(other)))
            .map(|(one, other)| if one == other { one } else { format!("{one}/{other}") });
        Some(self.map(corpus, words, values, range))
    }

    /// Its range beside the other matrices of the same moment: those that are alike reach equally far.
    pub fn range_among_others(self, trace: &Trace<f32>) -> Range {
        if self.is_share() { Range::Fixed(0.0, 1.0) } else { Range::Signed(self.reach(trace)) }
    }

    /// Its cells alone, without words and numbers, coloured in this range.
    pub fn cells(self, trace: &Trace<f32>) -> Cells {
        Cells { values: self.shown(trace), range: self.range_among_others(trace) }
    }

    fn reach(self, trace: &Trace<f32>) -> f32 {
        let alike = ALIKE.into_iter().find(|alike| alike.contains(&self)).unwrap_or_default();
        let matrices = alike.iter().chain([&self]).filter_map(|&one| trace.matrix(one, 0));
        matrices.map(|matrix| largest(&matrix.values)).fold(0.0, f32::max)
    }

    fn map(
        self,
        corpus: &Corpus,
        words: impl Iterator<Item = String>,
        values: Matrix<f32>,
        range: Range,
    ) -> HeatMap {
        let about = self.about();
        let places: Vec<String> = words.enumerate().map(|(place, word)| format!("{place} {word}")).collect();
        let columns = match about.columns {
            Size::Places | Size::Positions => places.clone(),
            Size::Vocabulary | Size::Embedding => {
                corpus.vocabulary().iter().map(|word| isolated(word)).collect()
            }
            Size::HeadSize => (0..values.columns).map(|component| component.to_string()).collect(),
        };
        let [row_axis, column_axis] = about.axes.map(String::from);
        HeatMap {
            title: about.title.into(),
            row_axis,
            column_axis,
            rows: places,
            columns,
            values,
            decimals: about.decimals,
            alone: String::new(),
            range,
        }
    }
}

/// Scores or weights, T x T, with [`MASKED`] where a place may not look: at what comes after it. Told by the place and
/// not by the score, which overflows to minus infinity too.
fn masked(matrix: &Matrix<f32>) -> Matrix<f32> {
    let number = |row, column| if column > row { MASKED } else { matrix[(row, column)] };
    Matrix::from_fn(matrix.rows, matrix.columns, number)
}

/// So many sentences have a curve each; of more the chosen ones have, beside the mean of all and a band around it.
const MOST_CURVES: usize = 4;
/// Of a long run the mean and the band have no more points than this.
const MOST_POINTS: usize = 1000;

/// The losses of the sentences over the whole run, and where in it the weights of `traces` are: at the end of the lines,
/// or marked on them. `chosen` are the sentences that have a curve even among many.
pub fn loss_curve(course: &Course, traces: &[Trace<f32>], scale: Scale, chosen: &[usize]) -> LossCurve {
    let &Course { settings, corpus, losses, shown_step, ref learning_rates } = course;
    let sentences = corpus.sentences().len();
    let epoch = |step: u64| step as f64 / sentences as f64;
    let looks_back = course.looks_back();
    let now = epoch(shown_step);
    let point = |epoch: f64, loss: f32| (epoch, f64::from(loss));
    let is_each = sentences <= MOST_CURVES;
    let shown: Vec<usize> = if is_each { (0..sentences).collect() } else { chosen.to_vec() };
    let curve = |(index, sentence): (usize, &Sentence)| Curve {
        label: isolated(&corpus.words(&sentence.tokens[1..]).collect::<Vec<_>>().join(" ")),
        points: losses
            .iter()
            .skip(index)
            .step_by(sentences)
            .enumerate()
            .map(|(epoch, &loss)| point(epoch as f64, loss))
            .chain(traces.get(index).filter(|_| !looks_back).map(|trace| point(now, trace.loss)))
            .collect(),
    };
    let printed = printed::points(settings, corpus);
    let mut curves: Vec<_> = shown.iter().map(|&index| curve((index, &corpus.sentences()[index]))).collect();
    let mut marked: Vec<f64> = shown.iter().map(|&index| f64::from(traces[index].loss)).collect();
    let mut band = Vec::new();
    if !is_each {
        let whole: Vec<_> = losses.chunks_exact(sentences).collect();
        let every = whole.len().div_ceil(MOST_POINTS).max(1);
        let rows = whole.into_iter().enumerate().step_by(every);
        let now = (!looks_back).then(|| traces.iter().map(|trace| trace.loss).collect::<Vec<_>>());
        let rows =
            rows.map(|(at, row)| (at as f64, row)).chain(now.as_deref().map(|row| (epoch(shown_step), row)));
        let mean = |row: &[f32]| row.iter().map(|&loss| f64::from(loss)).sum::<f64>() / row.len() as f64;
        let rows: Vec<_> = rows.collect();
        band = rows
            .iter()
            .map(|&(at, row)| {
                let ends =
                    [f32::min, f32::max].map(|end| row.iter().copied().reduce(end).unwrap_or(f32::NAN));
                (at, f64::from(ends[0]), f64::from(ends[1]))
            })
            .collect();
        let points = rows.into_iter().map(|(at, row)| (at, mean(row))).collect();
        curves.push(Curve { label: format!("mean of all {sentences}"), points });
        marked.push(mean_loss(traces));
    }
    LossCurve {
        curves,
        band,
        floor: Some(corpus.loss_floor()),
        epochs: f64::from(settings.epochs),
        scale,
        dots: (!printed.is_empty()).then(|| Dots {
            label: "as the notebook prints it".into(),
            sentence: printed::SENTENCE,
            points: printed,
        }),
        before: None,
        marker: looks_back.then_some(Marker { epoch: now, losses: marked }),
        changes: learning_rates
            .iter()
            .skip(1)
            .map(|&(step, rate)| (epoch(step), format!("learning rate {rate}")))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::activations::ACTIVATIONS;
    use crate::model::architecture::Architecture;
    use crate::task::settings::Settings;

    #[test]
    fn every_matrix_is_drawn_with_its_labels() {
        let corpus = Corpus::notebook();
        let architecture = Architecture::new(&Settings::default(), &corpus);
        let trace = Trace::zeros(&architecture, 5);
        for about in ACTIVATIONS {
            let map = about.activation.heat_map(&corpus, &corpus.sentences()[0], &trace);
            let columns = about.columns.of(&architecture, 5);
            assert_eq!((map.values.rows, map.values.columns), (5, columns), "{}", about.name);
            assert_eq!((map.rows.len(), map.columns.len()), (5, columns));
        }
    }

    #[test]
    fn a_skip_that_is_left_out_adds_nothing() {
        let architecture = Architecture::new(&Settings::default(), &Corpus::notebook());
        let mut trace = Trace::<f32>::zeros(&architecture, 5);
        trace.x.values.fill(2.0);
        trace.layers[0].logits.values.fill(2.0);
        assert!(Activation::Skip.shown(&trace).values.iter().all(|&value| value == 2.0));
        trace.layers[0].logits.values.fill(0.0);
        assert!(Activation::Skip.shown(&trace).values.iter().all(|&value| value == 0.0));
    }
}
