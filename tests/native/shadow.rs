//! What is said of settled digits is true: of every engine here, and of PyTorch's runs.

use attention_lab::engine::Backend;
use attention_lab::engine::gpu::KeptDevice;
use attention_lab::engine::reference::Reference;
use attention_lab::files::link::Link;
use attention_lab::model::adam::{Adam, State};
use attention_lab::task::corpus::Corpus;
use attention_lab::train::run::Run;
use attention_lab::train::shadow::{Settled, Shadow};
use attention_lab::train::trainer::Trainer;
use serde_json::Value;

use crate::program::Place;

/// The losses of the steps, and what is settled of them.
fn compared(run: &Run, backend: Backend) -> (Vec<f32>, Settled) {
    pollster::block_on(async {
        let mut slot: KeptDevice = None;
        let mut trainer = Trainer::open(run.clone(), backend, &mut slot).await.unwrap();
        trainer.advance(run.steps()).await.unwrap();
        let traces = trainer.traces().await.unwrap();
        let mut shadow = Shadow::new(run.clone(), trainer.learning_rates());
        shadow.advance(run.steps());
        let losses = trainer.history().losses().to_vec();
        let settled = shadow.settled(&losses, &traces);
        (losses, settled)
    })
}

fn run(text: &str) -> Run {
    Link::read(text, |_| true).run
}

/// A dozen ragged sentences of thirty words in no order, which a large learning rate makes chaotic.
fn ragged() -> Corpus {
    let word =
        |sentence: usize, place: usize| format!("w{}", (31 * sentence + 17 * place * place + 5 * place) % 30);
    let sentence =
        |index: usize| (0..4 + 7 * index % 9).map(|place| word(index, place)).collect::<Vec<_>>().join(" ");
    Corpus::parse(&(0..12).map(sentence).collect::<Vec<_>>().join("\n")).unwrap()
}

/// The losses of the same run by the plain passes in f32, which round in another order.
fn plainly(run: &Run) -> Vec<f32> {
    let mut reference = Reference::<f32>::new(run.architecture(), &run.corpus, Adam::of(&run.settings));
    reference.train(&mut State::new(run.starting_parameters()), run.steps())
}

/// Asserts that losses lie within half a unit of the last decimal that is said to be settled; how many were compared.
fn assert_settled(what: &str, settled: &Settled, one: &[f32], other: &[f32]) -> usize {
    let sentences = one.len() / settled.epochs.len();
    let epochs = settled.epochs.iter().zip(one.chunks(sentences).zip(other.chunks(sentences)));
    let mut compared = 0;
    for (epoch, (&decimals, (one, other))) in epochs.enumerate() {
        let Some(decimals) = decimals else { continue };
        for (one, other) in one.iter().zip(other) {
            let apart = (f64::from(*one) - f64::from(*other)).abs();
            let within = 0.5 / 10f64.powi(decimals as i32);
            assert!(
                apart <= within,
                "{what}, epoch {epoch}: {one} and {other} are not the same to {decimals} decimals"
            );
            compared += 1;
        }
    }
    compared
}

/// None of the notebook's runs is chaotic, and what is settled of them is so on the other engines.
#[test]
fn what_is_settled_of_the_notebook_s_runs_every_engine_shows() {
    for text in ["", "preset=printed", "skip=off", "position=off&skip=off", "head-size=10", "seed=5"] {
        let run = run(text);
        let (losses, settled) = compared(&run, Backend::Cpu);
        assert_eq!(settled.chaotic_from(), None, "{text}: {settled}");
        assert_eq!(settled.until(4), None, "{text}: {settled}");
        assert!(assert_settled(text, &settled, &losses, &plainly(&run)) == losses.len(), "{text}");
    }
}

/// The shadow goes the way of the run, whose learning rate was changed in the middle.
#[test]
fn the_shadow_changes_its_learning_rate_with_the_run() {
    let run = run("epochs=600");
    pollster::block_on(async {
        let mut trainer = Trainer::open(run.clone(), Backend::Cpu, &mut None).await.unwrap();
        trainer.advance(400).await.unwrap();
        trainer.set_learning_rate(0.001);
        trainer.advance(run.steps()).await.unwrap();
        let traces = trainer.traces().await.unwrap();
        let mut shadow = Shadow::new(run.clone(), trainer.learning_rates());
        // In pieces that do not fit the change.
        while shadow.step() < run.steps() {
            shadow.advance(300.min(run.steps() - shadow.step()));
        }
        let settled = shadow.settled(trainer.history().losses(), &traces);
        assert_eq!(settled.until(4), None, "{settled}");
    });
}

/// With vectors, plainly, on a GPU, by cells: chaotic runs part where it is said, and are the same up to there.
#[test]
fn where_rounding_decides_engines_part() {
    let run = Run::new("learning-rate=0.001&epochs=120".parse().unwrap(), ragged());
    let (losses, settled) = compared(&run, Backend::Cpu);
    let from = settled.chaotic_from().expect("rounding decides it");
    assert!((20..100).contains(&from), "{settled}");
    assert!(settled.matrices.iter().all(|(_, decimals)| decimals.is_none()), "{settled:?}");
    let plain = plainly(&run);
    let (cells, _) = compared(&run, Backend::Cells);
    for (what, other) in [("plainly", plain), ("by cells", cells)] {
        assert!(assert_settled(what, &settled, &losses, &other) > 12 * 20, "{what}");
        let apart = losses.iter().zip(&other).skip(12 * from).map(|(one, other)| (one - other).abs());
        assert!(apart.fold(0.0, f32::max) > 0.05, "{what}: the engines do not part, though rounding decides");
    }
    // One that learns more slowly is not.
    let slow = Run::new("learning-rate=0.0001&epochs=120".parse().unwrap(), ragged());
    assert_eq!(compared(&slow, Backend::Cpu).1.chaotic_from(), None);
}

/// PyTorch's f32 losses of the golden runs lie where they are said to lie.
#[test]
fn pytorch_shows_the_digits_that_are_settled() {
    let mut compared_runs = 0;
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).unwrap() {
        let file = file.unwrap().path();
        if file.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let golden: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let Some(trace) = golden["f32"]["loss_trace"].as_array() else { continue };
        let name = file.file_stem().unwrap().to_str().unwrap();
        let [draw, size, position, skip] = name.split('_').collect::<Vec<_>>()[..] else { panic!("{name}") };
        let on = |part: &str| if part.ends_with('1') { "on" } else { "off" };
        let run = run(&format!(
            "draw={}&head-size={}&position={}&skip={}",
            &draw[1..],
            &size[1..],
            on(position),
            on(skip)
        ));
        let (_, settled) = compared(&run, Backend::Cpu);
        let (losses, _) = compared(&run, Backend::Cpu);
        for row in trace {
            let epoch = row[0].as_u64().unwrap() as usize;
            let decimals = settled.epochs[epoch].expect("none of them is chaotic");
            for sentence in 0..2 {
                let apart =
                    (row[sentence + 1].as_f64().unwrap() - f64::from(losses[2 * epoch + sentence])).abs();
                assert!(
                    apart <= 0.5 / 10f64.powi(decimals as i32),
                    "{name}, epoch {epoch}: {apart:e}, {decimals} decimals"
                );
            }
        }
        compared_runs += 1;
    }
    assert!(compared_runs > 0, "no golden run was found");
}

/// The program says it, and its JSON has it.
#[test]
fn the_program_says_what_is_settled() {
    let place = Place::new();
    let said =
        place.succeed(&["train", "--epochs", "300", "--backend", "cpu", "--settled", "--json", "run.json"]);
    assert!(said.contains("On any device the losses are the same to 4 decimals, all the way."), "{said}");
    let report: Value = serde_json::from_slice(&std::fs::read(place.path("run.json")).unwrap()).unwrap();
    let logged = report["losses"].as_array().unwrap().len();
    let settled = report["settled"]["losses"].as_array().unwrap();
    assert_eq!(settled.len(), logged);
    assert!(settled.iter().all(|decimals| decimals.as_u64().unwrap() >= 4), "{settled:?}");
    assert!(report["settled"]["matrices"]["attention"].as_u64().unwrap() >= 3, "{report}");
    let without = place.succeed(&["train", "--epochs", "300", "--backend", "cpu", "--json", "-"]);
    assert!(!without.contains("settled"));
}
