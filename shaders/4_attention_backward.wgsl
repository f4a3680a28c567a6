// 4. a[t] = softmax(s[t]):
//    d_s[t, u] = a[t, u] (d_a[t, u] - a[t] . d_a[t])
fn d_score_row(t: u32) {
    var mean = 0.0;
    for (var u = 0u; u < length; u++) {
        mean += attention[t * T + u] * d_attention[t * T + u];
    }
    for (var u = 0u; u < length; u++) {
        d_scores[t * T + u] = attention[t * T + u] * (d_attention[t * T + u] - mean);
    }
}
