//! A folder with the shaders that are edited.

use std::fs;
use std::path::Path;

use attention_lab::engine::gpu::sources::Sources;

use super::failure::{Failure, plain};

/// Larger files are no shaders that anybody has edited.
const LARGEST: u64 = 1 << 20;
const EXTENSION: &str = "wgsl";

/// Puts the files of this folder in the places of shaders.
pub fn read(folder: &Path, sources: &mut Sources) -> Result<(), Failure> {
    let name = folder.display();
    let refuse = |sentence: String| Err(Failure::BadInput(sentence));
    if !folder.is_dir() {
        return refuse(format!(
            "the folder of shaders '{name}' is not there: name a folder with .wgsl files"
        ));
    }
    let unreadable = |error: &std::io::Error| {
        Failure::BadInput(format!(
            "the folder of shaders '{name}' cannot be read ({}): check its permissions",
            plain(error)
        ))
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(&error))? {
        let path = entry.map_err(|error| unreadable(&error))?.path();
        if path.extension().is_some_and(|extension| extension == EXTENSION) {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return refuse(format!(
            "there is no .{EXTENSION} file in '{name}': put those there that differ from the shipped ones"
        ));
    }
    for path in files {
        let shown = path.display();
        let size = fs::metadata(&path).map_err(|error| unreadable(&error))?.len();
        if size > LARGEST {
            return refuse(format!(
                "the shader '{shown}' is larger than {} MiB: give a smaller one",
                LARGEST >> 20
            ));
        }
        let bytes = fs::read(&path).map_err(|error| unreadable(&error))?;
        let Ok(text) = String::from_utf8(bytes) else {
            return refuse(format!("the shader '{shown}' is not UTF-8 text: save it as UTF-8"));
        };
        // As an editor may leave it.
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let part = path.file_stem().unwrap_or_default().to_string_lossy();
        if sources.edit(&part, text).is_err() {
            return refuse(format!(
                "'{shown}' has the name of no shader: name it as in shaders/, such as {}",
                example()
            ));
        }
    }
    Ok(())
}

fn example() -> String {
    format!("{}.{EXTENSION}", attention_lab::model::passes::PASSES[3].forward_part())
}
