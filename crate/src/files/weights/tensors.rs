//! The tensors of a file: under which names, of which shapes, in which kind of number.

use half::{bf16, f16};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::WeightsError;
use crate::model::architecture::Architecture;
use crate::model::tensors::{Role, Tensor};

/// What PyTorch puts into the names of a model that is wrapped: data-parallel, compiled, sharded; Lightning's `model`.
const WRAPPERS: [&str; 4] = ["module", "_orig_mod", "_fsdp_wrapped_module", "model"];

/// The tensors of a file by the names that the model itself gives them.
pub struct Named<'a> {
    tensors: Vec<(String, TensorView<'a>)>,
    /// What was taken off the names.
    pub wrappers: Vec<&'static str>,
}

impl<'a> Named<'a> {
    /// The tensors of this file. A wrapper may stand anywhere in a name, and several in one.
    pub fn of(file: &SafeTensors<'a>) -> Result<Self, WeightsError> {
        let mut named = Self { tensors: Vec::new(), wrappers: Vec::new() };
        for (name, view) in file.iter() {
            let mut parts: Vec<&str> = name.split('.').collect();
            for wrapper in WRAPPERS {
                let before = parts.len();
                parts.retain(|part| *part != wrapper);
                if parts.len() < before && !named.wrappers.contains(&wrapper) {
                    named.wrappers.push(wrapper);
                }
            }
            let name = parts.join(".");
            if named.get(&name).is_some() {
                return Err(WeightsError::Twice { name });
            }
            named.tensors.push((name, view));
        }
        named.tensors.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(named)
    }

    /// The tensor of this name.
    pub fn get(&self, name: &str) -> Option<&TensorView<'a>> {
        self.tensors.iter().find(|(other, _)| other == name).map(|(_, view)| view)
    }

    /// Refuses a file that lacks a tensor which the model uses, or has one which it does not have.
    pub fn check(&self, architecture: &Architecture) -> Result<(), WeightsError> {
        let needed: Vec<Tensor> = architecture.tensors();
        let is_known = |name: &str| needed.iter().any(|tensor| tensor.name() == name);
        let mut missing = needed.iter().filter(|tensor| tensor.in_use && self.get(&tensor.name()).is_none());
        let names = || self.tensors.iter().map(|(name, _)| name.as_str());
        match (missing.next(), missing.next()) {
            (None, _) => {}
            _ if !names().any(is_known) => {
                return Err(WeightsError::OtherModel { found: list(names()) });
            }
            (Some(Tensor { role: Role::PositionEmbedding, .. }), None) => {
                return Err(WeightsError::NoPosition);
            }
            (Some(tensor), _) => {
                return Err(WeightsError::Missing { name: tensor.name().into(), found: list(names()) });
            }
        }
        let mut unknown = names().filter(|name| !is_known(name)).peekable();
        if unknown.peek().is_some() {
            return Err(WeightsError::Unknown { names: list(unknown) });
        }
        Ok(())
    }

    /// The kinds of number of the file that are not F32, each once.
    pub fn other_kinds(&self) -> Vec<Dtype> {
        let mut kinds: Vec<Dtype> = self.tensors.iter().map(|(_, view)| view.dtype()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.retain(|kind| *kind != Dtype::F32);
        kinds
    }
}

/// Reads the numbers of one tensor.
pub fn read(tensor: &Tensor, view: &TensorView, parameters: &mut [f32]) -> Result<(), WeightsError> {
    let &Tensor { rows, columns, .. } = tensor;
    let name = tensor.name().into_owned();
    if view.shape() != [rows, columns] {
        let found = view.shape().iter().map(usize::to_string).collect::<Vec<_>>().join(" x ");
        let found = if found.is_empty() { "a single number".into() } else { found };
        return Err(WeightsError::Shape { name, found, rows, columns, advice: advice(tensor, view.shape()) });
    }
    let data = view.data();
    match view.dtype() {
        Dtype::F32 => fill(parameters, data, f32::from_le_bytes),
        Dtype::F64 => fill(parameters, data, |bytes| f64::from_le_bytes(bytes) as f32),
        Dtype::F16 => fill(parameters, data, |bytes| f16::from_le_bytes(bytes).to_f32()),
        Dtype::BF16 => fill(parameters, data, |bytes| bf16::from_le_bytes(bytes).to_f32()),
        other => return Err(WeightsError::Type { name, found: other.to_string() }),
    }
    match parameters.iter().all(|parameter| parameter.is_finite()) {
        true => Ok(()),
        false => Err(WeightsError::NotFinite { name }),
    }
}

fn fill<const BYTES: usize>(parameters: &mut [f32], data: &[u8], number: impl Fn([u8; BYTES]) -> f32) {
    for (parameter, bytes) in parameters.iter_mut().zip(data.as_chunks().0) {
        *parameter = number(*bytes);
    }
}

/// What would make a tensor of this shape fit.
fn advice(tensor: &Tensor, found: &[usize]) -> String {
    let &Tensor { role, rows, columns, .. } = tensor;
    let is_head = matches!(role, Role::Query | Role::Key);
    match *found {
        [found, head_size] if is_head && found == columns && head_size != rows && head_size != columns => {
            format!(
                "it is transposed: rows are outputs, as in PyTorch's Linear, so save its transpose, and add --head-size \
             {head_size}"
            )
        }
        [found_rows, found_columns] if [found_columns, found_rows] == [rows, columns] => {
            "it is transposed: rows are outputs, as in PyTorch's Linear, so save its transpose".into()
        }
        [rows, found] if is_head && found == columns => format!("add --head-size {rows}"),
        [rows, found] if role == Role::PositionEmbedding && found == columns => {
            format!("give a corpus whose longest sentence has {} words", rows.saturating_sub(1))
        }
        _ => "give the corpus that it was trained on with --corpus, and its --head-size".into(),
    }
}

/// The first few names, for the person who gave the wrong file.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 5;
    let mut names: Vec<&str> = names.take(SHOWN + 1).collect();
    if names.len() > SHOWN {
        names[SHOWN] = "...";
    }
    if names.is_empty() { "none at all".into() } else { names.join(", ") }
}
