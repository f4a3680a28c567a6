//! The matrices on the way through the head, each once: what it is called, where and how large it is, and what
//! kind of numbers it holds. Shaders, traces, files, pictures and the page read it here.
//!
//! ```
//! use attention_lab::model::activations::Activation;
//!
//! let [query, key] = [Activation::Query, Activation::Key].map(Activation::about);
//! assert_eq!((query.title, query.array, query.columns.letter()), ("Queries", "q", "H"));
//! assert_eq!(query.columns, key.columns);
//! ```

use super::size::Size;

/// A matrix of one sentence, with a row for each of its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// x, T x E.
    Input,
    /// q, T x H.
    Query,
    /// k, T x H.
    Key,
    /// v, T x V.
    Value,
    /// s, T x T.
    Score,
    /// The mask, T x T.
    Mask,
    /// a, T x T.
    Attention,
    /// o, T x V.
    Output,
    /// What the skip connection adds, T x V.
    Skip,
    /// l, T x V.
    Logit,
    /// p, T x V.
    Probability,
}

/// What kind of numbers a matrix holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Shares of a whole, from 0 to 1.
    Share,
    /// With a sign, on both sides of 0.
    Signed,
}

/// Where the numbers of a matrix are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nowhere: they are known from others.
    Nowhere,
    /// In a trace.
    Trace,
    /// In a trace, and while a step is taken also the derivatives of the loss by them.
    Derived,
}

/// What there is to know of a matrix.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Which one this is.
    pub activation: Activation,
    /// Its name in the names of files and in the page.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Its letter in formulas; empty if it has none.
    pub letter: &'static str,
    /// Its name as an array of the shaders, which is its key in the program's JSON.
    pub array: &'static str,
    /// What its columns count.
    pub columns: Size,
    /// What kind of numbers it holds.
    pub numbers: Numbers,
    /// With how many decimals they are printed.
    pub decimals: usize,
    /// What a row does, and what is done to a column.
    pub axes: [&'static str; 2],
    /// Where it is kept.
    pub kept: Kept,
}

/// All of them, in the order of computation.
pub const ACTIVATIONS: [About; 11] = [
    About {
        activation: Activation::Input,
        name: "input",
        title: "Input",
        letter: "x",
        array: "x",
        columns: Size::Embedding,
        numbers: Numbers::Signed,
        decimals: 2,
        axes: ["place", "speaks for"],
        kept: Kept::Derived,
    },
    About {
        activation: Activation::Query,
        name: "query",
        title: "Queries",
        letter: "q",
        array: "q",
        columns: Size::HeadSize,
        numbers: Numbers::Signed,
        decimals: 2,
        axes: ["asks", "number"],
        kept: Kept::Derived,
    },
    About {
        activation: Activation::Key,
        name: "key",
        title: "Keys",
        letter: "k",
        array: "k",
        columns: Size::HeadSize,
        numbers: Numbers::Signed,
        decimals: 2,
        axes: ["is asked", "number"],
        kept: Kept::Derived,
    },
    About {
        activation: Activation::Value,
        name: "value",
        title: "Values",
        letter: "v",
        array: "v",
        columns: Size::Vocabulary,
        numbers: Numbers::Signed,
        decimals: 2,
        axes: ["is looked at", "speaks for"],
        kept: Kept::Derived,
    },
    About {
        activation: Activation::Score,
        name: "scores",
        title: "Scores",
        letter: "s",
        array: "scores",
        columns: Size::Places,
        numbers: Numbers::Signed,
        decimals: 2,
        axes: ["asks", "is asked"],
        kept: Kept::Derived,
    },
    About {
        activation: Activation::Mask,
        name: "mask",
        title: "Mask",
        letter: "",
        array: "mask",
        columns: Size::Places,
        numbers: Numbers::Share,
        decimals: 0,
        axes: ["asks", "is looked at"],
        kept: Kept::Nowhere,
    },
    About {
        activation: Activation::Attention,
        name: "attention",
        title: "Attention weights",
        letter: "a",
        array: "attention",
        columns: Size::Places,
        numbers: Numbers::Share,
        decimals: 2,
        axes: ["asks", "is looked at"],
        kept: Kept::Derived,
    },
    About {
        activation: Activation::Output,
        name: "output",
        title: "Output",
        letter: "o",
        array: "output",
        columns: Size::Vocabulary,
        numbers: Numbers::Signed,
        decimals: 2,
        axes: ["place", "speaks for"],
        // Its derivative is that of the logits.
        kept: Kept::Trace,
    },
    About {
        activation: Activation::Skip,
        name: "skip",
        title: "Skip connection",
        letter: "",
        array: "x",
        columns: Size::Vocabulary,
        numbers: Numbers::Signed,
        decimals: 2,
        axes: ["place", "speaks for"],
        kept: Kept::Nowhere,
    },
    About {
        activation: Activation::Logit,
        name: "logits",
        title: "Logits",
        letter: "l",
        array: "logits",
        columns: Size::Vocabulary,
        numbers: Numbers::Signed,
        decimals: 2,
        axes: ["place", "speaks for"],
        kept: Kept::Derived,
    },
    About {
        activation: Activation::Probability,
        name: "probabilities",
        title: "Output probabilities",
        letter: "p",
        array: "probabilities",
        columns: Size::Vocabulary,
        numbers: Numbers::Share,
        decimals: 3,
        axes: ["after", "comes"],
        kept: Kept::Trace,
    },
];

impl Activation {
    /// What there is to know of it.
    pub fn about(self) -> &'static About {
        &ACTIVATIONS[self as usize]
    }

    /// The matrix of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        ACTIVATIONS.iter().find(|about| about.name == name).map(|about| about.activation)
    }

    /// Those that a trace keeps, in the order of computation.
    pub fn of_a_trace() -> impl Iterator<Item = Self> {
        ACTIVATIONS.iter().filter(|about| about.kept != Kept::Nowhere).map(|about| about.activation)
    }

    /// Whether each layer has one of its own; else there is one before or after all layers.
    pub fn is_of_a_layer(self) -> bool {
        !matches!(self, Self::Input | Self::Probability)
    }

    /// Its name as an array of the shaders; a layer after the first is named.
    pub fn array(self, layer: usize) -> String {
        of_layer(self.about().array, layer)
    }
}

/// What a name is in this layer, counted from 0: in the first as it stands.
pub(super) fn of_layer(name: &str, layer: usize) -> String {
    if layer == 0 { name.to_owned() } else { format!("{name}_{}", layer + 1) }
}

impl About {
    /// Title and letter.
    pub fn full_title(&self) -> String {
        format!("{} {}", self.title, self.letter).trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stands_in_its_place() {
        for (index, about) in ACTIVATIONS.iter().enumerate() {
            assert_eq!(about.activation as usize, index, "{}", about.name);
            assert_eq!(Activation::from_name(about.name), Some(about.activation));
        }
    }
}
