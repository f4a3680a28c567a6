//! Whatever a person can get wrong: exit code 2 and one sentence that says what, and nothing is left
//! behind.

use crate::program::Place;

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
        ("--seed", "-1", "a whole number"),
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
    refuse_option(&["--backend", "tpu"], &["'tpu'", "auto, gpu or cpu"]);
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
fn standard_output_without_room() {
    let place = Place::new();
    let mut command = place.command(&["train", "--epochs", "1", "--backend", "cpu", "--json", "-"]);
    command.stdout(std::fs::File::create("/dev/full").unwrap());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.lines().last().unwrap().contains("standard output cannot be written"), "{said}");
}

#[test]
fn weights_that_do_not_fit() {
    let place = Place::new().with("text", "these are no weights");
    place.succeed(&["train", "--epochs", "0", "--head-size", "3", "--backend", "cpu", "--out", "out"]);
    let arguments = ["train", "--weights", "out/weights.safetensors"];
    place.refuse(&arguments, 2, &["out/weights.safetensors", "Qmat.weight is 3 x 7", "20 x 7"]);
    place.refuse(&["train", "--weights", "text"], 2, &["'text'", "no safetensors file"]);
    place.refuse(&["train", "--weights", "missing"], 2, &["'missing'", "not there"]);
}
