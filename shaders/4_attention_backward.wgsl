// 4. a[t] = softmax(s[t]):
//    d_s[t, u] = a[t, u] (d_a[t, u] - a[t] . d_a[t])
fn attention_backward() {
    for (var t = lane; t < length; t += LANES) {
        var mean = 0.0;
        for (var u = 0u; u < length; u++) {
            mean += attention[t * T + u] * d_attention[t * T + u];
        }
        for (var u = 0u; u < length; u++) {
            d_scores[t * T + u] = attention[t * T + u] * (d_attention[t * T + u] - mean);
        }
    }
}
