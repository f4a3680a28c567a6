//! Expressions and statements, in both widths, against what WGSL defines.

use attention_lab_cells::Width;

use crate::machine::{run, shader};

/// Asserts what the first numbers of `out` are.
fn assert_out(before: &str, body: &str, expected: &[f64]) {
    for (width, tolerance) in [(Width::Single, 1e-6), (Width::Double, 1e-15)] {
        let out = run(&shader(before, body), width).unwrap_or_else(|fault| panic!("{body}: {fault}"));
        for (found, &expected) in out.iter().zip(expected) {
            let allowed = tolerance * expected.abs().max(1.0);
            assert!((found - expected).abs() <= allowed, "{body} as {width:?}: {found}, not {expected}");
        }
    }
}

/// An expression of type f32 each, and its value.
fn assert_each(cases: &[(&str, f64)]) {
    for (expression, value) in cases {
        assert_out("", &format!("out[0] = {expression};"), &[*value]);
    }
}

#[test]
fn numbers() {
    assert_each(&[
        ("x[0] + x[1] * x[2] - x[3] / x[2]", 0.5 - 3.0 - 1.625),
        ("-x[1]", 1.5),
        ("x[5] % x[2]", 1.0),
        ("x[1] % x[7]", -0.5),
        ("select(1.0, 2.0, x[0] < x[1])", 1.0),
        ("select(1.0, 2.0, x[0] >= x[1] && !(x[2] == x[3]) || x[6] != x[6])", 2.0),
        ("f32(x[0] > x[1])", 1.0),
        ("f32(i32(x[1]))", -1.0),
        ("f32(u32(x[1]))", 0.0),
        ("f32(n[4])", -4.0),
        ("f32(u32(n[7]) >> 28u)", 15.0),
        ("bitcast<f32>(bitcast<u32>(x[3]))", 3.25),
        ("bitcast<f32>(0x3fc00000u + u32(n[0]))", 1.5),
    ]);
}

#[test]
fn whole_numbers() {
    assert_each(&[
        ("f32(n[5] / n[2])", 2.0),
        ("f32(n[4] / n[3])", -1.0),
        ("f32(n[4] % n[3])", -1.0),
        // The least number is its own opposite.
        ("f32(n[6] / n[7] == n[6])", 1.0),
        ("f32(n[6] % n[7])", 0.0),
        ("f32((n[5] & 4) | (n[2] ^ 3))", 5.0),
        ("f32(~n[0])", -1.0),
        ("f32(n[4] >> 1u)", -2.0),
        ("f32(1u << u32(n[3]))", 8.0),
        ("f32(min(n[4], n[5]) + max(n[4], n[5]))", 1.0),
        ("f32(max(u32(n[4]), 1u) > 5u)", 1.0),
        ("f32(clamp(n[5], -1, 3) + clamp(n[4], -1, 3))", 2.0),
        ("f32(abs(n[4]) + sign(n[4]))", 3.0),
        ("f32(countOneBits(u32(n[3])) + countLeadingZeros(1u) + countTrailingZeros(8u))", 36.0),
        ("f32(dot(vec2(n[2], n[3]), vec2(n[5], n[7])))", 7.0),
        ("f32(arrayLength(&x))", 8.0),
    ]);
}

#[test]
fn built_in_functions() {
    assert_each(&[
        ("exp(x[0])", 0.5f64.exp()),
        ("log(x[3])", 3.25f64.ln()),
        ("exp2(x[3]) + log2(x[2])", 3.25f64.exp2() + 1.0),
        ("pow(x[3], x[0])", 3.25f64.sqrt()),
        ("sqrt(x[3])", 3.25f64.sqrt()),
        ("inverseSqrt(x[2])", 1.0 / 2f64.sqrt()),
        ("tanh(x[1]) + sinh(x[0]) + cosh(x[0])", (-1.5f64).tanh() + 0.5f64.exp()),
        ("sin(x[0]) + cos(x[0]) + tan(x[0])", 0.5f64.sin() + 0.5f64.cos() + 0.5f64.tan()),
        ("asin(x[0]) + acos(x[0])", std::f64::consts::FRAC_PI_2),
        ("atan2(x[7], x[7]) + atan(x[7])", std::f64::consts::FRAC_PI_2),
        ("asinh(x[2]) + acosh(x[2]) + atanh(x[0])", 2f64.asinh() + 2f64.acosh() + 0.5f64.atanh()),
        ("abs(x[1]) + floor(x[1]) + ceil(x[1]) + trunc(x[1])", 1.5 - 2.0 - 1.0 - 1.0),
        ("round(x[0]) + round(x[1])", -2.0),
        ("fract(x[1])", 0.5),
        ("min(x[0], x[1]) + max(x[2], x[3])", 1.75),
        ("clamp(x[5], x[6], x[2]) + saturate(x[1])", 2.0),
        ("mix(x[2], x[5], 0.25)", 3.25),
        ("fma(x[2], x[3], x[7])", 7.5),
        ("step(x[0], x[2]) + step(x[2], x[0])", 1.0),
        ("smoothstep(x[6], x[2], x[7])", 0.5),
        ("sign(x[1]) + sign(x[6]) + 2.0 * sign(x[2])", 1.0),
        ("dot(vec3(x[0], x[1], x[2]), vec3(x[3], x[2], x[7]))", 1.625 - 3.0 + 2.0),
        ("length(vec2(x[2] + 1.0, 4.0)) + length(x[1])", 6.5),
        ("distance(vec2(x[2], x[6]), vec2(-1.0, 4.0))", 5.0),
        ("normalize(vec2(x[2] + 1.0, 4.0)).y", 0.8),
        ("cross(vec3(x[7], x[6], x[6]), vec3(x[6], x[7], x[6])).z", 1.0),
        ("reflect(vec2(x[7], x[1]), vec2(0.0, 1.0)).y", 1.5),
        ("faceForward(vec2(x[7], x[6]), vec2(x[7], x[6]), vec2(1.0, 0.0)).x", -1.0),
        ("degrees(radians(x[5]))", 7.0),
        ("f32(all(vec2(x[0], x[1]) < vec2(1.0)) && any(vec2(x[0], x[1]) > vec2(0.0)))", 1.0),
    ]);
}

#[test]
fn vectors_structs_and_arrays() {
    assert_out(
        "",
        "var v = vec3(x[0], x[1], x[2]); v = v.zxy * 2.0; v.y += 1.0; out[0] = v.x; out[1] = v.y; out[2] = v.z;",
        &[4.0, 2.0, -3.0],
    );
    // An index that is computed, into a variable and into a value.
    assert_out(
        "",
        "var v = vec4(1.0, 2.0, 3.0, 4.0); v[n[2]] = 9.0; out[0] = v[n[2]]; out[1] = vec2(5.0, 6.0)[n[1]];",
        &[9.0, 6.0],
    );
    let pair = "struct Pair { a: f32, b: vec2<f32>, c: array<f32, 3> }
        fn make(a: f32) -> Pair { return Pair(a, vec2(a, 2.0 * a), array(a, a + 1.0, a + 2.0)); }
        fn sum(pair: Pair) -> f32 { return pair.a + pair.b.y + pair.c[2]; }";
    assert_out(
        pair,
        "var p = make(x[2]); p.b = vec2(1.0); p.c[n[2]] = 5.0; out[0] = sum(p); let q = p; out[1] = q.c[n[1]];",
        &[8.0, 3.0],
    );
    assert_out(
        "const TABLE = array(1.0, 2.0, 4.0); var<private> own: array<vec2<f32>, 4>; var<workgroup> shared_one: array<f32, 4>;",
        "own[n[3]] = vec2(1.0, x[2]); shared_one[1] = own[3].y; out[0] = shared_one[n[1]] + TABLE[n[2]]; out[1] = own[2].x;",
        &[6.0, 0.0],
    );
}

#[test]
fn control_flow() {
    assert_out(
        "",
        "for (var i = 0; i < 8; i++) { if i == 3 { continue; } if i == 6 { break; } out[0] += f32(i); }",
        &[12.0],
    );
    assert_out(
        "",
        "var i = 0; while i < n[5] { i += 2; } loop { i--; out[1] += 1.0; continuing { break if i == 0; } } out[0] = f32(i);",
        &[0.0, 6.0],
    );
    let switched = "fn choose(i: i32) -> f32 {
        switch i { case 0: { return 1.0; } case 1, 2: { return 2.0; } default: { if i < 0 { break; } return 3.0; } }
        return 4.0;
    }";
    assert_out(
        switched,
        "out[0] = choose(n[0]); out[1] = choose(n[2]); out[2] = choose(n[3]); out[3] = choose(n[4]);",
        &[1.0, 2.0, 3.0, 4.0],
    );
    assert_out(
        "",
        "for (var i = 0; i < 6; i++) { switch i { case 1: { continue; } case 2: { break; } default: { out[0] += 1.0; } } out[1] += 1.0; }",
        &[4.0, 5.0],
    );
    // A variable of a loop's body begins anew in every turn, and a function's in every call.
    assert_out(
        "fn one() -> f32 { var a: array<f32, 2>; a[n[0]] += 1.0; return a[0]; }",
        "for (var i = 0; i < 3; i++) { var sum: f32; sum += 1.0; var a: array<f32, 2>; a[n[1]] += 1.0; out[0] = sum; out[1] = a[1]; } out[2] = one() + one();",
        &[1.0, 1.0, 2.0],
    );
}

#[test]
fn pointers() {
    let before = "var<private> total: f32 = 1.5;
        fn add(to: ptr<function, f32>, what: f32) { *to += what; }
        fn add_private(to: ptr<private, f32>) { *to += 1.0; }
        fn fill(a: ptr<function, array<f32, 3>>) { for (var i = 0; i < 3; i++) { (*a)[i] = f32(i) + 1.0; } }
        fn twice(to: ptr<function, f32>) { add(to, 1.0); add(to, 1.0); }";
    let body =
        "var sum = x[2]; add(&sum, 3.0); twice(&sum); add_private(&total); var a: array<f32, 3>; fill(&a);
        let p = &a[n[1]]; *p *= 10.0; out[0] = sum; out[1] = total; out[2] = a[0] + a[1] + a[2];";
    assert_out(before, body, &[7.0, 2.5, 24.0]);
}

#[test]
fn f64_keeps_what_f32_loses() {
    let text = shader("", "out[0] = (x[7] + 1e-10) - 1.0;");
    assert_eq!(run(&text, Width::Single).unwrap()[0], 0.0);
    // The number that is written is an f32 all the same.
    let difference = run(&text, Width::Double).unwrap()[0] - f64::from(1e-10f32);
    assert!(difference.abs() < 1e-16, "{difference}");
}

#[test]
fn every_call_begins_afresh() {
    let text = shader(
        "var<private> p: f32; var<workgroup> w: array<f32, 2>;",
        "p += 1.0; w[1] += 1.0; out[0] += p + w[1];",
    );
    assert_eq!(run(&text, Width::Single).unwrap()[0], 2.0);
}
