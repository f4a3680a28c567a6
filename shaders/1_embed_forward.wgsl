// 1. x[t] = token_embedding[token[t]] + position_embedding[t]
fn embed_forward() {
    for (var i = lane; i < length * E; i += LANES) {
        let t = i / E;
        let e = i % E;
        var sum = parameters[TOKEN_EMBEDDING + token(t) * E + e];
        if POSITION {
            sum += parameters[POSITION_EMBEDDING + i];
        }
        x[i] = sum;
    }
}
