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
        let g = gradients[i];
        let m = moments[i].x + (g - moments[i].x) * ONE_MINUS_BETA1;
        let v = BETA2 * moments[i].y + ONE_MINUS_BETA2 * g * g;
        moments[i] = vec2(m, v);
        parameters[i] -= step.step_size * m / (sqrt(v) / step.second_correction + EPSILON);
    }
}
