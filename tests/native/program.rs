//! Runs the program in a folder of its own and looks at what it leaves.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A corpus of three sentences of different lengths.
pub const RAGGED: &str = "# three sentences\nthe cat sat\n\nbirds sing\nthe dog saw the cat run\n";

/// An empty folder in which the program runs.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        Self(TempDir::new().expect("a folder for the test"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts a file there.
    pub fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        fs::write(self.path(name), bytes).expect("a file for the test");
        self
    }

    /// The program, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_attention-lab"));
        command.current_dir(self.0.path()).args(arguments).stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program starts")
    }

    /// Runs it to a good end; its standard output.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).expect("UTF-8 on standard output")
    }

    /// Runs it with `--json -`.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let text = self.succeed(&[arguments, &["--json", "-"]].concat());
        serde_json::from_str(&text).expect("nothing but JSON on standard output")
    }

    /// Every file and folder there.
    pub fn files(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        list(self.0.path(), self.0.path(), &mut found);
        found
    }

    /// Runs it and asserts that it fails as it should: this exit code, nothing on standard output,
    /// one line on standard error with all of `words`, and no file more or less than before.
    pub fn refuse(&self, arguments: &[&str], code: i32, words: &[&str]) {
        self.refuse_command(self.command(arguments), code, words);
    }

    /// See [`Place::refuse`].
    pub fn refuse_command(&self, mut command: Command, code: i32, words: &[&str]) {
        let before = self.files();
        let output = command.output().expect("the program starts");
        let said = String::from_utf8(output.stderr).expect("UTF-8 on standard error");
        assert_eq!(output.status.code(), Some(code), "{command:?}: {said}");
        assert!(output.stdout.is_empty(), "{command:?}: {}", String::from_utf8_lossy(&output.stdout));
        assert_eq!(said.lines().count(), 1, "{command:?}: {said}");
        assert!(said.starts_with("attention-lab: "), "{command:?}: {said}");
        for word in words {
            assert!(said.contains(word), "{command:?}: no '{word}' in: {said}");
        }
        assert_eq!(self.files(), before, "{command:?}");
    }
}

fn list(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let name = path.strip_prefix(root).expect("it lies in the folder");
        found.insert(name.to_string_lossy().into_owned());
        if path.is_dir() {
            list(root, &path, found);
        }
    }
}

/// A safetensors file of another program, with the shapes of the notebook's model and one number everywhere.
pub fn foreign_weights(number: f32, name: impl Fn(&str) -> String) -> Vec<u8> {
    use attention_lab::model::architecture::Architecture;
    use attention_lab::task::corpus::Corpus;
    use attention_lab::task::settings::Settings;
    use safetensors::Dtype;
    use safetensors::tensor::TensorView;

    let architecture = Architecture::new(&Settings::default(), &Corpus::notebook());
    let bytes = number.to_le_bytes().repeat(architecture.len());
    let views = architecture.tensors().into_iter().map(|tensor| {
        let shape = vec![tensor.rows, tensor.columns];
        (
            name(&tensor.name()),
            TensorView::new(Dtype::F32, shape, &bytes[..4 * tensor.len()]).expect("it fits"),
        )
    });
    safetensors::serialize(views, None).expect("a file for the test")
}

/// A list of numbers in JSON.
pub fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().expect("a list");
    list.iter().map(|number| number.as_f64().expect("a number")).collect()
}
