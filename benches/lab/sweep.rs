//! How many runs a second, against the number of runs that are trained together.

use std::error::Error;
use std::thread::available_parallelism;
use std::time::Instant;

use attention_lab::engine::gpu::{Device, GpuEngine};
use attention_lab::model::adam::State;
use attention_lab::model::init::starting_parameters;
use attention_lab::sweep::{self, Place};
use attention_lab::task::settings::Settings;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::arguments::Arguments;
use crate::plot::{Line, Panel, panels};
use crate::report::{Report, short};
use crate::rounds::{Times, in_turn};
use crate::runner::device_name;
use crate::work::Work;

const ROUNDS: usize = 5;
const GPU_ROUNDS: usize = 3;
/// A software device would take minutes for whole runs: it takes the first steps of them, and the time is scaled.
const GPU_STEPS: u64 = 500;

/// Whoever trains many models: its name, and for each number of models the time of one whole run.
struct Column {
    name: String,
    times: Vec<(usize, Times)>,
}

pub fn measure(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let work = Work::notebook(arguments.quick);
    let most = if arguments.quick { 2 } else { 64 };
    let counts: Vec<usize> = (0..).map(|power| 1 << power).take_while(|&count| count <= most).collect();

    let mut columns = on_cores(arguments, &work, &counts)?;
    for device in arguments.devices() {
        columns.push(on_device(arguments, &work, &counts, &device)?);
    }
    report(arguments, &work, &counts, &columns)
}

fn on_cores(arguments: &Arguments, work: &Work, counts: &[usize]) -> Result<Vec<Column>, Box<dyn Error>> {
    let all = available_parallelism().map_or(1, usize::from);
    let pools = [1, all].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build());
    let [one, all_cores] = pools;
    let (one, all_cores) = (one?, all_cores?);
    let mut cases: Vec<(usize, &ThreadPool)> =
        counts.iter().flat_map(|&count| [(count, &one), (count, &all_cores)]).collect();
    let times = in_turn(
        "sweep on cores",
        &mut cases,
        arguments.rounds(ROUNDS),
        |(count, pool)| -> Result<f64, Box<dyn Error>> {
            let begin = Instant::now();
            pool.install(|| {
                (0..*count).into_par_iter().for_each(|seed| {
                    let settings = Settings { seed: seed as u64, ..work.settings };
                    sweep::run(&settings, &work.corpus, Place::BeforeLastWord);
                });
            });
            Ok(begin.elapsed().as_secs_f64())
        },
    )?;
    let names = ["CPU engine, 1 core".to_owned(), format!("CPU engine, {all} cores")];
    let mut columns = names.map(|name| Column { name, times: Vec::new() });
    for (at, ((count, _), times)) in cases.iter().zip(times).enumerate() {
        columns[at % 2].times.push((*count, times));
    }
    Ok(columns.into())
}

fn on_device(
    arguments: &Arguments,
    work: &Work,
    counts: &[usize],
    device: &Device,
) -> Result<Column, Box<dyn Error>> {
    let steps = work.steps().min(GPU_STEPS);
    let mut cases = Vec::new();
    for &count in counts {
        let engine = GpuEngine::for_models(count, device, work.architecture, &work.corpus, work.adam);
        let states: Vec<_> = (0..count as u64)
            .map(|seed| Settings { seed, ..work.settings })
            .map(|settings| State::new(starting_parameters(&work.architecture, &settings)))
            .collect();
        cases.push((pollster::block_on(engine)?, states));
    }
    let rounds = arguments.rounds(GPU_ROUNDS);
    let times = in_turn(
        &format!("sweep, {}", device_name(device)),
        &mut cases,
        rounds,
        |(engine, states)| -> Result<f64, Box<dyn Error>> {
            let mut states = states.clone();
            let begin = Instant::now();
            pollster::block_on(engine.train_all(&mut states, steps))?;
            Ok(begin.elapsed().as_secs_f64())
        },
    )?;
    let whole = work.steps() as f64 / steps as f64;
    let times = counts.iter().zip(times).map(|(&count, times)| (count, times.scaled(whole))).collect();
    Ok(Column { name: device_name(device), times })
}

fn report(
    arguments: &Arguments,
    work: &Work,
    counts: &[usize],
    columns: &[Column],
) -> Result<(), Box<dyn Error>> {
    let mut report = Report::new("Runs a second against the number of models");
    report.paragraph(&format!(
        "Whole runs of {} steps a second, of so many seeds at the notebook's sizes: on the CPU each core takes one run \
         after another, on a GPU each workgroup of one dispatch has its own model. A GPU takes {} steps and is scaled \
         to whole runs.",
        work.steps(),
        work.steps().min(GPU_STEPS),
    ));
    let mut head = vec!["models".to_owned()];
    head.extend(columns.iter().map(|column| column.name.clone()));
    head.push("all cores against one".to_owned());
    report.table(&head);
    for (row, &count) in counts.iter().enumerate() {
        let rate = |seconds: f64| short(count as f64 / seconds);
        let mut cells = vec![count.to_string()];
        cells.extend(columns.iter().map(|column| {
            let times = &column.times[row].1;
            format!("{} ({} to {})", rate(times.median()), rate(times.slowest()), rate(times.fastest()))
        }));
        let gain = columns[0].times[row].1.median() / columns[1].times[row].1.median();
        cells.push(format!("{gain:.2}"));
        report.row(&cells);
    }
    let lines = columns
        .iter()
        .map(|column| {
            let rates =
                column.times.iter().map(|(count, times)| (*count as f64, *count as f64 / times.median()));
            Line { label: column.name.clone(), points: rates.collect(), expected: false }
        })
        .collect();
    let panel = Panel { x: "models trained together", y: "runs a second", lines };
    let plot = panels("Runs a second against the number of models", "", &[panel])?;
    report.finish(&arguments.out, "sweep", &plot)
}
