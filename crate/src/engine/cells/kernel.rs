//! One entry of the shaders, ready to be filled, run and read.

use attention_lab_cells::{Cell, Fault, Hazard, Options, Variable, Width};
use num_traits::Float;

use super::blame::blame;
use super::host::{Host, Instance};
use super::lanes::misused;
use crate::engine::EngineError;
use crate::engine::gpu::SourceError;
use crate::engine::gpu::memory::{Memory, SLOTS, loop_passes};
use crate::engine::gpu::resources::{Coefficients, Run, corpus_words};
use crate::engine::gpu::shader::{Entry, Shape, Source, trace_arrays};
use crate::engine::gpu::sources::Sources;
use crate::engine::gpu::spread::Order;
use crate::model::adam::Adam;
use crate::model::architecture::Architecture;
use crate::model::passes::PASSES;
use crate::task::corpus::Corpus;

/// Bytes of a part; the largest that is shipped has about 1,700.
const MOST_BYTES: usize = 64 << 10;
/// What a step may take before it counts as endless: so many times the turns of the shipped loops, and some.
const PATIENCE: usize = 100;
const SPARE_FUEL: usize = 1_000_000;

/// What kernels are opened for.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// Who translates and runs.
    pub host: &'a dyn Host,
    /// The shaders.
    pub sources: &'a Sources,
    /// The model.
    pub architecture: Architecture,
    /// Its sentences.
    pub corpus: &'a Corpus,
    /// How the weights move.
    pub adam: Adam,
    /// f32, or f64 of the same shaders.
    pub width: Width,
    /// In which order outputs are computed.
    pub order: Order,
}

/// A running entry.
#[derive(Debug)]
pub(super) struct Kernel {
    source: Source,
    sources: Sources,
    cell: Cell,
    instance: Box<dyn Instance>,
}

impl Setup<'_> {
    /// The fuel of one step.
    pub(super) fn fuel(&self) -> u32 {
        let fuel = SPARE_FUEL + PATIENCE * loop_passes(&self.architecture, 1);
        u32::try_from(fuel).unwrap_or(u32::MAX).min(i32::MAX as u32)
    }

    /// Looks at every entry of edited shaders for what no kernel could run with, or no GPU: parts that are too long, bindings
    /// that are not the driver's, lanes that are computed with, barriers that are missing. Kernels are opened after it.
    ///
    /// # Errors
    /// [`EngineError::Source`] where a part is refused.
    pub fn examine(&self) -> Result<(), EngineError> {
        if !self.sources.are_edited() {
            return Ok(());
        }
        for (part, text) in self.sources.edited() {
            if text.len() > MOST_BYTES {
                let (has, most) = (text.len() >> 10, MOST_BYTES >> 10);
                let message = format!("this part has {has} KiB of text, and {most} KiB are the most");
                return refused(SourceError { part: part.into(), line: 1, column: 1, message });
            }
        }
        for entry in Entry::ALL {
            let source = self.source(entry, self.sources);
            let cell = self.translate(&source, self.sources)?;
            self.check_bindings(entry, &source, &cell)?;
            self.check_barriers(entry, &source)?;
        }
        for (part, text) in self.sources.edited() {
            let shipped = Sources::shipped(part).unwrap_or_default();
            if let Some(line) = misused(text, shipped) {
                let message =
                    "lanes are other on every device: whatever tells one from another stays as shipped"
                        .into();
                return refused(SourceError { part: part.into(), line, column: 1, message });
            }
        }
        Ok(())
    }

    /// Translates an entry and fills in its sentences.
    ///
    /// # Errors
    /// [`EngineError::Source`] where a part is refused.
    pub(super) fn open(&self, entry: Entry) -> Result<Kernel, EngineError> {
        let source = self.source(entry, self.sources);
        let cell = self.translate(&source, self.sources)?;
        let instance = self.host.instantiate(&cell);
        let instance = instance.map_err(|why| {
            let fault = Fault { message: format!("the runtime refuses it: {why}"), at: None };
            EngineError::Source(vec![blame(&source, self.sources, fault)])
        })?;
        let mut kernel = Kernel { source, sources: self.sources.clone(), cell, instance };
        kernel.write_words("corpus", &corpus_words(self.corpus, self.architecture.positions));
        Ok(kernel)
    }

    fn source(&self, entry: Entry, sources: &Sources) -> Source {
        let Self { architecture, corpus, .. } = *self;
        let ragged = corpus.sentences().iter().any(|sentence| sentence.len() != architecture.positions);
        // As on a device with WebGPU's default limits, so that the same lines run.
        let memory = Memory::new(&architecture, corpus, 1);
        let on_chip = memory.parameters_fit_on_chip(&wgpu::Limits::default());
        let shape = Shape { lanes: 1, architecture, ragged, on_chip, order: self.order };
        Source::new(entry, &shape, &self.adam, sources)
    }

    fn translate(&self, source: &Source, sources: &Sources) -> Result<Cell, EngineError> {
        let (positions, parameters) = (self.architecture.positions, self.architecture.len());
        let activations: usize = trace_arrays(&self.architecture).iter().map(|(_, length)| length).sum();
        let lengths = [
            ("corpus", self.corpus.sentences().len() * (1 + 2 * positions)),
            ("mask", positions * positions),
            ("coefficients", SLOTS),
            ("parameters", parameters),
            ("moments", parameters),
            ("gradients", parameters),
            ("activations", activations),
            ("losses", SLOTS),
        ]
        .map(|(name, length)| (name, length as u32));
        let options = Options { width: self.width, lengths: &lengths };
        let cell = self.host.translate(&source.text, &options);
        cell.map_err(|fault| EngineError::Source(vec![blame(source, sources, fault)]))
    }

    /// What the driver fills and reads must be declared as it was shipped.
    fn check_bindings(&self, entry: Entry, source: &Source, edited: &Cell) -> Result<(), EngineError> {
        let shipped = Sources::default();
        let shipped = self.translate(&self.source(entry, &shipped), &shipped)?;
        let bound = |cell: &'_ Cell| -> Vec<Variable> {
            cell.variables.iter().filter(|variable| variable.binding.is_some()).cloned().collect()
        };
        let (expected, found) = (bound(&shipped), bound(edited));
        let same = |a: &Variable, b: &Variable| {
            (&a.name, a.binding, &a.declared) == (&b.name, b.binding, &b.declared)
        };
        let fault = |message, at| refused(blame(source, self.sources, Fault { message, at }));
        for variable in &found {
            let name = &variable.name;
            let at = variable.at.clone();
            match expected.iter().find(|other| other.name == *name) {
                Some(other) if same(variable, other) => {}
                Some(other) => {
                    let [group, binding] = other.binding.unwrap_or_default();
                    let declared = &other.declared;
                    return fault(
                        format!(
                            "the driver binds `{name}` as @group({group}) @binding({binding}) {declared}: leave it so"
                        ),
                        at,
                    );
                }
                None => {
                    return fault(format!("the driver binds nothing to `{name}`: take the binding away"), at);
                }
            }
        }
        let missing = expected.iter().find(|variable| !found.iter().any(|other| other.name == variable.name));
        missing.map_or(Ok(()), |variable| {
            let message =
                format!("the binding `{}` is missing, which the driver fills or reads", variable.name);
            let line = source.first_line("bindings").unwrap_or(1);
            let start = source.text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
            fault(message, Some(start..start))
        })
    }

    /// No two functions may touch the same memory without a barrier that were apart as shipped, and no barrier may stand
    /// where each lane goes its own way.
    fn check_barriers(&self, entry: Entry, source: &Source) -> Result<(), EngineError> {
        let backward = PASSES.iter().flat_map(|pass| pass.backward);
        let spread: Vec<_> =
            PASSES.iter().map(|pass| &pass.forward).chain(backward).map(|function| function.name).collect();
        let hazards = |source: &Source| {
            let found = self.host.hazards(&source.text, &spread);
            found.map_err(|fault| EngineError::Source(vec![blame(source, self.sources, fault)]))
        };
        let known = hazards(&self.source(entry, &Sources::default()))?;
        match hazards(source)?.into_iter().find(|hazard| !known.iter().any(|other| is_same(hazard, other))) {
            None => Ok(()),
            Some(hazard) => refused(blame(source, self.sources, sentence(hazard))),
        }
    }
}

/// Whether two hazards are the same but for their places.
fn is_same(one: &Hazard, other: &Hazard) -> bool {
    let names = |hazard: &Hazard| match hazard {
        Hazard::Unordered { first, second, variable, .. } => {
            Some((first.clone(), second.clone(), variable.clone()))
        }
        Hazard::Unreached { .. } => None,
    };
    names(one).is_some_and(|one| names(other) == Some(one))
}

fn sentence(hazard: Hazard) -> Fault {
    match hazard {
        Hazard::Unordered { first, second, variable, at } => {
            let message = format!(
                "a barrier is missing: `{second}` touches `{variable}`, as `{first}` does before it, and no lane waits for \
                 the others in between"
            );
            Fault { message, at }
        }
        Hazard::Unreached { within, at } => {
            let message = format!(
                "there may be no barrier in `{within}`: not all lanes come by here, and those that do would wait for ever"
            );
            Fault { message, at }
        }
    }
}

fn refused<T>(error: SourceError) -> Result<T, EngineError> {
    Err(EngineError::Source(vec![error]))
}

impl Kernel {
    /// Fills a variable from its beginning with numbers.
    ///
    /// # Panics
    /// There is no such variable, or it is shorter.
    pub fn write<F: Float>(&mut self, name: &str, numbers: &[F]) {
        self.write_from(name, 0, numbers);
    }

    /// The same from a number on.
    ///
    /// # Panics
    /// As for [`Self::write`].
    pub fn write_from<F: Float>(&mut self, name: &str, first: usize, numbers: &[F]) {
        let bytes: Vec<u8> = match self.cell.width {
            Width::Single => {
                numbers.iter().flat_map(|x| x.to_f32().unwrap_or(f32::NAN).to_le_bytes()).collect()
            }
            Width::Double => {
                numbers.iter().flat_map(|x| x.to_f64().unwrap_or(f64::NAN).to_le_bytes()).collect()
            }
        };
        self.write_bytes(name, first * self.cell.width.bytes() as usize, &bytes);
    }

    /// Fills a variable from its beginning with whole numbers.
    pub fn write_words(&mut self, name: &str, words: &[u32]) {
        self.write_bytes(name, 0, bytemuck::cast_slice(words));
    }

    /// The coefficients of some steps.
    pub fn write_coefficients(&mut self, coefficients: &[Coefficients]) {
        let numbers: Vec<f32> =
            coefficients.iter().flat_map(|of| [of.step_size, of.second_correction]).collect();
        self.write("coefficients", &numbers);
    }

    fn write_bytes(&mut self, name: &str, from: usize, bytes: &[u8]) {
        let variable = self.variable(name);
        let end = from + bytes.len();
        assert!(end <= variable.bytes as usize, "{name} has no room for {end} bytes");
        let address = variable.address + from as u32;
        self.instance.write(address, bytes);
    }

    /// The first numbers of a variable.
    ///
    /// # Panics
    /// There is no such variable, or it is shorter.
    pub fn read<F: Float>(&self, name: &str, count: usize) -> Vec<F> {
        let width = self.cell.width.bytes() as usize;
        let variable = self.variable(name);
        assert!(count * width <= variable.bytes as usize, "{name} has no {count} numbers");
        let mut bytes = vec![0; count * width];
        self.instance.read(variable.address, &mut bytes);
        let float = |x: f64| F::from(x).unwrap_or_else(F::nan);
        match self.cell.width {
            Width::Single => {
                bytes.as_chunks().0.iter().map(|&x| float(f32::from_le_bytes(x).into())).collect()
            }
            Width::Double => bytes.as_chunks().0.iter().map(|&x| float(f64::from_le_bytes(x))).collect(),
        }
    }

    /// How many numbers a variable has.
    pub fn len(&self, name: &str) -> usize {
        (self.variable(name).bytes / self.cell.width.bytes()) as usize
    }

    /// Whether the shader writes into a variable.
    pub fn is_written(&self, name: &str) -> bool {
        self.variable(name).is_written
    }

    fn variable(&self, name: &str) -> &Variable {
        self.cell.variable(name).expect("bindings are as they were shipped")
    }

    /// Runs it.
    ///
    /// # Errors
    /// [`EngineError::Stopped`] where a shader did what cannot be done.
    pub fn call(&mut self, run: Run, fuel: u32) -> Result<(), EngineError> {
        self.write_words("run", bytemuck::cast_slice(&[run]));
        self.instance.call(fuel).map_err(|trap| {
            let fault = self.cell.explain(trap, &self.source.text);
            EngineError::Stopped(Box::new(blame(&self.source, &self.sources, fault)))
        })
    }

    /// What an entry that leaves no loss has done wrong.
    pub fn without_a_loss(&self, entry: Entry) -> EngineError {
        let part = format!("entry_{}", entry.name());
        let message = "no loss was written into `losses`".into();
        EngineError::Stopped(Box::new(SourceError { part, line: 1, column: 1, message }))
    }
}
