//! How the time of a step grows with each size, the others being the notebook's.

use std::error::Error;

use attention_lab::task::settings::Settings;

use crate::arguments::Arguments;
use crate::operations;
use crate::plot::{Line, Panel, panels};
use crate::report::{Report, spread, thousands, time};
use crate::rounds::{Times, in_turn};
use crate::runner::{Own, device_name};
use crate::work::Work;

/// Long enough for the clock, and so short that most rounds are not interrupted by other programs.
const SECONDS: f64 = 0.002;
/// A GPU is asked once for many steps, and the question takes time as well.
const GPU_SECONDS: f64 = 0.1;
const ROUNDS: usize = 101;
const GPU_ROUNDS: usize = 5;
/// Steps that a time is of at least: a call also turns the parameters into the engine's order and back, which is no
/// part of a step.
const FEWEST_STEPS: u64 = 100;
/// To find out how long something takes, not counting a time that was interrupted.
const TRIES: usize = 3;

type Outcome = Result<(), Box<dyn Error>>;
type Opened = Result<Own, Box<dyn Error>>;

/// The notebook's sizes.
const HEAD_SIZE: usize = 20;
const VOCABULARY: usize = 7;
const PLACES: usize = 5;
const SENTENCES: usize = 2;

/// One size with its values, and how the work of a value is made.
struct Series {
    name: &'static str,
    notebook: usize,
    sizes: &'static [usize],
    /// A GPU has less memory close to its lanes.
    gpu_sizes: &'static [usize],
    work: fn(usize) -> Work,
}

const SERIES: [Series; 4] = [
    Series {
        name: "head size H",
        notebook: HEAD_SIZE,
        sizes: &[1, 4, 10, 20, 40, 80, 128],
        gpu_sizes: &[1, 4, 10, 20, 40, 80, 128],
        work: |size| work(size, VOCABULARY, PLACES, SENTENCES),
    },
    Series {
        name: "vocabulary V = E",
        notebook: VOCABULARY,
        sizes: &[3, 7, 16, 32, 64, 128, 256],
        gpu_sizes: &[3, 7, 16, 32, 64, 96],
        work: |size| work(HEAD_SIZE, size, PLACES, SENTENCES),
    },
    Series {
        name: "sentence length T",
        notebook: PLACES,
        sizes: &[2, 5, 12, 30, 64, 128, 256],
        gpu_sizes: &[2, 3, 5, 8, 12, 16],
        work: |size| work(HEAD_SIZE, VOCABULARY, size, SENTENCES),
    },
    Series {
        name: "number of sentences",
        notebook: SENTENCES,
        sizes: &[1, 2, 8, 32, 128, 512, 1024],
        gpu_sizes: &[1, 2, 8, 32, 128],
        work: |size| work(HEAD_SIZE, VOCABULARY, PLACES, size),
    },
];

/// Sentences of words that take turns, from a vocabulary that need not all occur.
fn work(head_size: usize, vocabulary: usize, places: usize, sentences: usize) -> Work {
    let words: Vec<String> = (1..vocabulary).map(|word| format!("w{word}")).collect();
    let mut text = format!("vocabulary: {}\n", words.join(" "));
    let mut turns = words.iter().cycle();
    for _ in 0..sentences {
        let sentence: Vec<_> = turns.by_ref().take(places - 1).map(String::as_str).collect();
        text.push_str(&format!("{}\n", sentence.join(" ")));
    }
    Work::new(Settings { head_size: head_size as u32, ..Settings::default() }, text)
}

/// One size on one engine.
struct Point {
    size: usize,
    operations: f64,
    work: Work,
    engine: Own,
    steps: u64,
}

impl Point {
    /// Finds the number of steps that take about so many seconds: whole epochs, so that every
    /// sentence has its turn.
    fn new(size: usize, work: Work, mut engine: Own, seconds: f64) -> Result<Self, Box<dyn Error>> {
        let epoch = work.corpus.sentences().len() as u64;
        let mut steps = epoch;
        let steps = loop {
            let mut fastest = f64::MAX;
            for _ in 0..TRIES {
                fastest = fastest.min(engine.time(&work, steps)?.0);
            }
            if fastest >= seconds / 2.0 || steps > 1 << 20 {
                break ((steps as f64 * seconds / fastest) as u64).max(FEWEST_STEPS).next_multiple_of(epoch);
            }
            steps *= 2;
        };
        let places = work.architecture.positions;
        Ok(Self { size, operations: operations::per_step(&work.architecture, places), work, engine, steps })
    }

    fn time(&mut self) -> Result<f64, Box<dyn Error>> {
        Ok(self.engine.time(&self.work, self.steps)?.0 / self.steps as f64)
    }
}

pub fn measure(arguments: &Arguments) -> Outcome {
    let mut report = Report::new("The time of a step against each size");
    report.paragraph(
        "One size changes and the others are the notebook's. Operations are floating-point operations a step, counted \
         from the sizes (benches/lab/operations.rs). Cost is the time of an operation, the notebook's being 1. The \
         exponent is the slope of the time over the size in log-log axes, over the upper half of the sizes. Cost, \
         exponent and plot are of the fastest times: the work is always the same, and other programs can only slow it.",
    );
    let mut plots = Vec::new();
    let cpu = Engine {
        name: "CPU engine, one core".to_owned(),
        open: &|work| Ok(Own::cpu(work)),
        sizes: |series| series.sizes,
        seconds: SECONDS,
        rounds: ROUNDS,
    };
    cpu.measure(arguments, &mut report, &mut plots)?;
    // One GPU is enough to see its growth: a hardware one where there is one.
    let mut found = arguments.devices();
    found.sort_by_key(|device| device.adapter().is_software());
    if let Some(device) = found.first() {
        let gpu = Engine {
            name: device_name(device),
            open: &|work| Own::gpu(work, device),
            sizes: |series| series.gpu_sizes,
            seconds: GPU_SECONDS,
            rounds: GPU_ROUNDS,
        };
        gpu.measure(arguments, &mut report, &mut plots)?;
    }
    let plot = panels("The time of a step against each size", "s", &plots)?;
    report.finish(&arguments.out, "growth", &plot)
}

/// Who is measured, at which sizes, and for how long.
struct Engine<'a> {
    name: String,
    open: &'a dyn Fn(&Work) -> Opened,
    sizes: fn(&Series) -> &'static [usize],
    seconds: f64,
    rounds: usize,
}

impl Engine<'_> {
    fn measure(&self, arguments: &Arguments, report: &mut Report, plots: &mut Vec<Panel>) -> Outcome {
        let seconds = if arguments.quick { self.seconds / 10.0 } else { self.seconds };
        for series in SERIES {
            report.heading(&format!("{}: {}", series.name, self.name));
            let mut points = Vec::new();
            let mut too_large = None;
            let most = if arguments.quick { 3 } else { usize::MAX };
            for &size in (self.sizes)(&series).iter().take(most) {
                let work = (series.work)(size);
                match (self.open)(&work) {
                    Ok(engine) => points.push(Point::new(size, work, engine, seconds)?),
                    Err(error) => {
                        too_large = Some(format!("From {size} on nothing is measured: {error}."));
                        break;
                    }
                }
            }
            let what = format!("{}, {}", self.name, series.name);
            let times = in_turn(&what, &mut points, arguments.rounds(self.rounds), Point::time)?;
            tell(&series, &points, &times, report);
            too_large.iter().for_each(|line| report.paragraph(line));
            draw(&self.name, &series, &points, &times, plots);
        }
        Ok(())
    }
}

fn tell(series: &Series, points: &[Point], times: &[Times], report: &mut Report) {
    let cost = |(point, times): (&Point, &Times)| times.fastest() / point.operations;
    let base = points.iter().zip(times).find(|(point, _)| point.size == series.notebook).map(cost);
    let base = base.unwrap_or(f64::NAN);
    report.table(&[series.name, "time a step", "operations", "of the notebook's cost"].map(String::from));
    for (point, times) in points.iter().zip(times) {
        let cost = cost((point, times)) / base;
        report.row(&[
            point.size.to_string(),
            spread(times),
            thousands(point.operations),
            format!("{cost:.2}"),
        ]);
    }
    let (time_exponent, operations_exponent) = (
        exponent(points.iter().zip(times).map(|(point, times)| (point.size, times.fastest()))),
        exponent(points.iter().map(|point| (point.size, point.operations))),
    );
    report.paragraph(&format!(
        "Exponent {time_exponent:.2} in time, {operations_exponent:.2} in operations; notebook {}, {} an operation.",
        series.notebook,
        time(base),
    ));
}

/// The slope of the upper half of the points in log-log axes, by least squares.
fn exponent(points: impl Iterator<Item = (usize, f64)>) -> f64 {
    let logs: Vec<_> = points.map(|(size, value)| ((size as f64).ln(), value.ln())).collect();
    let upper = &logs[logs.len() / 2..];
    let mean =
        |values: &dyn Fn(&(f64, f64)) -> f64| upper.iter().map(values).sum::<f64>() / upper.len() as f64;
    let (x, y) = (mean(&|point| point.0), mean(&|point| point.1));
    mean(&|point| (point.0 - x) * (point.1 - y)) / mean(&|point| (point.0 - x).powi(2))
}

/// Adds the measured line, and the one that would be if every operation cost what the notebook's do.
fn draw(name: &str, series: &Series, points: &[Point], times: &[Times], plots: &mut Vec<Panel>) {
    let size = |point: &Point| point.size as f64;
    let measured = points.iter().zip(times).map(|(point, times)| (size(point), times.fastest())).collect();
    let mut lines = vec![Line { label: name.to_owned(), points: measured, expected: false }];
    if let Some((base, time)) = points.iter().zip(times).find(|(point, _)| point.size == series.notebook) {
        let cost = time.fastest() / base.operations;
        let expected = points.iter().map(|point| (size(point), point.operations * cost)).collect();
        let label = "at the notebook's cost of an operation".to_owned();
        lines.push(Line { label, points: expected, expected: true });
    }
    match plots.iter_mut().find(|panel| panel.x == series.name) {
        Some(panel) => panel.lines.extend(lines),
        None => plots.push(Panel { x: series.name, y: "seconds a step", lines }),
    }
}
