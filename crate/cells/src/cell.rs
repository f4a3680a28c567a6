//! What a translated shader is, for whoever runs it.

use std::fmt;
use std::ops::Range;

/// The export that computes: no arguments, no results.
pub const ENTRY: &str = "main";
/// The exported memory.
pub const MEMORY: &str = "memory";
/// An exported i32: how many loop turns and calls are left. It is set before each call of [`ENTRY`].
pub const FUEL: &str = "fuel";
/// An exported i32: after a trap, the number of the [`Site`] that stopped the cell plus 1; 0 if it was none of them.
pub const FAULT: &str = "fault";
/// An exported i32: the index that was out of bounds.
pub const INDEX: &str = "index";

/// How the shader's `f32` is computed and stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// As f32, like a GPU.
    Single,
    /// As f64, for checks that need more digits.
    Double,
}

impl Width {
    /// Bytes of a number.
    pub fn bytes(self) -> u32 {
        match self {
            Self::Single => 4,
            Self::Double => 8,
        }
    }
}

/// How a text is translated.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// How `f32` is computed and stored.
    pub width: Width,
    /// How many elements the arrays have whose types do not say it, by the names of their variables.
    pub lengths: &'a [(&'a str, u32)],
}

/// A translated shader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The WebAssembly module. It imports [`IMPORTS`](crate::IMPORTS) and exports what this module's constants name.
    pub wasm: Vec<u8>,
    /// How its `f32` are stored.
    pub width: Width,
    /// The variables of the module's scope, in the order of the text.
    pub variables: Vec<Variable>,
    /// Where it can stop, see [`Cell::explain`].
    pub sites: Vec<Site>,
}

/// A variable in a cell's memory. Its numbers lie one after another without gaps, little endian: `f32` as [`Width`] says,
/// `u32`, `i32` and `bool` in four bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name in the text.
    pub name: String,
    /// Group and binding, of one that a caller fills or reads.
    pub binding: Option<[u32; 2]>,
    /// Its address space and type as WGSL writes them, such as `storage, read: array<f32>`.
    pub declared: String,
    /// Whether the shader writes into it.
    pub is_written: bool,
    /// Where it is declared, in bytes of the text.
    pub at: Option<Range<usize>>,
    /// Where its first byte lies.
    pub address: u32,
    /// How many bytes it takes.
    pub bytes: u32,
}

/// A place in the text at which a cell can stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// In bytes of the text.
    pub at: Option<Range<usize>>,
    /// Why it would.
    pub cause: Cause,
}

/// Why a cell stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An index is not below this length.
    Index {
        /// How many elements there are.
        length: u32,
    },
    /// An integer is divided by zero.
    Division,
    /// The fuel was used up here.
    Fuel,
}

/// What the exported globals [`FAULT`] and [`INDEX`] say after a trap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trap {
    /// The value of [`FAULT`].
    pub fault: i32,
    /// The value of [`INDEX`].
    pub index: i32,
}

/// What lanes could do to each other on a GPU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hazard {
    /// Two functions between which no barrier stands, though one writes what the other touches.
    Unordered {
        /// The function that comes first.
        first: String,
        /// The one that follows, or comes first in the next turn of a loop.
        second: String,
        /// The variable that both touch.
        variable: String,
        /// Where the second is called, in bytes of the text.
        at: Option<Range<usize>>,
    },
    /// A barrier that some lanes may not reach, so that the others wait for ever.
    Unreached {
        /// The function that it stands in.
        within: String,
        /// Where it stands, in bytes of the text.
        at: Option<Range<usize>>,
    },
}

/// What is wrong with a text, in one sentence, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// In bytes of the text; none where it is wrong as a whole.
    pub at: Option<Range<usize>>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl Cell {
    /// The variable of this name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// Why it stopped, in a sentence. `text` is what it was translated from.
    pub fn explain(&self, trap: Trap, text: &str) -> Fault {
        let site = usize::try_from(trap.fault).ok().and_then(|fault| self.sites.get(fault.checked_sub(1)?));
        let Some(Site { at, cause }) = site else {
            return Fault { message: "the runtime stopped it without a reason".into(), at: None };
        };
        let written = at.clone().and_then(|at| text.get(at)).unwrap_or_default();
        let written = written.lines().next().unwrap_or_default().trim();
        let message = match cause {
            // A negative index of an i32 and a large one of a u32 are the same bits.
            Cause::Index { length } => {
                let index = trap.index;
                let index =
                    if index < 0 { format!("{index} (as u32 {})", index as u32) } else { index.to_string() };
                let elements = if *length == 1 { "element" } else { "elements" };
                format!("the index {index} is out of bounds: `{written}` has {length} {elements}")
            }
            Cause::Division => format!("an integer is divided by zero: `{written}`"),
            Cause::Fuel => {
                "this goes on without an end: a loop or a call was taken more often than any pass needs"
                    .into()
            }
        };
        Fault { message, at: at.clone() }
    }
}
