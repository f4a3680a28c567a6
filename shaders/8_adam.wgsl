var<private> rates: Coefficients; // of this step

// 8. m += (g - m) (1 - beta1)
//    v = beta2 v + (1 - beta2) g^2
//    p -= step_size m / (sqrt(v) / second_correction + epsilon)
//
// In training a gradient is never stored: the lane that has computed it moves its parameter.
// `own` is where the lane keeps the moments, if it has room for them.
fn take_gradient(i: u32, own: u32, g: f32) {
    let before = moments_of(i, own);
    let m = before.x + (g - before.x) * ONE_MINUS_BETA1;
    let v = BETA2 * before.y + ONE_MINUS_BETA2 * g * g;
    set_moments(i, own, vec2(m, v));
    let change = rates.step_size * m / (sqrt(v) / rates.second_correction + EPSILON);
    set_parameter(i, parameter(i) - change);
}
