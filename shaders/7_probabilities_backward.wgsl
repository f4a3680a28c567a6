// 7. p[t] = softmax(l[t]), loss = mean over t of -ln p[t, target[t]]:
//    d_l[t] = (p[t] - onehot(target[t])) / T
fn d_logit_at(i: u32) {
    let hit = select(0.0, 1.0, i % V == target_token(i / V));
    d_logits[i] = (probabilities[i] - hit) / f32(length);
}
