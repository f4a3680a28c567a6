// 5. o[t] = sum over u of a[t, u] v[u]:
//    d_a[t, u] = d_o[t] . v[u], d_v[u] = sum over t of a[t, u] d_o[t]
//    (d_o is d_logits: pass 6 only adds)
fn d_attention_at(i: u32) {
    let t = i / length;
    let u = i % length;
    var sum = 0.0;
    for (var o = 0u; o < V; o++) {
        sum += d_logits[t * V + o] * v[u * V + o];
    }
    d_attention[t * T + u] = sum;
}

fn d_value_at(i: u32) {
    let u = i / V;
    let o = i % V;
    var sum = 0.0;
    for (var t = 0u; t < length; t++) {
        sum += attention[t * T + u] * d_logits[t * V + o];
    }
    d_v[i] = sum;
}
