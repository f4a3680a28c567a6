//! The notebook's run on every engine, and on whatever is to be measured beside them.

use std::error::Error;

use crate::arguments::Arguments;
use crate::beside::Program;
use crate::plot::bars;
use crate::report::{Report, short, spread, thousands};
use crate::rounds::{Times, in_turn};
use crate::runner::{Own, Run, Runner, device_name};
use crate::work::Work;

const ROUNDS: usize = 7;
/// Losses of the same run, computed with sums in another order.
const LOSS_TOLERANCE: f64 = 1e-3;

const CPU: &str = "CPU engine";

struct Entry {
    name: String,
    runner: Box<dyn Runner>,
    loss: f64,
}

impl Entry {
    fn new(name: impl Into<String>, runner: impl Runner + 'static) -> Self {
        Self { name: name.into(), runner: Box::new(runner), loss: f64::NAN }
    }
}

pub fn measure(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let work = Work::notebook(arguments.quick);
    let mut entries = entries(arguments, &work)?;
    let rounds = arguments.rounds(ROUNDS);
    let times = in_turn("engines", &mut entries, rounds, |entry| -> Result<f64, Box<dyn Error>> {
        let Run { seconds, loss } = entry.runner.run(&work)?;
        entry.loss = loss;
        Ok(seconds)
    })?;
    report(arguments, &work, &entries, &times, rounds)
}

fn entries(arguments: &Arguments, work: &Work) -> Result<Vec<Entry>, Box<dyn Error>> {
    let mut entries = Vec::new();
    if arguments.against.is_empty() {
        entries.push(Entry::new("plain passes, f32", Own::plain(work)));
    }
    entries.push(Entry::new(CPU, Own::cpu(work)));
    entries.push(Entry::new("CPU engine, baseline instructions", Own::cpu_baseline(work)));
    for beside in &arguments.beside {
        entries.push(Entry::new(&beside.name, Program::start(beside, work)?));
    }
    for device in arguments.devices() {
        entries.push(Entry::new(device_name(&device), Own::gpu(work, &device)?));
    }
    Ok(entries)
}

fn report(
    arguments: &Arguments,
    work: &Work,
    entries: &[Entry],
    times: &[Times],
    rounds: usize,
) -> Result<(), Box<dyn Error>> {
    let steps = work.steps();
    let own = entries.iter().find(|entry| entry.name == CPU).map_or(f64::NAN, |entry| entry.loss);
    let against: Vec<usize> =
        (0..entries.len()).filter(|&at| arguments.against.contains(&entries[at].name)).collect();
    let against = if against.is_empty() { vec![0] } else { against };

    let mut report = Report::new("One run on every engine");
    report.paragraph(&format!(
        "The notebook's run, {steps} Adam steps, on one core where it is a CPU; {rounds} rounds in turn. A ratio is that \
         of the medians and, in brackets, that of the fastest times, which other programs disturb least. The last \
         column is the loss of the second sentence at the end: who does the same work ends at the same loss."
    ));
    let mut columns: Vec<String> = ["engine", "time of the run", "steps a second"].map(String::from).to_vec();
    columns.extend(against.iter().map(|&at| format!("times as fast as {}", entries[at].name)));
    columns.push("loss".to_owned());
    report.table(&columns);
    for (entry, its) in entries.iter().zip(times) {
        let median = its.median();
        let agrees = (entry.loss - own).abs() <= LOSS_TOLERANCE;
        let mut cells = vec![entry.name.clone(), spread(its), thousands(steps as f64 / median)];
        cells.extend(against.iter().map(|&other| {
            let medians = short(times[other].median() / median);
            format!("{medians} ({})", short(times[other].fastest() / its.fastest()))
        }));
        cells.push(format!("{:.4}{}", entry.loss, if agrees { "" } else { " **differs**" }));
        report.row(&cells);
    }
    let speeds: Vec<_> = entries
        .iter()
        .zip(times)
        .map(|(entry, times)| (entry.name.clone(), steps as f64 / times.median()))
        .collect();
    let plot = bars("The notebook's run on every engine", "Adam steps a second", &speeds)?;
    report.finish(&arguments.out, &arguments.name, &plot)
}
