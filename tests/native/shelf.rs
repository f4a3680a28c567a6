//! What the shelf says of its sets, measured. `npm run shelf` writes it anew.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use attention_lab::sweep::Plan;
use attention_lab::sweep::study::Study;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::task::shelf::{Measured, SEEDS, SETS, Set};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// How many seeds of each set are tried again in every test.
const FIRST: u32 = 3;

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

fn solved(set: &Set, settings: Settings, seeds: u32) -> Vec<bool> {
    let corpus = set.corpus();
    let (places, possible) = (corpus.asking_places(), possible(&corpus));
    let plan = Plan::of_seeds(1..=seeds.into(), settings);
    let mut study = Study::open(plan, corpus, places).expect("the set can be trained");
    while !study.is_over() {
        study.advance(1_000_000);
    }
    study.finished().iter().map(|run| run.row.right_answers() == possible).collect()
}

fn measured(set: &Set, seeds: u32) -> Measured {
    let settings = set.settings();
    Measured {
        solved: solved(set, settings, seeds),
        solved_without_position: solved(set, Settings { position: false, ..settings }, seeds),
    }
}

fn lines(found: &[Measured]) -> String {
    let digits =
        |seeds: &[bool]| seeds.iter().map(|&solved| if solved { '1' } else { '0' }).collect::<String>();
    let line = |(set, found): (&Set, &Measured)| {
        format!("{},{},{}\n", set.name, digits(&found.solved), digits(&found.solved_without_position))
    };
    SETS.iter().zip(found).map(line).collect()
}

/// The page of the docs.
fn table(found: &[Measured]) -> String {
    let mut text = format!(
        "# The shelf of sets\n\nWritten by `npm run shelf`; a test measures the first seeds again. *Solved* counts the seeds 1 to {SEEDS} whose head, at the \
         end of the run on the CPU engine, gives every asked answer that can be known: the answer at the last place that an \
         earlier word decides, or else before the last word. *Without position*: the same without position embedding. The \
         floor is the mean loss that nobody can beat, in nats.\n\n\
         | set | link | sentences | words | longest | floor | settings | solved | without position |\n\
         |---|---|---|---|---|---|---|---|---|\n"
    );
    for (set, found) in SETS.iter().zip(found) {
        let (corpus, [solved, without]) = (set.corpus(), found.counts());
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
            solved,
            without,
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

/// Measures everything and writes it down.
#[test]
#[ignore = "takes minutes: npm run shelf"]
fn write_the_shelf() {
    let found: Vec<_> = SETS.par_iter().map(|set| measured(set, SEEDS)).collect();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    fs::write(root.join("crate/src/task/shelf/measured.csv"), lines(&found))
        .expect("the file can be written");
    fs::write(root.join("docs/shelf.md"), table(&found)).expect("the file can be written");
}

/// The first three seeds of each set, which is enough to see another engine or other sentences.
#[test]
fn the_first_seeds_of_every_set_do_what_is_said_of_them() {
    SETS.par_iter().for_each(|set| {
        let (found, mut said) = (measured(set, FIRST), set.measured());
        for seeds in [&mut said.solved, &mut said.solved_without_position] {
            assert_eq!(seeds.len(), SEEDS as usize, "{}", set.name);
            seeds.truncate(FIRST as usize);
        }
        assert_eq!(found, said, "{}: write it anew with npm run shelf", set.name);
    });
}

#[test]
fn the_docs_say_what_was_measured() {
    let said = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/shelf.md"));
    let measured: Vec<_> = SETS.iter().map(Set::measured).collect();
    assert_eq!(said.expect("the file is there"), table(&measured), "write it anew with npm run shelf");
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
    }
}
