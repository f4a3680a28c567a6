//! Programs that do the same run and are timed in turn with the engines of this process: another
//! build of the crate, a browser, another library.
//!
//! They are talked to in lines. The first line in is the work, as JSON (see `Work::to_json`). The
//! program makes itself ready and answers with any line. From then on every line in asks for one
//! run from the start; it answers with `{"seconds": ..., "loss": ...}`, the time of the steps alone
//! and the loss of the last sentence at the end. When there are no more lines it ends.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::str::FromStr;

use serde_json::{Value, json};

use crate::runner::{Own, Run, Runner};
use crate::work::Work;

/// Which program.
#[derive(Clone, Debug)]
pub struct Beside {
    pub name: String,
    command: Vec<String>,
}

impl FromStr for Beside {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut command: Vec<String> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if command.len() < 2 {
            return Err("a name and a program are needed".to_owned());
        }
        Ok(Self { name: command.remove(0), command })
    }
}

/// The program as it runs.
pub struct Program {
    name: String,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Program {
    /// Starts it and gives it the work.
    ///
    /// # Errors
    /// It cannot be started, or ends.
    pub fn start(beside: &Beside, work: &Work) -> Result<Self, Box<dyn Error>> {
        let mut child = Command::new(&beside.command[0])
            .args(&beside.command[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", beside.name))?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let output = BufReader::new(output.ok_or("the program has no output")?);
        let mut program = Self { name: beside.name.clone(), child, input, output };
        program.ask(&work.to_json().to_string())?;
        Ok(program)
    }

    fn ask(&mut self, line: &str) -> Result<String, Box<dyn Error>> {
        let mut answer = String::new();
        if let Some(input) = &mut self.input {
            writeln!(input, "{line}").map_err(|error| format!("{} has ended: {error}", self.name))?;
        }
        self.output.read_line(&mut answer)?;
        if answer.is_empty() { Err(format!("{} has ended", self.name).into()) } else { Ok(answer) }
    }
}

impl Runner for Program {
    fn run(&mut self, _: &Work) -> Result<Run, Box<dyn Error>> {
        let answer = self.ask("run")?;
        let value: Value = serde_json::from_str(&answer)?;
        let number = |key: &str| {
            value[key].as_f64().ok_or_else(|| format!("{} gives no {key}: {}", self.name, answer.trim()))
        };
        Ok(Run { seconds: number("seconds")?, loss: number("loss")? })
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // The end of its input ends it.
        drop(self.input.take());
        _ = self.child.wait();
    }
}

/// Is such a program, for an engine of this build.
///
/// # Errors
/// There is no such engine, or the pipe breaks.
pub fn serve(engine: &str) -> Result<(), Box<dyn Error>> {
    let mut lines = std::io::stdin().lines();
    let value: Value = serde_json::from_str(&lines.next().ok_or("the work is missing")??)?;
    let text = |key: &str| value[key].as_str().ok_or_else(|| format!("the work has no {key}"));
    let work = Work::new(text("settings")?.parse()?, text("corpus")?.to_owned());
    let mut runner = match engine {
        "plain" => Own::plain(&work),
        "cpu" => Own::cpu(&work),
        _ => return Err(format!("there is no engine '{engine}' to serve: choose plain or cpu").into()),
    };
    println!("ready");
    for line in lines {
        line?;
        let Run { seconds, loss } = runner.run(&work)?;
        println!("{}", json!({ "seconds": seconds, "loss": loss }));
    }
    Ok(())
}
