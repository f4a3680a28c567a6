//! The sizes of a step, as far as they are known to the compiler.

use super::vector::vectors;

/// The sizes of a step. Where they are constants, the compiler unrolls the loops over them.
pub(super) trait Sizes: Copy {
    /// V, and also E.
    fn vocabulary(self) -> usize;
    /// T of this sentence.
    fn length(self) -> usize;
    /// Vectors in a row of T values.
    fn place_vectors(self) -> usize;
    /// Vectors in a row of V values.
    fn vocabulary_vectors(self) -> usize;
    /// Vectors in a row of 2 H values.
    fn pair_vectors(self) -> usize;
    /// Whether all of them are constants.
    fn are_known(self) -> bool;
    /// [`apart`], unless all of them are constants, of which the compiler makes more where it sees them.
    #[inline(always)]
    fn apart_if_open<R>(self, part: impl FnOnce() -> R) -> R {
        if self.are_known() { part() } else { apart(part) }
    }
    /// Vectors in a row of H values.
    fn head_vectors(self) -> usize {
        self.pair_vectors().div_ceil(2)
    }
}

/// Vectors in a row of `positions` values: an odd number, so that a column's values do not all
/// compete for the same few lines of the processor's cache.
pub(super) fn place_vectors(positions: usize) -> usize {
    vectors(positions) | 1
}

/// The sizes as they are known when the program runs.
#[derive(Clone, Copy)]
pub(super) struct Given {
    pub vocabulary: usize,
    pub head_size: usize,
    pub positions: usize,
    pub length: usize,
}

/// What stands for a size that is only known when the program runs.
const OPEN: usize = 0;

/// Sizes of which some are known when the program is compiled, the others are 0: V, T of all
/// sentences, vectors in a row of V values, vectors in a row of 2 H values.
#[derive(Clone, Copy)]
pub(super) struct Known<const V: usize, const T: usize, const V_VECTORS: usize, const PAIR_VECTORS: usize>(
    pub Given,
);

impl<const V: usize, const T: usize, const V_VECTORS: usize, const PAIR_VECTORS: usize> Sizes
    for Known<V, T, V_VECTORS, PAIR_VECTORS>
{
    #[inline(always)]
    fn vocabulary(self) -> usize {
        if V == OPEN { self.0.vocabulary } else { V }
    }

    #[inline(always)]
    fn length(self) -> usize {
        if T == OPEN { self.0.length } else { T }
    }

    #[inline(always)]
    fn place_vectors(self) -> usize {
        place_vectors(if T == OPEN { self.0.positions } else { T })
    }

    #[inline(always)]
    fn vocabulary_vectors(self) -> usize {
        if V_VECTORS == OPEN { vectors(self.0.vocabulary) } else { V_VECTORS }
    }

    #[inline(always)]
    fn pair_vectors(self) -> usize {
        if PAIR_VECTORS == OPEN { vectors(2 * self.0.head_size) } else { PAIR_VECTORS }
    }

    #[inline(always)]
    fn are_known(self) -> bool {
        ![V, T, V_VECTORS, PAIR_VECTORS].contains(&OPEN)
    }
}

/// Does a part of the step. In the page it is a function of its own: one for all who call it is less to download, and
/// browsers make better code, and sooner, of several functions than of one large one.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
pub(super) fn apart<R>(part: impl FnOnce() -> R) -> R {
    part()
}
