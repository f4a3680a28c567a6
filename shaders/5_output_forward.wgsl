// 5. o[t] = sum over u of a[t, u] v[u]
fn output_at(i: u32) {
    let t = i / V;
    let o = i % V;
    var sum = 0.0;
    for (var u = 0u; u < length; u++) {
        sum += attention[t * T + u] * v[u * V + o];
    }
    output[i] = sum;
}
