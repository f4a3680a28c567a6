//! The functions that WebAssembly has no instructions for, which a cell takes from its caller.

/// The name of the module that all of them are imported from.
pub const MODULE: &str = "math";

/// A function of one or two numbers and one result, all of the cell's width.
#[derive(Clone, Copy, Debug)]
pub struct Import {
    /// Its name, in WGSL and in JavaScript's `Math`.
    pub name: &'static str,
    /// What it computes.
    pub function: Function,
}

/// What an import computes, in both widths.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each says how many numbers it takes")]
pub enum Function {
    One { single: fn(f32) -> f32, double: fn(f64) -> f64 },
    Two { single: fn(f32, f32) -> f32, double: fn(f64, f64) -> f64 },
}

impl Function {
    /// How many numbers it takes.
    pub fn arguments(self) -> usize {
        match self {
            Self::One { .. } => 1,
            Self::Two { .. } => 2,
        }
    }
}

macro_rules! one {
    ($name:literal, $function:ident) => {
        Import { name: $name, function: Function::One { single: f32::$function, double: f64::$function } }
    };
}

macro_rules! two {
    ($name:literal, $function:ident) => {
        Import { name: $name, function: Function::Two { single: f32::$function, double: f64::$function } }
    };
}

/// All of them, in the order in which a cell imports them. The functions here are Rust's own; a page may give others.
pub const IMPORTS: [Import; 18] = [
    one!("exp", exp),
    one!("log", ln),
    one!("exp2", exp2),
    one!("log2", log2),
    two!("pow", powf),
    one!("sin", sin),
    one!("cos", cos),
    one!("tan", tan),
    one!("asin", asin),
    one!("acos", acos),
    one!("atan", atan),
    two!("atan2", atan2),
    one!("sinh", sinh),
    one!("cosh", cosh),
    one!("tanh", tanh),
    one!("asinh", asinh),
    one!("acosh", acosh),
    one!("atanh", atanh),
];

/// The number of an import.
#[cfg(feature = "translator")]
pub(crate) fn number(name: &str) -> Option<u32> {
    IMPORTS.iter().position(|import| import.name == name).map(|number| number as u32)
}
