//! Weights as safetensors files, under the notebook's names: what PyTorch's `load_state_dict` reads.
//!
//! All five tensors are written, F32 and with PyTorch's shapes: a row of a matrix makes one output. The
//! position embedding is among them even where it is left out: the notebook's module has it all the
//! same. The file also says which run it is from ([`Origin`]), and a run of other words or switches
//! refuses it. Adam's moments are not in it: whoever goes on from a file begins with fresh ones.

mod foreign;
mod origin;
mod tensors;
#[cfg(test)]
mod tests;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use thiserror::Error;

use crate::model::architecture::Architecture;
use crate::model::tensors::Role;
use crate::task::corpus::Corpus;
use crate::task::settings::Settings;
pub use foreign::Foreign;
pub use origin::Origin;
use tensors::Named;

/// Why weights cannot be written or read, and what to do about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[allow(missing_docs, reason = "each message says what its variant means")]
pub enum WeightsError {
    #[error("{0}")]
    Foreign(Foreign),
    #[error("it is no safetensors file that can be read ({0}): save it again")]
    Unreadable(String),
    #[error("the weights were trained {facts}: {advice}")]
    OtherRun { facts: String, advice: String },
    #[error("its {key} cannot be read ('{value}'): give a file that this version of the program has saved")]
    Origin { key: &'static str, value: String },
    #[error("it holds another model ({found}): the head has {}", Role::ALL.map(Role::name).join(", "))]
    OtherModel { found: String },
    #[error(
        "Pos_Embed.weight is missing: add --no-position if it was trained without the position embedding"
    )]
    NoPosition,
    #[error("the tensor {name} is missing (there is {found}): save the whole model, its state_dict()")]
    Missing { name: String, found: String },
    #[error("it holds tensors that the model does not have ({names}): save it without them")]
    Unknown { names: String },
    #[error("it holds the tensor {name} twice, once with a wrapper's name before it: keep one")]
    Twice { name: String },
    #[error("{name} is {found} and must be {rows} x {columns}: {advice}")]
    Shape { name: String, found: String, rows: usize, columns: usize, advice: String },
    #[error("{name} holds {found} numbers: save it as F32, in PyTorch with .float()")]
    Type { name: String, found: String },
    #[error("{name} holds a value that is not finite in F32: give weights of a run that did not diverge")]
    NotFinite { name: String },
    #[error("there are {found} weights and the model has {expected}: check head size and corpus")]
    Length { found: usize, expected: usize },
    #[error(
        "it does not say of which run it is: save it with the metadata of the file that it was made of, or give it to the program with --weights"
    )]
    NoRun,
    #[error("the weights cannot be put into a file ({0})")]
    Unwritable(String),
}

/// What a weights file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The flat parameter vector.
    pub parameters: Vec<f32>,
    /// The run it is from; `None` if another program has written it.
    pub origin: Option<Origin>,
    /// What was done to make the weights of what is in the file, a sentence each.
    pub remarks: Vec<String>,
}

/// The bytes of a safetensors file with this flat parameter vector, which `origin` has led to.
///
/// ```
/// use attention_lab::files::weights;
/// use attention_lab::model::architecture::Architecture;
/// use attention_lab::task::{corpus::Corpus, settings::Settings};
///
/// let (settings, corpus) = (Settings::default(), Corpus::notebook());
/// let architecture = Architecture::new(&settings, &corpus);
/// let parameters = vec![0.5; architecture.len()];
/// let vocabulary = corpus.vocabulary().to_vec();
/// let origin = weights::Origin { settings, vocabulary, step: 0, run: None, started_from: None };
/// let file = weights::to_safetensors(&architecture, &parameters, &origin)?;
/// let loaded = weights::from_safetensors(&settings, &corpus, &file)?;
/// assert_eq!((loaded.parameters, loaded.origin), (parameters, Some(origin)));
/// # Ok::<(), weights::WeightsError>(())
/// ```
///
/// # Errors
/// There are not as many parameters as the model has, or one is not finite: nobody may take the
/// weights of a diverged run for good ones.
pub fn to_safetensors(
    architecture: &Architecture,
    parameters: &[f32],
    origin: &Origin,
) -> Result<Vec<u8>, WeightsError> {
    let (found, expected) = (parameters.len(), architecture.len());
    if found != expected {
        return Err(WeightsError::Length { found, expected });
    }
    if let Some(tensor) = architecture.first_spoiled(parameters) {
        return Err(WeightsError::NotFinite { name: tensor.name().into() });
    }
    let bytes: Vec<u8> = parameters.iter().flat_map(|value| value.to_le_bytes()).collect();
    let views = architecture.tensors().into_iter().map(|tensor| {
        let range = tensor.range();
        let data = &bytes[size_of::<f32>() * range.start..size_of::<f32>() * range.end];
        let view = TensorView::new(Dtype::F32, vec![tensor.rows, tensor.columns], data);
        Ok((tensor.name(), view.map_err(unwritable)?))
    });
    let file = safetensors::serialize(views.collect::<Result<Vec<_>, _>>()?, None).map_err(unwritable)?;
    with_metadata(&file, origin).ok_or_else(|| WeightsError::Unwritable("its head is of another form".into()))
}

fn unwritable(error: impl ToString) -> WeightsError {
    WeightsError::Unwritable(error.to_string())
}

/// Puts the metadata before the list of tensors in the head of a file. The library would write them in
/// an order that is another each time, and the same run shall give the same file.
fn with_metadata(file: &[u8], origin: &Origin) -> Option<Vec<u8>> {
    let (length, rest) = file.split_first_chunk()?;
    let (head, data) = rest.split_at_checked(u64::from_le_bytes(*length).try_into().ok()?)?;
    let metadata = serde_json::to_string(&origin.metadata()).ok()?;
    let mut longer = format!("{{\"__metadata__\":{metadata},").into_bytes();
    longer.extend(head.strip_prefix(b"{")?);
    // The numbers begin at a multiple of eight bytes.
    longer.resize(longer.len().next_multiple_of(8), b' ');
    Some([&(longer.len() as u64).to_le_bytes(), &longer[..], data].concat())
}

/// The weights that a safetensors file holds for a run with these settings on this corpus. A position
/// embedding that is left out may be missing: it is then zero, and no use is made of it.
///
/// # Errors
/// The file is not one, or is of another run or model, or a tensor is missing, or has another shape or
/// kind of number, or is not finite.
pub fn from_safetensors(settings: &Settings, corpus: &Corpus, file: &[u8]) -> Result<Loaded, WeightsError> {
    let (tensors, origin) = opened(file)?;
    if let Some(origin) = &origin {
        origin.check(settings, corpus)?;
    }
    let named = Named::of(&tensors)?;
    let architecture = Architecture::new(settings, corpus);
    named.check(&architecture)?;
    let mut parameters = vec![0.0; architecture.len()];
    for tensor in architecture.tensors() {
        if let Some(view) = named.get(&tensor.name()) {
            tensors::read(&tensor, view, &mut parameters[tensor.range()])?;
        }
    }
    Ok(Loaded { parameters, remarks: remarks(&named), origin })
}

/// The text of the run that a safetensors file was saved from (see [`Origin::run`]).
///
/// # Errors
/// The file is not one, or does not say.
pub fn run_text(file: &[u8]) -> Result<String, WeightsError> {
    let (_, origin) = opened(file)?;
    origin.and_then(|origin| origin.run).ok_or(WeightsError::NoRun)
}

/// A file's tensors and what it says of itself.
fn opened(file: &[u8]) -> Result<(SafeTensors<'_>, Option<Origin>), WeightsError> {
    let unreadable = |error: safetensors::SafeTensorError| match Foreign::of(file) {
        Foreign::Other if file.get(8) == Some(&b'{') => WeightsError::Unreadable(error.to_string()),
        foreign => WeightsError::Foreign(foreign),
    };
    let tensors = SafeTensors::deserialize(file).map_err(unreadable)?;
    let (_, head) = SafeTensors::read_metadata(file).map_err(unreadable)?;
    let origin = head.metadata().as_ref().map(Origin::read).transpose()?.flatten();
    Ok((tensors, origin))
}

/// What a person should know of how the weights were read.
fn remarks(named: &Named) -> Vec<String> {
    let mut remarks = Vec::new();
    if !named.wrappers.is_empty() {
        let wrappers = named.wrappers.iter().map(|wrapper| format!("'{wrapper}.'"));
        let wrappers = wrappers.collect::<Vec<_>>().join(" and ");
        remarks.push(format!("In the names of its tensors {wrappers} is left out."));
    }
    for kind in named.other_kinds() {
        remarks.push(match kind {
            Dtype::F64 => "Its F64 numbers are rounded to F32.".into(),
            kind => format!("Its {kind} numbers were rounded when they were saved; they are read as F32."),
        });
    }
    remarks
}
