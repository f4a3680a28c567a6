// 5. o[t] = sum over u of a[t, u] v[u]:
//    d_a[t, u] = d_o[t] . v[u], d_v[u] = sum over t of a[t, u] d_o[t]
//    (d_o is d_logits: pass 6 only adds)
fn output_backward() {
    for (var i = lane; i < length * length; i += LANES) {
        let t = i / length;
        let u = i % length;
        var sum = 0.0;
        for (var o = 0u; o < V; o++) {
            sum += d_logits[t * V + o] * v[u * V + o];
        }
        d_attention[t * T + u] = sum;
    }
    for (var i = lane; i < length * V; i += LANES) {
        let u = i / V;
        let o = i % V;
        var sum = 0.0;
        for (var t = 0u; t < length; t++) {
            sum += attention[t * T + u] * d_logits[t * V + o];
        }
        d_v[i] = sum;
    }
}
