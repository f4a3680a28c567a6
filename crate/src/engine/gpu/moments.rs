//! Where Adam's moments are while a dispatch trains.
//!
//! A lane moves the same parameters in every step: those whose gradients it computes. So it can keep
//! their moments in registers of its own from the first step to the last: one for each of a
//! tensor's rounds (see [`super::spread`]), those of the next tensor after those of the one before.

use std::fmt::Write;
use std::ops::Range;

use super::spread::ROUNDS;
use crate::model::architecture::Architecture;
use crate::model::tensors::Tensor;

/// Constants that say where the registers of each tensor begin.
pub(super) fn constants(architecture: &Architecture, lanes: usize) -> String {
    let mut text = String::new();
    for (tensor, own) in registers(architecture, lanes) {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "const {}_MOMENTS: u32 = {}u;", tensor.wgsl(), own.start);
    }
    text
}

/// The functions that `shaders/8_adam.wgsl` and `shaders/entry_train.wgsl` take the moments from.
pub(super) fn source(architecture: &Architecture, lanes: usize) -> String {
    let registers = registers(architecture, lanes);
    if registers.iter().any(|(_, own)| own.len() > ROUNDS) {
        // Not every round has a number that is known when the shader is compiled.
        return IN_STORAGE.to_owned();
    }
    let all = registers.iter().map(|(_, own)| own.len()).sum::<usize>();
    let mut load = String::new();
    let mut store = String::new();
    for (tensor, own) in registers {
        for (round, own) in own.enumerate() {
            let (count, from) = (tensor.len() - round * lanes, tensor.offset + round * lanes);
            let stored = format!("moments[first_parameter + {from}u + lane]");
            let _ = writeln!(load, "    if lane < {count}u {{ own_moments[{own}u] = {stored}; }}");
            let _ = writeln!(store, "    if lane < {count}u {{ {stored} = own_moments[{own}u]; }}");
        }
    }
    format!(
        "
var<private> own_moments: array<vec2<f32>, {all}>;
fn moments_of(i: u32, own: u32) -> vec2<f32> {{ return own_moments[own]; }}
fn set_moments(i: u32, own: u32, value: vec2<f32>) {{ own_moments[own] = value; }}
fn load_moments() {{\n{load}}}
fn store_moments() {{\n{store}}}
"
    )
}

/// Moments that are read and moved where they are stored.
const IN_STORAGE: &str = "
fn moments_of(i: u32, own: u32) -> vec2<f32> { return moments[first_parameter + i]; }
fn set_moments(i: u32, own: u32, value: vec2<f32>) { moments[first_parameter + i] = value; }
fn load_moments() {}
fn store_moments() {}
";

/// Each tensor with its registers, one for each of its rounds.
fn registers(architecture: &Architecture, lanes: usize) -> Vec<(Tensor, Range<usize>)> {
    let mut next = 0;
    let registers = architecture.tensors().into_iter().map(|tensor| {
        let first = next;
        next += tensor.len().div_ceil(lanes);
        (tensor, first..next)
    });
    registers.collect()
}
