//! The files that the program writes.

use std::collections::BTreeSet;
use std::fs;

use crate::program::{Place, RAGGED};

fn in_folder(folder: &str, sentences: usize) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = ["losses.svg", "weights.safetensors"].map(String::from).into();
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
    let place = Place::new().with("run.json", "old");
    let run = || {
        place.succeed(&["train", "--epochs", "5", "--backend", "cpu", "--out", "out", "--json", "run.json"])
    };
    run();
    let first = fs::read(place.path("run.json")).unwrap();
    assert_ne!(first, b"old");
    run();
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
    assert_eq!([count("usual"), count("whole"), count("none")], [122, 152, 2]);
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
    let place = Place::new().with("target.json", "old");
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

/// As with Ctrl-C: nothing is there before everything is.
#[test]
fn a_run_that_is_stopped_leaves_nothing() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    let place = Place::new();
    let arguments =
        ["train", "--epochs", "1000000", "--backend", "cpu", "--out", "deep/er", "--json", "run.json"];
    let mut program = place.command(&arguments).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    // The training has begun.
    assert!(lines.map_while(Result::ok).any(|line| line.trim_start().starts_with("0  ")));
    program.kill().unwrap();
    program.wait().unwrap();
    assert!(place.files().is_empty(), "{:?}", place.files());
}
