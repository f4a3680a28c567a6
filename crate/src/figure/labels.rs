//! The labels of rows and columns: their type size, what is shortened, what is left out.

use super::heat_map::HeatMap;
use super::{slant, text};

/// Between labels and cells.
pub(super) const LABEL_GAP: f64 = 8.0;
const LABEL_SIZES: [f64; 4] = [14.0, 13.0, 12.0, 11.0];
/// Wider cells look empty.
pub(super) const WIDEST_CELL: f64 = 80.0;
/// How many rows or columns to the next label, where not all have one.
const STEPS: [usize; 9] = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/// Texts of one row or column, with the place and size at which they are set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Labels {
    pub size: f64,
    /// Only every so many rows or columns has its label, where there is no room for all.
    pub step: usize,
    /// Shortened where need be; one for each row or column.
    pub texts: Vec<String>,
    pub slanted: bool,
}

impl Labels {
    /// Row labels stand upright beside the cells: only their width matters here.
    pub fn of_rows(map: &HeatMap, room: f64) -> Self {
        let rows = map.values.rows;
        let size =
            LABEL_SIZES.into_iter().find(|size| text::widest(&map.rows, *size) <= room).unwrap_or(12.0);
        let texts = (0..rows)
            .map(|row| text::elide(map.rows.get(row).map_or("", String::as_str), size, room))
            .collect();
        Labels { size, step: 1, texts, slanted: false }
    }

    /// The labels above the columns, where from the left side of the cells there is `room` in a figure whose width is
    /// `inner`; and how much of that room the last labels need on the right of the cells.
    pub fn of_columns(map: &HeatMap, room: f64, inner: f64) -> (Self, f64) {
        let columns = map.values.columns;
        let label = |column: usize| map.columns.get(column).map_or("", String::as_str);
        // Indices need no slant: they are short, and where they are not, every fifth is enough.
        let slanted = !(0..columns).all(|column| label(column).bytes().all(|byte| byte.is_ascii_digit()));
        let longest = (0.3 * inner).clamp(60.0, 170.0);
        let attempt = |size: f64, step: usize| {
            let texts: Vec<String> =
                (0..columns).map(|column| text::elide(label(column), size, longest)).collect();
            let shown = || texts.iter().enumerate().step_by(step);
            let right = shown()
                .map(|(column, text)| {
                    let reach = if slanted {
                        slant::extent(text::width(text, size), size).0
                    } else {
                        text::width(text, size) / 2.0
                    };
                    // From the middle of its column a label reaches `reach` to the right; there the other columns give it
                    // `beside` of the width of all cells, which is what the margin leaves of the room.
                    let beside = (columns as f64 - column as f64 - 0.5) / columns as f64;
                    (reach - beside * room) / (1.0 - beside)
                })
                .fold(0.0, f64::max)
                .min(room / 2.0);
            let pitch = ((room - right) / columns.max(1) as f64).min(WIDEST_CELL) * step as f64;
            let fits = if slanted {
                slant::line_distance(pitch) >= size * 1.05
            } else {
                pitch >= text::widest(shown().map(|(_, text)| text), size) + 6.0
            };
            (fits, (Labels { size, step, texts, slanted }, right))
        };
        // Smaller type before fewer labels.
        let mut attempts = STEPS
            .into_iter()
            .flat_map(|step| LABEL_SIZES.map(|size| (size, step)))
            .map(|(size, step)| attempt(size, step));
        attempts.find(|(fits, _)| *fits).map_or_else(|| attempt(11.0, columns.max(1)).1, |(_, labels)| labels)
    }

    /// The height of the strip above the columns.
    pub fn height(&self) -> f64 {
        let shown = self.texts.iter().step_by(self.step);
        let tallest = shown
            .filter(|text| !text.is_empty())
            .map(|text| {
                if self.slanted {
                    slant::extent(text::width(text, self.size), self.size).1
                } else {
                    self.size
                }
            })
            .fold(0.0, f64::max);
        if tallest > 0.0 { tallest + LABEL_GAP + 4.0 } else { 0.0 }
    }

    /// The same labels, only as many of them as rows of this height have room for.
    pub fn thinned(self, row_height: f64) -> Self {
        let fits = |step: &usize| row_height * *step as f64 >= self.size * 1.1;
        Self { step: STEPS.into_iter().find(fits).unwrap_or(self.texts.len().max(1)), ..self }
    }
}
