// The seven passes forward: between two passes all lanes wait, since a pass reads what other lanes
// wrote in the one before.
fn forward() {
    embed_forward();
    workgroupBarrier();
    project_forward();
    workgroupBarrier();
    scores_forward();
    workgroupBarrier();
    attention_forward();
    workgroupBarrier();
    output_forward();
    workgroupBarrier();
    logits_forward();
    workgroupBarrier();
    probabilities_forward();
    workgroupBarrier();
}
