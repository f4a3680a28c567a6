// The seven passes forward. Between two passes all lanes wait, since a pass reads what other lanes
// wrote in the one before: 6 barriers.
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
    logits_forward(); // no wait: each lane adds to the outputs that it has just written
    workgroupBarrier();
    probabilities_forward();
    workgroupBarrier();
}
