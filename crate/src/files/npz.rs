//! A run as NumPy's archive: a zip file in which each array is a file of its own, not compressed.

use crc::{CRC_32_ISO_HDLC, Crc};

use super::saved::Saved;
use crate::PROGRAM;
use crate::model::activations::Activation;

/// What cannot be counted in the 32 bits of a zip file.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("the run is too large for one .npz: take fewer or shorter sentences")]
pub struct TooLarge;

/// The archive of a run. Its arrays:
///
/// | name | what it is |
/// |---|---|
/// | `program` | what wrote it |
/// | `vocabulary` | V words in the order of their ids |
/// | `losses` | epochs x sentences, each before its step, in nats; every whole epoch |
/// | `Xembed.weight`, ... | the tensors, F32, in PyTorch's shapes |
/// | `sentence1/tokens` | T token ids |
/// | `sentence1/loss` | at these weights, in nats |
/// | `sentence1/attention`, ... | every matrix of the forward pass, F32, under the names of the JSON |
///
/// # Errors
/// It would have 4 GiB or more.
pub fn npz(saved: &Saved) -> Result<Vec<u8>, TooLarge> {
    let mut archive = Archive::default();
    archive.add("program", &format!("|S{}", PROGRAM.len()), &[], PROGRAM.as_bytes())?;
    let vocabulary = saved.run.corpus.vocabulary();
    let longest = vocabulary.iter().map(|word| word.chars().count()).max().unwrap_or(1);
    let signs = |word: &String| {
        let filled = word.chars().map(u32::from).chain(std::iter::repeat(0)).take(longest);
        filled.flat_map(u32::to_le_bytes).collect::<Vec<u8>>()
    };
    let words: Vec<u8> = vocabulary.iter().flat_map(signs).collect();
    archive.add("vocabulary", &format!("<U{longest}"), &[vocabulary.len()], &words)?;
    let (epochs, sentences) = (saved.history.epochs(), saved.run.corpus.sentences().len());
    archive.add_numbers("losses", &[epochs, sentences], &saved.history.losses()[..epochs * sentences])?;
    for tensor in saved.architecture().tensors() {
        let shape = [tensor.rows, tensor.columns];
        archive.add_numbers(&tensor.name(), &shape, &saved.parameters[tensor.range()])?;
    }
    for (index, (sentence, trace)) in saved.run.corpus.sentences().iter().zip(&saved.traces).enumerate() {
        let folder = format!("sentence{}", index + 1);
        let tokens: Vec<u8> = sentence.tokens.iter().flat_map(|token| token.to_le_bytes()).collect();
        archive.add(&format!("{folder}/tokens"), "<u4", &[sentence.len()], &tokens)?;
        archive.add_numbers(&format!("{folder}/loss"), &[], &[trace.loss])?;
        for (activation, layer, matrix) in trace.matrices() {
            let name = format!("{folder}/{}", Activation::array(activation, layer));
            archive.add_numbers(&name, &[matrix.rows, matrix.columns], &matrix.values)?;
        }
    }
    archive.end()
}

/// A zip file that grows: its files, and the list of them that comes last.
#[derive(Default)]
struct Archive {
    files: Vec<u8>,
    list: Vec<u8>,
    count: u16,
}

impl Archive {
    fn add_numbers(&mut self, name: &str, shape: &[usize], numbers: &[f32]) -> Result<(), TooLarge> {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.add(name, "<f4", shape, &bytes)
    }

    fn add(&mut self, name: &str, kind: &str, shape: &[usize], data: &[u8]) -> Result<(), TooLarge> {
        let name = format!("{name}.npy");
        let array = npy(kind, shape, data);
        let (offset, size) = (long(self.files.len())?, long(array.len())?);
        // What is said of a file before it and in the list: version 2.0, no flags, not compressed, 1 January 1980.
        let mut about = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        about.extend(Crc::<u32>::new(&CRC_32_ISO_HDLC).checksum(&array).to_le_bytes());
        about.extend([size.to_le_bytes(), size.to_le_bytes()].concat());
        about.extend((name.len() as u32).to_le_bytes());
        self.files.extend([b"PK\x03\x04", &about[..], name.as_bytes(), &array].concat());
        self.list.extend(
            [b"PK\x01\x02\x14\x00", &about[..], &[0; 10], &offset.to_le_bytes(), name.as_bytes()].concat(),
        );
        self.count = self.count.checked_add(1).ok_or(TooLarge)?;
        Ok(())
    }

    fn end(self) -> Result<Vec<u8>, TooLarge> {
        let [offset, size] = [long(self.files.len())?, long(self.list.len())?].map(u32::to_le_bytes);
        let count = self.count.to_le_bytes();
        let end = [b"PK\x05\x06\0\0\0\0", &count[..], &count, &size, &offset, &[0; 2]].concat();
        Ok([self.files, self.list, end].concat())
    }
}

fn long(length: usize) -> Result<u32, TooLarge> {
    length.try_into().map_err(|_| TooLarge)
}

/// One array, in version 1.0 of NumPy's format: what it holds, in Python's signs, and the numbers row by row.
fn npy(kind: &str, shape: &[usize], data: &[u8]) -> Vec<u8> {
    let shape: String = shape.iter().map(|length| format!("{length},")).collect();
    let mut head = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape}), }}");
    // The numbers begin at a multiple of 64 bytes, of which 10 stand before this text.
    let length = (10 + head.len() + 1).next_multiple_of(64) - 11;
    head = format!("{head:length$}\n");
    [b"\x93NUMPY\x01\x00", &(head.len() as u16).to_le_bytes()[..], head.as_bytes(), data].concat()
}
