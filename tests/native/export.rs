//! What `export` writes, and what it refuses.

use std::fs;

use serde_json::Value;

use crate::program::{Place, RAGGED};

const KINDS: [&str; 6] = ["script", "notebook", "npz", "csv", "run", "weights"];

fn export<'a>(options: &[&'a str], kind: &'a str, out: &'a str) -> Vec<&'a str> {
    [&["export", "--backend", "cpu", "--epochs", "20"], options, &["--as", kind, "--out", out]].concat()
}

fn bytes(place: &Place, options: &[&str], kind: &str) -> Vec<u8> {
    let output = place.run(&export(options, kind, "-"));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The numbers of a safetensors file, behind its head.
fn tensors(file: &[u8]) -> &[u8] {
    let (length, rest) = file.split_first_chunk().unwrap();
    &rest[u64::from_le_bytes(*length) as usize..]
}

#[test]
fn each_kind_goes_into_a_file_or_to_standard_output() {
    let place = Place::new().with("ragged.txt", RAGGED).with("theirs", "my own notes");
    for kind in KINDS {
        let written = bytes(&place, &["--corpus", "ragged.txt"], kind);
        let options = export(&["--corpus", "ragged.txt"], kind, "file");
        place.succeed(&options);
        assert!(fs::read(place.path("file")).unwrap() == written, "{kind}");
        // A file of an earlier export is replaced, a person's is not.
        place.succeed(&options);
        let onto_theirs = export(&["--corpus", "ragged.txt"], kind, "theirs");
        place.refuse(&onto_theirs, 2, &["'theirs'", "--force"]);
        fs::remove_file(place.path("file")).unwrap();
    }
    place.succeed(&export(&["--force"], "csv", "theirs"));
    place.refuse(&export(&["--corpus", "ragged.txt", "--force"], "csv", "ragged.txt"), 2, &["corpus"]);
}

#[test]
fn the_run_is_what_train_writes_as_json() {
    let place = Place::new().with("ragged.txt", RAGGED);
    let train = ["train", "--backend", "cpu", "--epochs", "20", "--corpus", "ragged.txt", "--json", "-"];
    assert_eq!(place.succeed(&train).into_bytes(), bytes(&place, &["--corpus", "ragged.txt"], "run"));
}

#[test]
fn saved_weights_open_again() {
    let place = Place::new().with("ragged.txt", RAGGED);
    let options = ["--corpus", "ragged.txt", "--head-size", "7", "--no-skip"];
    place.succeed(&export(&options, "weights", "mine.safetensors"));
    assert_eq!(
        bytes(&place, &["--run", "mine.safetensors"], "run"),
        bytes(&place, &options, "run"),
        "the same run is trained again"
    );
    let again = ["export", "--run", "mine.safetensors", "--weights", "mine.safetensors", "--epochs", "0"];
    let output = place.run(&[&again[..], &["--backend", "cpu", "--as", "weights", "--out", "-"]].concat());
    assert_eq!(output.status.code(), Some(0));
    let mine = fs::read(place.path("mine.safetensors")).unwrap();
    assert!(tensors(&mine) == tensors(&output.stdout), "no bit has changed");
    // The file that a run reads is not written.
    let onto_itself = export(&["--run", "mine.safetensors"], "weights", "mine.safetensors");
    place.refuse(&onto_itself, 2, &["saved run", "overwritten"]);
}

#[test]
fn a_run_is_written_at_the_step_that_its_text_names() {
    let place = Place::new();
    let run = bytes(&place, &["--run", "epochs=20&step=10"], "run");
    let run: Value = serde_json::from_slice(&run).unwrap();
    assert_eq!(run["losses"].as_array().unwrap().len(), 5);
    let text = run["run"].as_str().unwrap();
    assert!(text.contains("step=10"), "{text}");
    let again = place.run(&["export", "--backend", "cpu", "--run", text, "--as", "run", "--out", "-"]);
    assert_eq!(run, serde_json::from_slice::<Value>(&again.stdout).unwrap());
}

#[test]
fn a_notebook_has_the_script_the_losses_and_the_pictures() {
    let place = Place::new();
    let [notebook, script] = ["notebook", "script"].map(|kind| bytes(&place, &[], kind));
    let notebook: Value = serde_json::from_slice(&notebook).unwrap();
    let script = String::from_utf8(script).unwrap();
    let cells = notebook["cells"].as_array().unwrap();
    let source = |cell: &Value| {
        cell["source"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect::<String>()
    };
    let of_the_script =
        cells.iter().filter(|cell| cell["cell_type"] == "code" && script.contains(&source(cell)));
    assert!(of_the_script.count() >= 6);
    let outputs: Vec<_> = cells.iter().filter_map(|cell| cell["outputs"].as_array()).flatten().collect();
    let pictures = outputs.iter().filter(|output| output["data"]["image/svg+xml"].is_array()).count();
    assert_eq!(pictures, 1 + 2 * 3);
    assert_eq!(outputs[0]["text"].as_array().unwrap().len(), 20);
}

#[test]
fn bad_input_is_said() {
    let place = Place::new().with("picture.safetensors", b"\x89PNG\r\n\x1a\n").with("folder.txt", "a b");
    for (arguments, words) in [
        ("export --out a", "add --as with script, notebook, npz, csv, run or weights"),
        ("export --as pdf --out a", "as is 'pdf': choose script"),
        ("export --as csv", "add --out FILE"),
        ("export --as csv --out nowhere/a", "there is no folder 'nowhere'"),
        ("export --as csv --out a --run picture.safetensors", "it is a picture"),
        ("export --as csv --out a --run missing.safetensors", "is not there"),
        ("export --as csv --out a --run v=2&seed=5", "cut or changed"),
        ("export --as csv --out a --run seed=5 --preset printed", "leave --run or --preset out"),
        ("train --as csv", "belongs to export"),
        ("export --figures 3", "belongs to train"),
        ("exprt", "the commands are train, export, check and sweep"),
    ] {
        place.refuse(&arguments.split(' ').collect::<Vec<_>>(), 2, &[words]);
    }
}
