//! What the shelf says of its sets, measured. `npm run shelf` writes it anew.

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use attention_lab::sweep::Plan;
use attention_lab::sweep::study::Study;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::task::shelf::{Measured, SEEDS, SETS, Set};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// How many of the asked answers anybody could give: sentences that are the same up to the asked place get one.
fn possible(corpus: &Corpus) -> usize {
    let asked: Vec<_> = corpus.sentences().iter().zip(corpus.asking_places()).collect();
    let with = |beginning: &[u32], target: Option<u32>| {
        let alike = asked.iter().filter(|(sentence, place)| sentence.tokens[..=*place] == *beginning);
        alike
            .filter(|(sentence, place)| target.is_none_or(|target| sentence.targets[*place] == target))
            .count()
    };
    let most = |&(sentence, place): &(&attention_lab::task::corpus::Sentence, usize)| {
        let beginning = &sentence.tokens[..=place];
        let targets = asked.iter().map(|(other, place)| with(beginning, Some(other.targets[*place])));
        targets.max().unwrap_or(0) as f64 / with(beginning, None) as f64
    };
    asked.iter().map(most).sum::<f64>().round() as usize
}

fn solved(set: &Set, settings: Settings) -> u32 {
    let corpus = set.corpus();
    let (places, possible) = (corpus.asking_places(), possible(&corpus));
    let plan = Plan::of_seeds(1..=SEEDS.into(), settings);
    let mut study = Study::open(plan, corpus, places).expect("the set can be trained");
    while !study.is_over() {
        study.advance(1_000_000);
    }
    study.finished().iter().filter(|run| run.row.right_answers() == possible).count() as u32
}

fn measured(set: &Set) -> Measured {
    let settings = set.settings();
    Measured {
        solved: solved(set, settings),
        solved_without_position: solved(set, Settings { position: false, ..settings }),
    }
}

fn lines(found: &[Measured]) -> String {
    let mut text = String::new();
    for (set, found) in SETS.iter().zip(found) {
        writeln!(text, "{},{},{}", set.name, found.solved, found.solved_without_position).expect("text");
    }
    text
}

/// The page of the docs.
fn table(found: &[Measured]) -> String {
    let mut text = format!(
        "# The shelf of sets\n\nWritten by `npm run shelf`; a test measures it again. *Solved* counts the seeds 1 to {SEEDS} whose head, at the \
         end of the run on the CPU engine, gives every asked answer that can be known: the answer at the last place that an \
         earlier word decides, or else before the last word. *Without position*: the same without position embedding. The \
         floor is the mean loss that nobody can beat, in nats.\n\n\
         | set | link | sentences | words | longest | floor | settings | solved | without position |\n\
         |---|---|---|---|---|---|---|---|---|\n"
    );
    for (set, found) in SETS.iter().zip(found) {
        let corpus = set.corpus();
        let settings = if set.settings.is_empty() { "the notebook's" } else { set.settings };
        writeln!(
            text,
            "| {} | `set={}` | {} | {} | {} | {:.4} | {} | {} of {SEEDS} | {} of {SEEDS} |",
            set.title,
            set.name,
            corpus.sentences().len(),
            corpus.vocabulary().len() - 1,
            corpus.positions(),
            corpus.loss_floor(),
            settings.replace('&', ", "),
            found.solved,
            found.solved_without_position,
        )
        .expect("text");
    }
    for set in SETS {
        write!(text, "\n**{}** ({})\n\n```text\n{}\n```\n", set.title, set.question, set.words.trim_end())
            .expect("text");
        writeln!(text, "\n{}", set.look_for).expect("text");
    }
    text
}

#[test]
fn every_set_does_what_is_said_of_it() {
    let found: Vec<_> = SETS.par_iter().map(measured).collect();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for (path, text) in
        [("crate/src/task/shelf/measured.csv", lines(&found)), ("docs/shelf.md", table(&found))]
    {
        if env::var_os("ATTENTION_LAB_WRITE_SHELF").is_some() {
            fs::write(root.join(path), &text).expect("the file can be written");
        }
        let written = fs::read_to_string(root.join(path)).expect("the file is there");
        assert_eq!(written, text, "{path} is not what is measured: write it anew with npm run shelf");
    }
}

#[test]
fn every_set_can_be_read_and_told_from_the_others() {
    for (index, set) in SETS.iter().enumerate() {
        let corpus = set.corpus();
        assert!(
            SETS[..index].iter().all(|other| other.name != set.name && other.corpus() != corpus),
            "{}",
            set.name
        );
        assert!(set.settings().epochs > 0 && !set.question.is_empty() && !set.look_for.is_empty());
        assert!(set.measured().solved <= SEEDS);
    }
}
