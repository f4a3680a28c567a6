//! Puts shader sources together from named parts.
//!
//! A source is a generated head (constants, workgroup memory, functions that spread each pass over
//! the lanes), the bindings, the passes and one entry point. There is no preprocessor: what stands
//! in `shaders/` is what runs.

use std::fmt::Write;

use super::memory::SLOTS;
use super::moments;
use super::sources::Sources;
use super::spread::{self, Order};
use crate::model::activations::{Activation, Kept};
use crate::model::adam::Adam;
use crate::model::architecture::Architecture;
use crate::model::passes::{PASSES, Pass};
use crate::model::trace;

/// The most lanes of a workgroup.
pub const MOST_LANES: usize = 64;

/// Lanes of the workgroup that computes a model: its invocations.
///
/// A hardware GPU gets 64, a multiple of every subgroup's size (32 or 64); the notebook's passes
/// have 25 to 280 outputs. A software device computes vectors of four or eight lanes one after
/// another, and those that have nothing to do cost it as much as the others: it gets as many as most
/// passes have outputs, T x V. No bit of the results depends on it.
pub fn lanes(architecture: &Architecture, software: bool) -> usize {
    let outputs = architecture.positions * architecture.vocabulary;
    if software { outputs.next_multiple_of(8).min(MOST_LANES) } else { MOST_LANES }
}

/// A shader that can be dispatched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// One sentence forward: trace and loss.
    Forward,
    /// One sentence backward: gradients.
    Backward,
    /// Many steps of forward, backward and Adam.
    Train,
}

impl Entry {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Forward, Self::Backward, Self::Train];

    /// Its name in messages, and that of its part.
    pub fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Backward => "backward",
            Self::Train => "train",
        }
    }

    /// The bindings that the entry uses, by their numbers in `shaders/bindings.wgsl`.
    pub fn bindings(self) -> &'static [u32] {
        match self {
            Self::Forward => &[0, 1, 2, 4, 7, 8],
            Self::Backward => &[0, 1, 4, 6, 7],
            Self::Train => &[0, 1, 2, 3, 4, 5, 8],
        }
    }

    /// The parts of its source in order, by their names; the generated head is left out.
    pub fn parts(self) -> Vec<String> {
        let mut parts = vec!["bindings".to_owned()];
        if self != Self::Backward {
            parts.extend(PASSES.iter().map(Pass::forward_part));
            parts.push("forward".into());
        }
        if self != Self::Forward {
            parts.extend(PASSES.iter().rev().map(Pass::backward_part));
            parts.push("backward".into());
        }
        if self == Self::Train {
            parts.push("8_adam".into());
        }
        parts.push(format!("entry_{}", self.name()));
        parts
    }
}

/// What a source is made for.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// See [`lanes`].
    pub lanes: usize,
    /// Sizes and switches of the model.
    pub architecture: Architecture,
    /// Whether sentences differ in length. Where they do not, all loops over places have constant
    /// bounds, and no index is divided by a variable.
    pub ragged: bool,
    /// Whether the fused kernel has room for the parameters in workgroup memory.
    pub on_chip: bool,
    /// In which order each lane computes its outputs.
    pub order: Order,
}

/// The whole source of an entry point for one shape.
#[derive(Clone, Debug)]
pub struct Source {
    /// What is compiled.
    pub text: String,
    /// The parts in it, each with the line that it begins on, from 1.
    parts: Vec<(usize, String)>,
}

/// The name of what comes before the parts.
pub const HEAD: &str = "head";

impl Source {
    /// Puts it together from the parts in `sources`.
    pub fn new(entry: Entry, shape: &Shape, adam: &Adam, sources: &Sources) -> Self {
        let mut text = head(entry, shape, adam);
        let mut parts = vec![(1, HEAD.to_owned())];
        for name in entry.parts() {
            text.push('\n');
            parts.push((1 + text.matches('\n').count(), name.clone()));
            // Every part of an entry is shipped: see the test in `sources.rs`.
            text.push_str(sources.text(&name).unwrap_or_default());
        }
        Self { text, parts }
    }

    /// The line of the source at which a part begins, from 1.
    pub fn first_line(&self, part: &str) -> Option<usize> {
        self.parts.iter().find(|(_, name)| name == part).map(|(first, _)| *first)
    }

    /// In which part a line is, and which line of the part it is; all lines count from 1.
    pub fn place(&self, line: usize) -> (&str, usize) {
        let part = self.parts.iter().rfind(|(first, _)| *first <= line);
        part.map_or((HEAD, line), |(first, name)| (name, line - first + 1))
    }
}

/// The arrays that a trace is kept in, with their lengths in f32.
pub(in crate::engine) fn trace_arrays(architecture: &Architecture) -> Vec<(String, usize)> {
    let array =
        |(activation, layer): (Activation, usize)| sized(activation.array(layer), activation, architecture);
    trace::order(architecture.layers).into_iter().map(array).collect()
}

/// The derivatives that live in workgroup memory beside the trace, in the order in which they are computed.
fn derivatives(architecture: &Architecture) -> Vec<(String, usize)> {
    let leaves = PASSES.iter().rev().flat_map(|pass| pass.leaves).copied();
    let derived = leaves.filter(|activation| activation.about().kept == Kept::Derived);
    derived
        .flat_map(|activation| {
            let layers = if activation.is_of_a_layer() { architecture.layers } else { 1 };
            let array =
                move |layer| sized(format!("d_{}", activation.array(layer)), activation, architecture);
            (0..layers).rev().map(array)
        })
        .collect()
}

fn sized(array: String, activation: Activation, architecture: &Architecture) -> (String, usize) {
    (array, architecture.positions * activation.about().columns.most(architecture))
}

/// The arrays of workgroup memory with their lengths in f32, those of the trace first.
pub(super) fn workgroup_arrays(architecture: &Architecture) -> Vec<(String, usize)> {
    let mut arrays = trace_arrays(architecture);
    arrays.extend(derivatives(architecture));
    arrays.push(("place_loss".into(), architecture.positions));
    arrays
}

/// Parameters that stay in workgroup memory for a whole dispatch.
const ON_CHIP: &str = "
var<workgroup> weights: array<f32, PARAMETERS>;
fn parameter(i: u32) -> f32 { return weights[i]; }
fn set_parameter(i: u32, value: f32) { weights[i] = value; }
fn load_parameters() {
    for (var i = lane; i < PARAMETERS; i += LANES) { weights[i] = parameters[first_parameter + i]; }
}
fn store_parameters() {
    for (var i = lane; i < PARAMETERS; i += LANES) { parameters[first_parameter + i] = weights[i]; }
}
fn wait_for_parameters() { workgroupBarrier(); }
fn let_parameters_move() {} // a workgroup's barrier has waited for those who read them
";

/// Parameters that are read and moved where they are stored.
const IN_STORAGE: &str = "
fn parameter(i: u32) -> f32 { return parameters[first_parameter + i]; }
fn set_parameter(i: u32, value: f32) { parameters[first_parameter + i] = value; }
fn load_parameters() {}
fn store_parameters() {}
fn wait_for_parameters() { storageBarrier(); }
fn let_parameters_move() { storageBarrier(); }
";

/// Everything that depends on the shape.
fn head(entry: Entry, shape: &Shape, adam: &Adam) -> String {
    let architecture = &shape.architecture;
    let mut head = constants(shape, adam);
    head.push_str(if entry == Entry::Train && shape.on_chip { ON_CHIP } else { IN_STORAGE });
    if entry == Entry::Train {
        head.push_str(&moments::source(architecture, shape.lanes));
    }
    if entry != Entry::Backward {
        head.push_str(&spread::forward(architecture, shape.lanes, shape.order));
    }
    if entry != Entry::Forward {
        head.push_str(&spread::backward(architecture, shape.lanes, shape.order));
        head.push_str(&moments::constants(architecture, shape.lanes));
    }
    head
}

fn constants(Shape { lanes, architecture, ragged, .. }: &Shape, adam: &Adam) -> String {
    let mut head = String::from("// Sizes, switches and shared memory of this model (generated).\n");
    let sizes = [
        ("LANES", *lanes),
        ("T", architecture.positions),
        ("V", architecture.vocabulary),
        ("E", architecture.vocabulary),
        ("H", architecture.head_size),
        ("PARAMETERS", architecture.len()),
        ("SLOTS", SLOTS),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    let offsets = architecture.tensors().into_iter().map(|tensor| (tensor.wgsl(), tensor.offset));
    let switches = [("POSITION", architecture.position), ("SKIP", architecture.skip)];
    // Adam's complements of beta are taken in f64, as the driver does.
    let numbers = [
        ("SCALE", architecture.scale()),
        ("BETA2", adam.beta2),
        ("ONE_MINUS_BETA1", 1.0 - adam.beta1),
        ("ONE_MINUS_BETA2", 1.0 - adam.beta2),
        ("EPSILON", adam.epsilon),
    ];
    let mut line = |text: String| {
        head.push_str(&text);
        head.push('\n');
    };
    for (name, value) in sizes.into_iter().chain(offsets) {
        line(format!("const {name}: u32 = {value}u;"));
    }
    for (name, value) in switches {
        line(format!("const {name}: bool = {value};"));
    }
    for (name, value) in numbers {
        line(format!("const {name}: f32 = {:e};", value as f32));
    }
    // Stands for minus infinity, which WGSL does not have.
    line("const MASKED: f32 = -3e38;".into());
    for (name, length) in workgroup_arrays(architecture) {
        line(format!("var<workgroup> {name}: array<f32, {length}>;"));
    }
    line(String::from(if *ragged {
        "var<private> length: u32; // places of the sentence, T at most\n\
         fn set_length(places: u32) { length = places; }"
    } else {
        "const length: u32 = T; // every sentence has as many places\n\
         fn set_length(places: u32) {}"
    }));
    head + &trace_transfer(architecture)
}

/// Functions that move the trace between workgroup memory and `activations`: matrix after matrix,
/// each with T rows.
fn trace_transfer(architecture: &Architecture) -> String {
    let mut store = String::from("\nfn store_activations() {\n");
    let mut load = String::from("\nfn load_activations() {\n");
    let mut offset = 0;
    for (name, length) in trace_arrays(architecture) {
        let each = format!("    for (var i = lane; i < {length}u; i += LANES) ");
        // Writing into a String cannot fail.
        let _ = writeln!(store, "{each}{{ activations[{offset}u + i] = {name}[i]; }}");
        let _ = writeln!(load, "{each}{{ {name}[i] = activations[{offset}u + i]; }}");
        offset += length;
    }
    store + "}\n" + &load + "}\n"
}
