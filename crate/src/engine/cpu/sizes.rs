//! The sizes of a step: any, or known to the compiler.

use super::vector::vectors;

/// The sizes of a step. Where they are constants, the compiler unrolls the loops over them.
pub(super) trait Sizes: Copy {
    /// V, and also E.
    fn vocabulary(self) -> usize;
    /// T of this sentence.
    fn length(self) -> usize;
    /// Vectors in a row of T values.
    fn place_vectors(self) -> usize;
    /// Vectors in a row of 2 H values.
    fn pair_vectors(self) -> usize;
    /// Vectors in a row of H values.
    fn head_vectors(self) -> usize {
        self.pair_vectors().div_ceil(2)
    }
    /// Vectors in a row of V values.
    fn vocabulary_vectors(self) -> usize {
        vectors(self.vocabulary())
    }
}

/// Vectors in a row of `positions` values: an odd number, so that a column's values do not all
/// compete for the same few lines of the processor's cache.
pub(super) fn place_vectors(positions: usize) -> usize {
    vectors(positions) | 1
}

/// Sizes that are known when the program is compiled; all sentences have T places.
#[derive(Clone, Copy)]
pub(super) struct Fixed<const V: usize, const T: usize, const PAIR_VECTORS: usize>;

impl<const V: usize, const T: usize, const PAIR_VECTORS: usize> Sizes for Fixed<V, T, PAIR_VECTORS> {
    #[inline(always)]
    fn vocabulary(self) -> usize {
        V
    }

    #[inline(always)]
    fn length(self) -> usize {
        T
    }

    #[inline(always)]
    fn place_vectors(self) -> usize {
        place_vectors(T)
    }

    #[inline(always)]
    fn pair_vectors(self) -> usize {
        PAIR_VECTORS
    }
}

/// Sizes of which only H is not known when the program is compiled.
#[derive(Clone, Copy)]
pub(super) struct AnyHead<const V: usize, const T: usize>(pub Any);

impl<const V: usize, const T: usize> Sizes for AnyHead<V, T> {
    #[inline(always)]
    fn vocabulary(self) -> usize {
        V
    }

    #[inline(always)]
    fn length(self) -> usize {
        T
    }

    #[inline(always)]
    fn place_vectors(self) -> usize {
        place_vectors(T)
    }

    #[inline(always)]
    fn pair_vectors(self) -> usize {
        self.0.pair_vectors()
    }
}

/// Any sizes whose rows over the vocabulary and over 2 H have a known number of vectors.
#[derive(Clone, Copy)]
pub(super) struct Narrow<const V_VECTORS: usize, const PAIR_VECTORS: usize>(pub Any);

impl<const V_VECTORS: usize, const PAIR_VECTORS: usize> Sizes for Narrow<V_VECTORS, PAIR_VECTORS> {
    #[inline(always)]
    fn vocabulary(self) -> usize {
        self.0.vocabulary
    }

    #[inline(always)]
    fn length(self) -> usize {
        self.0.length
    }

    #[inline(always)]
    fn place_vectors(self) -> usize {
        self.0.place_vectors()
    }

    #[inline(always)]
    fn pair_vectors(self) -> usize {
        PAIR_VECTORS
    }

    #[inline(always)]
    fn vocabulary_vectors(self) -> usize {
        V_VECTORS
    }
}

/// Any sizes.
#[derive(Clone, Copy)]
pub(super) struct Any {
    pub vocabulary: usize,
    pub head_size: usize,
    pub positions: usize,
    pub length: usize,
}

impl Sizes for Any {
    fn vocabulary(self) -> usize {
        self.vocabulary
    }

    fn length(self) -> usize {
        self.length
    }

    fn place_vectors(self) -> usize {
        place_vectors(self.positions)
    }

    fn pair_vectors(self) -> usize {
        vectors(2 * self.head_size)
    }
}
