//! What cells need of the program around them: somebody who translates, and somebody who runs WebAssembly.

use std::fmt;

use attention_lab_cells::{Cell, Fault, Hazard, Options, Trap};

/// Translates shaders and runs what comes out.
pub trait Host: fmt::Debug {
    /// See `attention_lab_cells::translate`.
    ///
    /// # Errors
    /// The text is no valid WGSL, or has what cells do not know.
    fn translate(&self, text: &str, options: &Options) -> Result<Cell, Fault>;

    /// See `attention_lab_cells::hazards`.
    ///
    /// # Errors
    /// The text is no valid WGSL.
    fn hazards(&self, text: &str, alone: &[&str]) -> Result<Vec<Hazard>, Fault>;

    /// A cell that can be run, with a memory of its own.
    ///
    /// # Errors
    /// The runtime refuses the module, and says why.
    fn instantiate(&self, cell: &Cell) -> Result<Box<dyn Instance>, String>;
}

/// A running cell.
pub trait Instance: fmt::Debug {
    /// Copies from the cell's memory.
    ///
    /// # Panics
    /// There is no such memory.
    fn read(&self, address: u32, bytes: &mut [u8]);

    /// Copies into the cell's memory.
    ///
    /// # Panics
    /// There is no such memory.
    fn write(&mut self, address: u32, bytes: &[u8]);

    /// Calls the entry point, which may take so many turns of loops and calls of functions.
    ///
    /// # Errors
    /// The cell stopped.
    fn call(&mut self, fuel: u32) -> Result<(), Trap>;
}
