//! Whatever a person can get wrong: exit code 2 and one sentence that says what, and nothing is left
//! behind.

use crate::program::{Place, foreign_weights};

fn refuse_corpus(bytes: &[u8], words: &[&str]) {
    let place = Place::new().with("corpus.txt", bytes);
    let words = [&["corpus.txt"], words].concat();
    place.refuse(&["train", "--corpus", "corpus.txt", "--out", "out", "--json", "run.json"], 2, &words);
}

fn refuse_option(arguments: &[&str], words: &[&str]) {
    Place::new().refuse(&[&["train"], arguments].concat(), 2, words);
}

#[test]
fn an_empty_corpus() {
    refuse_corpus(b"", &["no sentence", "write at least one line"]);
    refuse_corpus(b"# only a comment\n\n   \n", &["no sentence", "there are 1", "\\#"]);
}

#[test]
fn a_word_outside_the_vocabulary() {
    refuse_corpus(b"vocabulary: the man\nthe man\nthe cat", &["line 3", "'cat'", "add it"]);
}

#[test]
fn the_start_token_typed() {
    refuse_corpus(b"<ST> the man", &["line 1", "<ST>", "leave it out"]);
}

#[test]
fn a_sentence_of_10_000_words() {
    refuse_corpus("word ".repeat(10_000).as_bytes(), &["line 1", "10000 words", "255"]);
}

#[test]
fn a_corpus_that_is_not_utf_8() {
    refuse_corpus(b"the man\ncaf\xe9 noir", &["not UTF-8", "byte 12", "line 2", "save it as UTF-8"]);
    refuse_corpus(b"\xff\xfet\0h\0e\0", &["not UTF-8", "byte 1,"]);
}

#[test]
fn a_corpus_larger_than_a_mib() {
    refuse_corpus("# long\n".repeat(200_000).as_bytes(), &["larger than 1 MiB"]);
    #[cfg(unix)]
    refuse_option(&["--corpus", "/dev/zero"], &["larger than 1 MiB"]);
}

#[test]
fn a_corpus_that_is_not_there() {
    refuse_option(&["--corpus", "missing.txt"], &["'missing.txt'", "not there"]);
    refuse_option(&["--corpus", "."], &["'.'", "folder"]);
}

#[test]
fn values_outside_their_ranges() {
    let cases = [
        ("--head-size", "0", "1 to 128"),
        ("--head-size", "129", "1 to 128"),
        ("--head-size", "-1", "1 to 128"),
        ("--head-size", "twenty", "1 to 128"),
        ("--learning-rate", "-0.1", "a number from"),
        ("--learning-rate", "0", "a number from"),
        ("--learning-rate", "NaN", "a number from"),
        ("--learning-rate", "inf", "a number from"),
        ("--learning-rate", "1e30", "a number from"),
        ("--learning-rate", "1,000", "a point before its decimals"),
        ("--epochs", "−1", "0 to 1000000"),
        ("--epochs", "1000000000", "0 to 1000000"),
        ("--epochs", "-1", "0 to 1000000"),
        ("--epochs", "99999999999999999999999", "0 to 1000000"),
        ("--seed", "-1", "give 4294967295"),
        ("--seed", "18446744073709551616", "a whole number"),
        ("--draw", "0", "1 to 1000"),
        ("--log-every", "0", "1 to 1000000"),
        ("--log-every", "ten", "1 to 1000000"),
        ("--figures", "many", "or all"),
        ("--figures", "-1", "or all"),
    ];
    for (option, value, words) in cases {
        refuse_option(&[option, value], &[&option[2..], value, words]);
    }
}

#[test]
fn a_run_that_is_too_long_for_its_corpus() {
    let place = Place::new().with("corpus.txt", "a\n".repeat(11));
    let arguments = ["train", "--corpus", "corpus.txt", "--epochs", "1000000"];
    place.refuse(&arguments, 2, &["11000000 steps", "10000000 at most"]);
}

#[test]
fn names_that_do_not_exist() {
    refuse_option(&["--preset", "printd"], &["'printd'", "notebook or printed"]);
    refuse_option(&["--backend", "tpu"], &["'tpu'", "auto, gpu, cpu or cells"]);
    refuse_option(&["--epoch", "5"], &["'--epoch'", "did you mean --epochs"]);
    refuse_option(&["--colour", "green"], &["'--colour'"]);
    refuse_option(&["printed"], &["'printed'", "--help"]);
    Place::new().refuse(&["trian"], 2, &["'trian'", "train"]);
    Place::new().refuse(&["--epochs", "5"], 2, &["attention-lab train --epochs"]);
}

#[test]
fn options_that_do_not_stand_right() {
    refuse_option(&["--seed"], &["'--seed'", "no value"]);
    refuse_option(&["--seed", "1", "--seed", "2"], &["'--seed'", "twice"]);
    refuse_option(&["--no-skip=yes"], &["'--no-skip'", "takes no value"]);
    refuse_option(&["--out", ""], &["'--out'", "no value"]);
    refuse_option(&["--head-size", "a\nb\x1b[2J"], &["head-size"]);
}

#[test]
fn places_that_cannot_be_written() {
    // Permissions would not stop root; a file in the way stops everybody.
    let place = Place::new().with("file", "");
    place.refuse(&["train", "--out", "file/out"], 2, &["'file/out'", "cannot be written"]);
    place.refuse(&["train", "--out", "file"], 2, &["'file'", "cannot be written"]);
    place.refuse(&["train", "--json", "file/run.json"], 2, &["'file/run.json'", "cannot be written"]);
    place.refuse(&["train", "--json", "missing/run.json"], 2, &["no folder 'missing'"]);
    place.refuse(&["train", "--json", "."], 2, &["'.'", "folder"]);
    // Nothing is left of the folder for the figures when the JSON has no place.
    place.refuse(&["train", "--out", "deep/er", "--json", "missing/run.json"], 2, &["missing"]);
}

#[test]
fn a_folder_in_the_way_of_a_file() {
    let place = Place::new();
    std::fs::create_dir_all(place.path("out/losses.svg")).unwrap();
    place.refuse(&["train"], 2, &["losses.svg", "is a folder"]);
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_takes_nothing() {
    let place = Place::new();
    let program = env!("CARGO_BIN_EXE_attention-lab");
    for (into, words) in [
        ("> /dev/full", "standard output cannot be written"),
        (">&-", "nobody reads standard output"),
        ("| true", "nobody reads standard output"),
    ] {
        // The reader has ended long before there is anything to read.
        let line = format!("({program} train --epochs 3000 --backend cpu --json -; echo $? >&2) {into}");
        let output =
            std::process::Command::new("sh").args(["-c", &line]).current_dir(place.path("")).output();
        let said = String::from_utf8(output.unwrap().stderr).unwrap();
        assert!(said.contains(words) && said.trim_end().ends_with("\n2"), "{into}: {said}");
    }
}

#[test]
fn weights_that_do_not_fit() {
    let place = Place::new().with("text", "these are no weights").with("order.txt", "man beef the\nthe man");
    place.succeed(&["train", "--epochs", "0", "--head-size", "3", "--backend", "cpu", "--out", "small"]);
    let preset = ["train", "--preset", "printed", "--epochs", "9", "--backend", "cpu", "--out", "printed"];
    place.succeed(&preset);
    let refuse = |weights: &str, more: &[&str], words: &[&str]| {
        let arguments = ["train", "--weights", weights, "--json", "run.json"];
        place.refuse(&[&arguments, more].concat(), 2, &[&[&*format!("'{weights}'")], words].concat());
    };
    refuse("small/weights.safetensors", &[], &["trained at head size 3", "add --head-size 3"]);
    refuse("printed/weights.safetensors", &[], &["without the position embedding", "add --no-position"]);
    refuse("printed/weights.safetensors", &["--preset", "printed", "--no-skip"], &["leave out --no-skip"]);
    let other = ["--no-position", "--corpus", "order.txt"];
    refuse("printed/weights.safetensors", &other, &["on other words", "the man chkn", "--corpus"]);
    refuse("text", &[], &["no safetensors file"]);
    refuse("missing", &[], &["not there"]);
}

#[test]
fn files_that_are_no_weights_are_named_for_what_they_are() {
    let whole = foreign_weights(0.1, str::to_owned);
    let cases: [(&str, &[u8], &[&str]); 7] = [
        ("empty", b"", &["is empty"]),
        ("model.pt", b"PK\x03\x04archive/data.pkl", &["PyTorch", "torch.load(r'model.pt'", "save_file"]),
        ("w.npz", b"PK\x03\x04Qmat.weight.npy", &["NumPy", "numpy.load(r'w.npz')"]),
        ("lfs", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", &["git lfs pull"]),
        ("page", b"<!DOCTYPE html><title>Sign in</title>", &["web page", "download"]),
        ("half", &whole[..whole.len() / 2], &["cut off", "copy or download it again"]),
        ("transposed", &[whole[..8].to_vec(), whole[8..].to_vec()].concat()[..20], &["cut off"]),
    ];
    for (name, bytes, words) in cases {
        Place::new().with(name, bytes).refuse(&["train", "--weights", name], 2, &[&[name], words].concat());
    }
    let unknown = foreign_weights(0.1, |name| name.replace("Vmat", "Omat"));
    let place = Place::new().with("w", unknown);
    place.refuse(&["train", "--weights", "w"], 2, &["Vmat.weight is missing", "state_dict()"]);
}

#[test]
fn an_output_that_is_an_input() {
    let place = Place::new().with("corpus.txt", "a b\nb a\n").with("sub", "");
    place.succeed(&["train", "--corpus", "corpus.txt", "--epochs", "0", "--backend", "cpu", "--out", "out"]);
    let refuse = |arguments: &[&str], words: &[&str]| {
        for more in [&[][..], &["--force"]] {
            let arguments = [&["train", "--corpus", "corpus.txt"], arguments, more].concat();
            place.refuse(&arguments, 2, &[words, &["overwritten"]].concat());
        }
        assert_eq!(std::fs::read(place.path("corpus.txt")).unwrap(), b"a b\nb a\n");
    };
    std::fs::hard_link(place.path("corpus.txt"), place.path("hard.json")).unwrap();
    let mut names = vec!["corpus.txt", "./corpus.txt", "out/../corpus.txt", "hard.json"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("corpus.txt", place.path("link.json")).unwrap();
        names.push("link.json");
    }
    for name in names {
        refuse(&["--json", name], &[name, "is the corpus"]);
    }
    let weights = "out/weights.safetensors";
    refuse(&["--weights", weights, "--json", weights], &[weights, "is the weights file"]);
    // The folder that everybody has.
    refuse(&["--weights", weights], &[weights, "is the weights file"]);
    for name in ["rows.csv", "rows.jsonl", "rows.parquet"] {
        std::fs::copy(place.path("corpus.txt"), place.path(name)).unwrap();
        place.refuse(
            &["sweep", "--seeds", "1..2", "--corpus", name, "--out", name],
            2,
            &[name, "something other"],
        );
    }
    std::fs::rename(place.path("corpus.txt"), place.path("out/losses.svg")).unwrap();
    place.refuse(&["train", "--corpus", "out/losses.svg"], 2, &["losses.svg", "is the corpus"]);
}

#[test]
fn a_file_that_another_has_made() {
    let place = Place::new().with("notes.json", "{\"my\": \"notes\"}").with("empty.json", "");
    let run = ["train", "--epochs", "1", "--backend", "cpu"];
    place.refuse(
        &[&run[..], &["--json", "notes.json"]].concat(),
        2,
        &["'notes.json'", "did not write", "--force"],
    );
    place.succeed(&[&run[..], &["--json", "empty.json"]].concat());
    place.succeed(&[&run[..], &["--json", "notes.json", "--force"]].concat());
    place.succeed(&[&run[..], &["--json", "notes.json"]].concat());

    for name in ["1-value.svg", "weights.safetensors", "attention-lab.txt"] {
        let place = Place::new();
        std::fs::create_dir(place.path("out")).unwrap();
        std::fs::write(place.path("out").join(name), "mine").unwrap();
        place.refuse(&run, 2, &[name, "did not write", "--force"]);
        assert_eq!(std::fs::read(place.path("out").join(name)).unwrap(), b"mine");
        place.succeed(&[&run[..], &["--force"]].concat());
        place.succeed(&run);
    }
}

#[test]
fn places_that_lie_on_each_other() {
    for name in ["out/losses.svg", "out/attention-lab.txt", "out/../out/1-key.svg"] {
        refuse_option(&["--out", "out", "--json", name], &["--json", "another name"]);
    }
    refuse_option(&["--out", "out", "--json", "out"], &["'out'", "is a folder"]);
    refuse_option(&["--out", "-"], &["--out is '-'", "--json -"]);
    refuse_option(&["--corpus", "-", "--weights", "-"], &["standard input", "name a file"]);
}

#[test]
fn dashes_of_a_word_processor() {
    for (typed, meant) in
        [("\u{2014}epochs", "--epochs"), ("\u{2013}-seed", "--seed"), ("\u{2212}\u{2212}out", "--out")]
    {
        for arguments in [&["train", typed, "5"][..], &[typed, "5"]] {
            Place::new().refuse(arguments, 2, &[typed, "word processor", "two hyphens", meant]);
        }
    }
}
