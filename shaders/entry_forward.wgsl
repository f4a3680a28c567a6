// One workgroup takes one sentence forward and stores its trace and its loss.
@compute @workgroup_size(LANES)
fn main(@builtin(local_invocation_index) index: u32) {
    lane = index;
    open_sentence(run.sentence);
    forward();
    store_activations();
    if lane == 0u {
        losses[0] = mean_loss();
    }
}
