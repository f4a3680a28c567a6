//! Markdown tables, on the screen and in the folder.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::thread::available_parallelism;

use crate::rounds::Times;

/// A table with a title and remarks, row by row.
pub struct Report {
    text: String,
    columns: usize,
}

impl Report {
    pub fn new(title: &str) -> Self {
        Self { text: format!("# {title}\n\n{}\n", machine()), columns: 0 }
    }

    pub fn paragraph(&mut self, text: &str) {
        self.text.push_str(&format!("\n{text}\n"));
    }

    pub fn heading(&mut self, text: &str) {
        self.paragraph(&format!("## {text}"));
    }

    /// Begins a table. Every column but the first is of numbers.
    pub fn table(&mut self, columns: &[String]) {
        self.columns = columns.len();
        self.text.push_str(&format!(
            "\n| {} |\n|---|{}\n",
            columns.join(" | "),
            "---:|".repeat(columns.len() - 1)
        ));
    }

    pub fn row(&mut self, cells: &[String]) {
        assert_eq!(cells.len(), self.columns, "a cell a column");
        self.text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }

    /// Prints it and leaves it in the folder with its plot.
    pub fn finish(self, folder: &Path, name: &str, plot: &str) -> Result<(), Box<dyn Error>> {
        fs::create_dir_all(folder)?;
        let (table, picture) = (folder.join(format!("{name}.md")), folder.join(format!("{name}.svg")));
        println!("\n{}\nWritten to {} and {}", self.text, table.display(), picture.display());
        fs::write(table, format!("{}\n![{name}]({name}.svg)\n", self.text))?;
        fs::write(picture, plot)?;
        Ok(())
    }
}

/// Three digits that say something.
pub fn short(value: f64) -> String {
    if value >= 1000.0 {
        return thousands(value);
    }
    let digits = if value > 0.0 { (2.0 - value.log10().floor()).clamp(0.0, 9.0) as usize } else { 0 };
    format!("{value:.digits$}")
}

/// A time of some seconds, in a unit that suits it.
pub fn time(seconds: f64) -> String {
    match seconds {
        _ if seconds < 1e-6 => format!("{} ns", short(seconds * 1e9)),
        _ if seconds < 1e-3 => format!("{} µs", short(seconds * 1e6)),
        _ if seconds < 1.0 => format!("{} ms", short(seconds * 1e3)),
        _ => format!("{} s", short(seconds)),
    }
}

/// The median and, in brackets, the fastest and the slowest.
pub fn spread(times: &Times) -> String {
    format!("{} ({} to {})", time(times.median()), time(times.fastest()), time(times.slowest()))
}

/// A whole number as people write it: 1,234,567.
pub fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let first = digits.len() % 3;
    let groups = digits.as_bytes()[first..].chunks(3).map(String::from_utf8_lossy);
    let first = (first > 0).then(|| digits[..first].into());
    first.into_iter().chain(groups).collect::<Vec<_>>().join(",")
}

/// What kind of machine the numbers are of.
fn machine() -> String {
    let cores = available_parallelism().map_or(1, usize::from);
    let arch = std::env::consts::ARCH;
    #[cfg(target_arch = "x86_64")]
    let vectors = if std::arch::is_x86_feature_detected!("avx512f") {
        " with AVX-512"
    } else if std::arch::is_x86_feature_detected!("avx2") {
        " with AVX2"
    } else {
        ""
    };
    #[cfg(not(target_arch = "x86_64"))]
    let vectors = "";
    format!("Measured on {cores} cores of {arch}{vectors}; median of the rounds (fastest to slowest).")
}
