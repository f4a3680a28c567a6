//! The functions that WebAssembly has no instructions for, which a cell takes from its caller.

/// The name of the module that all of them are imported from.
pub const MODULE: &str = "math";

/// A function of one or two numbers and one result, all of the cell's width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its name, in WGSL and, but for `exp2`, in JavaScript's `Math`.
    pub name: &'static str,
    /// How many numbers it takes.
    pub arguments: usize,
}

/// What an import computes, in both widths.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each says how many numbers it takes")]
pub enum Function {
    One { single: fn(f32) -> f32, double: fn(f64) -> f64 },
    Two { single: fn(f32, f32) -> f32, double: fn(f64, f64) -> f64 },
}

macro_rules! arguments {
    (One) => {
        1
    };
    (Two) => {
        2
    };
}

macro_rules! imports {
    ($($arguments:ident $name:literal $function:ident,)*) => {
        /// All of them, in the order in which a cell imports them.
        pub const IMPORTS: [Import; 18] = [$(Import { name: $name, arguments: arguments!($arguments) }),*];

        /// Rust's own functions for them, in the same order. Who has others at hand, as a browser does, leaves these out.
        pub const FUNCTIONS: [Function; 18] =
            [$(Function::$arguments { single: f32::$function, double: f64::$function }),*];
    };
}

imports! {
    One "exp" exp,
    One "log" ln,
    One "exp2" exp2,
    One "log2" log2,
    Two "pow" powf,
    One "sin" sin,
    One "cos" cos,
    One "tan" tan,
    One "asin" asin,
    One "acos" acos,
    One "atan" atan,
    Two "atan2" atan2,
    One "sinh" sinh,
    One "cosh" cosh,
    One "tanh" tanh,
    One "asinh" asinh,
    One "acosh" acosh,
    One "atanh" atanh,
}

/// The number of an import.
#[cfg(feature = "translator")]
pub(crate) fn number(name: &str) -> Option<u32> {
    IMPORTS.iter().position(|import| import.name == name).map(|number| number as u32)
}
