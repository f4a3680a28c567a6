//! Every matrix of one sentence's way through the head, named and shaped.
//!
//! Whatever is drawn, explained, exported or tested is read from a [`Trace`].

use std::iter::once;

use num_traits::Float;

use super::activations::Activation;
use super::architecture::Architecture;
use crate::matrix::Matrix;

/// The forward pass of one sentence of T places.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace<F> {
    /// Input of the first layer, T x E: token embedding plus position embedding.
    pub x: Matrix<F>,
    /// What each layer leaves; the notebook has one.
    pub layers: Vec<LayerTrace<F>>,
    /// Predicted probabilities of the next token, T x V. Rows sum to 1.
    pub probabilities: Matrix<F>,
    /// Mean over the T places of -ln p(target), in nats.
    pub loss: F,
}

/// The forward pass of one sentence through one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerTrace<F> {
    /// Queries, T x H.
    pub q: Matrix<F>,
    /// Keys, T x H.
    pub k: Matrix<F>,
    /// Values, T x V.
    pub v: Matrix<F>,
    /// Scaled products of query (row) and key (column), T x T; minus infinity where masked.
    pub scores: Matrix<F>,
    /// Attention weights, T x T: row t says where place t looks. Rows sum to 1.
    pub attention: Matrix<F>,
    /// What the head adds, T x V: values weighed by attention.
    pub output: Matrix<F>,
    /// Output plus, with the skip connection, the layer's input; T x V. Those of the last layer are the logits, those
    /// of another are the input of the next.
    pub logits: Matrix<F>,
}

impl<F: Float> Trace<F> {
    /// A trace of `length` places, to be filled by the forward pass.
    pub fn zeros(architecture: &Architecture, length: usize) -> Self {
        let matrix = |activation: Activation| {
            Matrix::zeros(length, activation.about().columns.of(architecture, length))
        };
        let layer = LayerTrace {
            q: matrix(Activation::Query),
            k: matrix(Activation::Key),
            v: matrix(Activation::Value),
            scores: matrix(Activation::Score),
            attention: matrix(Activation::Attention),
            output: matrix(Activation::Output),
            logits: matrix(Activation::Logit),
        };
        Self {
            x: matrix(Activation::Input),
            layers: vec![layer; architecture.layers],
            probabilities: matrix(Activation::Probability),
            loss: F::zero(),
        }
    }
}

impl<F: Float> Trace<F> {
    /// The loss and then every matrix, row by row.
    pub fn numbers(&self) -> Vec<F> {
        let matrices = self.matrices().flat_map(|(.., matrix)| &matrix.values);
        std::iter::once(&self.loss).chain(matrices).copied().collect()
    }

    /// Takes the numbers of a sentence of `length` places from the beginning of `numbers`; `None` if there are too few.
    pub fn read(architecture: &Architecture, length: usize, numbers: &mut &[F]) -> Option<Self> {
        let mut trace = Self::zeros(architecture, length);
        trace.loss = *numbers.split_off_first()?;
        for matrix in trace.matrices_mut() {
            let values = numbers.split_off(..matrix.values.len())?;
            matrix.values.copy_from_slice(values);
        }
        Some(trace)
    }
}

impl<F> Trace<F> {
    /// A matrix of a layer; `None` for those that are not kept. Panics if there is no such layer.
    pub fn matrix(&self, activation: Activation, layer: usize) -> Option<&Matrix<F>> {
        let of_layer = &self.layers[layer];
        Some(match activation {
            Activation::Input => &self.x,
            Activation::Query => &of_layer.q,
            Activation::Key => &of_layer.k,
            Activation::Value => &of_layer.v,
            Activation::Score => &of_layer.scores,
            Activation::Attention => &of_layer.attention,
            Activation::Output => &of_layer.output,
            Activation::Logit => &of_layer.logits,
            Activation::Probability => &self.probabilities,
            Activation::Mask | Activation::Skip => return None,
        })
    }

    /// What a layer reads: the input, or what the layer before has left. Panics if there is no such layer.
    pub fn input(&self, layer: usize) -> &Matrix<F> {
        if layer == 0 { &self.x } else { &self.layers[layer - 1].logits }
    }

    /// The logits, T x V: what the last layer has left.
    pub fn logits(&self) -> &Matrix<F> {
        self.input(self.layers.len())
    }

    /// The matrices in the same order, to be filled.
    pub fn matrices_mut(&mut self) -> impl Iterator<Item = &mut Matrix<F>> {
        let of_layers = self.layers.iter_mut().flat_map(|layer| {
            let LayerTrace { q, k, v, scores, attention, output, logits } = layer;
            [q, k, v, scores, attention, output, logits]
        });
        once(&mut self.x).chain(of_layers).chain(once(&mut self.probabilities))
    }

    /// Every matrix with what it is and its layer, in the order of computation.
    pub fn matrices(&self) -> impl Iterator<Item = (Activation, usize, &Matrix<F>)> {
        let order = order(self.layers.len()).into_iter();
        order.filter_map(|(activation, layer)| Some((activation, layer, self.matrix(activation, layer)?)))
    }
}

/// What a trace of so many layers holds, in the order of computation: with each matrix its layer, 0 also for those that
/// are no layer's.
pub fn order(layers: usize) -> Vec<(Activation, usize)> {
    let of_a_layer = || Activation::of_a_trace().filter(|activation| activation.is_of_a_layer());
    let mut order = vec![(Activation::Input, 0)];
    order.extend((0..layers).flat_map(|layer| of_a_layer().map(move |activation| (activation, layer))));
    order.push((Activation::Probability, 0));
    order
}

/// The mean of the sentences' losses, in nats.
pub fn mean_loss(traces: &[Trace<f32>]) -> f64 {
    traces.iter().map(|trace| f64::from(trace.loss)).sum::<f64>() / traces.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::corpus::Corpus;
    use crate::task::settings::Settings;

    #[test]
    fn every_matrix_stands_in_its_order_and_has_its_shape() {
        let notebook = Architecture::new(&Settings::default(), &Corpus::notebook());
        for layers in [1, 2] {
            let architecture = Architecture { layers, ..notebook };
            let mut trace = Trace::<f32>::zeros(&architecture, 4);
            for (index, matrix) in trace.matrices_mut().enumerate() {
                matrix.values.fill(index as f32);
            }
            for (index, (activation, _, matrix)) in trace.matrices().enumerate() {
                let about = activation.about();
                let columns = about.columns.of(&architecture, 4);
                assert_eq!(
                    (matrix.rows, matrix.columns, matrix.values[0]),
                    (4, columns, index as f32),
                    "{}",
                    about.name
                );
            }
            assert_eq!(trace.matrices().count(), 2 + 7 * layers);
        }
        let kept: Vec<_> = Activation::of_a_trace().map(|activation| (activation, 0)).collect();
        assert_eq!(order(1), kept);
    }
}
