//! Edited shaders: `train --shaders` and `check`, and whatever a person can get wrong in them.

use attention_lab::engine::gpu::sources::Sources;
use serde_json::json;

use crate::program::Place;

/// A folder `mine` with one edited part.
fn edited(part: &str, text: impl AsRef<[u8]>) -> Place {
    let place = Place::new();
    std::fs::create_dir(place.path("mine")).expect("a folder for the test");
    place.with(&format!("mine/{part}.wgsl"), text)
}

fn shipped(part: &str) -> String {
    Sources::default().text(part).expect("there is such a part").to_owned()
}

/// A part with something else in the place of what stands there.
fn changed(part: &str, from: &str, to: &str) -> String {
    let text = shipped(part);
    assert!(text.contains(from), "{part} has no {from}");
    text.replace(from, to)
}

const TRAIN: [&str; 7] = ["train", "--epochs", "20", "--shaders", "mine", "--json", "-"];

/// Asserts that both engines that take edits, and the check, end with exit code 2 and one sentence with all of `words`.
fn refuse(place: &Place, words: &[&str]) {
    place.refuse(&[&TRAIN[..], &["--backend", "cells"]].concat(), 2, words);
    // Before any GPU is looked for.
    place.refuse(&[&TRAIN[..], &["--backend", "gpu"]].concat(), 2, words);
    place.refuse(&["check", "--shaders", "mine"], 2, words);
}

fn refuse_part(part: &str, text: &str, words: &[&str]) {
    refuse(&edited(part, text), words);
}

#[test]
fn an_edit_is_trained_and_said() {
    let place = edited("3_scores_forward", changed("3_scores_forward", "sum * SCALE", "sum"));
    let report = place.json(&["train", "--epochs", "20", "--shaders", "mine", "--backend", "cells"]);
    assert_eq!(report["adapter"]["backend"], "cells");
    assert_eq!(report["edited"], json!(["3_scores_forward"]));
    let text = report["run"].as_str().expect("an edited run has a text");
    assert!(text.contains("&edit=3_scores_forward:"), "{text}");
    let again = place.json(&["train", "--run", text, "--backend", "cells"]);
    assert_eq!(again, report, "the text is the run");
    let shipped = place.json(&["train", "--epochs", "20", "--backend", "cells"]);
    assert_eq!(shipped["edited"], json!(null));
    assert_ne!(shipped["losses"], report["losses"]);

    let said = place.succeed(&["train", "--epochs", "20", "--shaders", "mine", "--backend", "cells"]);
    assert!(said.contains("with your `3_scores_forward`: it was asked for."), "{said}");
    let list = std::fs::read_to_string(place.path("out/attention-lab.txt")).unwrap();
    assert!(list.contains("with your `3_scores_forward`"), "{list}");
}

/// What a text has edited and what a folder has: the folder comes on top.
#[test]
fn edits_come_from_a_text_and_from_a_folder() {
    let place = edited("3_scores_forward", changed("3_scores_forward", "sum * SCALE", "sum"));
    let options = ["train", "--epochs", "1", "--backend", "cells"];
    let text = |more: &[&str]| place.json(&[&options, more].concat())["run"].as_str().unwrap().to_owned();
    let first = text(&["--shaders", "mine"]);
    let place = edited("3_scores_backward", changed("3_scores_backward", " * SCALE", ""));
    let report = place.json(&[&options[..], &["--run", &first, "--shaders", "mine"]].concat());
    assert_eq!(report["edited"], json!(["3_scores_forward", "3_scores_backward"]));
    let said = place.succeed(&["check", "--run", report["run"].as_str().unwrap()]);
    assert_eq!(said.lines().filter(|line| line.ends_with(" ok")).count(), 5, "{said}");
    // A saved run has its edits, and says so.
    let export =
        ["export", "--run", &first, "--backend", "cells", "--as", "weights", "--out", "mine.safetensors"];
    place.succeed(&export);
    let report = place.json(&["train", "--run", "mine.safetensors", "--backend", "cells"]);
    assert_eq!((&report["edited"], &report["run"]), (&json!(["3_scores_forward"]), &json!(first)));
}

/// PyTorch runs no shaders: what it is given says so, and has their text.
#[test]
fn scripts_and_notebooks_of_edited_shaders_say_what_they_are() {
    let place = edited("3_scores_forward", changed("3_scores_forward", "sum * SCALE", "sum"));
    let export = |kind| {
        let options =
            ["--epochs", "20", "--shaders", "mine", "--backend", "cells", "--as", kind, "--out", "-"];
        place.succeed(&[&["export"], &options[..]].concat())
    };
    let (script, notebook) = (export("script"), export("notebook"));
    for said in [
        "with your `3_scores_forward`",
        "computed by edited shaders, which PyTorch cannot run",
        "`shaders/3_scores_forward.wgsl`:",
        "scores[t * T + u] = select(sum, MASKED",
        "&edit=3_scores_forward:",
    ] {
        assert!(script.contains(said) && notebook.contains(said), "{said}");
    }
    assert!(script.lines().skip_while(|line| *line != "import torch").count() > 50);
}

/// The same edit by cells and on a GPU: the same head, within the rounding of f32.
#[test]
fn a_gpu_trains_what_cells_train() {
    let place = edited("3_scores_forward", changed("3_scores_forward", "sum * SCALE", "sum"));
    let losses = |backend: &str| {
        let report = place.json(&[
            "train",
            "--epochs",
            "20",
            "--log-every",
            "1",
            "--shaders",
            "mine",
            "--backend",
            backend,
        ]);
        assert_eq!(report["edited"], json!(["3_scores_forward"]));
        let epochs = report["losses"].as_array().expect("a list").clone();
        epochs.iter().flat_map(|epoch| crate::program::numbers(&epoch["sentences"])).collect::<Vec<_>>()
    };
    let (cells, gpu) = (losses("cells"), losses("gpu"));
    assert_eq!(cells.len(), gpu.len());
    for (cells, gpu) in cells.iter().zip(&gpu) {
        assert!((cells - gpu).abs() <= 1e-5, "{cells} against {gpu}");
    }
}

#[test]
fn the_check_names_what_is_off() {
    let place = edited("3_scores_forward", changed("3_scores_forward", "sum * SCALE", "sum"));
    let output = place.run(&["check", "--shaders", "mine", "--json", "-"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    let last = said.lines().last().unwrap();
    assert_eq!(
        last,
        "attention-lab: the backward is not the slope of the forward: Xembed.weight, Pos_Embed.weight, Qmat.weight and \
         Kmat.weight are off"
    );
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("nothing but JSON");
    assert_eq!(report["ok"], false);
    assert_eq!(report["edited"], json!(["3_scores_forward"]));
    let tensor = |index: usize| {
        (report["gradients"][index]["tensor"].clone(), report["gradients"][index]["ok"].clone())
    };
    assert_eq!(tensor(2), (json!("Qmat.weight"), json!(false)));
    assert_eq!(tensor(4), (json!("Vmat.weight"), json!(true)));
    assert!(report["gradients"][2]["difference"].as_f64().unwrap() > 1e-3);
    assert_eq!(report["forward"][4]["matrix"], "scores");

    let both =
        place.with("mine/3_scores_backward.wgsl", changed("3_scores_backward", "_sum * SCALE", "_sum"));
    let said = both.succeed(&["check", "--shaders", "mine"]);
    assert_eq!(said.lines().filter(|line| line.ends_with(" ok")).count(), 5, "{said}");
    assert!(said.contains("with your `3_scores_forward` and `3_scores_backward`"), "{said}");
}

#[test]
fn what_is_shipped_is_right() {
    let place = Place::new();
    for arguments in
        [&["check"][..], &["check", "--run", "seed=5"], &["check", "--head-size", "3", "--no-skip"]]
    {
        let said = place.succeed(arguments);
        assert_eq!(said.lines().filter(|line| line.ends_with(" ok")).count(), 5, "{said}");
        assert!(said.contains("No number depends on the order of the lanes."), "{said}");
    }
    assert!(place.files().is_empty());
}

#[test]
fn folders_that_are_none() {
    let place = Place::new().with("file", "");
    place.refuse(&["train", "--shaders", "missing"], 2, &["'missing'", "is not there"]);
    place.refuse(&["train", "--shaders", "file"], 2, &["'file'", "is not there"]);
    let place = Place::new();
    std::fs::create_dir(place.path("mine")).unwrap();
    refuse(&place, &["no .wgsl file", "'mine'"]);
    refuse(&edited("4_atention_forward", ""), &["4_atention_forward.wgsl", "name of no shader"]);
    refuse(&edited("forward", b"\xff\xfe"), &["not UTF-8"]);
}

#[test]
fn who_knows_only_what_is_shipped_says_so() {
    let place = edited("8_adam", changed("8_adam", "before.x + ", "before.x - "));
    place.refuse(
        &[&TRAIN[..], &["--backend", "cpu"]].concat(),
        2,
        &["only the shaders as they are shipped", "--backend cells"],
    );
    place.refuse(
        &["sweep", "--seeds", "1..2", "--backend", "cells", "--out", "rows.csv"],
        2,
        &["only the shaders as they are"],
    );
    place.refuse(&["sweep", "--shaders", "mine", "--out", "rows.csv"], 2, &["--shaders", "belongs to train"]);
}

#[test]
fn texts_that_are_no_part() {
    refuse_part(
        "4_attention_forward",
        "",
        &["4_attention_forward, line 1, column 1", "the function `attention_row` is missing"],
    );
    refuse_part("forward", "// nothing", &["forward, line 1, column 1", "`forward` is missing"]);
    refuse_part(
        "4_attention_forward",
        &changed("4_attention_forward", "attention_row", "attention_rows"),
        &["4_attention_forward, line 1", "the function `attention_row` is missing"],
    );
    refuse_part(
        "4_attention_forward",
        &changed("4_attention_forward", "(t: u32)", "(t: u32, u: u32)"),
        &["4_attention_forward, line 2", "must be written as `fn attention_row(t: u32)`"],
    );
    let long = format!("{}// {}", shipped("8_adam"), "long ".repeat(20_000));
    refuse_part("8_adam", &long, &["8_adam, line 1", "KiB of text"]);
    refuse_part("8_adam", &changed("8_adam", "let v =", "let v"), &["8_adam, line 12", "expected"]);
    refuse_part("entry_train", "", &["entry_train, line 1", "one entry point"]);
    refuse_part(
        "entry_train",
        &changed("entry_train", "LANES", "7"),
        &["entry_train", "@workgroup_size(LANES)"],
    );
    // Right with the one lane of cells, and another number on every GPU.
    refuse_part(
        "4_attention_backward",
        &changed("4_attention_backward", "t * T + u", "t * T + LANES"),
        &["4_attention_backward, line 6", "lanes are other on every device"],
    );
}

#[test]
fn what_goes_wrong_while_it_runs() {
    let forward = |from: &str, to: &str| changed("4_attention_forward", from, to);
    refuse_part(
        "4_attention_forward",
        &forward("sum += e;", "sum += e; u -= 1u;"),
        &["4_attention_forward, line 8", "without an end"],
    );
    refuse_part(
        "4_attention_forward",
        &forward("attention[t * T + u] = e;", "attention[t * T + u + 99u] = e;"),
        &["4_attention_forward, line 10, column 9", "the index 99 is out of bounds", "has 25 elements"],
    );
    refuse_part(
        "3_scores_forward",
        &changed("3_scores_forward", "i % length", "i % token(0u)"),
        &["3_scores_forward, line 4", "divided by zero"],
    );
    refuse_part(
        "8_adam",
        &changed(
            "8_adam",
            "take_gradient(i: u32, own: u32, g: f32) {",
            "take_gradient(i: u32, own: u32, g: f32) { take_gradient(i, own, g);",
        ),
        &["8_adam, line", "recursive"],
    );
    refuse_part(
        "entry_forward",
        &changed("entry_forward", "losses[0] = mean_loss();", "let loss = mean_loss();"),
        &["entry_forward", "no loss was written"],
    );
}

#[test]
fn bindings_that_are_not_the_drivers() {
    let bindings = |from: &str, to: &str| changed("bindings", from, to);
    refuse_part(
        "bindings",
        &bindings("@binding(2)", "@binding(16)"),
        &["bindings, line", "the driver binds `mask` as @group(0) @binding(2)"],
    );
    refuse_part(
        "bindings",
        &bindings("read> mask: array<f32>", "read> mask: array<u32>"),
        &[", line", "`u32` to `f32`"],
    );
    refuse_part(
        "bindings",
        &bindings("    steps: u32,", "    pace: u32,\n    steps: u32,"),
        &["bindings, line", "the driver binds `run`"],
    );
    refuse_part(
        "bindings",
        &bindings(
            "@group(0) @binding(2) var<storage, read> mask: array<f32>;",
            "var<private> mask: array<f32, 25>;",
        ),
        &["bindings, line", "`mask`"],
    );
    let more = format!("@group(0) @binding(9) var<storage> more: f32;\n{}", shipped("8_adam"));
    refuse_part("8_adam", &more, &["8_adam, line 1", "nothing to `more`"]);
}

#[test]
fn barriers_that_are_missing_or_too_many() {
    let once = |part: &str, function: &str| {
        changed(part, &format!("{function}();\n    workgroupBarrier();"), &format!("{function}();"))
    };
    refuse_part(
        "forward",
        &once("forward", "embed_forward"),
        &["forward, line", "a barrier is missing", "`x`"],
    );
    refuse_part(
        "backward",
        &once("backward", "scores_backward"),
        &["backward, line", "a barrier is missing", "`d_q`"],
    );
    refuse_part(
        "4_attention_forward",
        &changed("4_attention_forward", "var largest = MASKED;", "workgroupBarrier(); var largest = MASKED;"),
        &["4_attention_forward, line 3", "no barrier in `attention_row`"],
    );
    // One more between two passes only takes time.
    let place = edited(
        "forward",
        changed("forward", "output_forward();", "output_forward();\n    workgroupBarrier();"),
    );
    place.succeed(&[&TRAIN[..], &["--backend", "cells"]].concat());
}

/// A backward part that reads what its forward part no longer leaves.
#[test]
fn two_parts_that_do_not_fit_each_other() {
    let place =
        edited("2_project_forward", format!("const WIDTH: u32 = H;\n{}", shipped("2_project_forward")));
    let place = place.with(
        "mine/2_project_backward.wgsl",
        format!("const WIDTH: u32 = 2u;\n{}", shipped("2_project_backward")),
    );
    refuse(&place, &["2_project_", "line 1", "WIDTH"]);
}

/// Numbers that are none are no failure of a run: it says where they come from.
#[test]
fn not_a_number_everywhere() {
    let nan = changed("4_attention_forward", "/ sum *", "/ (sum - sum) *");
    let place = edited("4_attention_forward", nan);
    let report = place.json(&[&TRAIN[..5], &["--backend", "cells"]].concat());
    assert_eq!(report["diverged"], json!({"step": 1, "sentence": 1, "first": "attention"}));
    let output = place.run(&["check", "--shaders", "mine"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).contains("NaN"));
}
