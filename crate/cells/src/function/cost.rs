//! What work costs at most. Loops pay for each of their turns, and whatever a turn does besides inner loops is known
//! before: so functions pay nothing themselves, though a thousand calls may hide behind one.

use naga::{Block, Statement};

use super::Body;

/// So many bytes that are cleared cost as much as a call.
pub(super) const BYTES_OF_A_CALL: u32 = 256;
/// More than any fuel.
const MOST: u32 = i32::MAX as u32;

/// The sum of two costs.
pub(super) fn plus(one: u32, other: u32) -> u32 {
    one.saturating_add(other).min(MOST)
}

impl Body<'_> {
    /// What a block costs apart from the loops in it, which pay by turns.
    pub(super) fn straight(&self, block: &Block) -> u32 {
        let cost = |statement: &Statement| match statement {
            Statement::Call { function, .. } => self.costs[function.index()],
            Statement::Block(block) => self.straight(block),
            Statement::If { accept, reject, .. } => self.straight(accept).max(self.straight(reject)),
            Statement::Switch { cases, .. } => {
                cases.iter().map(|case| self.straight(&case.body)).max().unwrap_or(0)
            }
            _ => 0,
        };
        block.iter().map(cost).fold(0, plus)
    }
}
