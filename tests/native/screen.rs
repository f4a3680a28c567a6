//! What a person sees.

use std::io::Read;
use std::process::Stdio;

use crate::program::Place;

#[test]
fn the_run_is_told_in_words() {
    let place = Place::new();
    let output = place.run(&["train", "--preset", "printed", "--backend", "cpu"]);
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = said.lines().map(str::trim_end).collect();
    for line in [
        "Computed by the CPU engine (one core, f32): it was asked for.",
        "Xembed.weight         7 x 7           49",
        "Pos_Embed.weight      5 x 7           35   left out",
        "Qmat.weight          20 x 7          140",
        "total in use                         378",
        "    epoch   man ordrd the chkn   woman ordrd the beef",
        "        0               2.5524                 3.1632",
        "     4900               0.3616                 0.2586",
        "    final               0.3503                 0.2508",
    ] {
        assert!(lines.contains(&line), "no '{line}' in:\n{said}");
    }
    let line = |start: &str| lines.iter().position(|line| line.trim_start().starts_with(start)).unwrap();
    assert_eq!(line("final") - line("epoch"), 51, "fifty losses as in the notebook");
    assert!(said.contains("Written into out:"));
    assert!(output.stderr.is_empty(), "no bar where there is no terminal");
}

#[test]
fn words_stand_aside_for_json() {
    let place = Place::new();
    let output = place.run(&["train", "--epochs", "5", "--backend", "cpu", "--out", "out", "--json", "-"]);
    assert!(output.stdout.starts_with(b"{\"program\""));
    assert!(String::from_utf8(output.stderr).unwrap().contains("Written into out:"));
}

#[test]
fn a_large_seed_is_explained() {
    let arguments = ["train", "--epochs", "0", "--backend", "cpu", "--seed", "4294967373"];
    let said = Place::new().succeed(&arguments);
    assert!(said.contains("only the low 32 bits count, as in PyTorch: this is seed 77"), "{said}");
}

#[test]
fn a_name_does_not_steer_the_terminal() {
    let place = Place::new();
    let said =
        place.succeed(&["train", "--epochs", "0", "--backend", "cpu", "--out", "red\x1b[31m\u{202e}alert"]);
    assert!(said.contains("red"));
    assert!(!said.contains('\x1b') && !said.contains('\u{202e}'));
}

/// As in `attention-lab train | head -1`.
#[test]
fn a_reader_may_leave() {
    for (arguments, files) in [
        (&["train", "--epochs", "300", "--backend", "cpu"][..], true),
        (&["train", "--epochs", "300", "--backend", "cpu", "--json", "-"], false),
    ] {
        let place = Place::new();
        let mut program =
            place.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(program.stdout.take());
        let mut said = String::new();
        program.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        // Words may go unheard; JSON that nobody takes is lost.
        assert_eq!(program.wait().unwrap().success(), files, "{said}");
        assert!(!said.contains("panicked"), "{said}");
        assert_eq!(place.path("out/losses.svg").exists(), files);
    }
}

#[test]
fn help_and_version_are_no_failure() {
    let place = Place::new();
    assert!(place.succeed(&["--version"]).starts_with("attention-lab "));
    assert!(place.succeed(&["--help"]).contains("train"));
    let help = place.succeed(&["train", "--help"]);
    for option in [
        "preset",
        "corpus",
        "weights",
        "head-size",
        "epochs",
        "learning-rate",
        "seed",
        "draw",
        "no-position",
        "no-skip",
        "backend",
        "log-every",
        "figures",
        "out",
        "json",
        "force",
    ] {
        assert!(help.contains(&format!("--{option}")), "{option}");
    }
    assert!(place.files().is_empty());
}
