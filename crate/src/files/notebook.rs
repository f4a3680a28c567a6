//! A run as a Jupyter notebook (nbformat 4.5): the cells of its PyTorch program, and after them the figures of its
//! sentences, with the losses and pictures of the run as outputs.

use serde::Serialize;
use serde_json::{Value, json};

use super::figures::USUAL;
use super::saved::Saved;
use super::script::{printed, script};
use crate::PROGRAM;
use crate::figure::FigureError;
use crate::model::activations::Activation;

/// What stands behind the program: how figures are drawn when the cells are run.
const LOOKING: &str = include_str!("script/looking.py");
/// The notebook's three figures.
const FIGURES: [Activation; 3] = [Activation::Probability, Activation::Attention, Activation::Value];

/// The file. What it is comes first, so that a reader knows it by its first bytes.
#[derive(Serialize)]
struct Notebook {
    metadata: Metadata,
    nbformat: u32,
    nbformat_minor: u32,
    cells: Vec<Value>,
}

#[derive(Serialize)]
struct Metadata {
    attention_lab: Origin,
    kernelspec: Value,
    language_info: Value,
}

/// Which run it is of.
#[derive(Serialize)]
struct Origin {
    program: &'static str,
    run: String,
}

/// The notebook of a run, as JSON.
///
/// # Errors
/// A figure cannot be drawn.
pub fn notebook(saved: &Saved) -> Result<Vec<u8>, FigureError> {
    let mut cells = Vec::new();
    for cell in cells_of(&format!("{}{LOOKING}", script(saved))) {
        let mut cell = cell.json(cells.len());
        if cell["source"].to_string().contains("torch.optim.Adam") {
            cell["outputs"] = json!([
                {"output_type": "stream", "name": "stdout", "text": lines(&printed(saved))},
                picture(&saved.losses_figure()?, "the losses over the epochs"),
            ]);
        }
        cells.push(cell);
    }
    for sentence in 0..saved.traces.len().min(USUAL) {
        let cell = Cell { is_code: true, source: format!("figures({sentence})") };
        let mut cell = cell.json(cells.len());
        let outputs: Result<Vec<Value>, FigureError> = FIGURES
            .into_iter()
            .map(|figure| Ok(picture(&saved.figure(sentence, figure)?, figure.about().title)))
            .collect();
        cell["outputs"] = outputs?.into();
        cells.push(cell);
    }
    let notebook = Notebook {
        metadata: Metadata {
            attention_lab: Origin { program: PROGRAM, run: saved.text() },
            kernelspec: json!({"display_name": "Python 3", "language": "python", "name": "python3"}),
            language_info: json!({"name": "python"}),
        },
        nbformat: 4,
        nbformat_minor: 5,
        cells,
    };
    let mut bytes = serde_json::to_vec_pretty(&notebook).unwrap_or_default();
    bytes.push(b'\n');
    Ok(bytes)
}

/// A cell before anything has come of it.
#[derive(Debug, PartialEq)]
struct Cell {
    is_code: bool,
    source: String,
}

impl Cell {
    fn json(&self, index: usize) -> Value {
        let (id, source) = (format!("cell-{}", index + 1), lines(&self.source));
        if self.is_code {
            json!({"cell_type": "code", "id": id, "metadata": {}, "source": source, "execution_count": null, "outputs": []})
        } else {
            json!({"cell_type": "markdown", "id": id, "metadata": {}, "source": source})
        }
    }
}

/// Cuts a program at its `# %%`. What stands before the first is a cell of code, unless it is nothing.
fn cells_of(program: &str) -> Vec<Cell> {
    let mut cells = vec![Cell { is_code: true, source: String::new() }];
    for line in program.lines() {
        if let Some(kind) = line.strip_prefix("# %%") {
            cells.push(Cell { is_code: kind.trim() != "[markdown]", source: String::new() });
        } else if let Some(cell) = cells.last_mut() {
            let line = if cell.is_code {
                line
            } else {
                line.trim_start_matches('#').strip_prefix(' ').unwrap_or("")
            };
            cell.source.push_str(line);
            cell.source.push('\n');
        }
    }
    for cell in &mut cells {
        cell.source = cell.source.trim_matches('\n').to_owned();
    }
    cells.retain(|cell| !cell.source.is_empty());
    cells
}

/// A text as the format has it: its lines, each but the last with its end.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn picture(svg: &str, title: &str) -> Value {
    json!({
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/svg+xml": lines(svg), "text/plain": [title]},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_cut_at_its_marks() {
        let cell = |is_code, source: &str| Cell { is_code, source: source.into() };
        let cells = cells_of(
            "# of a run\n\n# %% [markdown]\n# # Title\n#\n# Text.\n\n# %%\na = 1\n\n\n# %%\n# b\nb = 2\n",
        );
        let expected = [
            cell(true, "# of a run"),
            cell(false, "# Title\n\nText."),
            cell(true, "a = 1"),
            cell(true, "# b\nb = 2"),
        ];
        assert_eq!(cells, expected);
    }
}
