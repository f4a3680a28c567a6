//! Saved runs that were damaged on their way: each is refused in a sentence or is still the run that was saved.
//!
//! `ATTENTION_LAB_DAMAGED_FILES=1000000` tries as many.

use std::time::{Duration, Instant};

use attention_lab::engine::Adapter;
use attention_lab::files::opened::Opened;
use attention_lab::files::saved::Saved;
use attention_lab::model::trace::Trace;
use attention_lab::task::corpus::{Corpus, Sentence};
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;

use crate::random::Random;

/// So many in the suite.
const USUAL: usize = 20_000;
/// Reading takes well below a millisecond; a machine that is busy gets its time.
const LONGEST: Duration = Duration::from_secs(2);

fn saved(settings: Settings, corpus: Corpus) -> (Run, Vec<u8>) {
    let run = Run::new(settings, corpus);
    let start = run.starting_parameters();
    let rates = vec![(0, settings.learning_rate)];
    let architecture = run.architecture();
    let trace = |sentence: &Sentence| Trace::<f32>::zeros(&architecture, sentence.len()).numbers();
    let traces: Vec<f32> = run.corpus.sentences().iter().flat_map(trace).collect();
    let saved = Saved::rebuilt(run.clone(), start, &traces, Vec::new(), rates, Adapter::cpu()).unwrap();
    (run, saved.to_safetensors().unwrap())
}

/// The file after one accident.
fn damaged(file: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = file.to_vec();
    // Most of what can be misread stands in the head.
    let head = 8 + u64::from_le_bytes(*file.first_chunk().unwrap()) as usize;
    let place = if random.below(4) == 0 { random.below(bytes.len()) } else { random.below(head) };
    let length = 1 + random.below(40);
    let end = (place + length).min(bytes.len());
    match random.below(8) {
        0 => bytes.truncate(place),
        1 => drop(bytes.drain(place..end)),
        2 => bytes[place] ^= 1 << random.below(8),
        3 => bytes[place] = random.below(256) as u8,
        4 => bytes[place..end].fill(0),
        5 => bytes[place..end].reverse(),
        6 => {
            let part = bytes[place..end].to_vec();
            bytes.splice(place..place, part);
        }
        _ => {
            let sign = random.one_of(&["{", "}", "\"", ",", "9", "-1", "1e999", "null", "[", "\\u0000", "é"]);
            bytes.splice(place..end.min(place + 1), sign.bytes());
        }
    }
    if random.below(3) == 0 && bytes.len() > 8 {
        // The length of the head fits again: what is wrong lies deeper.
        let added = bytes.len() as i64 - file.len() as i64;
        let head = (head as i64 - 8 + added).max(0) as u64;
        bytes[..8].copy_from_slice(&head.to_le_bytes());
    }
    bytes
}

#[test]
fn a_damaged_file_is_refused_or_still_the_same_run() {
    let tries = std::env::var("ATTENTION_LAB_DAMAGED_FILES").ok().and_then(|number| number.parse().ok());
    let mut random = Random::new(4);
    let settings = Settings { head_size: 3, epochs: 7, seed: 1 << 40, ..Settings::default() };
    let files = [
        saved(Settings::default(), Corpus::notebook()),
        saved(settings, Corpus::parse("the cat sat\nbirds \"sing\"\nthe dog saw the cat run").unwrap()),
    ];
    for (run, file) in &files {
        assert_eq!(Opened::read("file", file).map(|opened| opened.run).as_ref(), Ok(run));
    }
    let mut still_open = 0;
    for _ in 0..tries.unwrap_or(USUAL) {
        let (run, file) = &files[random.below(files.len())];
        let damaged = damaged(file, &mut random);
        let start = Instant::now();
        let opened = Opened::read("file", &damaged);
        assert!(start.elapsed() < LONGEST, "{:?} for {opened:?}", start.elapsed());
        match opened {
            Ok(opened) => {
                still_open += 1;
                assert_eq!(&opened.run, run);
                assert_eq!(opened.parameters.len(), run.architecture().len());
                assert!(opened.parameters.iter().all(|parameter| parameter.is_finite()));
            }
            Err(sentence) => assert!(sentence.starts_with("'file' cannot be opened: "), "{sentence}"),
        }
    }
    assert!(still_open > 100, "some accidents do no harm: {still_open}");
}
