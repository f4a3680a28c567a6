// One workgroup takes the stored trace of one sentence backward and leaves the gradients.
fn take_gradient(i: u32, own: u32, g: f32) {
    gradients[i] = g;
}

@compute @workgroup_size(LANES)
fn main(@builtin(local_invocation_index) index: u32) {
    lane = index;
    open_sentence(run.sentence);
    load_activations();
    workgroupBarrier();
    backward();
}
