//! What stops a cell: where, and why.

use attention_lab_cells::{Fault, Width};

use crate::machine::{run, run_cell, shader, translated};

fn stops(before: &str, body: &str, at: &str, words: &str) {
    let text = shader(before, body);
    for width in [Width::Single, Width::Double] {
        let Fault { message, at: found } = run(&text, width).expect_err(body);
        assert!(message.contains(words), "{body}: {message}");
        let found = found.map(|at| text[at].to_owned()).unwrap_or_default();
        assert!(found.starts_with(at), "{body}: at '{found}': {message}");
    }
}

#[test]
fn indices_out_of_bounds() {
    stops(
        "",
        "out[n[5] + 3] = 1.0;",
        "out[n[5] + 3]",
        "the index 8 is out of bounds: `out[n[5] + 3]` has 8 elements",
    );
    stops("", "out[0] = x[n[4]];", "x[n[4]]", "the index -4 (as u32 4294967292) is out of bounds");
    stops("", "var v = vec2(1.0, 2.0); v[n[2]] = 1.0;", "v[n[2]]", "has 2 elements");
    stops("", "out[0] = vec2(1.0, 2.0)[n[3]];", "vec2", "the index 3");
    stops(
        "fn f(a: ptr<function, array<f32, 2>>) { (*a)[n[5]] = 1.0; }",
        "var a: array<f32, 2>; f(&a);",
        "(*a)[n[5]]",
        "2 elements",
    );
}

#[test]
fn division_by_zero() {
    stops("", "out[0] = f32(n[1] / n[0]);", "n[1] / n[0]", "divided by zero: `n[1] / n[0]`");
    stops("", "out[0] = f32(u32(n[1]) % u32(n[0]));", "u32(n[1]) %", "divided by zero");
}

#[test]
fn what_never_ends() {
    stops("", "for (;;) { out[0] += 1.0; if x[0] > 1.0 { break; } }", "for (;;)", "without an end");
    stops("", "var i = 0; loop { i = i; if i > 1 { break; } }", "loop", "without an end");
    // No loop, and more calls than there is time for.
    let calls: String =
        (1..40).map(|i| format!("fn call{i}() {{ call{0}(); call{0}(); }}\n", i - 1)).collect();
    stops(&format!("fn call0() {{ out[0] += 1.0; }}\n{calls}"), "call39();", "call39()", "without an end");
    // A large array that is cleared again and again.
    stops(
        "fn f() { var a: array<f32, 100000>; a[n[0]] = 1.0; }",
        "for (var i = 0; i < 9000; i++) { f(); }",
        "",
        "without an end",
    );
}

/// A cell that stopped can be called again.
#[test]
fn fuel_is_counted_for_each_call() {
    let text = shader("", "for (var i = 0; i < 100; i++) { out[0] += 1.0; }");
    let cell = translated(&text, Width::Single).unwrap();
    assert!(run_cell(&cell, 50).is_err());
    assert_eq!(run_cell(&cell, 200).unwrap()[0], 100.0);
}
