// 4. a[t] = softmax(s[t]) times the mask; a row that is masked altogether looks nowhere
fn attention_forward() {
    for (var t = lane; t < length; t += LANES) {
        var largest = MASKED;
        for (var u = 0u; u < length; u++) {
            largest = max(largest, scores[t * T + u]);
        }
        var sum = 0.0;
        for (var u = 0u; u < length; u++) {
            let masked = mask[t * T + u] == 0.0;
            let e = select(exp(scores[t * T + u] - largest), 0.0, masked);
            attention[t * T + u] = e;
            sum += e;
        }
        for (var u = 0u; u < length; u++) {
            if sum > 0.0 {
                attention[t * T + u] = attention[t * T + u] / sum * mask[t * T + u];
            }
        }
    }
}
