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
    workgroupBarrier();
    let_parameters_move(); // nobody reads them any more: each may move with its gradient
    weights_backward();
    embed_backward();
}
