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
    /// Vectors in a row of H values.
    fn head_vectors(self) -> usize;
    /// Vectors in a row of V values.
    fn vocabulary_vectors(self) -> usize {
        vectors(self.vocabulary())
    }
}

/// Sizes that are known when the program is compiled; all sentences have T places.
#[derive(Clone, Copy)]
pub(super) struct Fixed<const V: usize, const T: usize, const H_VECTORS: usize>;

impl<const V: usize, const T: usize, const H_VECTORS: usize> Sizes for Fixed<V, T, H_VECTORS> {
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
        vectors(T)
    }

    #[inline(always)]
    fn head_vectors(self) -> usize {
        H_VECTORS
    }
}

/// Any sizes whose rows over the vocabulary and over H have a known number of vectors.
#[derive(Clone, Copy)]
pub(super) struct Narrow<const V_VECTORS: usize, const H_VECTORS: usize>(pub Any);

impl<const V_VECTORS: usize, const H_VECTORS: usize> Sizes for Narrow<V_VECTORS, H_VECTORS> {
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
    fn head_vectors(self) -> usize {
        H_VECTORS
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
        vectors(self.positions)
    }

    fn head_vectors(self) -> usize {
        vectors(self.head_size)
    }
}
