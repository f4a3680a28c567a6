// 1. x[t] = token_embedding[token[t]] + position_embedding[t]:
//    d_token_embedding[w] = sum of d_x[t] where token[t] is w, d_position_embedding[t] = d_x[t]
fn d_token_embedding_at(i: u32, round: u32) {
    let w = i / E;
    let e = i % E;
    var sum = 0.0;
    for (var t = 0u; t < length; t++) {
        if token(t) == w {
            sum += d_x[t * E + e];
        }
    }
    take_gradient(TOKEN_EMBEDDING + i, TOKEN_EMBEDDING_MOMENTS + round, sum);
}

// Places past the end of the sentence, and all places when the embedding is left out, have no
// gradient.
fn d_position_embedding_at(i: u32, round: u32) {
    let sum = select(0.0, d_x[i], POSITION && i < length * E);
    take_gradient(POSITION_EMBEDDING + i, POSITION_EMBEDDING_MOMENTS + round, sum);
}
