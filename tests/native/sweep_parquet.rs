//! Sweeps into a Parquet file: the rows of CSV, whole, and gone on with like these.

use std::collections::BTreeSet;
use std::fs::{self, File};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use crate::program::{Place, RAGGED};

const SMALL: [&str; 11] = [
    "sweep",
    "--head-sizes",
    "3,10",
    "--both-positions",
    "--epochs",
    "40",
    "--corpus",
    "ragged.txt",
    "--backend",
    "cpu",
    "--seeds",
];

fn place() -> Place {
    Place::new().with("ragged.txt", RAGGED)
}

fn sweep(place: &Place, seeds: &str, more: &[&str]) -> String {
    place.succeed(&[&SMALL, &[seeds][..], more].concat())
}

/// The lines of a Parquet file, written as in CSV, under the names of the columns.
fn lines(place: &Place, name: &str) -> Vec<String> {
    let reader = SerializedFileReader::new(File::open(place.path(name)).unwrap()).unwrap();
    let schema = reader.metadata().file_metadata().schema().clone();
    let header =
        schema.get_fields().iter().map(|field| field.name().to_owned()).collect::<Vec<_>>().join(",");
    let records = reader.get_row_iter(None).unwrap().map(|record| {
        let record = record.unwrap();
        record.get_column_iter().map(|(_, field)| text(field)).collect::<Vec<_>>().join(",")
    });
    [header].into_iter().chain(records).collect()
}

fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        // Rust's shortest digits, where the program's CSV has an exponent for very small numbers.
        Field::Float(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        Field::ListInternal(list) => {
            let element = |field: &Field| match field {
                Field::Bool(right) => u8::from(*right).to_string(),
                other => text(other),
            };
            list.elements().iter().map(element).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

/// The lines of a CSV file.
fn csv_lines(place: &Place, name: &str) -> Vec<String> {
    fs::read_to_string(place.path(name)).unwrap().lines().map(String::from).collect()
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| name.to_string()).collect()
}

#[test]
fn the_lines_are_those_of_csv() {
    let place = place();
    sweep(&place, "1..3", &["--out", "rows.csv"]);
    let said = sweep(&place, "1..3", &["--out", "rows.parquet"]);
    assert!(said.contains("Written to rows.parquet."), "{said}");
    assert_eq!(place.files(), names(&["ragged.txt", "rows.csv", "rows.parquet"]));
    let found = lines(&place, "rows.parquet");
    assert_eq!(found.len(), 1 + 12 * 3);
    assert_eq!(found, csv_lines(&place, "rows.csv"));
}

#[test]
fn pieces_follow_each_other() {
    let place = place();
    sweep(&place, "1..3", &["--out", "rows.parquet"]);
    let whole = lines(&place, "rows.parquet");
    let mut joined = vec![whole[0].clone()];
    // More pieces than runs: some have no line.
    for shard in 1..=15 {
        sweep(&place, "1..3", &["--shard", &format!("{shard}/15"), "--out", "rows.parquet"]);
        joined.extend_from_slice(&lines(&place, &format!("rows-{shard:0>2}-of-15.parquet"))[1..]);
    }
    assert_eq!(joined, whole);
}

#[test]
fn what_is_there_is_kept() {
    let place = place();
    let out = ["--out", "rows.parquet"];
    sweep(&place, "1..3", &["--out", "rows.csv"]);
    sweep(&place, "1..3", &out);
    let whole = fs::read(place.path("rows.parquet")).unwrap();

    // Whole already.
    let said = sweep(&place, "1..3", &out);
    assert!(said.contains("12 of its runs were there already"), "{said}");
    assert_eq!(fs::read(place.path("rows.parquet")).unwrap(), whole);

    // Interrupted, in the middle of a run.
    let rows = fs::read(place.path("rows.csv")).unwrap();
    fs::remove_file(place.path("rows.parquet")).unwrap();
    fs::write(place.path("rows.parquet.partial"), &rows[..rows.len() / 2]).unwrap();
    let said = sweep(&place, "1..3", &out);
    assert!(said.contains("of its runs were there already"), "{said}");
    assert_eq!(fs::read(place.path("rows.parquet")).unwrap(), whole);
    assert_eq!(place.files(), names(&["ragged.txt", "rows.csv", "rows.parquet"]));
}

/// As in a run that diverged: the first run is given such numbers.
#[test]
fn what_is_no_number_comes_back() {
    let place = place();
    sweep(&place, "1..2", &["--out", "rows.csv"]);
    let mut rows = csv_lines(&place, "rows.csv");
    for line in &mut rows[1..=3] {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[12..17].copy_from_slice(&["", "", "NaN", "inf", "NaN"]);
        *line = cells.join(",");
    }
    fs::write(place.path("rows.parquet.partial"), rows.join("\n") + "\n").unwrap();
    for _ in 0..2 {
        let said = sweep(&place, "1..2", &["--out", "rows.parquet"]);
        assert!(said.contains("8 of its runs were there already"), "{said}");
        assert_eq!(lines(&place, "rows.parquet"), rows);
    }
}

#[test]
fn a_file_of_something_else_is_left_alone() {
    let place = place();
    let out = ["--out", "rows.parquet"];
    sweep(&place, "1..3", &out);
    let whole = fs::read(place.path("rows.parquet")).unwrap();
    let other = [&SMALL[..], &["2..3"], &out].concat();
    place.refuse(&other, 2, &["'rows.parquet' holds something other"]);
    assert_eq!(fs::read(place.path("rows.parquet")).unwrap(), whole);

    for notes in [&b""[..], b"my notes", &whole[..whole.len() / 2]] {
        fs::write(place.path("rows.parquet"), notes).unwrap();
        place.refuse(&other, 2, &["'rows.parquet' holds something other"]);
        assert_eq!(fs::read(place.path("rows.parquet")).unwrap(), notes);
    }
}
