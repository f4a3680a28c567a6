//! Random edits of shaders: each is translated or refused with a sentence, and none panics, hangs or leaves its memory.
//!
//! `ATTENTION_LAB_EDITS=1000000 cargo test --release --test native random_edits` is the long run.

use std::time::{Duration, Instant};

use attention_lab::check::Check;
use attention_lab::engine::cells::{CellsEngine, Native};
use attention_lab::engine::gpu::shader::Entry;
use attention_lab::engine::gpu::sources::Sources;
use attention_lab::engine::{EngineError, Task};
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

/// How many edits are tried.
fn edits() -> usize {
    std::env::var("ATTENTION_LAB_EDITS").ok().and_then(|typed| typed.parse().ok()).unwrap_or(FEW)
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
    let mut random = Random::new(14);
    let (mut ran, mut stopped, mut refused) = (0, 0, 0);
    for number in 0..edits() {
        let mut sources = Sources::default();
        for _ in 0..1 + random.below(2) {
            let part = &parts[random.below(parts.len())];
            let text = mutated(&mut random, shipped.text(part).unwrap_or_default(), &pool);
            sources.edit(part, text).expect("there is such a part");
        }
        let begin = Instant::now();
        let task = Task {
            architecture,
            corpus: &corpus,
            adam: Adam::of(&settings),
            start: &start,
            steps: 0,
            sources: &sources,
        };
        let trained = CellsEngine::open(&host, &task)
            .and_then(|mut engine| engine.train(&mut State::new(start.clone()), 3));
        match trained {
            Ok(losses) => {
                assert_eq!(losses.len(), 3);
                ran += 1;
                if ran % 10 == 0 {
                    // Whether it is good does not matter: it ends.
                    let _ = Check::run(&host, &task);
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
        let took = begin.elapsed();
        assert!(took < PATIENCE, "edit {number} took {took:?}: {:?}", sources.edited().collect::<Vec<_>>());
    }
    println!("{ran} edits ran, {stopped} were stopped, {refused} were refused");
    assert!(ran > 0 && refused > 0, "there are edits of both kinds");
}

fn assert_sentence(said: &str, sources: &Sources) {
    let one_line = said.lines().count() == 1;
    assert!(one_line && said.contains(", line "), "{said}: {:?}", sources.edited().collect::<Vec<_>>());
}
