//! A run as a PyTorch program.
//!
//! The program stands in `head.py` as that of the notebook's run, and runs as it stands there; what is another in another
//! run takes the place of its lines. It is cut into cells as editors know them (`# %%`), which are those of the notebook.

use serde::Serialize;

use super::saved::Saved;
use crate::PROGRAM;
use crate::engine::gpu::sources::Sources;

/// The program of the notebook's run.
const HEAD: &str = include_str!("head.py");

/// How a run starts that starts from drawn weights.
const DRAWN: &str = "torch.manual_seed(SEED)\nfor _ in range(DRAW):\n    head = Head()\n";
/// Where a step begins.
const TURN: &str = "    for sentence in range(len(SENTENCES)):\n";

/// The program that trains a run again: it prints a line for each logged epoch, as [`printed`] says it.
pub fn script(saved: &Saved) -> String {
    let run = &saved.run;
    let settings = &run.settings;
    let sentences: Vec<String> = run
        .corpus
        .sentences()
        .iter()
        .map(|sentence| run.corpus.words(&sentence.tokens[1..]).collect::<Vec<_>>().join(" "))
        .collect();
    let rate = saved.learning_rates.first().map_or(settings.learning_rate, |&(_, rate)| rate);
    let values = [
        ("VOCABULARY", list(run.corpus.vocabulary())),
        ("SENTENCES", list(&sentences)),
        ("HEAD_SIZE", settings.head_size.to_string()),
        ("EPOCHS", settings.epochs.to_string()),
        ("LEARNING_RATE", literal(&rate)),
        ("SEED", settings.seed.to_string()),
        ("DRAW", settings.draw.to_string()),
        ("POSITION", truth(settings.position)),
        ("SKIP", truth(settings.skip)),
        ("LOG_EVERY", saved.log_every.to_string()),
    ];
    let mut program = format!("# {PROGRAM}: a run in PyTorch, {}\n\n", comment(&saved.text()));
    program.push_str(&edits(&run.sources));
    for line in HEAD.lines() {
        let value = values.iter().find_map(|(name, value)| {
            let old = line.strip_prefix(name)?.strip_prefix(" = ")?;
            let comment = old.find("  #").map_or("", |at| &old[at..]);
            Some(format!("{name} = {value}{comment}"))
        });
        program.push_str(value.as_deref().unwrap_or(line));
        program.push('\n');
    }
    if let Some(start) = &saved.started_from {
        let start = format!(
            "# It starts from weights in a file, not from the seed.\nfrom safetensors.torch import load_file\n\nhead = \
             Head()\nhead.load_state_dict(load_file({}), strict=False)\n",
            literal(&start.file)
        );
        program = program.replace(DRAWN, &start);
    }
    if saved.learning_rates.len() > 1 {
        let rates: Vec<String> =
            saved.learning_rates.iter().map(|(step, rate)| format!("{step}: {}", literal(rate))).collect();
        let rates = format!(
            "{TURN}        # The learning rate was changed in the middle of the run: the first step of each, and the rate.\n        \
             rates = {{{}}}\n        step = epoch * len(SENTENCES) + sentence\n        group = adam.param_groups[0]\n        \
             group[\"lr\"] = rates.get(step, group[\"lr\"])\n",
            rates.join(", ")
        );
        program = program.replace(TURN, &rates);
    }
    program
}

/// What is to be known where shaders are edited, and their text: PyTorch runs none of it.
fn edits(sources: &Sources) -> String {
    if !sources.are_edited() {
        return String::new();
    }
    let mut lines = vec![
        format!("# The run{}", sources.words()),
        String::new(),
        "The run that this file is of was computed by edited shaders, which PyTorch cannot run. The program below trains the"
            .into(),
        "head as it is shipped, and prints other numbers; what stands in a notebook before it is run is from the edited".into(),
        "shaders. The first line has the text that opens the run with its edits, in the page behind `#` and for the program"
            .into(),
        "behind `--run`.".into(),
    ];
    for (part, text) in sources.edited() {
        lines.extend([String::new(), format!("`shaders/{part}.wgsl`:"), String::new()]);
        lines.extend(text.lines().map(|line| format!("    {}", line.replace(char::is_control, " "))));
    }
    let line = |line: &String| format!("# {line}").trim_end().to_owned() + "\n";
    format!("# %% [markdown]\n{}\n", lines.iter().map(line).collect::<String>())
}

/// The lines that the program prints: `epoch N`, then the loss of each sentence, four decimals.
pub fn printed(saved: &Saved) -> String {
    let line = |(epoch, losses): (usize, &[f32])| {
        let losses: Vec<String> = losses.iter().map(|&loss| number(loss)).collect();
        format!("epoch {epoch} {}\n", losses.join(" "))
    };
    saved.history.logged(saved.log_every).map(line).collect()
}

/// A number as Python prints it with four decimals.
fn number(number: f32) -> String {
    if number.is_nan() { "nan".into() } else { format!("{number:.4}") }
}

/// A text or a number as it stands in Python: what JSON makes of it.
fn literal<T: Serialize + ?Sized>(value: &T) -> String {
    // Neither texts nor finite numbers can fail.
    serde_json::to_string(value).unwrap_or_default()
}

/// A list of texts, one a line where they would make a long one.
fn list(texts: &[String]) -> String {
    /// As wide as the lines of the program.
    const WIDEST: usize = 100;
    let texts: Vec<String> = texts.iter().map(literal).collect();
    let line = texts.join(", ");
    if line.len() <= WIDEST { format!("[{line}]") } else { format!("[\n    {},\n]", texts.join(",\n    ")) }
}

fn truth(is_so: bool) -> String {
    if is_so { "True".into() } else { "False".into() }
}

/// A text that ends with its line, whatever it holds.
fn comment(text: &str) -> String {
    if text.is_empty() { "the notebook's".into() } else { text.replace(char::is_control, " ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_stands_in_the_program_once() {
        for part in [DRAWN, TURN] {
            assert_eq!(HEAD.matches(part).count(), 1, "{part}");
        }
        for name in [
            "VOCABULARY",
            "SENTENCES",
            "HEAD_SIZE",
            "EPOCHS",
            "LEARNING_RATE",
            "SEED",
            "DRAW",
            "POSITION",
            "SKIP",
            "LOG_EVERY",
        ] {
            let lines = HEAD.lines().filter(|line| line.starts_with(&format!("{name} = "))).count();
            assert_eq!(lines, 1, "{name}");
        }
    }

    #[test]
    fn words_are_python_texts() {
        assert_eq!(literal("say \"hi\" \\ '"), r#""say \"hi\" \\ '""#);
        assert_eq!(literal(&1e-7), "1e-7");
        assert_eq!(list(&["a".into(), "\u{1}".into()]), "[\"a\", \"\\u0001\"]");
    }

    #[test]
    fn losses_are_printed_as_python_prints_them() {
        assert_eq!([0.0, 1.234_56, f32::NAN, f32::INFINITY].map(number), ["0.0000", "1.2346", "nan", "inf"]);
    }
}
