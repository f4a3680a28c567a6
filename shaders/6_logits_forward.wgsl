// 6. l = o + x with the skip connection, l = o without
fn logits_forward() {
    for (var i = lane; i < length * V; i += LANES) {
        logits[i] = output[i] + select(0.0, x[i], SKIP);
    }
}
