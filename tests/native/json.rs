//! What another program reads.

use serde_json::Value;

use crate::program::{Place, RAGGED, foreign_weights, numbers};

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn sorted<const N: usize>(mut names: [&str; N]) -> [&str; N] {
    names.sort_unstable();
    names
}

/// The numbers of a matrix of this shape; `None` is a `null`.
fn matrix(value: &Value, rows: usize, columns: usize) -> Vec<Vec<Option<f64>>> {
    let list = value.as_array().expect("a list of rows");
    assert_eq!(list.len(), rows);
    list.iter()
        .map(|row| {
            let row = row.as_array().expect("a row");
            assert_eq!(row.len(), columns);
            row.iter()
                .map(|number| {
                    assert!(number.is_null() || number.is_number(), "{number}");
                    number.as_f64()
                })
                .collect()
        })
        .collect()
}

fn dense(value: &Value, rows: usize, columns: usize) -> Vec<Vec<f64>> {
    let rows = matrix(value, rows, columns).into_iter();
    rows.map(|row| row.into_iter().map(|number| number.expect("a number")).collect()).collect()
}

#[test]
fn a_ragged_corpus_gives_everything() {
    let place = Place::new().with("ragged.txt", RAGGED);
    let arguments =
        "train --corpus ragged.txt --head-size 3 --epochs 40 --log-every 15 --seed 5 --backend cpu";
    let report = place.json(&arguments.split(' ').collect::<Vec<_>>());

    let top = [
        "program",
        "adapter",
        "settings",
        "run",
        "weights",
        "vocabulary",
        "sentences",
        "diverged",
        "losses",
        "final",
        "parameters",
    ];
    assert_eq!(keys(&report), sorted(top));
    assert_eq!(
        report["adapter"],
        serde_json::json!({"backend": "cpu", "name": "one core, f32", "kind": "none"})
    );
    let settings = serde_json::json!({
        "head_size": 3, "epochs": 40, "learning_rate": 0.0001, "seed": 5, "draw": 1, "position": true, "skip": true,
    });
    assert_eq!(report["settings"], settings);
    let vocabulary = ["<ST>", "the", "cat", "sat", "birds", "sing", "dog", "saw", "run"];
    assert_eq!(report["vocabulary"], serde_json::json!(vocabulary));
    let sentences = serde_json::json!([[0, 1, 2, 3], [0, 4, 5], [0, 1, 6, 7, 1, 2, 8]]);
    assert_eq!(report["sentences"], sentences);

    let losses = report["losses"].as_array().unwrap();
    let epochs: Vec<_> = losses.iter().map(|logged| logged["epoch"].as_u64().unwrap()).collect();
    assert_eq!(epochs, [0, 15, 30]);
    for logged in losses {
        assert_eq!(keys(logged), ["epoch", "sentences"]);
        assert_eq!(numbers(&logged["sentences"]).len(), 3);
    }

    let (v, h) = (vocabulary.len(), 3);
    let finals = report["final"].as_array().unwrap();
    assert_eq!(finals.len(), 3);
    for (index, (last, length)) in finals.iter().zip([4, 3, 7]).enumerate() {
        let names = [
            "tokens",
            "loss",
            "x",
            "q",
            "k",
            "v",
            "scores",
            "attention",
            "output",
            "logits",
            "probabilities",
        ];
        assert_eq!(keys(last), sorted(names));
        assert_eq!(last["tokens"], sentences[index]);
        let loss = last["loss"].as_f64().unwrap();
        let before = numbers(&losses[2]["sentences"])[index];
        assert!(loss > 0.0 && loss < before, "{loss} after {before}");
        for (name, columns) in [("x", v), ("q", h), ("k", h), ("v", v), ("output", v), ("logits", v)] {
            dense(&last[name], length, columns);
        }
        for (name, columns) in [("attention", length), ("probabilities", v)] {
            for row in dense(&last[name], length, columns) {
                let sum: f64 = row.iter().sum();
                assert!((sum - 1.0).abs() <= 1e-5, "a row of {name} sums to {sum}");
            }
        }
        for (place, row) in matrix(&last["scores"], length, length).iter().enumerate() {
            for (at, score) in row.iter().enumerate() {
                assert_eq!(score.is_none(), at > place, "the score of {at} for {place}");
            }
        }
        for (place, row) in dense(&last["attention"], length, length).iter().enumerate() {
            assert!(row[place + 1..].iter().all(|&weight| weight == 0.0));
        }
    }

    let parameters = &report["parameters"];
    let shapes = [
        ("Xembed.weight", v),
        ("Pos_Embed.weight", 7),
        ("Qmat.weight", h),
        ("Kmat.weight", h),
        ("Vmat.weight", v),
    ];
    assert_eq!(keys(parameters), sorted(shapes.map(|(name, _)| name)));
    for (name, rows) in shapes {
        dense(&parameters[name], rows, v);
    }
}

/// The design prints the fields in an order, which `serde_json::Value` does not keep.
#[test]
fn the_fields_stand_in_order() {
    let text = Place::new().succeed(&["train", "--epochs", "1", "--backend", "cpu", "--json", "-"]);
    assert_eq!(text.matches('\n').count(), 1);
    assert!(text.ends_with("}\n"));
    let fields = [
        "program",
        "adapter",
        "backend",
        "name",
        "kind",
        "settings",
        "head_size",
        "epochs",
        "learning_rate",
        "seed",
        "draw",
        "position",
        "skip",
        "run",
        "weights",
        "vocabulary",
        "sentences",
        "diverged",
        "losses",
        "epoch",
        "sentences",
        "final",
        "tokens",
        "loss",
        "x",
        "q",
        "k",
        "v",
        "scores",
        "attention",
        "output",
        "logits",
        "probabilities",
        "parameters",
        "Xembed.weight",
        "Pos_Embed.weight",
        "Qmat.weight",
        "Kmat.weight",
        "Vmat.weight",
    ];
    let mut rest = text.as_str();
    for field in fields {
        let name = format!("\"{field}\":");
        rest = rest.split_once(&name).unwrap_or_else(|| panic!("{field} is not where it should be")).1;
    }
}

#[test]
fn what_is_no_number_is_told_from_what_is_masked() {
    let place = Place::new().with("huge.safetensors", foreign_weights(1e30, str::to_owned));
    let report = place.json(&["train", "--weights", "huge.safetensors", "--epochs", "2", "--backend", "cpu"]);
    assert_eq!(report["diverged"], serde_json::json!({"step": 1, "sentence": 1, "first": "q"}));
    let scores = report["final"][0]["scores"].as_array().unwrap();
    for (place, row) in scores.iter().enumerate() {
        for (at, score) in row.as_array().unwrap().iter().enumerate() {
            assert_eq!(score.is_null(), at > place, "{score}");
            let is_word = ["NaN", "Infinity", "-Infinity"].iter().any(|word| score == word);
            assert_eq!(is_word, at <= place, "{score}");
        }
    }
    assert_eq!(report["losses"][1]["sentences"][0], "NaN");
    assert_eq!(report["parameters"]["Qmat.weight"][0][0], "NaN");
}

#[test]
fn experiments_and_presets_are_in_the_settings() {
    let place = Place::new();
    let printed =
        place.json(&["train", "--seed", "5", "--preset", "printed", "--epochs", "1", "--backend", "cpu"]);
    let settings = &printed["settings"];
    assert_eq!(settings["seed"], 5, "an option overrides the preset, whatever the order");
    assert_eq!(settings["draw"], 2);
    assert_eq!(settings["position"], false);
    let report = place.json(&["train", "--no-position", "--epochs", "1", "--backend", "cpu"]);
    assert_eq!(report["settings"]["skip"], true);
    assert_eq!(report["settings"]["position"], false);
    let arguments = "train --no-skip --learning-rate 0.5 --draw 3 --epochs 1 --backend cpu";
    let report = place.json(&arguments.split(' ').collect::<Vec<_>>());
    assert_eq!(report["settings"]["skip"], false);
    assert_eq!(report["settings"]["position"], true);
    assert_eq!(report["settings"]["learning_rate"], 0.5);
    assert_eq!(report["settings"]["draw"], 3);
    assert_eq!(report["final"][0]["output"], report["final"][0]["logits"]);
}

#[test]
fn an_untrained_head_has_no_losses() {
    let report = Place::new().json(&["train", "--epochs", "0", "--backend", "cpu"]);
    assert_eq!(report["losses"], serde_json::json!([]));
    assert!((report["final"][1]["loss"].as_f64().unwrap() - 2.5481).abs() < 1e-3);
}

#[test]
fn a_word_alone_is_a_corpus() {
    let report =
        Place::new().with("one.txt", "hello").json(&["train", "--corpus", "one.txt", "--epochs", "100"]);
    assert_eq!(report["vocabulary"], serde_json::json!(["<ST>", "hello"]));
    dense(&report["final"][0]["attention"], 2, 2);
}

#[test]
fn of_a_seed_the_low_32_bits_count() {
    let place = Place::new();
    let run = |seed: &str| place.json(&["train", "--epochs", "20", "--backend", "cpu", "--seed", seed]);
    let (low, high) = (run("77"), run("4294967373"));
    assert_eq!(high["settings"]["seed"], 4_294_967_373_u64);
    assert_eq!(high["losses"], low["losses"]);
    assert_eq!(high["parameters"], low["parameters"]);
    assert_ne!(run("78")["parameters"], low["parameters"]);
}

#[test]
fn the_same_run_gives_the_same_bits() {
    let place = Place::new();
    let arguments = ["train", "--epochs", "300", "--backend", "cpu"];
    assert_eq!(place.json(&arguments), place.json(&arguments));
}

#[test]
fn numbers_are_read_as_they_are_meant() {
    for (rate, epochs) in [("0.001", "1000"), ("0,001", "1,000"), (" 1e−3 ", "1 000"), ("1E-3", "１０００")]
    {
        let arguments = ["train", "--learning-rate", rate, "--epochs", epochs, "--backend", "cpu"];
        let report = Place::new().json(&arguments);
        assert_eq!(report["settings"]["learning_rate"], 0.001, "{rate}");
        assert_eq!(report["settings"]["epochs"], 1000, "{epochs}");
    }
}
