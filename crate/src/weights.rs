//! Weights as safetensors files, under the notebook's names: what PyTorch's `load_state_dict` reads.
//!
//! All five tensors are written, F32 and with PyTorch's shapes. The position embedding is among
//! them even where it is left out: the notebook's module has it all the same.

use std::collections::HashMap;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensorError, SafeTensors};
use thiserror::Error;

use crate::parameters::{Architecture, Tensor};

/// Why weights cannot be written or read, and what to do about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[allow(missing_docs, reason = "each message says what its variant means")]
pub enum WeightsError {
    #[error(
        "this is no safetensors file ({0}): give one that this program or PyTorch's safetensors has saved"
    )]
    NotSafetensors(String),
    #[error("the tensor {name} is missing (there is {found}): save the whole model")]
    Missing { name: &'static str, found: String },
    #[error(
        "{name} is {found} and must be {rows} x {columns}: give weights of the same head size, \
         vocabulary and longest sentence"
    )]
    Shape { name: &'static str, found: String, rows: usize, columns: usize },
    #[error("{name} holds {found} numbers: save it as F32")]
    Type { name: &'static str, found: String },
    #[error("{name} holds a value that is not a finite number: give weights of a run that did not diverge")]
    NotFinite { name: &'static str },
    #[error("there are {found} weights and the model has {expected}: check head size and corpus")]
    Length { found: usize, expected: usize },
    #[error("the weights cannot be put into a file ({0})")]
    Unwritable(String),
}

/// The bytes of a safetensors file with this flat parameter vector.
///
/// ```
/// use attention_lab::{corpus::Corpus, parameters::Architecture, settings::Settings, weights};
/// let architecture = Architecture::new(&Settings::default(), &Corpus::notebook());
/// let parameters = vec![0.5; architecture.len()];
/// let file = weights::to_safetensors(&architecture, &parameters)?;
/// assert_eq!(weights::from_safetensors(&architecture, &file)?, parameters);
/// # Ok::<(), weights::WeightsError>(())
/// ```
///
/// # Errors
/// There are not as many parameters as the model has.
pub fn to_safetensors(architecture: &Architecture, parameters: &[f32]) -> Result<Vec<u8>, WeightsError> {
    let (found, expected) = (parameters.len(), architecture.len());
    if found != expected {
        return Err(WeightsError::Length { found, expected });
    }
    let failed = |error: SafeTensorError| WeightsError::Unwritable(error.to_string());
    let bytes: Vec<u8> = parameters.iter().flat_map(|value| value.to_le_bytes()).collect();
    let views = architecture
        .tensors()
        .iter()
        .map(|tensor| {
            let range = tensor.range();
            let data = &bytes[size_of::<f32>() * range.start..size_of::<f32>() * range.end];
            Ok((tensor.name, TensorView::new(Dtype::F32, vec![tensor.rows, tensor.columns], data)?))
        })
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    // Some readers want to know which library the tensors are laid out for.
    let layout = HashMap::from([("format".to_owned(), "pt".to_owned())]);
    safetensors::serialize(views, Some(layout)).map_err(failed)
}

/// The flat parameter vector that a safetensors file holds. Other tensors in the file are passed
/// over. A position embedding that is left out may be missing: it is then zero, and no use is made
/// of it.
///
/// # Errors
/// The file is not one, or a tensor is missing, or has another shape or type, or is not finite.
pub fn from_safetensors(architecture: &Architecture, file: &[u8]) -> Result<Vec<f32>, WeightsError> {
    let tensors =
        SafeTensors::deserialize(file).map_err(|error| WeightsError::NotSafetensors(error.to_string()))?;
    let mut parameters = vec![0.0; architecture.len()];
    for tensor in architecture.tensors() {
        match tensors.tensor(tensor.name) {
            Ok(view) => read(&tensor, &view, &mut parameters[tensor.range()])?,
            Err(_) if !tensor.in_use => {}
            Err(_) => {
                return Err(WeightsError::Missing { name: tensor.name, found: names(&tensors) });
            }
        }
    }
    Ok(parameters)
}

fn read(tensor: &Tensor, view: &TensorView, parameters: &mut [f32]) -> Result<(), WeightsError> {
    let &Tensor { name, rows, columns, .. } = tensor;
    if view.dtype() != Dtype::F32 {
        return Err(WeightsError::Type { name, found: view.dtype().to_string() });
    }
    if view.shape() != [rows, columns] {
        let found = view.shape().iter().map(usize::to_string).collect::<Vec<_>>().join(" x ");
        let found = if found.is_empty() { "a single number".into() } else { found };
        return Err(WeightsError::Shape { name, found, rows, columns });
    }
    for (parameter, &bytes) in parameters.iter_mut().zip(view.data().as_chunks().0) {
        *parameter = f32::from_le_bytes(bytes);
        if !parameter.is_finite() {
            return Err(WeightsError::NotFinite { name });
        }
    }
    Ok(())
}

/// The first few names of a file, for the person who gave the wrong one.
fn names(tensors: &SafeTensors) -> String {
    const SHOWN: usize = 5;
    let mut names = tensors.names();
    names.sort_unstable();
    let more = if names.len() > SHOWN { ", ..." } else { "" };
    names.truncate(SHOWN);
    if names.is_empty() { "none at all".into() } else { names.join(", ") + more }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::settings::Settings;

    fn architecture(position: bool) -> Architecture {
        Architecture::new(&Settings { head_size: 3, position, ..Settings::default() }, &Corpus::notebook())
    }

    fn numbers(architecture: &Architecture) -> Vec<f32> {
        (0..architecture.len()).map(|i| i as f32 / 8.0 - 3.0).collect()
    }

    /// A file of zeros with these tensors.
    fn file(tensors: &[(&str, Dtype, Vec<usize>)]) -> Vec<u8> {
        let zeros = vec![0; 4096];
        let views = tensors.iter().map(|(name, dtype, shape)| {
            let length = shape.iter().product::<usize>() * dtype.bitsize() / 8;
            (*name, TensorView::new(*dtype, shape.clone(), &zeros[..length]).unwrap())
        });
        safetensors::serialize(views, None).unwrap()
    }

    fn notebook_file() -> Vec<(&'static str, Dtype, Vec<usize>)> {
        let tensors = architecture(true).tensors();
        tensors.iter().map(|tensor| (tensor.name, Dtype::F32, vec![tensor.rows, tensor.columns])).collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        for position in [true, false] {
            let architecture = architecture(position);
            let file = to_safetensors(&architecture, &numbers(&architecture)).unwrap();
            assert_eq!(from_safetensors(&architecture, &file), Ok(numbers(&architecture)));
        }
    }

    #[test]
    fn every_tensor_has_its_own_place() {
        let architecture = architecture(true);
        let numbers = numbers(&architecture);
        let file = to_safetensors(&architecture, &numbers).unwrap();
        let tensors = SafeTensors::deserialize(&file).unwrap();
        assert_eq!(tensors.len(), 5);
        let query = tensors.tensor("Qmat.weight").unwrap();
        assert_eq!(query.shape(), [3, 7]);
        // Behind two embeddings of 7 x 7 and 5 x 7.
        assert_eq!(query.data()[..4], numbers[84].to_le_bytes());
    }

    #[test]
    fn a_position_embedding_that_is_left_out_may_be_missing() {
        let mut tensors = notebook_file();
        tensors.remove(1);
        let read = from_safetensors(&architecture(false), &file(&tensors)).unwrap();
        assert_eq!(read.len(), architecture(false).len());
        let error = from_safetensors(&architecture(true), &file(&tensors)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the tensor Pos_Embed.weight is missing (there is Kmat.weight, Qmat.weight, Vmat.weight, \
             Xembed.weight): save the whole model"
        );
    }

    #[test]
    fn wrong_files_are_refused_with_what_is_wrong() {
        let architecture = architecture(true);
        let error = |file: &[u8]| from_safetensors(&architecture, file).unwrap_err();
        assert!(matches!(error(b"text"), WeightsError::NotSafetensors(_)));
        let whole = to_safetensors(&architecture, &numbers(&architecture)).unwrap();
        assert!(matches!(error(&whole[..whole.len() - 1]), WeightsError::NotSafetensors(_)));

        let mut tensors = notebook_file();
        tensors[2].2 = vec![20, 7];
        let shape = error(&file(&tensors));
        assert_eq!(
            shape.to_string(),
            "Qmat.weight is 20 x 7 and must be 3 x 7: give weights of the same head size, vocabulary \
             and longest sentence"
        );
        tensors[2].1 = Dtype::F64;
        assert_eq!(error(&file(&tensors)).to_string(), "Qmat.weight holds F64 numbers: save it as F32");

        let mut numbers = numbers(&architecture);
        numbers[0] = f32::NAN;
        let file = to_safetensors(&architecture, &numbers).unwrap();
        assert_eq!(error(&file), WeightsError::NotFinite { name: "Xembed.weight" });
        let short = to_safetensors(&architecture, &numbers[1..]);
        assert!(matches!(short, Err(WeightsError::Length { .. })));
    }
}
