//! Random edits of shaders: each is translated or refused with a sentence, and none panics, hangs or leaves its memory.
//!
//! `ATTENTION_LAB_EDITS=1000000 cargo test --test native random_edits` is the long run, `ATTENTION_LAB_EDITS_SEED`
//! another one, and `ATTENTION_LAB_GPU_EDITS=10000` compares so many of those that run with what a GPU makes of them.

use std::time::{Duration, Instant};

use attention_lab::check::Check;
use attention_lab::engine::cells::{CellsEngine, Native};
use attention_lab::engine::gpu::KeptDevice;
use attention_lab::engine::gpu::shader::Entry;
use attention_lab::engine::gpu::sources::Sources;
use attention_lab::engine::{Backend, Engine, EngineError, Task};
use attention_lab::model::adam::{Adam, State};
use attention_lab::model::architecture::Architecture;
use attention_lab::model::init::starting_parameters;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;

use crate::random::Random;

/// Edits of an ordinary test run: a few seconds.
const FEW: usize = 300;
/// A moment, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// What else may stand in a shader.
const MORE: &[&str] = &[
    "0u",
    "1u",
    "4294967295u",
    "-1",
    "0.0",
    "1e38",
    "1e-38",
    "f32",
    "u32",
    "i32",
    "vec2<f32>",
    "array<f32, 3>",
    "bool",
    "true",
    "ptr<function, f32>",
    "loop",
    "while",
    "switch",
    "break",
    "continue",
    "continuing",
    "return",
    "discard",
    "&",
    "*",
    "%",
    "<<",
    "~",
    "!",
    "workgroupBarrier();",
    "tanh",
    "pow",
    "dot",
    "select",
    "length",
    "bitcast<u32>",
    "const",
    "let",
    "var",
    "struct",
    "override",
    "{",
    "}",
    "((",
    "[0]",
    ".x",
    ".zyx",
    "@compute",
    "//",
    "/*",
    "é",
    "\u{0}",
];

/// Of these, so many are compared with a GPU, whose compiler takes the longest of all.
const FEW_ON_A_GPU: usize = 5;

/// A number that may be typed.
fn typed(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|typed| typed.parse().ok()).unwrap_or(usual)
}

/// An expression of type f32: whatever is in scope in every function, and all operators that a reader may try.
fn expression(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return match random.below(4) {
            0 => format!("{}.{}", random.below(4), random.below(100)),
            1 => format!("f32({}u)", random.below(9)),
            2 => "SCALE".into(),
            _ => format!("parameter({}u)", random.below(40)),
        };
    }
    let mut part = || expression(random, depth - 1);
    let (a, b) = (part(), part());
    match random.below(12) {
        0 => format!("({a} + {b})"),
        1 => format!("({a} - {b})"),
        2 => format!("({a} * {b})"),
        3 => format!("({a} / (abs({b}) + 0.5))"),
        4 => format!("max({a}, {b})"),
        5 => format!("min({a}, -{b})"),
        6 => format!("select({a}, {b}, {a} < {b})"),
        7 => format!("tanh({a})"),
        8 => format!("exp(-abs({a}))"),
        9 => format!("sqrt(abs({a}))"),
        10 => format!("mix({a}, {b}, 0.25)"),
        _ => format!("clamp({a}, -1.0, 1.0)"),
    }
}

/// A part with a random expression, which has its type, in the place of a number that has a point.
fn with_an_expression(random: &mut Random, text: &str) -> String {
    let mut tokens = tokens(text);
    let of_type = |token: &&str| *token == "sum" || *token == "e" || token.contains('.') && kind(token) == 1;
    let places: Vec<usize> = tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| {
            of_type(token) && !tokens[at + 1..].concat().trim_start().starts_with(['=', '+', ':'])
        })
        .map(|(at, _)| at)
        .collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let at = places[random.below(places.len())];
    let depth = random.below(4);
    let new = format!("({} + 0.1 * {})", tokens[at], expression(random, depth));
    tokens[at] = &new;
    tokens.concat()
}

/// What a GPU makes of an edit that cells run: the same losses and gradients at the start.
fn compare_with_a_gpu(task: &Task<'_>, cells: &mut CellsEngine, slot: &mut KeptDevice) -> Result<(), String> {
    pollster::block_on(async {
        let opened = Engine::open(Backend::Gpu, slot, task).await;
        let mut gpu = match opened {
            Ok(choice) => choice.engine,
            // What went well with two sentences once may stop in its first steps.
            Err(EngineError::Stopped(_)) => return Ok(()),
            Err(error) => return Err(error.to_string()),
        };
        for sentence in 0..task.corpus.sentences().len() {
            let (loss, gradients) =
                cells.gradients(task.start, sentence).map_err(|error| error.to_string())?;
            let (gpu_loss, gpu_gradients) =
                gpu.gradients(task.start, sentence).await.map_err(|error| error.to_string())?;
            // WGSL leaves open what becomes of numbers that are not finite.
            let largest = gradients.iter().fold(0.0_f32, |most, g| most.max(g.abs()));
            if !(loss.is_finite() && largest < 1e6 && gradients.iter().all(|g| g.is_finite())) {
                continue;
            }
            // NaN is near to nothing.
            let is_near = (loss - gpu_loss).abs() <= 1e-4 * (1.0 + loss.abs());
            if !is_near {
                return Err(format!("loss {loss} by cells, {gpu_loss} by the GPU"));
            }
            let near = 1e-5 + 1e-3 * largest;
            let are_near = gradients.iter().zip(&gpu_gradients).all(|(a, b)| (a - b).abs() <= near);
            if !are_near {
                return Err(format!("gradients by cells {gradients:?}, by the GPU {gpu_gradients:?}"));
            }
        }
        Ok(())
    })
}

/// Words and signs, and what stands between them.
fn tokens(text: &str) -> Vec<&str> {
    let of_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
    let mut rest = text;
    let mut found = Vec::new();
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|letter| !of_word(letter)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(word.max(first.len_utf8()));
        found.push(token);
        rest = after;
    }
    found
}

/// What a token begins with.
fn kind(token: &str) -> usize {
    let first = token.chars().next().unwrap_or(' ');
    [first.is_alphabetic(), first.is_numeric(), first.is_whitespace(), true]
        .iter()
        .position(|&is| is)
        .unwrap_or(0)
}

/// A part with up to three of its tokens cut, doubled, swapped or put in the place of others.
fn mutated(random: &mut Random, text: &str, pool: &[&str]) -> String {
    let mut tokens = tokens(text);
    for _ in 0..1 + random.below(3) {
        if tokens.is_empty() {
            break;
        }
        let at = random.below(tokens.len());
        match random.below(9) {
            0 => _ = tokens.remove(at),
            1 => tokens.insert(at, tokens[at]),
            2 => {
                let other = random.below(tokens.len());
                tokens.swap(at, other);
            }
            3 => tokens[at] = random.one_of(MORE),
            4 => tokens.insert(at, random.one_of(MORE)),
            // A word for a word, a number for a number, a sign for a sign: so it may still be a shader.
            _ => {
                let alike: Vec<&str> =
                    pool.iter().copied().filter(|other| kind(other) == kind(tokens[at])).collect();
                if !alike.is_empty() {
                    tokens[at] = random.one_of(&alike);
                }
            }
        }
    }
    tokens.concat()
}

#[test]
fn random_edits_end_in_numbers_or_a_sentence() {
    let corpus = Corpus::notebook();
    let settings = Settings { head_size: 3, ..Settings::default() };
    let architecture = Architecture::new(&settings, &corpus);
    let start = starting_parameters(&architecture, &settings);
    let host = Native::default();
    let parts: Vec<String> = Entry::ALL.into_iter().flat_map(Entry::parts).collect();
    let shipped = Sources::default();
    let all: String = parts.iter().filter_map(|part| shipped.text(part).ok()).collect();
    let pool: Vec<&str> = tokens(&all).into_iter().filter(|token| !token.trim().is_empty()).collect();
    let mut random = Random::new(typed("ATTENTION_LAB_EDITS_SEED", 14) as u32);
    let (mut ran, mut stopped, mut refused, mut compared) = (0, 0, 0, 0);
    let on_a_gpu = typed("ATTENTION_LAB_GPU_EDITS", FEW_ON_A_GPU);
    let mut slot = None;
    for number in 0..typed("ATTENTION_LAB_EDITS", FEW) {
        let mut sources = Sources::default();
        for _ in 0..1 + random.below(2) {
            let part = &parts[random.below(parts.len())];
            let text = shipped.text(part).unwrap_or_default();
            let text = match random.below(4) {
                0 => with_an_expression(&mut random, text),
                _ => mutated(&mut random, text, &pool),
            };
            sources.edit(part, text).expect("there is such a part");
        }
        let begin = Instant::now();
        let mut waited = Duration::ZERO;
        let task = Task {
            architecture,
            corpus: &corpus,
            adam: Adam::of(&settings),
            start: &start,
            steps: 0,
            sources: &sources,
        };
        let trained = CellsEngine::open(&host, &task)
            .and_then(|mut engine| Ok((engine.train(&mut State::new(start.clone()), 3)?, engine)));
        match trained {
            Ok((losses, mut engine)) => {
                assert_eq!(losses.len(), 3);
                ran += 1;
                if ran % 10 == 0 || compared < on_a_gpu {
                    // Whether its gradients are right does not matter: it ends.
                    let is_ordered = Check::run(&host, &task).is_ok_and(|check| check.order.is_empty());
                    if compared < on_a_gpu && is_ordered && sources.are_edited() {
                        compared += 1;
                        let since = Instant::now();
                        let same = compare_with_a_gpu(&task, &mut engine, &mut slot);
                        waited = since.elapsed();
                        let edits: Vec<_> = sources.edited().collect();
                        assert_eq!(same, Ok(()), "edit {number}: {edits:?}");
                    }
                }
            }
            Err(EngineError::Stopped(error)) => {
                stopped += 1;
                assert_sentence(&error.to_string(), &sources);
            }
            Err(EngineError::Source(errors)) => {
                refused += 1;
                assert_sentence(&errors[0].to_string(), &sources);
            }
            Err(other) => panic!("edit {number}: {other}"),
        }
        // A GPU's compiler takes its own time.
        let took = begin.elapsed() - waited;
        assert!(took < PATIENCE, "edit {number} took {took:?}: {:?}", sources.edited().collect::<Vec<_>>());
    }
    println!(
        "{ran} edits ran, {stopped} were stopped, {refused} were refused; {compared} compared with a GPU"
    );
    assert!(ran > 0 && refused > 0, "there are edits of both kinds");
}

fn assert_sentence(said: &str, sources: &Sources) {
    let one_line = said.lines().count() == 1;
    assert!(one_line && said.contains(", line "), "{said}: {:?}", sources.edited().collect::<Vec<_>>());
}
