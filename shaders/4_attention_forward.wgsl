// 4. a[t] = softmax(s[t]) times the mask; a row that is masked altogether looks nowhere
fn attention_row(t: u32) {
    var largest = MASKED;
    for (var u = 0u; u < length; u++) {
        largest = max(largest, scores[t * T + u]);
    }
    var sum = 0.0;
    for (var u = 0u; u < length; u++) {
        let e = exp(scores[t * T + u] - largest); // 0 where masked
        attention[t * T + u] = e;
        sum += e;
    }
    for (var u = 0u; u < length; u++) {
        attention[t * T + u] = attention[t * T + u] / sum * mask[t * T + u];
    }
}
