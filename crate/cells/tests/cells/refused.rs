//! What is refused: one sentence, and where.

use attention_lab_cells::{Fault, Options, Width, translate};

use crate::machine::{shader, translated};

fn refused(before: &str, body: &str, at: &str, words: &str) {
    let text = shader(before, body);
    let Fault { message, at: found } = translated(&text, Width::Single).expect_err(body);
    assert!(message.contains(words), "{body}: {message}");
    assert!(!message.contains('\n'), "{message}");
    let found = found.map(|at| text[at].to_owned()).unwrap_or_default();
    assert!(found.contains(at), "{body}: at '{found}': {message}");
}

#[test]
fn what_is_no_wgsl() {
    refused("", "out[0] = nothing;", "nothing", "no definition in scope");
    refused("", "out[0] = 1.0", "}", "expected");
    refused("", "out[0] = 1u;", "out[0]", "cannot convert");
    refused(
        "fn f(i: u32) -> f32 { return f(i); }",
        "out[0] = f(1u);",
        "f",
        "declaration of `f` is recursive",
    );
    refused("", "let a = 5 / 0;", "5 / 0", "zero");
}

#[test]
fn what_is_not_known_here() {
    refused("", "let m = mat2x2(x[0], x[1], x[2], x[3]); out[0] = (m * vec2(1.0)).x;", "mat2x2", "matrices");
    refused("var<workgroup> a: atomic<u32>;", "atomicAdd(&a, 1u);", "a", "atomics");
    refused("", "out[0] = frexp(x[0]).fract;", "frexp", "frexp");
    refused("override scale: f32 = 1.0;", "out[0] = scale;", "scale", "override");
    refused(
        "@group(0) @binding(9) var<storage> more: array<f32>;",
        "out[0] = more[0];",
        "more",
        "nothing is bound",
    );
    refused("var<private> a: array<f32, 300>;", "let b = a; out[0] = b[n[0]];", "a", "more than 256 numbers");
    refused("var<private> a: array<f32, 100000000>;", "a[n[0]] = 1.0;", "a", "MiB of memory");
    refused("", "out[8] = 1.0;", "out[8]", "out of bounds");
}

#[test]
fn entry_points() {
    let options = Options { width: Width::Single, lengths: &[] };
    for (text, words) in [
        ("", "one entry point"),
        ("@compute @workgroup_size(1) fn other() {}", "named `main`"),
        ("@compute @workgroup_size(64) fn main() {}", "one lane"),
        ("@compute @workgroup_size(1) fn main() {} @compute @workgroup_size(1) fn b() {}", "there are 2"),
        ("@vertex fn main() -> @builtin(position) vec4<f32> { return vec4(0.0); }", "@compute"),
    ] {
        let message = translate(text, &options).expect_err(text).message;
        assert!(message.contains(words), "{text}: {message}");
    }
}

/// None of these may overflow the stack, not even a browser's small one.
#[test]
fn what_is_nested_deeply() {
    let options = Options { width: Width::Single, lengths: &[] };
    let chain = |count: usize| -> String {
        (1..count).map(|i| format!("fn call{i}() {{ call{}(); }}\n", i - 1)).collect::<String>()
            + "fn call0() {}\n"
    };
    let texts = [
        format!("const a = {}1;", "-".repeat(590)),
        format!("const a = {}1{};", "(".repeat(590), ")".repeat(590)),
        format!("const a = 1{};", "+1".repeat(290)),
        format!("const a = {}true;", "!".repeat(590)),
        format!("fn f() {}{}", "{".repeat(1000), "}".repeat(1000)),
        format!("fn f() {{ if true {{}}{} }}", " else if true {}".repeat(99)),
        format!("alias A = {}f32{};", "array<".repeat(200), ",2>".repeat(200)),
        format!(
            "const a0 = 1;{}",
            (1..590).map(|i| format!("const a{i} = a{} + 1;", i - 1)).collect::<String>()
        ),
        chain(590) + "@compute @workgroup_size(1) fn main() { call589(); }",
    ];
    let small = std::thread::Builder::new().stack_size(1 << 20);
    let all = small.spawn(move || texts.iter().for_each(|text| drop(translate(text, &options)))).unwrap();
    all.join().expect("no panic");
}
