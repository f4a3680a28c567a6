// Bindings. Each entry point uses some of them; a pipeline binds only those.

struct Run {
    sentence: u32,   // which sentence, for the forward and the backward entry
    sentences: u32,  // how many sentences there are
    first_step: u32, // steps taken before this dispatch
    first_slot: u32, // where this dispatch begins in `coefficients` and `losses`
    steps: u32,      // how many steps this dispatch takes
}

// What of Adam depends on the number of the step alone, computed by the driver in f64.
struct Coefficients {
    step_size: f32,         // lr / (1 - beta1^t)
    second_correction: f32, // sqrt(1 - beta2^t)
}

@group(0) @binding(0) var<uniform> run: Run;
// One sentence after another: its length, its tokens (T places), its targets (T places).
@group(0) @binding(1) var<storage, read> corpus: array<u32>;
@group(0) @binding(2) var<storage, read> mask: array<f32>; // T x T
@group(0) @binding(3) var<storage, read> coefficients: array<Coefficients>;
// One model after another, PARAMETERS of each.
@group(0) @binding(4) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(5) var<storage, read_write> moments: array<vec2<f32>>; // Adam's m and v
@group(0) @binding(6) var<storage, read_write> gradients: array<f32>;
@group(0) @binding(7) var<storage, read_write> activations: array<f32>; // what a trace is made of
@group(0) @binding(8) var<storage, read_write> losses: array<f32>; // one model after another, SLOTS of each

var<private> first_parameter: u32; // where this workgroup's model begins in what holds parameters
var<private> lane: u32;            // this invocation of the LANES of the workgroup
var<private> sentence_start: u32;  // where the sentence begins in `corpus`

fn open_sentence(index: u32) {
    sentence_start = index * (1u + 2u * T);
    set_length(corpus[sentence_start]); // in the head: `length` is constant where all are equal
}

fn token(t: u32) -> u32 {
    return corpus[sentence_start + 1u + t];
}

fn target_token(t: u32) -> u32 {
    return corpus[sentence_start + 1u + T + t];
}
