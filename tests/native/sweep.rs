//! Sweeps: their rows are single runs, and shards and interruptions leave no trace.

use std::collections::HashMap;
use std::fs;

use serde_json::Value;

use crate::program::{Place, RAGGED};

/// 2 head sizes x 2 x 2 toggles x 3 seeds.
pub const SMALL: [&str; 11] = [
    "sweep",
    "--seeds",
    "1..3",
    "--head-sizes",
    "3,10",
    "--both-positions",
    "--both-skips",
    "--epochs",
    "40",
    "--backend",
    "cpu",
];

pub fn sweep(place: &Place, more: &[&str]) -> String {
    place.succeed(&[&SMALL, more].concat())
}

pub fn text(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path(name)).expect("the file of the rows")
}

/// The lines of a CSV file without quotes, by the names of their columns.
fn records(csv: &str) -> Vec<HashMap<&str, &str>> {
    let mut lines = csv.lines().map(|line| line.split(','));
    let header: Vec<&str> = lines.next().expect("a header").collect();
    lines.map(|fields| header.iter().copied().zip(fields).collect()).collect()
}

/// Where the largest number stands.
fn top(row: &Value) -> usize {
    let numbers = crate::program::numbers(row);
    (0..numbers.len()).reduce(|best, next| if numbers[next] > numbers[best] { next } else { best }).unwrap()
}

fn close(text: &str, number: &Value) -> bool {
    text.parse::<f32>().unwrap() == number.as_f64().unwrap() as f32
}

#[test]
fn rows_are_single_runs() {
    let place = Place::new().with("ragged.txt", RAGGED);
    let arguments = ["--corpus", "ragged.txt", "--learning-rate", "0.003", "--draw", "2"];
    for out in ["rows.csv", "rows.jsonl"] {
        sweep(&place, &[&arguments[..], &["--out", out]].concat());
    }
    let (csv, jsonl) = (text(&place, "rows.csv"), text(&place, "rows.jsonl"));
    let (lines, objects) =
        (records(&csv), jsonl.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()));
    assert_eq!(lines.len(), 24 * 3);
    assert_eq!(jsonl.lines().count(), 24);

    for (lines, object) in lines.chunks(3).zip(objects).step_by(5) {
        let typed = ["head_size", "seed"].map(|column| lines[0][column]);
        let mut single =
            vec!["train", "--backend", "cpu", "--epochs", "40", "--head-size", typed[0], "--seed", typed[1]];
        single.extend(arguments);
        single.extend((lines[0]["position"] == "false").then_some("--no-position"));
        single.extend((lines[0]["skip"] == "false").then_some("--no-skip"));
        let run = place.json(&single);

        let settings = run["settings"].as_object().unwrap();
        for (key, value) in settings {
            assert_eq!(lines[0][key.as_str()], value.to_string(), "{key}");
            assert_eq!(&object[key], value, "{key}");
        }
        for (sentence, line) in lines.iter().enumerate() {
            let (end, json) = (&run["final"][sentence], &object["sentences"][sentence]);
            let tokens: Vec<usize> = serde_json::from_value(end["tokens"].clone()).unwrap();
            let chosen = tokens.len() - 2;
            let looks_at = top(&end["attention"][chosen]);
            let target = |at: usize| tokens[(at + 1) % tokens.len()];
            let right: Vec<bool> =
                (0..tokens.len()).map(|at| top(&end["probabilities"][at]) == target(at)).collect();

            assert_eq!(line["sentence"], (sentence + 1).to_string());
            assert_eq!(line["tokens"], tokens.iter().map(usize::to_string).collect::<Vec<_>>().join(" "));
            assert_eq!(line["place"], chosen.to_string());
            assert_eq!(line["looks_at"], looks_at.to_string());
            assert_eq!(line["looks_at_word"], run["vocabulary"][tokens[looks_at]]);
            assert_eq!(
                line["right"].replace(' ', ""),
                right.iter().map(|&r| if r { '1' } else { '0' }).collect::<String>()
            );
            assert!(close(line["loss"], &end["loss"]), "{line:?}");
            assert!(close(line["weight"], &end["attention"][chosen][looks_at]), "{line:?}");
            assert!(close(line["probability"], &end["probabilities"][chosen][target(chosen)]), "{line:?}");

            assert_eq!(json["tokens"], end["tokens"]);
            assert_eq!(json["words"].as_array().unwrap().len(), tokens.len());
            assert_eq!(json["right"], Value::from(right));
            assert_eq!((&json["place"], &json["looks_at"]), (&chosen.into(), &looks_at.into()));
            assert_eq!(json["looks_at_word"], line["looks_at_word"]);
            for number in ["loss", "weight", "probability"] {
                assert!(close(line[number], &json[number]), "{number}: {line:?} {json}");
            }
        }
    }
}

#[test]
fn one_core_and_many_write_the_same() {
    let place = Place::new();
    for threads in ["1", "7"] {
        let mut command = place.command(&[&SMALL[..], &["--out", &format!("{threads}.csv")]].concat());
        assert!(command.env("RAYON_NUM_THREADS", threads).output().unwrap().status.success());
    }
    assert_eq!(text(&place, "1.csv"), text(&place, "7.csv"));
}

#[test]
fn a_torn_file_is_gone_on_with() {
    for (out, shard) in [("rows-1-of-2.csv", "1/2"), ("rows-2-of-2.csv", "2/2"), ("rows-1-of-1.jsonl", "1/1")]
    {
        let place = Place::new();
        let arguments = ["--shard", shard, "--out", out];
        sweep(&place, &arguments);
        let whole = text(&place, out);
        let middle = whole[..whole.len() / 2].rfind('\n').unwrap() + 1;
        // Nothing; within the header or the first run; in the middle of a run; between two lines.
        for cut in [0, 1, 20, 100, whole.len() / 2, whole.len() / 3, middle, whole.len() - 1, whole.len()] {
            fs::write(place.path(out), &whole[..cut]).unwrap();
            sweep(&place, &arguments);
            assert_eq!(text(&place, out), whole, "{out}, {shard}, cut to {cut}");
        }
    }
}

#[test]
fn what_is_there_is_not_computed_again() {
    for (out, runs, there) in [("rows.csv", 25, 24), ("rows.jsonl", 24, 12)] {
        let place = Place::new();
        sweep(&place, &["--out", out]);
        let whole = text(&place, out);
        // A loss that no training has given, in the first run.
        let loss = whole.lines().nth(runs - 24).map(|line| match out {
            "rows.csv" => line.split(',').nth_back(1).unwrap(),
            _ => line.split("\"loss\":").nth(1).unwrap().split(',').next().unwrap(),
        });
        let marked = whole.replacen(loss.unwrap(), "0.12345", 1);
        let lines = runs - 24 + there;
        let half: String = marked.split_inclusive('\n').take(lines).collect();
        fs::write(place.path(out), half).unwrap();
        let said = sweep(&place, &["--out", out]);
        assert!(said.contains("12 of its runs were there already"), "{said}");
        assert_eq!(text(&place, out), marked);
    }
}

#[test]
fn a_longer_sweep_goes_on_with_a_shorter_one() {
    let place = Place::new();
    let arguments = |seeds| ["sweep", "--epochs", "5", "--out", "rows.csv", "--seeds", seeds];
    place.succeed(&arguments("1..2"));
    let said = place.succeed(&arguments("1..4"));
    assert!(said.contains("4 runs;") && said.contains("2 of its runs were there already"), "{said}");
    // The other way round the file would hold rows that were not asked for.
    place.refuse(&arguments("1..2"), 2, &["rows.csv", "something other"]);
}

#[test]
fn the_file_of_another_sweep_is_left_alone() {
    let others = [
        &["--seeds", "2..3"][..],
        &["--head-sizes", "3"],
        &["--no-position"],
        &["--no-skip"],
        &["--epochs", "6"],
        &["--learning-rate", "0.001"],
        &["--draw", "2"],
        &["--place", "1"],
        &["--corpus", "other.txt"],
    ];
    for out in ["rows.csv", "rows.jsonl"] {
        let place = Place::new().with("other.txt", "man ordrd the chkn\nwoman ordrd the beef");
        let given = |more: &[&str]| {
            let mut arguments = vec!["sweep", "--out", out];
            for [option, value] in [["--seeds", "1..2"], ["--epochs", "5"]] {
                if !more.contains(&option) {
                    arguments.extend([option, value]);
                }
            }
            arguments.extend(more.iter().copied().map(|word| &*word.to_owned().leak()));
            arguments
        };
        place.succeed(&given(&[]));
        let whole = text(&place, out);
        // Also when its last run was torn.
        for end in [whole.len(), whole.len() - whole.lines().last().unwrap().len() / 2] {
            fs::write(place.path(out), &whole[..end]).unwrap();
            for other in others {
                place.refuse(&given(other), 2, &[out, "something other than the rows of this sweep"]);
                assert_eq!(text(&place, out), &whole[..end], "{other:?}");
            }
        }
        for notes in ["my notes", "my notes\n", "{}\n", "head_size,epochs\n", "\n", "\0\0\0"] {
            fs::write(place.path(out), notes).unwrap();
            place.refuse(&given(&[]), 2, &[out, "something other"]);
            assert_eq!(text(&place, out), notes);
        }
        fs::write(place.path(out), b"\xff\xfe\n").unwrap();
        place.refuse(&given(&[]), 2, &[out, "something other"]);
    }
}

#[test]
fn words_with_commas_and_quotes_come_back() {
    let place = Place::new().with("corpus.txt", "a,b \"c\" 'd'\n\"");
    for out in ["rows.csv", "rows.jsonl"] {
        let arguments = ["--corpus", "corpus.txt", "--out", out];
        sweep(&place, &arguments);
        let whole = text(&place, out);
        let said = sweep(&place, &arguments);
        assert!(said.contains("24 of its runs were there already"), "{said}");
        assert_eq!(text(&place, out), whole);
    }
}

#[test]
fn a_diverged_run_is_a_row_too() {
    let place = Place::new();
    for out in ["rows.csv", "rows.jsonl"] {
        let arguments = ["--learning-rate", "1", "--epochs", "40", "--seeds", "1..3", "--out", out];
        let arguments = [&["sweep"][..], &arguments].concat();
        place.succeed(&arguments);
        let said = place.succeed(&arguments);
        assert!(said.contains("3 of its runs were there already"), "{said}");
    }
}

/// Counted by an independent trainer that agrees with PyTorch.
#[test]
fn as_many_runs_come_right_as_in_an_independent_count() {
    let arguments =
        ["sweep", "--seeds", "1..20", "--head-sizes", "10,20,40", "--both-positions", "--out", "rows.csv"];
    let said = Place::new().succeed(&arguments);
    assert!(said.starts_with("120 runs; in "), "{said}");
    assert!(said.contains("the top guess before the last word is right in every sentence"), "{said}");
    let counts: Vec<(&str, &str, u32)> = said
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter_map(|words| match words[..] {
            [head_size, position, "on", "20", right] => Some((head_size, position, right.parse().ok()?)),
            _ => None,
        })
        .collect();
    let expected = [
        ("10", "on", 13),
        ("10", "off", 16),
        ("20", "on", 9),
        ("20", "off", 13),
        ("40", "on", 11),
        ("40", "off", 10),
    ];
    assert_eq!(counts.len(), expected.len(), "{said}");
    for (found, expected) in counts.iter().zip(expected) {
        assert_eq!((found.0, found.1), (expected.0, expected.1), "{said}");
        // A near tie may fall the other way.
        assert!(found.2.abs_diff(expected.2) <= 1, "{found:?} for {expected:?}");
    }
}

#[test]
fn head_sizes_may_have_semicolons_between() {
    let rows = |sizes| {
        let place = Place::new();
        place.succeed(&[
            "sweep",
            "--seeds",
            "1..1",
            "--epochs",
            "1",
            "--head-sizes",
            sizes,
            "--out",
            "rows.csv",
        ]);
        std::fs::read_to_string(place.path("rows.csv")).unwrap()
    };
    assert_eq!(rows("2; 3"), rows("2,3"));
}
