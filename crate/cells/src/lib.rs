//! Cells: WGSL compute shaders as WebAssembly.
//!
//! [`translate`] takes the text of a shader with one entry point and makes a [`Cell`] of it: a WebAssembly module whose
//! memory holds the shader's variables, and what its caller must know to fill, run and read them. naga parses and
//! validates the text; this package writes the module. It runs nothing itself: a browser or any WebAssembly runtime does.
//!
//! Whoever wants several cells of one text reads it once, as a [`Shader`].
//!
//! - **One lane.** The workgroup is 1 x 1 x 1, and a barrier does nothing. What lanes would do to each other is not
//!   computed but looked for in the text, see [`Hazard`].
//! - **Two widths.** The shader's `f32` is computed and stored as f32 or, from the same text, as f64: see [`Width`].
//! - **Nothing is trusted.** An index out of bounds, an integer divided by zero and a loop without an end stop the cell, and
//!   [`Cell::explain`] says where in the text. A cell reaches its own memory alone.
//! - **What is not understood is said**: one sentence with its place, a [`Fault`].
//!
//! ```
//! # #[cfg(feature = "translator")] {
//! use attention_lab_cells::{Options, Width, translate};
//!
//! let text = "
//!     @group(0) @binding(0) var<storage, read_write> numbers: array<f32>;
//!     @compute @workgroup_size(1) fn main() { numbers[1] = 2.0 * numbers[0]; }";
//! let options = Options { width: Width::Double, lengths: &[("numbers", 2)] };
//! let cell = translate(text, &options).unwrap();
//! assert_eq!(cell.variable("numbers").unwrap().bytes, 16);
//!
//! let fault = translate(&text.replace("numbers[0]", "nothing"), &options).unwrap_err();
//! assert_eq!(fault.message, "no definition in scope for identifier: `nothing`");
//! # }
//! ```

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod cell;
#[cfg(feature = "translator")]
mod function;
#[cfg(feature = "translator")]
mod hazards;
mod imports;
#[cfg(feature = "translator")]
mod translate;

pub use cell::{
    Cause, Cell, ENTRY, FAULT, FUEL, Fault, Hazard, INDEX, MEMORY, Options, Site, Trap, Variable, Width,
};
#[cfg(feature = "translator")]
pub use hazards::hazards;
pub use imports::{FUNCTIONS, Function, IMPORTS, Import, MODULE};
#[cfg(feature = "translator")]
pub use translate::{Shader, translate};
