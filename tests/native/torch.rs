//! The scripts of `export` against what PyTorch printed when it ran them: see `tests/torch/check.py`.

use crc::{CRC_32_ISO_HDLC, Crc};
use serde_json::Value;
use std::io::Write;
use std::process::Stdio;

use crate::program::{Place, numbers};

/// Half of the last printed digit, and a fifth of that for the arithmetic.
const TOLERANCE: f64 = 6e-5;

fn export(run: &Value, kind: &str) -> Vec<u8> {
    let place = Place::new();
    let mut arguments = vec!["export", "--backend", "cpu", "--as", kind, "--out", "-"];
    arguments.extend(run["options"].as_array().unwrap().iter().map(|option| option.as_str().unwrap()));
    let corpus = run["corpus"].as_str();
    if corpus.is_some() {
        arguments.extend(["--corpus", "-"]);
    }
    let mut command = place.command(&arguments);
    let mut program =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    // Dropped at once, so that its end is seen.
    program.stdin.take().unwrap().write_all(corpus.unwrap_or_default().as_bytes()).unwrap();
    let output = program.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    output.stdout
}

#[test]
fn scripts_are_those_that_pytorch_ran_and_losses_those_that_it_printed() {
    let runs: Vec<Value> = serde_json::from_str(include_str!("../torch/runs.json")).unwrap();
    let printed: Value = serde_json::from_str(include_str!("../torch/printed.json")).unwrap();
    let printed = printed["runs"].as_array().unwrap();
    assert_eq!(runs.len(), printed.len());
    for (run, printed) in runs.iter().zip(printed) {
        let name = &printed["name"];
        assert_eq!(&run["name"], name);
        let script = export(run, "script");
        let end_of_line = script.iter().position(|&byte| byte == b'\n').unwrap();
        let sum = Crc::<u32>::new(&CRC_32_ISO_HDLC).checksum(&script[end_of_line + 1..]);
        assert_eq!(
            printed["script"].as_str(),
            Some(format!("{sum:08x}").as_str()),
            "{name}: the script is another than the one that PyTorch ran: see docs/testing.md"
        );
        let report: Value = serde_json::from_slice(&export(run, "run")).unwrap();
        let (losses, lines) = (report["losses"].as_array().unwrap(), printed["lines"].as_array().unwrap());
        assert_eq!(losses.len(), lines.len(), "{name}");
        for (logged, line) in losses.iter().zip(lines) {
            let mut words = line.as_str().unwrap().split(' ');
            assert_eq!((words.next(), words.next()), (Some("epoch"), Some(&*logged["epoch"].to_string())));
            let theirs: Vec<f64> = words.map(|word| word.parse().unwrap()).collect();
            let ours = numbers(&logged["sentences"]);
            assert_eq!(ours.len(), theirs.len(), "{name}");
            for (ours, theirs) in ours.iter().zip(theirs) {
                assert!((ours - theirs).abs() <= TOLERANCE, "{name}: {ours} against {line}");
            }
        }
    }
}
