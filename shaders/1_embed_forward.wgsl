// 1. x[t] = token_embedding[token[t]] + position_embedding[t]
fn input_at(i: u32) {
    let t = i / E;
    let e = i % E;
    var sum = parameter(TOKEN_EMBEDDING + token(t) * E + e);
    if POSITION {
        sum += parameter(POSITION_EMBEDDING + i);
    }
    x[i] = sum;
}
