//! Which colours the pictures of a run have, all of one kind the same, while the run goes on.

use super::pictures::PICTURES;
use crate::figure::{Range, Reach, largest};
use crate::matrix::Matrix;
use crate::model::activations::Activation;

/// The ranges of every picture: one for all sentences, so that they can be compared, and one for their difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Colours {
    shared: [[Shared; 2]; PICTURES.len()],
    /// Spans the numbers of the moment, instead of a range that stays.
    pub fit: bool,
    /// Gives values the one hue of the notebook's third figure, instead of two, for and against a word.
    pub notebook_values: bool,
}

/// What is remembered of the pictures that share a range.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shared {
    reach: Reach,
    now: (f32, f32),
}

impl Default for Colours {
    fn default() -> Self {
        let shared = PICTURES.map(|picture| {
            let one = Shared { reach: Reach::new(usual(picture)), now: (0.0, 0.0) };
            [one, one]
        });
        Self { shared, fit: false, notebook_values: false }
    }
}

impl Colours {
    /// Takes note of the numbers of a moment: of all sentences together, or of their difference.
    pub fn cover<'a>(
        &mut self,
        picture: Activation,
        difference: bool,
        matrices: impl IntoIterator<Item = &'a Matrix<f32>>,
    ) {
        let one = &mut self.shared[index(picture)][usize::from(difference)];
        let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
        for matrix in matrices {
            one.reach.cover(&matrix.values);
            for &value in matrix.values.iter().filter(|value| value.is_finite()) {
                (low, high) = (low.min(value), high.max(value));
            }
        }
        one.now = if low <= high { (low, high) } else { (0.0, 0.0) };
    }

    /// The range of a picture, or of its difference.
    pub fn range(&self, picture: Activation, difference: bool) -> Range {
        let Shared { reach, now: (low, high) } = self.shared[index(picture)][usize::from(difference)];
        let one_hue = picture.is_share() || picture == Activation::Value && self.notebook_values;
        match (difference || !one_hue, self.fit) {
            (true, true) => Range::Signed(largest(&[low, high])),
            (true, false) => Range::Signed(reach.limit()),
            (false, true) => Range::Fixed(low, high),
            (false, false) if picture.is_share() => Range::Fixed(0.0, 1.0),
            (false, false) => Range::Fixed(-reach.limit(), reach.limit()),
        }
    }

    /// For another run.
    pub fn renew(&mut self) {
        for one in self.shared.as_flattened_mut() {
            one.reach.renew();
        }
    }
}

/// Where the colours of a picture are kept. Panics if it is none of [`PICTURES`].
fn index(picture: Activation) -> usize {
    PICTURES.iter().position(|&other| other == picture).expect("one of the pictures")
}

/// As far as the numbers of most finished runs of the notebook's model reach, so that the reach seldom has to grow.
fn usual(picture: Activation) -> f32 {
    match picture {
        Activation::Value => 6.0,
        Activation::Score => 20.0,
        Activation::Query | Activation::Key => 5.0,
        _ => 1.0,
    }
}
