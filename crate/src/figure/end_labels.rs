//! The labels at the ends of the curves, which keep apart.

use super::loss_curve::{LINE, SIZE};
use super::stack::stack;
use super::text;

/// Between labels of several lines, so that they do not read as one.
const LABEL_GAP: f64 = 4.0;

/// A label with the end of its line.
pub(super) struct EndLabel {
    pub sentence: usize,
    pub end: (f64, f64),
    pub lines: Vec<String>,
}

impl EndLabel {
    pub fn height(&self) -> f64 {
        let gap = if self.lines.len() > 1 { LABEL_GAP } else { 0.0 };
        self.lines.len() as f64 * LINE + gap
    }

    /// The middle of a line of the label, counted from the label's top.
    pub fn middle(&self, line: usize) -> f64 {
        (self.height() - self.lines.len() as f64 * LINE) / 2.0 + (line as f64 + 0.5) * LINE
    }
}

/// A label in the lines that the margin of a figure of this width allows.
pub(super) fn label_lines(label: &str, width: f64) -> Vec<String> {
    text::balance(label, SIZE, (0.22 * width).clamp(86.0, 150.0), 3)
}

/// The labels that have room between `from` and `to`, each with its top. Where not all have room, first each gets a
/// single line, then the last sentences go without.
pub(super) fn keep_apart(mut labels: Vec<EndLabel>, from: f64, to: f64) -> Vec<(EndLabel, f64)> {
    loop {
        let wishes: Vec<f64> = labels.iter().map(|label| label.end.1).collect();
        let heights: Vec<f64> = labels.iter().map(EndLabel::height).collect();
        if let Some(tops) = stack(&wishes, &heights, from, to) {
            return labels.into_iter().zip(tops).collect();
        }
        if labels.iter().all(|label| label.lines.len() == 1) {
            labels.pop();
        } else {
            for label in &mut labels {
                let room = text::widest(&label.lines, SIZE);
                label.lines = vec![text::elide(&text::in_one_line(&label.lines), SIZE, room)];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(sentence: usize, y: f64, lines: usize) -> EndLabel {
        EndLabel { sentence, end: (100.0, y), lines: vec!["man ordrd".into(); lines] }
    }

    #[test]
    fn labels_of_close_ends_keep_apart() {
        let placed = keep_apart(vec![end(0, 50.0, 2), end(1, 50.5, 2), end(2, 51.0, 1)], 0.0, 200.0);
        assert_eq!(placed.len(), 3);
        for pair in placed.windows(2) {
            assert!(pair[0].1 + pair[0].0.height() <= pair[1].1);
        }
    }

    #[test]
    fn too_many_labels_lose_lines_then_leave() {
        let labels = || (0..20).map(|sentence| end(sentence, 50.0, 2)).collect::<Vec<_>>();
        let placed = keep_apart(labels(), 0.0, 20.0 * LINE);
        assert_eq!(placed.len(), 20);
        assert!(placed.iter().all(|(label, _)| label.lines.len() == 1));
        assert_eq!(keep_apart(labels(), 0.0, 3.5 * LINE).len(), 3);
        assert_eq!(keep_apart(labels(), 0.0, 0.0).len(), 0);
    }
}
