// The seven passes backward, from the loss down to the gradients.
fn backward() {
    probabilities_backward();
    workgroupBarrier();
    logits_backward();
    output_backward();
    workgroupBarrier();
    attention_backward();
    workgroupBarrier();
    scores_backward();
    workgroupBarrier();
    project_backward();
    workgroupBarrier();
    embed_backward();
    storageBarrier();
}
