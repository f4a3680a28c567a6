//! A sweep in small pieces, for a page that must stay awake: trained a few steps at a time on the CPU engine, with
//! everything that its pictures need.
//!
//! ```
//! use attention_lab::task::corpus::Corpus;
//! use attention_lab::task::settings::Settings;
//! use attention_lab::sweep::study::{Study, compared};
//!
//! let settings = Settings { epochs: 10, ..Settings::default() };
//! let corpus = Corpus::notebook();
//! let places = corpus.asking_places();
//! let mut study = Study::open(compared(&settings), corpus, places)?;
//! while !study.is_over() {
//!     study.advance(100);
//! }
//! assert_eq!(study.finished().len(), 12);
//! # Ok::<(), attention_lab::sweep::SweepError>(())
//! ```

use crate::engine::cpu::CpuEngine;
use crate::explain::spectrum::{query_key, singular_values};
use crate::matrix::Matrix;
use crate::model::adam::{Adam, State};
use crate::model::architecture::Architecture;
use crate::model::causal_mask;
use crate::model::init::starting_parameters;
use crate::model::trace::Trace;
use crate::model::trace::mean_loss;
use crate::sweep::{Outcome, Place, Plan, Row, SweepError};
use crate::task::corpus::Corpus;
use crate::task::settings::Settings;

/// The head sizes that the notebook tells its students to try.
pub const HEAD_SIZES: [u32; 3] = [10, 20, 40];

/// The notebook's twelve experiments: each of its head sizes, with and without position embedding, with and without
/// skip connection; all else as in `settings`.
pub fn compared(settings: &Settings) -> Plan {
    Plan {
        head_sizes: HEAD_SIZES.to_vec(),
        positions: vec![true, false],
        skips: vec![true, false],
        ..Plan::of_seeds(settings.seed..=settings.seed, *settings)
    }
}

/// The same experiments, each from the seeds 1 to `seeds`: what is the net's, and what is one seed's luck.
pub fn compared_over_seeds(settings: &Settings, seeds: u64) -> Plan {
    Plan { seeds: 1..=seeds, ..compared(settings) }
}

/// The runs of a plan, one after another.
#[derive(Debug)]
pub struct Study {
    keeps_traces: bool,
    plan: Plan,
    corpus: Corpus,
    places: Vec<usize>,
    running: Option<Running>,
    finished: Vec<Finished>,
}

/// A run of a study, trained to its end. All of it is kept, unless the study is one [`Study::without_traces`].
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// What a sweep keeps of it.
    pub row: Row,
    /// The forward pass of each sentence.
    pub traces: Vec<Trace<f32>>,
    /// The singular values of `Wqᵀ Wk`, largest first.
    pub singular_values: Vec<f64>,
}

impl Finished {
    /// The mean loss of the sentences.
    pub fn mean_loss(&self) -> f64 {
        mean_loss(&self.traces)
    }

    /// The attention weight that the chosen place of a sentence gives another one.
    pub fn weight_on(&self, sentence: usize, place: usize) -> f32 {
        let at = self.row.sentences[sentence].place;
        let trace = self.traces.get(sentence);
        trace.and_then(|trace| trace.layers[0].attention.get(at, place)).unwrap_or(f32::NAN)
    }

    fn count(&self, sentences: &[usize], is: impl Fn(&Outcome) -> bool) -> usize {
        sentences.iter().filter(|&&sentence| is(&self.row.sentences[sentence])).count()
    }
}

/// How many runs have so many looks at `place` (row) and so many right answers (column) in these sentences, both from 0
/// to their number.
pub fn tally(runs: &[Finished], sentences: &[usize], place: Option<usize>) -> Matrix<u32> {
    let mut counts = Matrix::zeros(sentences.len() + 1, sentences.len() + 1);
    for run in runs {
        let looks = run.count(sentences, |outcome| place.is_some() && outcome.looks_at == place);
        counts[(looks, run.count(sentences, Outcome::is_right))] += 1;
    }
    counts
}

impl Study {
    /// A study at its start; `places` are those that are looked at, one of each sentence.
    ///
    /// # Errors
    /// The plan cannot be run on this corpus.
    pub fn open(plan: Plan, corpus: Corpus, places: Vec<usize>) -> Result<Self, SweepError> {
        plan.check(&corpus, Place::default())?;
        Ok(Self { keeps_traces: true, plan, corpus, places, running: None, finished: Vec::new() })
    }

    /// The same without the traces of its runs: those of hundreds of runs of long sentences would fill a page's memory.
    pub fn without_traces(self) -> Self {
        Self { keeps_traces: false, ..self }
    }

    /// Takes up to `steps` steps in all, from run to run. However they are divided, the runs are the same.
    pub fn advance(&mut self, steps: u64) {
        let mut left = steps;
        while let Some(settings) = self.plan.run(self.finished.len() as u64) {
            let running = self.running.get_or_insert_with(|| Running::new(&settings, &self.corpus));
            let taken = left.min(running.left);
            running.engine.train(&mut running.state, taken);
            running.left -= taken;
            left -= taken;
            if running.left > 0 {
                return;
            }
            if let Some(run) = self.running.take() {
                self.finish(run, settings);
            }
            // A run without a step still costs its start and its end: one of them is enough for a call.
            if left == 0 || taken == 0 {
                return;
            }
        }
    }

    /// Takes in the next run as another one has trained it, with [`train`]: its parameters at the end. What was under
    /// way here is dropped.
    ///
    /// # Errors
    /// There is no next run, or its model has another number of parameters.
    pub fn take_in(&mut self, parameters: Vec<f32>) -> Result<(), SweepError> {
        let settings = self.plan.run(self.finished.len() as u64).ok_or(SweepError::OtherRun)?;
        let mut run = Running::new(&settings, &self.corpus);
        if run.state.parameters.len() != parameters.len() {
            return Err(SweepError::OtherRun);
        }
        run.state.parameters = parameters;
        self.running = None;
        self.finish(run, settings);
        Ok(())
    }

    fn finish(&mut self, run: Running, settings: Settings) {
        let mut finished = run.finish(settings, &self.corpus, &self.places);
        if !self.keeps_traces {
            finished.traces = Vec::new();
        }
        self.finished.push(finished);
    }

    /// Of the runs of each net, that is, of each head size with each toggle: how many are over, and how many of these have
    /// every answer right. In the order of the plan.
    pub fn solved(&self) -> Vec<(usize, usize)> {
        let seeds = self.plan.seed_count() as usize;
        let mut nets = vec![(0, 0); self.plan.len() as usize / seeds.max(1)];
        for (index, run) in self.finished.iter().enumerate() {
            let (over, right) = &mut nets[index / seeds];
            *over += 1;
            *right += usize::from(run.row.right_answers() == run.row.sentences.len());
        }
        nets
    }

    /// The runs that are over, in the order of the plan.
    pub fn finished(&self) -> &[Finished] {
        &self.finished
    }

    /// What is run.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What it is run on.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Whether every run is over.
    pub fn is_over(&self) -> bool {
        self.finished.len() as u64 == self.plan.len()
    }

    /// The steps taken, of all runs.
    pub fn step(&self) -> u64 {
        let each = self.steps_of_a_run();
        let under_way = self.running.as_ref().map_or(0, |run| each - run.left);
        self.finished.len() as u64 * each + under_way
    }

    /// The steps of all runs.
    pub fn total_steps(&self) -> u64 {
        self.plan.len() * self.steps_of_a_run()
    }

    fn steps_of_a_run(&self) -> u64 {
        self.plan.others.steps(self.corpus.sentences().len())
    }
}

/// The parameters of a run at its end, trained in one go on the CPU engine: what another core does for a study.
pub fn train(settings: &Settings, corpus: &Corpus) -> Vec<f32> {
    let mut run = Running::new(settings, corpus);
    run.engine.train(&mut run.state, run.left);
    run.state.parameters
}

/// The run that is being trained.
#[derive(Debug)]
struct Running {
    architecture: Architecture,
    engine: CpuEngine,
    state: State<f32>,
    left: u64,
}

impl Running {
    fn new(settings: &Settings, corpus: &Corpus) -> Self {
        let architecture = Architecture::new(settings, corpus);
        Self {
            architecture,
            engine: CpuEngine::new(architecture, corpus, Adam::of(settings)),
            state: State::new(starting_parameters(&architecture, settings)),
            left: settings.steps(corpus.sentences().len()),
        }
    }

    fn finish(self, settings: Settings, corpus: &Corpus, places: &[usize]) -> Finished {
        let sentences = corpus.sentences();
        let cases: Vec<_> = sentences
            .iter()
            .enumerate()
            .map(|(index, sentence)| (index, causal_mask(sentence.len())))
            .collect();
        let parameters = &self.state.parameters;
        let traces = self.engine.traces(parameters, &cases);
        let outcomes = sentences.iter().zip(places).zip(&traces);
        let outcomes =
            outcomes.map(|((sentence, &place), trace)| Outcome::new(sentence, place, trace)).collect();
        let singular_values = singular_values(&query_key(&self.architecture, parameters));
        Finished { row: Row { settings, sentences: outcomes }, traces, singular_values }
    }
}
