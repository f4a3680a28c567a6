//! The losses as a table: a line for each logged epoch.

use attention_lab::figure::isolated;
use attention_lab::numbers::fixed;
use attention_lab::task::corpus::Corpus;
use unicode_width::UnicodeWidthStr;

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
        let mut heads: Vec<_> =
            sentences.iter().map(|sentence| isolated(&text(&sentence.tokens[1..]))).collect();
        if heads.iter().any(|head| head.width() > WIDEST) {
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
        let number = |loss: f32| fixed(loss.into(), 4);
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
            // Counted in columns of the terminal, not in characters.
            let missing = head.width().max(LABEL).saturating_sub(cell.width());
            line += &format!("   {:missing$}{cell}", "");
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
    fn columns_are_as_wide_as_they_look() {
        for (corpus, head) in [
            ("結 データ\nx", "    epoch   結 データ           x"),
            ("ผู้หญิงสั่งเนื้อ\nx", "    epoch   ผู้หญิงสั่งเนื้อ           x"),
            ("👨‍👩‍👧‍👦 🇩🇪🇫🇷 b\nx", "    epoch   👨‍👩‍👧‍👦 🇩🇪🇫🇷 b           x"),
            // Isolated, so that they do not change places.
            ("الرجل طلب\nالمرأة طلبت", "    epoch   \u{2068}الرجل طلب\u{2069}   \u{2068}المرأة طلبت\u{2069}"),
        ] {
            let table = LossTable::new(&Corpus::parse(corpus).unwrap());
            assert_eq!(table.head(), head);
            assert_eq!(table.row("0", &[1.0, -0.0]).width(), head.width());
            assert!(table.row("0", &[1.0, -0.0]).ends_with(" 0.0000"));
        }
        let table = LossTable::new(&Corpus::notebook());
        assert!(table.row("9", &[2e26, f32::NAN]).ends_with("                 2e26                    NaN"));
    }

    #[test]
    fn many_sentences_are_summed_up() {
        let table = LossTable::new(&Corpus::parse(&"a\n".repeat(7)).unwrap());
        assert_eq!(table.head(), "    epoch   mean loss      lowest     highest");
        let losses = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        assert_eq!(table.row("0", &losses), "        0      4.0000      1.0000      7.0000");
    }
}
