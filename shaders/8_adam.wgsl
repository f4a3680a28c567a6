var<private> rates: Coefficients; // of this step

// 8. m += (g - m) (1 - beta1)
//    v = beta2 v + (1 - beta2) g^2
//    p -= step_size m / (sqrt(v) / second_correction + epsilon)
//
// Tensor by tensor, as the gradients were written: each lane moves by gradients of its own, so
// that no lane waits for another.
fn adam_at(i: u32) {
    let stored = first_parameter + i;
    let g = gradients[stored];
    let before = moments[stored];
    let m = before.x + (g - before.x) * ONE_MINUS_BETA1;
    let v = BETA2 * before.y + ONE_MINUS_BETA2 * g * g;
    moments[stored] = vec2(m, v);
    let change = rates.step_size * m / (sqrt(v) / rates.second_correction + EPSILON);
    set_parameter(i, parameter(i) - change);
}
