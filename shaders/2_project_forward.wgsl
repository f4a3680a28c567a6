// 2. q = x Wq^T, k = x Wk^T, v = x Wv^T
fn query_and_key_at(i: u32) {
    let t = i / H;
    let h = i % H;
    var q_sum = 0.0;
    var k_sum = 0.0;
    for (var e = 0u; e < E; e++) {
        q_sum += x[t * E + e] * parameter(QUERY + h * E + e);
        k_sum += x[t * E + e] * parameter(KEY + h * E + e);
    }
    q[i] = q_sum;
    k[i] = k_sum;
}

fn value_at(i: u32) {
    let t = i / V;
    let o = i % V;
    var sum = 0.0;
    for (var e = 0u; e < E; e++) {
        sum += x[t * E + e] * parameter(VALUE + o * E + e);
    }
    v[i] = sum;
}
