// 6. l = o + x:
//    d_o = d_l, and d_x begins as d_l (as 0 without the skip connection)
fn skip_at(i: u32) {
    d_x[i] = select(0.0, d_logits[i], SKIP);
}
