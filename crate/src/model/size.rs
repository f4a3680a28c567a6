//! The sizes of a model, by their letters in the formulas.

use super::architecture::Architecture;

/// What the rows or the columns of a matrix count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// T, the places of a sentence.
    Places,
    /// P, the places of the longest sentence: the rows of the position embedding.
    Positions,
    /// V, the words of the vocabulary.
    Vocabulary,
    /// E, the numbers of an embedding; one for each word, since E = V.
    Embedding,
    /// H, the numbers of a query or a key.
    HeadSize,
}

impl Size {
    /// Its letter in formulas.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Places => "T",
            Self::Positions => "P",
            Self::Vocabulary => "V",
            Self::Embedding => "E",
            Self::HeadSize => "H",
        }
    }

    /// Its name in the shaders, where T is what it is at most.
    pub fn wgsl(self) -> &'static str {
        match self {
            Self::Places => "length",
            Self::Positions => "T",
            Self::Vocabulary | Self::Embedding | Self::HeadSize => self.letter(),
        }
    }

    /// How many there are, in a sentence of `length` places.
    pub fn of(self, architecture: &Architecture, length: usize) -> usize {
        match self {
            Self::Places => length,
            Self::Positions => architecture.positions,
            Self::Vocabulary | Self::Embedding => architecture.vocabulary,
            Self::HeadSize => architecture.head_size,
        }
    }

    /// How many there are at most: in the longest sentence.
    pub fn most(self, architecture: &Architecture) -> usize {
        self.of(architecture, architecture.positions)
    }
}
