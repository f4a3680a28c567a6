// 2. q = x Wq^T, k = x Wk^T, v = x Wv^T:
//    d_Wq = d_q^T x (k and v alike), d_x += d_q Wq + d_k Wk + d_v Wv
fn d_input_at(i: u32) {
    let t = i / E;
    let e = i % E;
    var sum = d_x[i];
    for (var h = 0u; h < H; h++) {
        sum += d_q[t * H + h] * parameter(QUERY + h * E + e);
        sum += d_k[t * H + h] * parameter(KEY + h * E + e);
    }
    for (var o = 0u; o < V; o++) {
        sum += d_v[t * V + o] * parameter(VALUE + o * E + e);
    }
    d_x[i] = sum;
}

fn d_query_and_key_weight_at(i: u32, round: u32) {
    let h = i / E;
    let e = i % E;
    var query_sum = 0.0;
    var key_sum = 0.0;
    for (var t = 0u; t < length; t++) {
        query_sum += d_q[t * H + h] * x[t * E + e];
        key_sum += d_k[t * H + h] * x[t * E + e];
    }
    take_gradient(QUERY + i, QUERY_MOMENTS + round, query_sum);
    take_gradient(KEY + i, KEY_MOMENTS + round, key_sum);
}

fn d_value_weight_at(i: u32, round: u32) {
    let o = i / E;
    let e = i % E;
    var sum = 0.0;
    for (var t = 0u; t < length; t++) {
        sum += d_v[t * V + o] * x[t * E + e];
    }
    take_gradient(VALUE + i, VALUE_MOMENTS + round, sum);
}
