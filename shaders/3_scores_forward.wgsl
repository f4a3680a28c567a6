// 3. s[t, u] = q[t] . k[u] / sqrt(H), MASKED where the mask is 0
fn score_at(i: u32) {
    let t = i / length;
    let u = i % length;
    var sum = 0.0;
    for (var h = 0u; h < H; h++) {
        sum += q[t * H + h] * k[u * H + h];
    }
    scores[t * T + u] = select(sum * SCALE, MASKED, mask[t * T + u] == 0.0);
}
