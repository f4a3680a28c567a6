//! The tables of a run as CSV: a line for each number, so that all fit one file and a spreadsheet can sort and pivot them.

use std::fmt::Display;

use super::saved::Saved;
use crate::model::activations::Activation;

/// The names of the columns.
pub const HEADER: &str = "table,sentence,row,row_word,column,column_word,value\n";

/// All tables of a run: the losses of the logged epochs (a row is an epoch), the tensors, and every matrix of the forward
/// pass of each sentence. Rows and columns count from 0, sentences from 1; masked places have no line. Whatever counts
/// words or places has the word beside its number.
pub fn csv(saved: &Saved) -> String {
    let mut text = HEADER.to_owned();
    let corpus = &saved.run.corpus;
    let vocabulary: Vec<&str> = corpus.vocabulary().iter().map(String::as_str).collect();
    for (epoch, losses) in saved.history.logged(saved.log_every) {
        for (sentence, loss) in losses.iter().enumerate() {
            line(&mut text, "loss", Some(sentence), (epoch, ""), ("", ""), loss);
        }
    }
    for tensor in saved.architecture().tensors() {
        for (index, value) in saved.parameters[tensor.range()].iter().enumerate() {
            let (row, column) = (index / tensor.columns, index % tensor.columns);
            line(&mut text, &tensor.name(), None, (row, ""), (column, ""), value);
        }
    }
    for (index, (sentence, trace)) in corpus.sentences().iter().zip(&saved.traces).enumerate() {
        let places: Vec<&str> = corpus.words(&sentence.tokens).collect();
        for (activation, layer, matrix) in trace.matrices() {
            let name = activation.array(layer);
            let words: &[&str] = match activation {
                Activation::Score | Activation::Attention => &places,
                Activation::Query | Activation::Key => &[],
                _ => &vocabulary,
            };
            let is_masked =
                |row, column| matches!(activation, Activation::Score | Activation::Attention) && column > row;
            for (row, values) in matrix.rows_iter().enumerate() {
                for (column, value) in
                    values.iter().enumerate().filter(|&(column, _)| !is_masked(row, column))
                {
                    let column = (column, words.get(column).copied().unwrap_or_default());
                    line(&mut text, &name, Some(index), (row, places[row]), column, value);
                }
            }
        }
    }
    text
}

fn line(
    text: &mut String,
    table: &str,
    sentence: Option<usize>,
    (row, row_word): (usize, &str),
    (column, column_word): (impl Display, &str),
    value: &f32,
) {
    let sentence = sentence.map(|index| (index + 1).to_string()).unwrap_or_default();
    let [row_word, column_word] = [row_word, column_word].map(cell);
    *text += &format!("{table},{sentence},{row},{row_word},{column},{column_word},{value}\n");
}

/// A word as CSV has it. A spreadsheet would compute what begins like a formula: an apostrophe before it keeps it a word.
fn cell(word: &str) -> String {
    let is_formula = word.starts_with(['=', '+', '-', '@']);
    let word = if is_formula { format!("'{word}") } else { word.to_owned() };
    if word.contains([',', '"', '\n', '\r']) { format!("\"{}\"", word.replace('"', "\"\"")) } else { word }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_word_stays_a_word() {
        assert_eq!(
            ["man", "=1+1", "@x", "a,b", "say\"hi\"", "-"].map(cell),
            ["man", "'=1+1", "'@x", "\"a,b\"", "\"say\"\"hi\"\"\"", "'-"]
        );
    }
}
