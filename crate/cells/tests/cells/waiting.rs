//! Where lanes do not wait for each other.

use attention_lab_cells::{Hazard, hazards};

fn found(body: &str) -> Vec<(String, String, String)> {
    let text = format!(
        "var<workgroup> a: array<f32, 4>; var<workgroup> b: array<f32, 4>; var<private> own: f32;
        fn write_a() {{ a[0] = 1.0; own = 2.0; }}
        fn read_a() {{ b[0] = a[0] + own; }}
        fn read_b() {{ own = b[0]; }}
        fn waits() {{ workgroupBarrier(); }}
        fn by_itself() {{ waits(); }}
        const YES: bool = true;
        @compute @workgroup_size(1) fn main() {{ {body} }}"
    );
    let found = hazards(&text, &["by_itself"]).unwrap().into_iter().map(|hazard| match hazard {
        Hazard::Unordered { first, second, variable, .. } => (first, second, variable),
        Hazard::Unreached { within, .. } => (within, "barrier".into(), String::new()),
    });
    found.collect()
}

#[test]
fn a_barrier_stands_between_who_writes_and_who_reads() {
    let [write, read, read_b] = ["write_a", "read_a", "read_b"].map(String::from);
    let (a, b) = ("a".to_owned(), "b".to_owned());
    assert_eq!(found("write_a(); workgroupBarrier(); read_a(); workgroupBarrier(); read_b();"), []);
    assert_eq!(found("write_a(); waits(); read_a(); waits(); read_b();"), []);
    assert_eq!(found("write_a(); read_a();"), [(write.clone(), read.clone(), a.clone())]);
    assert_eq!(found("write_a(); storageBarrier(); read_a();"), [(write.clone(), read.clone(), a.clone())]);
    // The next turn of a loop begins while others are still in this one.
    let turn = "for (var i = 0; i < 3; i++) { write_a(); workgroupBarrier(); read_a(); }";
    assert_eq!(found(turn), [(read.clone(), write.clone(), a.clone())]);
    let either = "write_a(); if own > 1.0 { read_b(); } else { read_a(); } workgroupBarrier(); read_b();";
    assert_eq!(found(either), [(write, read.clone(), a)]);
    assert_eq!(found("read_a(); read_b();"), [(read, read_b, b)]);
}

#[test]
fn every_lane_reaches_a_barrier() {
    let unreached = [("waits".to_owned(), "barrier".to_owned(), String::new())];
    assert_eq!(found("by_itself(); waits();"), unreached);
    assert_eq!(found("if own > 1.0 { waits(); }"), unreached);
    assert_eq!(found("if YES { waits(); } for (var i = 0; i < 3; i++) { waits(); }"), []);
}
