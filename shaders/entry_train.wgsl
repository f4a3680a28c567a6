// One workgroup trains one model for many steps: forward, backward and Adam in one loop. A step
// takes one sentence, and the sentences take turns. 12 barriers a step: 6 forward, 5 backward, 1
// after Adam; and one more where the parameters are too many for the chip. Each stands between
// lanes that write and others that read, or the other way around.
@compute @workgroup_size(LANES)
fn main(
    @builtin(local_invocation_index) index: u32,
    @builtin(workgroup_id) model: vec3<u32>,
) {
    lane = index;
    first_parameter = model.x * PARAMETERS;
    load_parameters();
    load_moments();
    wait_for_parameters();
    for (var step = 0u; step < run.steps; step++) {
        open_sentence((run.first_step + step) % run.sentences);
        forward();
        if lane == 0u {
            losses[model.x * SLOTS + run.first_slot + step] = mean_loss();
        }
        rates = coefficients[run.first_slot + step];
        backward();
        // The next step reads the parameters that other lanes have moved.
        wait_for_parameters();
    }
    store_parameters();
    store_moments();
}
