// 7. p[t] = softmax(l[t]), place_loss[t] = -ln p[t, target[t]]
fn probability_row(t: u32) {
    var largest = logits[t * V];
    for (var w = 1u; w < V; w++) {
        largest = max(largest, logits[t * V + w]);
    }
    var sum = 0.0;
    for (var w = 0u; w < V; w++) {
        let e = exp(logits[t * V + w] - largest);
        probabilities[t * V + w] = e;
        sum += e;
    }
    for (var w = 0u; w < V; w++) {
        probabilities[t * V + w] /= sum;
    }
    // By way of the logits: it stays finite where p itself is too small for an f32.
    place_loss[t] = log(sum) - (logits[t * V + target_token(t)] - largest);
}

// The loss of the sentence: the mean of place_loss.
fn mean_loss() -> f32 {
    var sum = 0.0;
    for (var t = 0u; t < length; t++) {
        sum += place_loss[t];
    }
    return sum / f32(length);
}
