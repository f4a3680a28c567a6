//! Sweeps that cannot be: a sentence that says what to do.

use std::fs;

use crate::program::Place;

#[test]
fn what_a_person_can_get_wrong() {
    let refuse = |arguments: &[&str], words: &[&str]| {
        let mut all = vec!["sweep"];
        for [option, value] in [["--seeds", "1..2"], ["--out", "rows.csv"]] {
            if !arguments.contains(&option) {
                all.extend([option, value]);
            }
        }
        let place = Place::new().with("file", "");
        place.refuse(
            &[all, arguments.iter().map(|word| &*word.to_string().leak()).collect()].concat(),
            2,
            words,
        );
    };
    for seeds in ["5..1", "x..y", "", "5", "1..", "..5", "1...5", "1..18446744073709551616", "1.5..2"] {
        refuse(&["--seeds", seeds], &[&format!("seeds is '{seeds}'"), "as in 1..20"]);
    }
    refuse(&["--seeds", "--epochs"], &["'--seeds' has no value"]);
    refuse(&["--seeds", "0..18446744073709551615"], &["more than 1000000000 runs"]);
    for sizes in ["", "10,,20", "129", "0", "10,129", "ten", "-1", "-1,20", "10;;20"] {
        refuse(&["--head-sizes", sizes], &[&format!("head-sizes is '{sizes}'"), "1 to 128"]);
    }
    refuse(&["--head-sizes", "10,20,10"], &["head size 10", "twice"]);
    for shard in ["3/2", "0/2", "1", "1/0", "0/0", "a/b", "/", "5/3", "+1/2"] {
        refuse(&["--shard", shard], &[&format!("shard is '{shard}'"), "counted from 1 without gaps"]);
    }
    for out in ["rows.txt", "rows", "-", "rows.csv.gz", ".csv", ".parquet"] {
        refuse(&["--out", out], &[&format!("'{out}'"), ".csv", ".jsonl"]);
    }
    refuse(&["--out", "file/rows.csv"], &["'file/rows.csv'", "cannot be written"]);
    for out in ["missing/rows.csv", "missing/rows.jsonl", "missing/rows.parquet"] {
        refuse(&["--out", out], &["there is no folder 'missing'", "make it"]);
    }
    refuse(&["--place", "5"], &["place is 5", "sentence 1", "0 to 4"]);
    refuse(&["--place", "the"], &["place is 'the'", "whole number"]);
    refuse(&["--epochs", "-1"], &["epochs is '-1'", "0 to 1000000"]);
    refuse(&["--learning-rate", "0"], &["learning-rate is '0'"]);
    refuse(&["--draw", "0"], &["draw is '0'"]);
    refuse(&["--no-skip", "--both-skips"], &["--no-skip and --both-skips", "keep one"]);
    refuse(&["--no-position", "--both-positions"], &["--no-position and --both-positions", "keep one"]);
    refuse(&["--corpus", "missing.txt"], &["'missing.txt'", "not there"]);
    refuse(&["--corpus", "file"], &["no sentence"]);
    refuse(&["--weights", "w"], &["'--weights'", "belongs to train"]);
    refuse(&["--colour", "green"], &["'--colour'", "sweep --help"]);
    Place::new().refuse(&["sweep", "--out", "rows.csv"], 2, &["no seeds", "--seeds 1..20"]);
    Place::new().refuse(&["sweep", "--seeds", "1..2"], 2, &["no file", "--out sweep.csv"]);
    Place::new().refuse(&["--seeds", "1..2"], 2, &["belongs to sweep", "attention-lab sweep --seeds"]);
}

#[test]
fn a_folder_is_no_file_of_rows() {
    let place = Place::new();
    fs::create_dir(place.path("rows.csv")).unwrap();
    place.refuse(&["sweep", "--seeds", "1..2", "--out", "rows.csv"], 2, &["'rows.csv'", "is a folder"]);
}

#[test]
fn two_sweeps_do_not_write_to_one_file() {
    let place = Place::new();
    let file = fs::File::create(place.path("rows.csv")).unwrap();
    file.lock().unwrap();
    let arguments = ["sweep", "--seeds", "1..2", "--epochs", "1", "--out", "rows.csv"];
    place.refuse(&arguments, 2, &["another sweep", "'rows.csv'"]);
    drop(file);
    place.succeed(&arguments);
}

/// PyTorch takes negative seeds: what it means by them is named, and starts as it does there.
#[test]
fn negative_seeds_are_named_as_pytorch_means_them() {
    let refuse = |seeds: &str, words: &[&str]| {
        let arguments = ["sweep", "--out", "rows.csv", "--seeds", seeds];
        Place::new().refuse(&arguments, 2, words);
    };
    refuse("-5..5", &["seeds is '-5..5'", "give 4294967291..4294967301", "-5 to 5", "PyTorch"]);
    refuse("-3..-1", &["give 4294967293..4294967295"]);
    refuse("\u{2212}3..-1", &["seeds is '\u{2212}3..-1'", "give 4294967293..4294967295"]);
    refuse("-9223372036854775809..1", &["as whole numbers, as in 1..20"]);
    refuse("5..-5", &["the first not above the last"]);

    // Seed 2^32 is seed 0: of what is named, the sixth run is that of the first of 0..5.
    let place = Place::new();
    let losses = |seeds: &str| {
        place.succeed(&["sweep", "--epochs", "3", "--seeds", seeds, "--out", &format!("{seeds}.csv")]);
        let text = fs::read_to_string(place.path(&format!("{seeds}.csv"))).unwrap();
        let loss = |line: &str| line.split(',').nth_back(1).unwrap().to_owned();
        text.lines().skip(1).map(loss).collect::<Vec<_>>()
    };
    assert_eq!(losses("4294967291..4294967301")[10..], losses("0..5"));
}
