//! Pieces of a sweep: one behind the other they are the whole, and none is taken for another.

use std::fs;

use crate::program::Place;
use crate::sweep::{SMALL, sweep, text};

#[test]
fn pieces_concatenate_to_the_whole() {
    for extension in ["csv", "jsonl"] {
        let place = Place::new();
        let out = format!("rows.{extension}");
        sweep(&place, &["--out", &out]);
        let whole = text(&place, &out);
        // More pieces than runs: some are empty.
        for shards in [1, 3, 30] {
            for shard in 1..=shards {
                sweep(&place, &["--shard", &format!("{shard}/{shards}"), "--out", &out]);
            }
            // As a shell sorts the names.
            let pieces =
                place.files().into_iter().filter(|name| name.ends_with(&format!("-of-{shards}.{extension}")));
            let joined: String = pieces.map(|name| text(&place, &name)).collect();
            assert_eq!(joined, whole, "{shards} pieces");
        }
        // And what was put together is what the whole goes on with.
        fs::write(place.path(&out), &whole).unwrap();
        assert!(sweep(&place, &["--out", &out]).contains("24 of its runs were there already"));
    }
}

/// As when a piece is submitted again and the number of pieces is forgotten.
#[test]
fn a_piece_never_becomes_the_whole() {
    for extension in ["csv", "jsonl", "parquet"] {
        let place = Place::new();
        let (out, piece) = (format!("rows.{extension}"), format!("rows-1-of-4.{extension}"));
        sweep(&place, &["--shard", "1/4", "--out", &out]);
        let before = fs::read(place.path(&piece)).unwrap();
        for shard in ["1/1", "1/2"] {
            sweep(&place, &["--shard", shard, "--out", &out]);
            place.refuse(
                &[&SMALL[..], &["--shard", shard, "--out", &piece]].concat(),
                2,
                &[&format!("'{piece}' is by its name piece 1 of 4"), "--shard 1/4"],
            );
        }
        place.refuse(&[&SMALL[..], &["--out", &piece]].concat(), 2, &["is by its name piece 1 of 4"]);
        assert_eq!(fs::read(place.path(&piece)).unwrap(), before);
        // With its own number it is gone on with, by either name.
        for out in [&out, &piece] {
            let said = sweep(&place, &["--shard", "1/4", "--out", out]);
            assert!(
                said.contains(&format!("Written to {piece}; 6 of its runs were there already")),
                "{said}"
            );
        }
    }
}

#[test]
fn a_piece_without_a_run_is_told_of() {
    let header = "head_size,epochs,learning_rate,seed,draw,position,skip,vocabulary_size,sentence,tokens,words,place,\
                  looks_at,looks_at_word,weight,probability,loss,right\n";
    for (shard, file, expected) in [("1/8", "rows-1-of-8.csv", header), ("5/8", "rows-5-of-8.csv", "")] {
        let place = Place::new();
        let said = place.succeed(&["sweep", "--seeds", "1..3", "--shard", shard, "--out", "rows.csv"]);
        let piece = shard.replace('/', " of ");
        assert!(said.contains(&format!("No run falls to piece {piece}: the whole sweep has 3.")), "{said}");
        assert!(said.contains(file) && !said.contains("top guess"), "{said}");
        assert_eq!(text(&place, file), expected);
    }
}

/// The script of a Slurm job array, with a program that only says how it was called.
#[cfg(unix)]
mod slurm {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::process::{Command, Output};

    use super::*;

    fn task(place: &Place, variables: &[(&str, &str)]) -> Output {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/slurm-sweep.sh");
        let mut command = Command::new("/bin/sh");
        command.arg(script).current_dir(place.path("")).env_clear().env("PATH", place.path("bin"));
        command.envs(variables.iter().copied()).output().expect("a shell")
    }

    fn with_program(folder: &str) -> Place {
        let place = Place::new();
        fs::create_dir_all(place.path(folder)).unwrap();
        let program = place.path(folder).join("attention-lab");
        fs::write(&program, "#!/bin/sh\necho \"$RAYON_NUM_THREADS $*\"\n").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        place
    }

    /// What Slurm tells a task of an array with these ids.
    fn array<'a>(id: &'a str, count: &'a str, min: &'a str, max: &'a str) -> [(&'a str, &'a str); 4] {
        [
            ("SLURM_ARRAY_TASK_ID", id),
            ("SLURM_ARRAY_TASK_COUNT", count),
            ("SLURM_ARRAY_TASK_MIN", min),
            ("SLURM_ARRAY_TASK_MAX", max),
        ]
    }

    #[test]
    fn each_task_is_a_piece() {
        for folder in ["bin", "target/release"] {
            let place = with_program(folder);
            let said = |variables: &[_]| {
                let output = task(&place, variables);
                assert!(output.status.success(), "{output:?}");
                String::from_utf8(output.stdout).unwrap()
            };
            let all = said(&array("3", "16", "1", "16"));
            assert!(all.starts_with("1 sweep ") && all.contains("--shard 3/16 --out sweep.csv"), "{all}");
            assert!(all.contains("--backend cpu"), "{all}");
            let again =
                [&array("5", "1", "5", "5")[..], &[("SHARDS", "16"), ("SLURM_CPUS_PER_TASK", "4")]].concat();
            let again = said(&again);
            assert!(again.starts_with("4 sweep ") && again.contains("--shard 5/16"), "{again}");
        }
    }

    #[test]
    fn an_array_that_is_no_whole_is_refused() {
        let place = with_program("bin");
        for ids in [
            array("1", "1", "1", "1"),
            array("0", "16", "0", "15"),
            array("3", "3", "1", "5"),
            array("5", "1", "5", "5"),
        ] {
            let output = task(&place, &ids);
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(output.stdout.is_empty());
            assert!(said.contains("from 1 without gaps") && said.contains("SHARDS=16"), "{said}");
        }
        let said = |output: Output| (output.status.code(), String::from_utf8(output.stderr).unwrap());
        let (code, no_array) = said(task(&place, &[]));
        assert!(code == Some(2) && no_array.contains("sbatch docs/slurm-sweep.sh"), "{no_array}");
        let (code, no_program) = said(task(&Place::new(), &array("3", "16", "1", "16")));
        assert!(code == Some(2) && no_program.contains("cargo build --release"), "{no_program}");
    }
}
