//! The files that the program writes.

use std::collections::BTreeSet;
use std::fs;

use crate::program::{Place, RAGGED, foreign_weights};

fn in_folder(folder: &str, sentences: usize) -> BTreeSet<String> {
    let mut names: BTreeSet<String> =
        ["attention-lab.txt", "losses.svg", "weights.safetensors"].map(String::from).into();
    for sentence in 1..=sentences {
        for picture in ["probabilities", "attention", "value", "scores", "query", "key"] {
            names.insert(format!("{sentence}-{picture}.svg"));
        }
    }
    let mut paths: BTreeSet<String> = names.iter().map(|name| format!("{folder}/{name}")).collect();
    paths.insert(folder.to_owned());
    paths
}

#[test]
fn without_arguments_the_notebook_is_trained_into_out() {
    let place = Place::new();
    let text = place.succeed(&[]);
    assert_eq!(place.files(), in_folder("out", 2));
    assert!(text.contains("413"), "{text}");
    let svg = fs::read_to_string(place.path("out/1-attention.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    assert!(svg.contains("Attention weights, head size 20"));
    assert!(svg.contains("man") && svg.contains("chkn"));
}

#[test]
fn figures_and_json_go_where_they_are_asked_to() {
    let place = Place::new().with("ragged.txt", RAGGED);
    let arguments =
        "train --corpus ragged.txt --epochs 5 --backend cpu --out deep/er --json deep/er/run.json";
    place.succeed(&arguments.split(' ').collect::<Vec<_>>());
    let mut expected = in_folder("deep/er", 3);
    expected.extend(["deep", "deep/er/run.json", "ragged.txt"].map(String::from));
    assert_eq!(place.files(), expected);
    let json = fs::read_to_string(place.path("deep/er/run.json")).unwrap();
    assert_eq!(
        json,
        place.succeed(
            &[&arguments[..arguments.find("--out").unwrap() - 1], "--json -"]
                .join(" ")
                .split(' ')
                .collect::<Vec<_>>()
        )
    );
}

#[test]
fn json_alone_writes_no_figures() {
    let place = Place::new();
    place.succeed(&["train", "--epochs", "5", "--backend", "cpu", "--json", "run.json"]);
    assert_eq!(place.files(), BTreeSet::from(["run.json".to_owned()]));
}

#[test]
fn files_of_an_earlier_run_are_replaced() {
    let place = Place::new();
    let run = || {
        place.succeed(&["train", "--epochs", "5", "--backend", "cpu", "--out", "out", "--json", "run.json"])
    };
    run();
    let first = fs::read(place.path("run.json")).unwrap();
    let weights = fs::read(place.path("out/weights.safetensors")).unwrap();
    run();
    assert_eq!(fs::read(place.path("out/weights.safetensors")).unwrap(), weights);
    assert_eq!(fs::read(place.path("run.json")).unwrap(), first);
    let mut expected = in_folder("out", 2);
    expected.insert("run.json".into());
    assert_eq!(place.files(), expected);
}

#[test]
fn figures_are_in_order_and_not_too_many() {
    let corpus: String = (0..25).map(|i| format!("s{i} likes t{i}\n")).collect();
    let place = Place::new().with("corpus.txt", corpus);
    let arguments = ["train", "--corpus", "corpus.txt", "--epochs", "1", "--backend", "cpu", "--out"];
    let said = place.succeed(&[&arguments[..], &["usual"]].concat());
    assert!(said.contains("of the first 20 of 25 sentences; --figures all draws 150."), "{said}");
    assert!(said.contains("120 figures") && said.contains("01-probabilities.svg"), "{said}");
    let said = place.succeed(&[&arguments[..], &["whole", "--figures", "all"]].concat());
    assert!(said.contains("150 figures") && !said.contains("--figures"), "{said}");
    place.succeed(&[&arguments[..], &["none", "--figures", "0"]].concat());

    let files = place.files();
    let count = |folder: &str| files.iter().filter(|name| name.starts_with(&format!("{folder}/"))).count();
    assert_eq!([count("usual"), count("whole"), count("none")], [123, 153, 3]);
    let drawn: Vec<_> =
        files.iter().filter(|name| name.ends_with("-query.svg") && name.starts_with("whole")).collect();
    assert_eq!((drawn[1].as_str(), drawn[24].as_str()), ("whole/02-query.svg", "whole/25-query.svg"));
    place.refuse(&["train", "--figures", "3", "--json", "run.json"], 2, &["--out", "--figures"]);
}

#[cfg(unix)]
#[test]
fn files_have_ordinary_permissions() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    fs::File::create(place.path("ordinary")).unwrap();
    let mode = |name: &str| fs::metadata(place.path(name)).unwrap().permissions().mode();
    place.succeed(&["train", "--epochs", "1", "--backend", "cpu", "--out", "out", "--json", "run.json"]);
    for name in ["run.json", "out/losses.svg", "out/weights.safetensors"] {
        assert_eq!(mode(name), mode("ordinary"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let place = Place::new().with("target.json", "");
    std::os::unix::fs::symlink("target.json", place.path("link.json")).unwrap();
    place.succeed(&["train", "--epochs", "1", "--backend", "cpu", "--json", "link.json"]);
    assert!(fs::symlink_metadata(place.path("link.json")).unwrap().is_symlink());
    assert!(fs::read_to_string(place.path("target.json")).unwrap().starts_with('{'));
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    let place = Place::new();
    place.succeed(&["train", "--epochs", "1", "--backend", "cpu", "--json", "/dev/null"]);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    assert!(place.files().is_empty());
}

#[test]
fn a_run_goes_on_from_its_weights() {
    for preset in ["notebook", "printed"] {
        let place = Place::new();
        let arguments = ["train", "--preset", preset, "--backend", "cpu"];
        let first = ["--epochs", "50", "--out", "out", "--json", "first.json"];
        place.succeed(&[&arguments[..], &first].concat());
        let first: serde_json::Value =
            serde_json::from_slice(&fs::read(place.path("first.json")).unwrap()).unwrap();

        let weights = ["--weights", "out/weights.safetensors"];
        let stay = place.json(&[&arguments[..], &weights, &["--epochs", "0"]].concat());
        assert_eq!(stay["final"], first["final"]);
        assert_eq!(stay["parameters"], first["parameters"]);

        let more = place.json(&[&arguments[..], &weights, &["--epochs", "50"]].concat());
        let [begun, ended] = [&more["losses"][0]["sentences"][0], &first["final"][0]["loss"]]
            .map(|loss| loss.as_f64().unwrap());
        // The CPU engine's training sums in another order than its traces: a few roundings of f32.
        assert!((begun - ended).abs() < 1e-6 * ended, "{begun} {ended}");
        let loss = |report: &serde_json::Value| report["final"][1]["loss"].as_f64().unwrap();
        assert!(loss(&more) < loss(&first));
    }
}

#[test]
fn what_a_longer_run_has_left_is_not_taken_for_this_ones() {
    let place = Place::new().with("ragged.txt", RAGGED);
    let run = ["train", "--epochs", "1", "--backend", "cpu"];
    place.succeed(&[&run[..], &["--corpus", "ragged.txt"]].concat());
    fs::write(place.path("out/notes.txt"), "mine").unwrap();
    fs::write(place.path("out/9-value.svg"), "mine").unwrap();
    place.succeed(&run);
    let mut expected = in_folder("out", 2);
    expected.extend(["ragged.txt", "out/notes.txt", "out/9-value.svg"].map(String::from));
    assert_eq!(place.files(), expected);
    let list = fs::read_to_string(place.path("out/attention-lab.txt")).unwrap();
    assert!(list.contains("head-size=20&epochs=1&") && list.contains("\n2-key.svg\n"), "{list}");
    assert!(!list.contains("3-key.svg"), "{list}");
}

/// A run that goes on until it is stopped, and has begun.
fn begin(place: &Place, more: &[&str]) -> std::process::Child {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    let arguments = ["train", "--epochs", "1000000", "--backend", "cpu", "--out", "deep/er"];
    let mut command = place.command(&[&arguments, more].concat());
    let mut program = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    assert!(lines.by_ref().map_while(Result::ok).any(|line| line.trim_start().starts_with("0  ")));
    program
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let place = Place::new();
    let mut first = begin(&place, &[]);
    let second = ["train", "--epochs", "1", "--backend", "cpu", "--out", "deep/er"];
    place.refuse(&[&second[..], &["--force"]].concat(), 2, &["another run", "'deep/er'", "--out"]);
    first.kill().unwrap();
    first.wait().unwrap();
    // Nothing of the first is there but the folder that it kept for itself, and nobody keeps it any more.
    assert_eq!(place.files(), ["deep", "deep/er", "deep/er/attention-lab.txt"].map(String::from).into());
    place.succeed(&second);
    assert_eq!(place.files().len(), in_folder("deep/er", 2).len() + 1);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_leaves_nothing_and_says_so() {
    use std::process::Command;

    let place = Place::new();
    let program = begin(&place, &["--json", "run.json"]);
    Command::new("kill").args(["-INT", &program.id().to_string()]).status().unwrap();
    let output = program.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    for words in ["stopped after epoch", "of 1000000", "nothing was written or replaced", "--epochs "] {
        assert!(said.contains(words), "{said}");
    }
    assert!(place.files().is_empty(), "{:?}", place.files());
}

#[test]
fn a_corpus_may_come_from_standard_input() {
    use std::io::Write;
    use std::process::Stdio;

    let place = Place::new();
    let mut command =
        place.command(&["train", "--corpus", "-", "--epochs", "1", "--backend", "cpu", "--json", "-"]);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut program = command.spawn().unwrap();
    program.stdin.take().unwrap().write_all(b"dogs bark\n").unwrap();
    let output = program.wait_with_output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["vocabulary"], serde_json::json!(["<ST>", "dogs", "bark"]));
}

#[test]
fn a_run_from_weights_says_where_they_are_from() {
    let run = ["train", "--epochs", "3", "--backend", "cpu"];
    let place = Place::new()
        .with("theirs.safetensors", foreign_weights(0.1, |name| format!("_orig_mod.module.{name}")));
    place.succeed(&run);
    let ours = ["--weights", "out/weights.safetensors", "--seed", "9"];
    let said = place.succeed(&[&run[..], &ours, &["--out", "more"]].concat());
    for words in [
        "starting from the weights in 'out/weights.safetensors'",
        "from a run of 6 steps: head-size=20&epochs=3&",
        "Adam's moments start afresh",
    ] {
        assert!(said.contains(words), "no '{words}' in: {said}");
    }
    assert!(!said.contains("seed 9"), "{said}");
    let report = place.json(&[&run[..], &ours].concat());
    assert_eq!(report["settings"]["seed"], serde_json::Value::Null);
    assert_eq!(report["settings"]["draw"], serde_json::Value::Null);
    assert_eq!(report["weights"]["file"], "out/weights.safetensors");
    assert_eq!(report["weights"]["step"], 6);

    let theirs = ["--weights", "theirs.safetensors", "--out", "more"];
    let said = place.succeed(&[&run[..], &theirs].concat());
    for words in
        ["'module.' and '_orig_mod.' is left out", "does not say which words and settings", "as they are"]
    {
        assert!(said.contains(words), "no '{words}' in: {said}");
    }
    // Whoever has fewer files than before has no weights of before.
    let weights = fs::read(place.path("more/weights.safetensors")).unwrap();
    let (_, head) = safetensors::SafeTensors::read_metadata(&weights).unwrap();
    let metadata = head.metadata().as_ref().unwrap();
    assert_eq!(metadata["started_from"], "theirs.safetensors");
}

#[test]
fn a_run_that_overflows_says_where_and_saves_no_weights() {
    let place = Place::new().with("huge.safetensors", foreign_weights(1e30, str::to_owned));
    let run = ["train", "--epochs", "2", "--backend", "cpu"];
    place.succeed(&run);
    let said = place.succeed(
        &[&run[..], &["--weights", "huge.safetensors", "--json", "run.json", "--out", "out"]].concat(),
    );
    for words in
        ["The run overflowed at step 1 (epoch 0, sentence 1)", "in Queries q", "no weights.safetensors"]
    {
        assert!(said.contains(words), "no '{words}' in: {said}");
    }
    assert!(
        !place.path("out/weights.safetensors").exists(),
        "the earlier run's may not be taken for this one's"
    );
    assert!(place.path("out/losses.svg").exists());
}
