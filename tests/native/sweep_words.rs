//! What a sweep says: before, on the way, when it is ended early, and at the end.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

use crate::program::Place;

/// A sweep of two seeds over some sentences; what it says.
fn said_of(corpus: &str, more: &[&str]) -> String {
    let place = Place::new().with("corpus.txt", corpus);
    let arguments =
        ["sweep", "--corpus", "corpus.txt", "--seeds", "1..2", "--out", "rows.csv", "--backend", "cpu"];
    place.succeed(&[&arguments, more].concat())
}

#[test]
fn what_no_model_can_know_is_told_and_what_is_possible_counted() {
    let alike = "man ordered the chicken\nman ordered the beef\n";
    let said = said_of(alike, &["--epochs", "500", "--learning-rate", "0.01"]);
    let words = "2 runs; in 2 the top guess before the last word is right in 1 of 2 sentences, and no model can do \
                 better: after '<ST> man ordered the' come chicken and beef.";
    assert!(said.starts_with(words), "{said}");
    assert!(said.contains("      2          2\n"), "{said}");

    let said = said_of("a b\na c\nd e\nd f\ng h", &["--epochs", "1", "--place", "0"]);
    assert!(said.contains("is right in 2 of 5 sentences"), "{said}");
    assert!(said.contains("after '<ST>' come a, d and g."), "{said}");
    let said = said_of("a b\na c", &["--epochs", "1", "--place", "2"]);
    assert!(said.contains("is right in every sentence."), "{said}");
}

#[test]
fn what_no_model_can_know_without_position_is_told() {
    let turned = "dog then man ran home\nman then dog ran away\n";
    let words = "Without position embedding 1 of 2 sentences can be right at most";
    for (more, told) in [(&["--both-positions"][..], true), (&["--no-position"], true), (&[], false)] {
        let said = said_of(turned, &[&["--epochs", "1"], more].concat());
        assert!(said.contains("is right in every sentence."), "{said}");
        assert_eq!(said.contains(words), told, "{said}");
    }
}

#[test]
fn runs_that_diverged_are_counted() {
    let place = Place::new();
    let arguments =
        ["sweep", "--seeds", "1..2", "--learning-rate", "1", "--epochs", "0", "--out", "rows.csv"];
    assert!(!place.succeed(&arguments).contains("diverged"));
    // The second run's numbers as those of a run that diverged.
    let text = fs::read_to_string(place.path("rows.csv")).unwrap();
    let lines: Vec<String> = text.lines().map(String::from).collect();
    let diverged = lines[4].split(',').enumerate().map(|(column, cell)| match column {
        12 | 13 => "",
        14..=16 => "NaN",
        17 => "0 0 0 0 0",
        _ => cell,
    });
    let diverged = diverged.collect::<Vec<_>>().join(",");
    fs::write(place.path("rows.csv"), [&lines[..4], &[diverged]].concat().join("\n") + "\n").unwrap();
    let said = place.succeed(&arguments);
    assert!(said.contains("\n1 run diverged: choose a smaller --learning-rate."), "{said}");
}

/// Readers of JSON may have no whole numbers above 2^53.
#[test]
fn a_large_seed_is_written_as_text_too() {
    let place = Place::new();
    let arguments = ["sweep", "--epochs", "1", "--out", "rows.jsonl", "--seeds"];
    for _ in 0..2 {
        place.succeed(&[&arguments[..], &["9007199254740991..9007199254740994"]].concat());
    }
    let text = fs::read_to_string(place.path("rows.jsonl")).unwrap();
    let seeds = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["seed_text"].clone());
    let expected = [Value::Null, Value::Null, "9007199254740993".into(), "9007199254740994".into()];
    assert_eq!(seeds.collect::<Vec<_>>(), expected);

    let settings = |seed| place.json(&["train", "--epochs", "0", "--seed", seed])["settings"].clone();
    let large = settings("18446744073709551615");
    assert_eq!((&large["seed_text"], &large["seed"]), (&"18446744073709551615".into(), &u64::MAX.into()));
    assert_eq!(settings("77").as_object().unwrap().get("seed_text"), None);
}

/// How long a large sweep takes is told after its first runs; Ctrl-C keeps what is there.
#[cfg(unix)]
#[test]
fn a_sweep_without_end_says_so_and_can_be_ended() {
    let place = Place::new();
    let arguments =
        ["sweep", "--seeds", "1..1000000000", "--epochs", "30", "--backend", "cpu", "--out", "rows.csv"];
    let mut program = place.command(&arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(program.stderr.take().unwrap()).lines();
    let said = lines.next().expect("a word before all is done").unwrap();
    assert!(said.starts_with("1000000000 runs will take about ") && said.contains("Ctrl-C"), "{said}");
    let measured = said.split("the first ").nth(1).unwrap().split(';').next().unwrap();
    assert!(measured.parse::<u64>().unwrap() > 0, "{said}");

    let interrupted = std::process::Command::new("kill").args(["-INT", &program.id().to_string()]).status();
    assert!(interrupted.unwrap().success());
    assert_eq!(program.wait().unwrap().code(), Some(130));
    let said: Vec<String> = lines.map(Result::unwrap).collect();
    let [said] = &said[..] else { panic!("{said:?}") };
    assert!(said.starts_with("attention-lab: interrupted: ") && said.contains("kept in rows.csv"), "{said}");
    assert!(said.contains("the same command goes on"), "{said}");
    let kept: usize = said.split_whitespace().nth(2).unwrap().parse().unwrap();
    let rows = fs::read_to_string(place.path("rows.csv")).unwrap();
    assert!(rows.ends_with('\n'), "no run is torn");
    assert_eq!(rows.lines().count(), 1 + 2 * kept);
}
