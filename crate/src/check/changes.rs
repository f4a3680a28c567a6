//! What of the forward pass is another than it was shipped, matrix by matrix.

use crate::engine::EngineError;
use crate::engine::cells::{Passes, Setup};
use crate::engine::gpu::sources::Sources;
use crate::model::activations::Activation;
use crate::model::causal_mask;

/// How far a matrix is from the shipped one, over all sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The matrix; none for the loss.
    pub activation: Option<Activation>,
    /// Its layer, from 0.
    pub layer: usize,
    /// The largest difference; NaN where one of them is not finite.
    pub difference: f64,
    /// The largest number of the shipped one.
    pub largest: f64,
}

impl Change {
    /// Its name in JSON and the shaders.
    pub fn name(&self) -> String {
        self.activation.map_or_else(|| "loss".to_owned(), |activation| activation.array(self.layer))
    }

    fn take(&mut self, found: f64, shipped: f64) {
        if shipped.is_finite() {
            self.largest = self.largest.max(shipped.abs());
        }
        // What is masked in both is the same.
        let difference = if found == shipped { 0.0 } else { (found - shipped).abs() };
        if !self.difference.is_nan() && (difference > self.difference || difference.is_nan()) {
            self.difference = difference;
        }
    }
}

/// Compares the traces of the sentences; nothing where no shader is edited.
pub(super) fn find(
    setup: &Setup,
    parameters: &[f64],
    sentences: &[usize],
) -> Result<Vec<Change>, EngineError> {
    if !setup.sources.are_edited() {
        return Ok(Vec::new());
    }
    let shipped = Sources::default();
    let mut edited = Passes::open(setup)?;
    let mut shipped = Passes::open(&Setup { sources: &shipped, ..*setup })?;
    let mut found: Vec<Change> = Vec::new();
    for &sentence in sentences {
        let mask = causal_mask(setup.corpus.sentences()[sentence].len());
        let new = edited.trace(parameters, sentence, &mask)?;
        let old = shipped.trace(parameters, sentence, &mask)?;
        if found.is_empty() {
            let of = |activation, layer| Change { activation, layer, difference: 0.0, largest: 0.0 };
            found = new.matrices().map(|(activation, layer, _)| of(Some(activation), layer)).collect();
            found.push(of(None, 0));
        }
        for (change, ((.., new), (.., old))) in found.iter_mut().zip(new.matrices().zip(old.matrices())) {
            new.values.iter().zip(&old.values).for_each(|(&new, &old)| change.take(new, old));
        }
        if let Some(loss) = found.last_mut() {
            loss.take(new.loss, old.loss);
        }
    }
    Ok(found)
}
