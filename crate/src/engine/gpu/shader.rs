//! Puts shader sources together from named parts.
//!
//! A source is a generated head (constants, workgroup memory, functions that spread each pass over
//! the lanes), the bindings, the passes and one entry point. There is no preprocessor: what stands
//! in `shaders/` is what runs.

use std::fmt::Write;

use super::memory::SLOTS;
use super::{moments, spread};
use crate::adam::Adam;
use crate::parameters::Architecture;
use crate::trace;

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

/// One file of `shaders/`.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The file's name without `.wgsl`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! parts {
    ($($name:literal),* $(,)?) => {
        [$(Part { name: $name, text: include_str!(concat!("../../../../shaders/", $name, ".wgsl")) }),*]
    };
}

const BINDINGS: [Part; 1] = parts!["bindings"];

const FORWARD: [Part; 8] = parts![
    "1_embed_forward",
    "2_project_forward",
    "3_scores_forward",
    "4_attention_forward",
    "5_output_forward",
    "6_logits_forward",
    "7_probabilities_forward",
    "forward",
];

const BACKWARD: [Part; 8] = parts![
    "7_probabilities_backward",
    "6_logits_backward",
    "5_output_backward",
    "4_attention_backward",
    "3_scores_backward",
    "2_project_backward",
    "1_embed_backward",
    "backward",
];

const ADAM: [Part; 1] = parts!["8_adam"];

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

    /// Its name in messages.
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

    /// The parts of its source in order, the generated head left out.
    pub fn parts(self) -> Vec<Part> {
        let [forward] = parts!["entry_forward"];
        let [backward] = parts!["entry_backward"];
        let [train] = parts!["entry_train"];
        let passes: &[&[Part]] = match self {
            Self::Forward => &[&FORWARD, &[forward]],
            Self::Backward => &[&BACKWARD, &[backward]],
            Self::Train => &[&FORWARD, &BACKWARD, &ADAM, &[train]],
        };
        [&BINDINGS[..], &passes.concat()].concat()
    }
}

/// The part of this name, if any entry is made of one.
pub fn part(name: &str) -> Option<Part> {
    Entry::ALL.into_iter().flat_map(Entry::parts).find(|part| part.name == name)
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
}

/// The whole source of an entry point for one shape.
pub fn source(entry: Entry, shape: &Shape, adam: &Adam) -> String {
    let mut source = head(shape, adam);
    source.push_str(if entry == Entry::Train && shape.on_chip { ON_CHIP } else { IN_STORAGE });
    let architecture = &shape.architecture;
    if entry == Entry::Train {
        source.push_str(&moments::source(architecture, shape.lanes));
    }
    if entry != Entry::Backward {
        source.push_str(&spread::forward(architecture, shape.lanes));
    }
    if entry != Entry::Forward {
        source.push_str(&spread::backward(architecture, shape.lanes));
        source.push_str(&moments::constants(architecture, shape.lanes));
    }
    for part in entry.parts() {
        source.push('\n');
        source.push_str(part.text);
    }
    source
}

/// The derivatives that live in workgroup memory beside the trace, with their columns for a
/// sentence of `length` places.
fn derivatives(architecture: &Architecture, length: usize) -> [(&'static str, usize); 7] {
    let (v, h) = (architecture.vocabulary, architecture.head_size);
    [
        ("d_logits", v),
        ("d_attention", length),
        ("d_scores", length),
        ("d_q", h),
        ("d_k", h),
        ("d_v", v),
        ("d_x", v),
    ]
}

/// The arrays of workgroup memory with their lengths in f32, those of the trace first.
pub(super) fn workgroup_arrays(architecture: &Architecture) -> Vec<(&'static str, usize)> {
    let t = architecture.positions;
    let trace = trace::MATRICES.into_iter().zip(trace::columns(architecture, t));
    trace
        .chain(derivatives(architecture, t))
        .map(|(name, columns)| (name, t * columns))
        .chain([("place_loss", t)])
        .collect()
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

fn head(Shape { lanes, architecture, ragged, .. }: &Shape, adam: &Adam) -> String {
    let mut head = String::from("// Sizes, switches and shared memory of this model (generated).\n");
    let sizes = [
        ("LANES", *lanes),
        ("T", architecture.positions),
        ("V", architecture.vocabulary),
        ("E", architecture.vocabulary),
        ("H", architecture.head_size),
        ("PARAMETERS", architecture.len()),
        ("SLOTS", SLOTS),
    ];
    let offsets = architecture.tensors().map(|tensor| (tensor.wgsl, tensor.offset));
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
    for (name, length) in workgroup_arrays(architecture).into_iter().take(trace::MATRICES.len()) {
        let each = format!("    for (var i = lane; i < {length}u; i += LANES) ");
        // Writing into a String cannot fail.
        let _ = writeln!(store, "{each}{{ activations[{offset}u + i] = {name}[i]; }}");
        let _ = writeln!(load, "{each}{{ {name}[i] = activations[{offset}u + i]; }}");
        offset += length;
    }
    store + "}\n" + &load + "}\n"
}
