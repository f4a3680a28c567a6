//! The functions that no processor has, with the same bits natively and in a browser. The standard library takes them from
//! the system, and two systems differ in the last bit of every tenth exponential.

use num_traits::Float;

/// e to the power of `x`: in f64 and rounded once.
pub fn exp<F: Float>(x: F) -> F {
    number(libm::exp(wide(x)))
}

/// The natural logarithm of `x`: in f64 and rounded once.
pub fn ln<F: Float>(x: F) -> F {
    number(libm::log(wide(x)))
}

/// The natural logarithm of 1 + `x`, exact for small `x` too.
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// The sine and the cosine of an angle in radians.
pub fn sin_cos(angle: f64) -> (f64, f64) {
    libm::sincos(angle)
}

fn wide<F: Float>(x: F) -> f64 {
    x.to_f64().unwrap_or(f64::NAN)
}

/// A number in the float of the model, rounded once.
pub(crate) fn number<F: Float>(value: f64) -> F {
    F::from(value).unwrap_or_else(F::nan)
}
