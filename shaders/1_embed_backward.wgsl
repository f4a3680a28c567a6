// 1. x[t] = token_embedding[token[t]] + position_embedding[t]:
//    d_token_embedding[w] = sum of d_x[t] where token[t] is w, d_position_embedding[t] = d_x[t]
fn d_token_embedding_at(i: u32) {
    let w = i / E;
    let e = i % E;
    var sum = 0.0;
    for (var t = 0u; t < length; t++) {
        if token(t) == w {
            sum += d_x[t * E + e];
        }
    }
    gradients[first_parameter + TOKEN_EMBEDDING + i] = sum;
}

// Places past the end of the sentence, and all places when the embedding is left out, have no
// gradient.
fn d_position_embedding_at(i: u32) {
    gradients[first_parameter + POSITION_EMBEDDING + i] = select(0.0, d_x[i], POSITION && i < length * E);
}
