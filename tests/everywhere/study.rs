//! Studies: many runs in small pieces.

use attention_lab::sweep::study::{Finished, Study, compared, compared_over_seeds, tally, train};
use attention_lab::sweep::{self, Place, Plan};
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;

use crate::common::{pause, ragged_corpus};

fn study(plan: Plan, corpus: Corpus) -> Study {
    let places = corpus.sentences().iter().map(|sentence| Place::BeforeLastWord.of(sentence)).collect();
    Study::open(plan, corpus, places).expect("the plan can be run")
}

async fn to_the_end(mut study: Study) -> Vec<Finished> {
    while !study.is_over() {
        study.advance(10_000);
        pause().await;
    }
    study.finished().to_vec()
}

everywhere! {
    /// What another core has trained is taken in as if it had been trained here, to the last bit, also in the middle of a
    /// run; parameters of another model are refused.
    async fn a_run_of_another_core_is_the_same_run() {
        let settings = Settings { epochs: 30, ..Settings::default() };
        let plan = Plan { head_sizes: vec![5, 20], ..Plan::of_seeds(3..=4, settings) };
        let runs: Vec<_> = plan.runs().collect();
        let alone = to_the_end(study(plan.clone(), ragged_corpus())).await;
        let mut shared = study(plan, ragged_corpus());
        shared.advance(7);
        for (run, settings) in runs.iter().enumerate() {
            let other = Settings { head_size: settings.head_size + 1, ..*settings };
            assert!(shared.take_in(train(&other, &ragged_corpus())).is_err(), "run {run}");
            shared.take_in(train(settings, &ragged_corpus())).expect("the parameters are those of the next run");
            pause().await;
        }
        assert!(shared.is_over());
        assert_eq!(shared.finished(), alone);
        assert!(shared.take_in(train(&runs[0], &ragged_corpus())).is_err());
    }

    /// However the steps are divided, a study's runs are those of a sweep.
    async fn a_study_in_pieces_is_a_sweep() {
        let settings = Settings { epochs: 20, head_size: 5, ..Settings::default() };
        let plan = Plan { positions: vec![true, false], ..Plan::of_seeds(3..=4, settings) };
        let corpus = ragged_corpus();
        let rows: Vec<_> =
            plan.runs().map(|settings| sweep::run(&settings, &corpus, Place::BeforeLastWord)).collect();
        let mut pieces = study(plan, corpus);
        let mut steps = 0;
        for piece in [0, 1, 7, 59, 60, 61, 3, 1000].into_iter().cycle() {
            assert_eq!(pieces.step(), steps);
            if pieces.is_over() {
                break;
            }
            pieces.advance(piece);
            steps = (steps + piece).min(pieces.total_steps());
        }
        assert_eq!(steps, 4 * 60);
        let found: Vec<_> = pieces.finished().iter().map(|run| run.row.clone()).collect();
        assert_eq!(found, rows);
    }

    /// The twelve nets differ in what the notebook's questions are about and in nothing else.
    async fn twelve_nets_are_compared() {
        let current = Settings { epochs: 0, seed: 5, draw: 2, learning_rate: 0.5, ..Settings::default() };
        let runs = to_the_end(study(compared(&current), Corpus::notebook())).await;
        assert_eq!(runs.len(), 12);
        for (index, run) in runs.iter().enumerate() {
            let Settings { head_size, position, skip, .. } = run.row.settings;
            assert_eq!(run.row.settings, Settings { head_size, position, skip, ..current });
            assert!([10, 20, 40].contains(&head_size));
            assert!(runs[..index].iter().all(|earlier| earlier.row.settings != run.row.settings));
            assert!((0..2).all(|sentence| run.weight_on(sentence, 1).is_finite()));
        }
    }

    /// Each of the twelve is counted over its own seeds, in the order of the plan, and a run counts that has every answer
    /// right and not only some; its traces are not kept.
    async fn each_net_counts_the_seeds_that_get_every_answer_right() {
        let settings = Settings { epochs: 150, learning_rate: 0.01, ..Settings::default() };
        let plan = compared_over_seeds(&settings, 3);
        let nets: Vec<_> = plan.runs().step_by(3).collect();
        let mut counted = study(plan, ragged_corpus()).without_traces();
        counted.advance(4 * 150 * 3);
        assert_eq!(counted.solved()[..3].iter().map(|net| net.0).collect::<Vec<_>>(), [3, 1, 0]);
        while !counted.is_over() {
            counted.advance(10_000);
            pause().await;
        }
        assert!(counted.finished().iter().all(|run| run.traces.is_empty()));
        let mut some = 0;
        for (net, (over, right)) in nets.into_iter().zip(counted.solved()) {
            let rows = (1..=3).map(|seed| sweep::run(&Settings { seed, ..net }, &ragged_corpus(), Place::BeforeLastWord));
            let answers: Vec<_> = rows.map(|row| row.right_answers()).collect();
            assert_eq!((over, right), (3, answers.iter().filter(|&&right| right == 3).count()), "{net}: {answers:?}");
            some += answers.iter().filter(|&&right| right > 0 && right < 3).count();
        }
        assert!(some > 0, "a run with some answers right does not count");
    }

    /// Of the first twenty seeds, the notebook's settings solve nine; other settings are counted in
    /// `tests/native/sweep.rs`.
    async fn nine_of_twenty_seeds_are_solved() {
        let runs = to_the_end(study(Plan::of_seeds(1..=20, Settings::default()), Corpus::notebook())).await;
        assert_eq!(runs.len(), 20);
        assert_eq!(runs.iter().filter(|run| run.row.right_answers() == 2).count(), 9);
        let counts = tally(&runs, &[0, 1], Some(1));
        let right = |answers: usize| (0..3).map(|looks| counts[(looks, answers)]).sum::<u32>();
        assert_eq!([0, 1, 2].map(right), [0, 11, 9]);
        assert_eq!(counts[(2, 2)], 2, "runs that look up both words");
        // Nobody can tell the sentences apart without a look at the word that differs.
        for run in runs {
            let looks = (0..2).any(|sentence| run.weight_on(sentence, 1) > 0.1);
            assert_eq!(run.row.right_answers() == 2, looks, "{:?}", run.row);
        }
    }
}
