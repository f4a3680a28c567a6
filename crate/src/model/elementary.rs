//! The functions that no processor has, with the same bits natively and in a browser. The standard library takes them from
//! the system, and two systems differ in the last bit of every tenth exponential.

use num_traits::Float;

use super::forward::number;

/// e to the power of `x`: in f64 and rounded once.
pub fn exp<F: Float>(x: F) -> F {
    number(libm::exp(wide(x)))
}

/// The natural logarithm of `x`: in f64 and rounded once.
pub fn ln<F: Float>(x: F) -> F {
    number(libm::log(wide(x)))
}

fn wide<F: Float>(x: F) -> f64 {
    x.to_f64().unwrap_or(f64::NAN)
}
