//! The lane-order check: lanes of a GPU compute in no order, so no number may depend on one.

use attention_lab_cells::Width;

use crate::engine::EngineError;
use crate::engine::cells::{Passes, Setup};
use crate::engine::gpu::spread::Order;
use crate::model::passes::PASSES;

/// What a sentence leaves, bit by bit: forward and backward.
type Bits = (Vec<u32>, Vec<u32>);

/// The parts whose numbers are others when their outputs are computed from the last to the first.
pub(super) fn check(
    setup: &Setup,
    parameters: &[f32],
    sentences: &[usize],
) -> Result<Vec<String>, EngineError> {
    let leave = |order| leave(&Setup { width: Width::Single, order, ..*setup }, parameters, sentences);
    let ascending = leave(Order::Ascending)?;
    if leave(Order::Descending)? == ascending {
        return Ok(Vec::new());
    }
    let forward = PASSES.iter().map(|pass| (pass.forward.name, pass.forward_part()));
    let backward = PASSES
        .iter()
        .flat_map(|pass| pass.backward.iter().map(|function| (function.name, pass.backward_part())));
    let mut found = Vec::new();
    for (function, part) in forward.chain(backward) {
        if leave(Order::DescendingIn(function))? != ascending && !found.contains(&part) {
            found.push(part);
        }
    }
    if found.is_empty() {
        // Only several together do.
        found.extend(setup.sources.edited().map(|(part, _)| part.to_owned()));
    }
    Ok(found)
}

fn leave(setup: &Setup, parameters: &[f32], sentences: &[usize]) -> Result<Vec<Bits>, EngineError> {
    let mut passes = Passes::open(setup)?;
    let bits = |numbers: Vec<f32>| numbers.into_iter().map(f32::to_bits).collect();
    let each = sentences.iter().map(|&sentence| {
        let (loss, gradients) = passes.gradients(parameters, sentence)?;
        let mut forward = passes.activations();
        forward.push(loss);
        Ok((bits(forward), bits(gradients)))
    });
    each.collect()
}
