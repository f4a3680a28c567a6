//! What a file is that was taken for weights and is no safetensors file, and the line that makes one of it.

use std::fmt;

/// A kind of file that people have beside their weights, or in place of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each sentence says what its variant means")]
pub enum Foreign {
    Empty,
    PyTorch,
    Zip,
    NumPyArchive,
    NumPyArray,
    LfsPointer,
    WebPage,
    Picture,
    Pdf,
    Gzip,
    Hdf5,
    Gguf,
    Report,
    CutOff { bytes: u64, expected: u64 },
    Other,
}

impl Foreign {
    /// What the file is. It has been found to be no safetensors file.
    pub fn of(file: &[u8]) -> Self {
        // First, because the length of a head may begin like anything.
        if let Some(cut_off) = Self::cut_off(file) {
            return cut_off;
        }
        let holds = |word: &[u8]| file.windows(word.len()).any(|window| window == word);
        let begins = |with: &[u8]| file.starts_with(with);
        // Web pages and JSON may begin with blanks, and tags may be written large.
        let text = file.trim_ascii_start();
        let tag = text.get(..14).unwrap_or(text).to_ascii_lowercase();
        match file {
            [] => Self::Empty,
            // Both are zip files, of parts with such names.
            _ if begins(b"PK") && holds(b"data.pkl") => Self::PyTorch,
            _ if begins(b"PK") && holds(b".npy") => Self::NumPyArchive,
            _ if begins(b"PK") => Self::Zip,
            // A pickle, as PyTorch wrote before version 1.6: protocol 2 to 5.
            [0x80, 2..=5, ..] => Self::PyTorch,
            _ if begins(b"\x93NUMPY") => Self::NumPyArray,
            _ if begins(b"version https://git-lfs") => Self::LfsPointer,
            _ if tag.starts_with(b"<!doctype html") || tag.starts_with(b"<html") => Self::WebPage,
            _ if begins(b"\x89PNG") || begins(b"\xff\xd8\xff") || begins(b"GIF8") => Self::Picture,
            _ if begins(b"%PDF") => Self::Pdf,
            _ if begins(b"\x1f\x8b") => Self::Gzip,
            _ if begins(b"\x89HDF") => Self::Hdf5,
            _ if begins(b"GGUF") => Self::Gguf,
            _ if text.starts_with(b"{") && holds(b"\"parameters\"") => Self::Report,
            _ => Self::Other,
        }
    }

    /// A safetensors file begins with the length of its header, which is JSON and says how much follows.
    fn cut_off(file: &[u8]) -> Option<Self> {
        /// No more is read by the library either.
        const LONGEST: u64 = 100_000_000;
        let (length, rest) = file.split_first_chunk()?;
        let header = Some(u64::from_le_bytes(*length)).filter(|length| *length <= LONGEST)?;
        let bytes = file.len() as u64;
        let data = rest.get(..usize::try_from(header).ok()?).map_or(Some(0), |header| {
            let header: serde_json::Value = serde_json::from_slice(header).ok()?;
            let ends = header.as_object()?.values().filter_map(|tensor| tensor["data_offsets"][1].as_u64());
            ends.max()
        })?;
        let expected = 8u64.checked_add(header)?.checked_add(data)?;
        (rest.first() == Some(&b'{') && bytes < expected).then_some(Self::CutOff { bytes, expected })
    }

    /// What the file of this name is, and what to do about it, as the end of a sentence.
    pub fn sentence(self, name: &str) -> String {
        // Whoever has PyTorch or NumPy has Python; safetensors is one `pip install` away.
        let convert = |read: &str, save: &str| {
            format!(
                "python -c \"{read}; from safetensors.{save} import save_file; save_file(w, 'weights.safetensors')\""
            )
        };
        match self {
            Self::Empty => "it is empty: save or copy it again".into(),
            Self::PyTorch => format!(
                "it is a PyTorch file: make a safetensors file of it with {}",
                convert(&format!("import torch; w = torch.load(r'{name}', weights_only=True)"), "torch")
            ),
            Self::NumPyArchive => format!(
                "it is a NumPy archive: make a safetensors file of it with {}",
                convert(&format!("import numpy; w = dict(numpy.load(r'{name}'))"), "numpy")
            ),
            Self::NumPyArray => {
                "it is a single NumPy array: put all five under their names into one file, with \
                                 safetensors.numpy.save_file"
                    .into()
            }
            Self::Zip => format!("it is a zip file: unpack it with unzip '{name}' and give what is in it"),
            Self::LfsPointer => {
                "it only points to a file that Git LFS keeps: fetch that with git lfs pull".into()
            }
            Self::WebPage => {
                "it is a web page, of a login or an error perhaps: download the file again, and look at \
                              it in a browser if this comes back"
                    .into()
            }
            Self::Picture => "it is a picture: give the weights.safetensors that stands beside it".into(),
            Self::Pdf => "it is a PDF: give the weights.safetensors of the run that it shows".into(),
            Self::Gzip => format!("it is compressed: unpack it with gzip -dc '{name}' > weights.safetensors"),
            Self::Hdf5 => {
                "it is an HDF5 file, as Keras writes: save its arrays with safetensors.numpy.save_file".into()
            }
            Self::Gguf => {
                "it is a GGUF file, as llama.cpp reads: give the safetensors file that it was made of".into()
            }
            Self::Report => {
                "it is JSON, as --json writes: give the weights.safetensors that --out writes".into()
            }
            Self::CutOff { bytes, expected } => {
                format!("it is cut off, {bytes} bytes of {expected}: copy or download it again")
            }
            Self::Other => {
                "it is no safetensors file: give one that this program or PyTorch's safetensors has saved"
                    .into()
            }
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence("FILE"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_for_what_it_is() {
        let header = br#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#;
        let mut half = (header.len() as u64).to_le_bytes().to_vec();
        half.extend(header);
        let in_the_header = half[..20].to_vec();
        half.extend([0; 4]);
        let cases: [(&[u8], Foreign); 19] = [
            (b"", Foreign::Empty),
            (b"PK\x03\x04....archive/data.pkl...", Foreign::PyTorch),
            (b"\x80\x02\x8a\nl\xfc\x9c", Foreign::PyTorch),
            (b"PK\x03\x04....Qmat.weight.npy...", Foreign::NumPyArchive),
            (b"PK\x03\x04....thesis.docx", Foreign::Zip),
            (b"\x93NUMPY\x01\x00v\x00{'descr'", Foreign::NumPyArray),
            (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", Foreign::LfsPointer),
            (b"\n <!DOCTYPE HTML><title>Log in", Foreign::WebPage),
            (b"<html>", Foreign::WebPage),
            (b"\x89PNG\r\n\x1a\n", Foreign::Picture),
            (b"%PDF-1.7\n", Foreign::Pdf),
            (b"\x1f\x8b\x08\x00", Foreign::Gzip),
            (b"\x89HDF\r\n", Foreign::Hdf5),
            (b"GGUF\x03", Foreign::Gguf),
            (br#"{"program":"attention-lab","parameters":{}}"#, Foreign::Report),
            (&half, Foreign::CutOff { bytes: half.len() as u64, expected: half.len() as u64 + 4 }),
            (&in_the_header, Foreign::CutOff { bytes: 20, expected: 8 + header.len() as u64 }),
            (b"these are no weights", Foreign::Other),
            (b"PK", Foreign::Zip),
        ];
        for (file, expected) in cases {
            assert_eq!(Foreign::of(file), expected, "{}", String::from_utf8_lossy(file));
        }
    }

    #[test]
    fn the_line_that_converts_names_the_file() {
        let line = Foreign::PyTorch.sentence("my model.pt");
        assert!(line.contains("torch.load(r'my model.pt', weights_only=True)"), "{line}");
        assert!(line.ends_with("save_file(w, 'weights.safetensors')\""), "{line}");
    }
}
