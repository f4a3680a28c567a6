// 8. m += (g - m) (1 - beta1)
//    v = beta2 v + (1 - beta2) g^2
//    p -= step_size m / (sqrt(v) / second_correction + epsilon)
//
// Tensor by tensor, as the gradients were written: each lane moves by gradients of its own, so
// that no lane waits for another.
fn adam(step: Coefficients) {
    adam_tensor(step, TOKEN_EMBEDDING, V * E);
    adam_tensor(step, POSITION_EMBEDDING, T * E);
    adam_tensor(step, QUERY, H * E);
    adam_tensor(step, KEY, H * E);
    adam_tensor(step, VALUE, V * E);
}

fn adam_tensor(step: Coefficients, start: u32, size: u32) {
    for (var i = start + lane; i < start + size; i += LANES) {
        let stored = first_parameter + i;
        let g = gradients[stored];
        let m = moments[stored].x + (g - moments[stored].x) * ONE_MINUS_BETA1;
        let v = BETA2 * moments[stored].y + ONE_MINUS_BETA2 * g * g;
        moments[stored] = vec2(m, v);
        let change = step.step_size * m / (sqrt(v) / step.second_correction + EPSILON);
        set_parameter(i, parameter(i) - change);
    }
}
