// 3. s[t, u] = q[t] . k[u] / sqrt(H):
//    d_q[t] = sum over u of d_s[t, u] k[u] / sqrt(H), d_k[u] = sum over t of d_s[t, u] q[t] / sqrt(H)
fn d_query_and_key_at(i: u32) {
    let t = i / H;
    let h = i % H;
    var q_sum = 0.0;
    var k_sum = 0.0;
    for (var u = 0u; u < length; u++) {
        q_sum += d_scores[t * T + u] * k[u * H + h];
        k_sum += d_scores[u * T + t] * q[u * H + h];
    }
    d_q[i] = q_sum * SCALE;
    d_k[i] = k_sum * SCALE;
}
