// The seven passes backward, from the loss down to the gradients: 5 barriers.
fn backward() {
    probabilities_backward();
    logits_backward(); // no wait: each lane reads only what it has just written
    workgroupBarrier();
    output_backward();
    workgroupBarrier();
    attention_backward();
    workgroupBarrier();
    scores_backward();
    workgroupBarrier();
    project_backward();
    // The last one for two reasons: d_x is whole, and nobody reads a parameter any more, so that
    // each can move with its gradient.
    workgroupBarrier();
    weights_backward();
    embed_backward();
}
