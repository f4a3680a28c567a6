// 8. m += (g - m) (1 - beta1)
//    v = beta2 v + (1 - beta2) g^2
//    p -= step_size m / (sqrt(v) / second_correction + epsilon)
fn adam(step: Coefficients) {
    for (var i = lane; i < PARAMETERS; i += LANES) {
        let g = gradients[i];
        let m = moments[i].x + (g - moments[i].x) * ONE_MINUS_BETA1;
        let v = BETA2 * moments[i].y + ONE_MINUS_BETA2 * g * g;
        moments[i] = vec2(m, v);
        parameters[i] -= step.step_size * m / (sqrt(v) / step.second_correction + EPSILON);
    }
}
