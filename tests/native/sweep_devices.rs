//! Sweeps on a GPU: the rows of single runs on it, in the order of the plan, whole and resumable.

use std::fs;

use serde_json::Value;

use crate::devices::without_gpu;
use crate::program::{Place, RAGGED};

/// 2 head sizes, with position and without, 2 seeds; sentences of different lengths.
const SMALL: [&str; 12] = [
    "sweep",
    "--seeds",
    "1..2",
    "--head-sizes",
    "3,10",
    "--both-positions",
    "--epochs",
    "10",
    "--corpus",
    "ragged.txt",
    "--backend",
    "gpu",
];

fn place() -> Place {
    Place::new().with("ragged.txt", RAGGED)
}

fn sweep(place: &Place, more: &[&str]) -> String {
    place.succeed(&[&SMALL, more].concat())
}

fn text(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path(name)).expect("the file of the rows")
}

#[test]
fn rows_are_single_runs_on_the_gpu() {
    let place = place();
    let said = sweep(&place, &["--out", "rows.jsonl"]);
    let rows: Vec<Value> =
        text(&place, "rows.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 8);
    for (index, row) in rows.iter().enumerate().step_by(3) {
        let (head_size, seed) = (["3", "10"][index / 4], ["1", "2"][index % 2]);
        let mut single = vec!["train", "--backend", "gpu", "--corpus", "ragged.txt", "--epochs", "10"];
        single.extend(["--head-size", head_size, "--seed", seed]);
        single.extend((index & 2 != 0).then_some("--no-position"));
        let run = place.json(&single);

        assert!(
            said.contains(&format!("Computed by {}", run["adapter"]["name"].as_str().unwrap())),
            "{said}"
        );
        for (key, value) in run["settings"].as_object().unwrap() {
            assert_eq!(&row[key], value, "row {index}, {key}");
        }
        for (sentence, end) in
            row["sentences"].as_array().unwrap().iter().zip(run["final"].as_array().unwrap())
        {
            assert_eq!(
                (&sentence["tokens"], &sentence["loss"]),
                (&end["tokens"], &end["loss"]),
                "row {index}"
            );
            let (place, looks_at) = (
                sentence["place"].as_u64().unwrap() as usize,
                sentence["looks_at"].as_u64().unwrap() as usize,
            );
            assert_eq!(sentence["weight"], end["attention"][place][looks_at], "row {index}");
        }
    }
}

#[test]
fn shards_and_interruptions_leave_no_trace_on_the_gpu() {
    let place = place();
    sweep(&place, &["--out", "rows.csv"]);
    let whole = text(&place, "rows.csv");
    let pieces = ["1/2", "2/2"].map(|shard| {
        sweep(&place, &["--shard", shard, "--out", "piece.csv"]);
        text(&place, &format!("piece-{}.csv", shard.replace('/', "-of-")))
    });
    assert_eq!(pieces.concat(), whole);

    fs::write(place.path("rows.csv"), &whole[..whole.len() * 2 / 3]).unwrap();
    let said = sweep(&place, &["--out", "rows.csv"]);
    assert!(said.contains("of its runs were there already"), "{said}");
    assert_eq!(text(&place, "rows.csv"), whole);
    // Nothing was left to compute.
    assert!(!sweep(&place, &["--out", "rows.csv"]).contains("Computed by"));
}

#[test]
fn a_plan_that_does_not_fit_the_gpu() {
    let place = Place::new().with("long.txt", "word ".repeat(255));
    let arguments =
        ["sweep", "--seeds", "1..1", "--corpus", "long.txt", "--epochs", "0", "--out", "rows.csv"];
    let words = ["does not fit", "maxComputeWorkgroupStorageSize", "backend cpu"];
    place.refuse(&[&arguments[..], &["--backend", "gpu"]].concat(), 2, &words);
    assert!(place.succeed(&arguments).contains("Computed by the CPU engine ("));
}

#[test]
fn a_backend_that_is_none() {
    let arguments = ["sweep", "--seeds", "1..2", "--out", "rows.csv", "--backend", "tpu"];
    Place::new().refuse(&arguments, 2, &["no backend 'tpu'", "choose auto, gpu or cpu"]);
}

#[cfg(not(target_vendor = "apple"))]
#[test]
fn without_a_gpu() {
    let place = place();
    let gpu = place.command(&[&SMALL[..], &["--out", "rows.csv"]].concat());
    place.refuse_command(without_gpu(gpu), 3, &["no GPU was found", "backend cpu"]);

    let auto = place.command(&[&SMALL[..10], &["--out", "rows.csv"]].concat());
    let output = without_gpu(auto).env("RAYON_NUM_THREADS", "3").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("\nComputed by the CPU engine (3 cores, f32): no GPU was found.\n"), "{said}");
}
