//! The losses as a table: a line for each logged epoch.

use attention_lab::corpus::Corpus;

/// The widest sentence that can head a column.
const WIDEST: usize = 30;
/// The most sentences that have a column each.
const MOST_COLUMNS: usize = 6;
const LABEL: usize = 9;

/// The columns of the table: a sentence each, or what sums them up where there are many.
pub struct LossTable {
    heads: Vec<String>,
    summed_up: bool,
}

impl LossTable {
    /// The table of these sentences' losses.
    pub fn new(corpus: &Corpus) -> Self {
        let sentences = corpus.sentences();
        if sentences.len() > MOST_COLUMNS {
            let heads = ["mean loss", "lowest", "highest"].map(String::from).to_vec();
            return Self { heads, summed_up: true };
        }
        let text = |tokens: &[u32]| corpus.words(tokens).collect::<Vec<_>>().join(" ");
        let mut heads: Vec<_> = sentences.iter().map(|sentence| text(&sentence.tokens[1..])).collect();
        if heads.iter().any(|head| head.chars().count() > WIDEST) {
            heads = (1..=sentences.len()).map(|number| format!("sentence {number}")).collect();
        }
        Self { heads, summed_up: false }
    }

    /// The line above the losses.
    pub fn head(&self) -> String {
        self.line("epoch", self.heads.iter().cloned())
    }

    /// The losses of every sentence in one epoch.
    pub fn row(&self, label: &str, losses: &[f32]) -> String {
        let number = |loss: f32| format!("{loss:.4}");
        if self.summed_up {
            let mean = losses.iter().sum::<f32>() / losses.len() as f32;
            let lowest = losses.iter().copied().fold(f32::INFINITY, f32::min);
            let highest = losses.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            self.line(label, [mean, lowest, highest].into_iter().map(number))
        } else {
            self.line(label, losses.iter().copied().map(number))
        }
    }

    fn line(&self, label: &str, cells: impl Iterator<Item = String>) -> String {
        let mut line = format!("{label:>LABEL$}");
        for (head, cell) in self.heads.iter().zip(cells) {
            let width = head.chars().count().max(LABEL);
            line += &format!("   {cell:>width$}");
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_head_their_columns() {
        let table = LossTable::new(&Corpus::notebook());
        assert_eq!(table.head(), "    epoch   man ordrd the chkn   woman ordrd the beef");
        assert_eq!(table.row("100", &[1.0, 0.25]), "      100               1.0000                 0.2500");
    }

    #[test]
    fn many_sentences_are_summed_up() {
        let table = LossTable::new(&Corpus::parse(&"a\n".repeat(7)).unwrap());
        assert_eq!(table.head(), "    epoch   mean loss      lowest     highest");
        let losses = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        assert_eq!(table.row("0", &losses), "        0      4.0000      1.0000      7.0000");
    }
}
