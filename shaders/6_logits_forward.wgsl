// 6. l = o + x with the skip connection, l = o without
fn logit_at(i: u32) {
    logits[i] = output[i] + select(0.0, x[i], SKIP);
}
