//! Rows that a spreadsheet or a script has read and saved: they are gone on with, and the file ends as if they had not.

use std::fs;

use crate::program::{Place, RAGGED};

fn sweep(place: &Place, seeds: &str, out: &str) -> String {
    place.succeed(&arguments(seeds, out))
}

fn arguments<'a>(seeds: &'a str, out: &'a str) -> [&'a str; 13] {
    [
        "sweep",
        "--seeds",
        seeds,
        "--head-sizes",
        "3",
        "--both-positions",
        "--epochs",
        "40",
        "--corpus",
        "ragged.txt",
        "--out",
        out,
        "--no-skip",
    ]
}

fn text(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path(name)).expect("the file of the rows")
}

fn with_rows(out: &str) -> (Place, String) {
    let place = Place::new().with("ragged.txt", RAGGED);
    sweep(&place, "1..3", out);
    let whole = text(&place, out);
    (place, whole)
}

/// The first runs, as many lines as are asked for.
fn beginning(whole: &str, lines: usize) -> String {
    whole.split_inclusive('\n').take(lines).collect()
}

#[test]
fn a_csv_that_a_spreadsheet_has_saved_is_gone_on_with() {
    let (place, whole) = with_rows("rows.csv");
    // The header, two runs of three sentences.
    let half = beginning(&whole, 7);
    let saved = half.replace('\n', "\r\n").replace("true", "TRUE").replace("false", "FALSE");
    for saved in [
        half.replace('\n', "\r\n"),
        format!("\u{feff}{half}"),
        format!("\u{feff}{saved}"),
        // As Python writes them, with the exponent of another and without the last line's end.
        half.replace("true", "True").replace("0.0001", "1e-04").trim_end().to_owned() + "\r\n",
        saved.trim_end().to_owned(),
    ] {
        fs::write(place.path("rows.csv"), &saved).unwrap();
        let said = sweep(&place, "1..3", "rows.csv");
        assert!(said.contains("2 of its runs were there already"), "{saved}: {said}");
        assert_eq!(text(&place, "rows.csv"), whole, "{saved}");
    }
    assert_eq!(place.files().len(), 2, "nothing else is left behind");
}

#[test]
fn a_piece_without_a_header_too() {
    let place = Place::new().with("ragged.txt", RAGGED);
    let piece = [&arguments("1..3", "rows.csv")[..], &["--shard", "2/2"]].concat();
    place.succeed(&piece);
    let whole = text(&place, "rows-2-of-2.csv");
    fs::write(
        place.path("rows-2-of-2.csv"),
        format!("\u{feff}{}", beginning(&whole, 3).replace('\n', "\r\n")),
    )
    .unwrap();
    let said = place.succeed(&piece);
    assert!(said.contains("1 of its runs were there already"), "{said}");
    assert_eq!(text(&place, "rows-2-of-2.csv"), whole);
}

#[test]
fn json_lines_with_the_line_ends_of_another_system_are_gone_on_with() {
    let (place, whole) = with_rows("rows.jsonl");
    fs::write(place.path("rows.jsonl"), format!("\u{feff}{}", beginning(&whole, 2).replace('\n', "\r\n")))
        .unwrap();
    let said = sweep(&place, "1..3", "rows.jsonl");
    assert!(said.contains("2 of its runs were there already"), "{said}");
    assert_eq!(text(&place, "rows.jsonl"), whole);
}

/// What is no row of this sweep is left as it is, byte order mark and all.
#[test]
fn what_is_of_another_sweep_is_left_alone() {
    let (place, whole) = with_rows("rows.csv");
    let saved = format!("\u{feff}{}", whole.replace('\n', "\r\n"));
    for (seeds, other) in [
        ("2..3", saved.clone()),
        ("1..3", saved.replace(",1,true", ",1,maybe")),
        // With a column of the person's own.
        ("1..3", saved.replace("\r\n", ",mine\r\n")),
        ("1..3", "\u{feff}my notes\r\n".to_owned()),
        ("1..3", "\r\n".to_owned()),
    ] {
        fs::write(place.path("rows.csv"), &other).unwrap();
        place.refuse(&arguments(seeds, "rows.csv"), 2, &["'rows.csv'", "something other than the rows"]);
        assert_eq!(text(&place, "rows.csv"), other);
    }
}

/// A name that a spreadsheet on another system may give.
#[test]
fn a_name_in_capitals_is_a_name() {
    let place = Place::new().with("ragged.txt", RAGGED);
    for out in ["rows.CSV", "rows.Jsonl", "rows.PARQUET"] {
        assert!(sweep(&place, "1..2", out).contains(&format!("Written to {out}.")));
        assert!(sweep(&place, "1..2", out).contains("4 of its runs were there already"));
    }
    assert!(text(&place, "rows.CSV").starts_with("head_size,"));
    assert!(text(&place, "rows.Jsonl").starts_with('{'));
}
