//! Where the parts of a heat map are: worked out once, for drawing and for hit tests alike.

use super::heat_map::HeatMap;
use super::labels::{LABEL_GAP, Labels, WIDEST_CELL};
use super::text;

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the four sides speak for themselves")]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    /// The extent from left to right.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// The extent from top to bottom.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The point in the middle.
    pub fn centre(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }
}

/// The layout of one heat map at one size, in CSS pixels from the top left corner of the figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Geometry {
    /// The size of the whole figure.
    pub width: f64,
    /// The size of the whole figure.
    pub height: f64,
    /// All cells together.
    pub cells: Rect,
    rows: usize,
    columns: usize,
    pub(super) title: Vec<String>,
    pub(super) row_axis: Vec<String>,
    pub(super) column_axis: Vec<String>,
    pub(super) row_labels: Labels,
    pub(super) column_labels: Labels,
    /// The type size of the numbers; `None` where they do not fit the cells.
    pub(super) number_size: Option<f64>,
}

pub(super) const MARGIN: f64 = 4.0;
pub(super) const TITLE_SIZE: f64 = 16.0;
/// Bold letters are wider than the estimate, which is for regular ones.
const BOLD: f64 = 1.13;
pub(super) const TITLE_LINE: f64 = 21.0;
pub(super) const CAPTION_SIZE: f64 = 13.0;
pub(super) const CAPTION_LINE: f64 = 17.0;
/// Room for two short words.
const ROW_AXIS: f64 = 66.0;
/// The strip below the cells that holds the key to the colours.
const KEY_HEIGHT: f64 = 24.0;
const LARGEST_NUMBER: f64 = 14.0;
const SMALLEST_NUMBER: f64 = 9.0;
/// Left and right of a number together.
const NUMBER_MARGIN: f64 = 3.0;
/// A number that can be read from the last row.
const LEGIBLE_NUMBER: f64 = 12.0;
/// With more columns a map with legible numbers would be far wider than a screen: colours alone must do.
const MOST_NUMBERED: usize = 24;
/// Wide enough to be met by a finger.
const TARGET: f64 = 24.0;
const MOST_TARGETS: usize = 48;
const NARROWEST_COLOUR: f64 = 8.0;

impl Geometry {
    /// The layout at this width, with the height that comes naturally.
    pub fn natural(map: &HeatMap, width: f64) -> Self {
        Self::lay_out(map, width, None, (0.0, 0.0))
    }

    /// The same, with the first cell no nearer to the top left corner than this (to the right, and down): so pictures of
    /// the same places agree, however long the labels of each are.
    pub fn natural_from(map: &HeatMap, width: f64, corner: (f64, f64)) -> Self {
        Self::lay_out(map, width, None, corner)
    }

    /// The layout in a given room; the cells are as high as it allows.
    pub fn within(map: &HeatMap, width: f64, height: f64) -> Self {
        Self::lay_out(map, width, Some(height), (0.0, 0.0))
    }

    /// The natural height of the figure at this width, in whole CSS pixels.
    pub fn height_for(map: &HeatMap, width: f64) -> f64 {
        Self::natural(map, width).height.ceil()
    }

    /// The same layout on paper that is a whole number of CSS pixels high.
    pub fn in_whole_pixels(self) -> Self {
        Self { height: self.height.ceil(), ..self }
    }

    /// The least width at which a map can be read: its numbers are legible, or, where there are too many columns for
    /// them, each cell can still be met; in whole CSS pixels.
    pub fn narrowest(map: &HeatMap) -> f64 {
        let columns = map.values.columns;
        let pitch = if columns <= MOST_NUMBERED {
            LEGIBLE_NUMBER * widest_number(map) + NUMBER_MARGIN
        } else if columns <= MOST_TARGETS {
            TARGET
        } else {
            NARROWEST_COLOUR
        };
        let cells = pitch.max(NARROWEST_COLOUR) * columns as f64;
        // The labels take what they need of it: the more room, the more they need.
        let mut width = cells;
        for _ in 0..20 {
            let missing = cells - Self::natural(map, width).cells.width();
            if missing <= 0.0 {
                break;
            }
            width = (width + missing).ceil();
        }
        width
    }

    /// The (row, column) of the cell at a point, if there is one. The lines between cells belong to the cells.
    pub fn cell_at(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        let index = |at: f64, from: f64, to: f64, count: usize| {
            (at >= from && at < to).then(|| {
                // The division may land on the wrong side of a border by a rounding.
                let near = (((at - from) / (to - from) * count as f64) as usize).min(count - 1);
                let border = |index: usize| border(from, to, index, count);
                if at < border(near) {
                    near - 1
                } else if at >= border(near + 1) {
                    near + 1
                } else {
                    near
                }
            })
        };
        let row = index(y, self.cells.top, self.cells.bottom, self.rows)?;
        let column = index(x, self.cells.left, self.cells.right, self.columns)?;
        Some((row, column))
    }

    /// The place of a cell, or `None` if there is no such cell. Neighbours share their border.
    pub fn cell_rect(&self, row: usize, column: usize) -> Option<Rect> {
        (row < self.rows && column < self.columns).then(|| Rect {
            left: border(self.cells.left, self.cells.right, column, self.columns),
            top: border(self.cells.top, self.cells.bottom, row, self.rows),
            right: border(self.cells.left, self.cells.right, column + 1, self.columns),
            bottom: border(self.cells.top, self.cells.bottom, row + 1, self.rows),
        })
    }

    /// Where the label of a row ends: the middle of its right side.
    pub(super) fn row_label_at(&self, row: usize) -> (f64, f64) {
        let pitch = self.cells.height() / self.rows as f64;
        (self.cells.left - LABEL_GAP, self.cells.top + (row as f64 + 0.5) * pitch)
    }

    /// Where the label of a column begins (slanted) or has its middle (upright).
    pub(super) fn column_label_at(&self, column: usize) -> (f64, f64) {
        let pitch = self.cells.width() / self.columns as f64;
        let middle = self.cells.left + (column as f64 + 0.5) * pitch;
        let size = self.column_labels.size;
        if self.column_labels.slanted {
            // The first letter stands over the middle of the column with its foot, not with its middle.
            (middle - 0.35 * size, self.cells.top - LABEL_GAP)
        } else {
            (middle, self.cells.top - LABEL_GAP / 2.0 - size / 2.0)
        }
    }

    fn lay_out(map: &HeatMap, width: f64, height: Option<f64>, corner: (f64, f64)) -> Self {
        let (rows, columns) = (map.values.rows, map.values.columns);
        let width = if width.is_finite() { width.max(1.0) } else { 1.0 };
        let inner = (width - 2.0 * MARGIN).max(0.0);

        let title = text::balance(&map.title, TITLE_SIZE * BOLD, inner, 3);
        let row_labels = Labels::of_rows(map, (0.3 * inner).clamp(40.0, 170.0));
        let labels = text::widest(&row_labels.texts, row_labels.size);
        // Rather two lines above the labels than less room for the cells.
        let row_axis = text::wrap(&with_arrow(&map.row_axis, '↓'), CAPTION_SIZE, labels.max(ROW_AXIS), 3);
        let left = MARGIN + labels.max(text::widest(&row_axis, CAPTION_SIZE));
        let left = if left > MARGIN { left + LABEL_GAP } else { MARGIN };
        let left = left.max(corner.0);

        let (column_labels, right) = Labels::of_columns(map, (width - MARGIN - left).max(0.0), inner);
        let pitch = (width - MARGIN - right - left).max(0.0) / columns.max(1) as f64;
        let pitch = pitch.min(WIDEST_CELL);
        let number_size = number_size(map, pitch);
        let column_axis =
            text::wrap(&with_arrow(&map.column_axis, '→'), CAPTION_SIZE, width - MARGIN - left, 2);

        let above = column_labels.height().max(row_axis.len() as f64 * CAPTION_LINE);
        let top = MARGIN
            + if title.is_empty() { 0.0 } else { title.len() as f64 * TITLE_LINE + 6.0 }
            + column_axis.len() as f64 * CAPTION_LINE
            + above;
        let top = top.max(corner.1);
        let key = if columns > 0 { KEY_HEIGHT } else { 0.0 };

        let (number_size, height, row_height) = match height {
            None => {
                let row_height = natural_row_height(rows, pitch, number_size.is_some());
                let height = top + row_height * rows as f64 + key + MARGIN;
                (number_size, height, row_height)
            }
            Some(height) => {
                let room = ((height - MARGIN - key - top) / rows.max(1) as f64).max(0.0);
                let number_size =
                    number_size.map(|size| size.min(0.75 * room)).filter(|size| *size >= SMALLEST_NUMBER);
                (number_size, height, room)
            }
        };
        let row_labels = row_labels.thinned(row_height);
        let cells =
            Rect { left, top, right: left + pitch * columns as f64, bottom: top + row_height * rows as f64 };
        Self {
            width,
            height,
            cells,
            rows,
            columns,
            title,
            row_axis,
            column_axis,
            row_labels,
            column_labels,
            number_size,
        }
    }
}

/// The same arithmetic for both neighbours of a border, so that nothing lies between them.
fn border(from: f64, to: f64, index: usize, count: usize) -> f64 {
    if index == count { to } else { from + (to - from) * index as f64 / count as f64 }
}

fn with_arrow(caption: &str, arrow: char) -> String {
    if caption.is_empty() { String::new() } else { format!("{caption}\u{a0}{arrow}") }
}

/// High enough for a number and pleasant to the eye; less high where there are many rows or no numbers.
fn natural_row_height(rows: usize, pitch: f64, numbers: bool) -> f64 {
    match (numbers, rows) {
        (true, ..=12) => (0.55 * pitch).clamp(34.0, 42.0),
        (true, _) => 26.0,
        (false, ..=12) => pitch.clamp(26.0, 34.0),
        (false, _) => pitch.clamp(16.0, 22.0),
    }
}

/// The largest legible size at which every number fits a cell of this width.
fn number_size(map: &HeatMap, pitch: f64) -> Option<f64> {
    let size = ((pitch - NUMBER_MARGIN) / widest_number(map).max(1e-9)).min(LARGEST_NUMBER);
    // Halves of a pixel are fine enough, and keep a figure from trembling while its numbers change.
    let size = (size * 2.0).floor() / 2.0;
    (size >= SMALLEST_NUMBER).then_some(size)
}

/// The width of the widest number, in em. The ends of the span count too: they stay while the numbers change.
fn widest_number(map: &HeatMap) -> f64 {
    let (low, high) = map.span();
    let numbers = map.values.values.iter().chain([&low, &high]);
    numbers.map(|value| text::number_width(&map.number(*value))).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::super::range::Range;
    use super::super::slant;
    use super::*;
    use crate::matrix::Matrix;

    fn map(rows: &[&str], columns: &[String], decimals: usize) -> HeatMap {
        HeatMap {
            title: "Attention weights, head size 20".into(),
            row_axis: "asks".into(),
            column_axis: "is looked at".into(),
            rows: rows.iter().map(|row| (*row).to_owned()).collect(),
            columns: columns.to_vec(),
            values: Matrix::from_fn(rows.len(), columns.len(), |row, column| {
                -0.5 + 0.1 * (row * column) as f32 % 1.0
            }),
            decimals,
            alone: String::new(),
            range: Range::OfTheValues,
        }
    }

    fn indices(count: usize) -> Vec<String> {
        (0..count).map(|index| index.to_string()).collect()
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    const ROWS: [&str; 5] = ["0 <ST>", "1 man", "2 ordrd", "3 the", "4 chkn"];
    const LONG: [&str; 12] = [
        "<ST>",
        "the",
        "counterrevolutionary",
        "woman",
        "misunderstandings",
        "ordered",
        "chicken",
        "incomprehensible",
        "beef",
        "internationalisation",
        "with",
        "mashed-potatoes",
    ];

    fn samples() -> Vec<HeatMap> {
        let vocabulary = words(&["<ST>", "the", "man", "chkn", "ordrd", "woman", "beef"]);
        vec![
            map(&ROWS, &vocabulary, 3),
            map(&ROWS, &words(&ROWS), 2),
            map(&ROWS, &indices(20), 2),
            map(&ROWS, &indices(128), 2),
            map(&["0 counterrevolutionary", "1 misunderstandings", "2 the"], &words(&LONG), 3),
            map(&ROWS, &(0..60).map(|word| format!("word{word}")).collect::<Vec<_>>(), 2),
            map(&["0 a"], &words(&["the last word is the one that is long"]), 2),
        ]
    }

    const WIDTHS: [f64; 8] = [200.0, 320.0, 339.5, 340.0, 412.3, 640.0, 700.0, 1201.7];

    #[test]
    fn cells_of_the_same_places_agree_however_long_the_labels_are() {
        let places = words(&ROWS);
        let other = words(&["0 <ST>", "1 man/counterrevolutionary", "2 ordrd", "3 the", "4 chkn/beef"]);
        let other_rows: Vec<&str> = other.iter().map(String::as_str).collect();
        let maps = [map(&ROWS, &places, 2), map(&other_rows, &other, 2)];
        for width in WIDTHS {
            let alone = maps.each_ref().map(|map| Geometry::natural(map, width).cells);
            // Where there is next to no room both have as little of it as the other.
            let are_apart = alone[0].left < alone[1].left && alone[0].top < alone[1].top;
            assert!(are_apart || width < 400.0, "{width}");
            let corner = (alone[0].left.max(alone[1].left), alone[0].top.max(alone[1].top));
            let [one, other] = maps.each_ref().map(|map| Geometry::natural_from(map, width, corner).cells);
            assert_eq!((one.left, one.top), (other.left, other.top), "{width}");
            assert_eq!(one.height(), other.height(), "{width}");
            assert!(one.right <= width && other.right <= width, "{width}");
            assert!(!are_apart || other == alone[1], "{width}");
        }
    }

    #[test]
    fn a_hit_is_the_inverse_of_a_place() {
        for map in samples() {
            for width in WIDTHS {
                let geometry = Geometry::natural(&map, width);
                for row in 0..map.values.rows {
                    for column in 0..map.values.columns {
                        let rect = geometry.cell_rect(row, column).expect("a cell");
                        let (x, y) = rect.centre();
                        for (x, y) in
                            [(x, y), (rect.left, rect.top), (rect.right.next_down(), rect.bottom.next_down())]
                        {
                            assert_eq!(geometry.cell_at(x, y), Some((row, column)), "{width} {rect:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn beside_the_cells_there_is_none() {
        let map = &samples()[0];
        let geometry = Geometry::natural(map, 340.0);
        let Rect { left, top, right, bottom } = geometry.cells;
        for (x, y) in [
            (left - 0.01, top),
            (left, top - 0.01),
            (right, top),
            (left, bottom),
            (f64::NAN, top),
            (left, f64::INFINITY),
        ] {
            assert_eq!(geometry.cell_at(x, y), None);
        }
        assert_eq!(geometry.cell_rect(5, 0), None);
        assert_eq!(geometry.cell_rect(0, 7), None);
    }

    #[test]
    fn neighbours_share_their_border() {
        for map in samples() {
            let geometry = Geometry::natural(&map, 347.3);
            let last = map.values.columns - 1;
            for column in 0..last {
                let right = geometry.cell_rect(0, column).map(|rect| rect.right);
                assert_eq!(right, geometry.cell_rect(0, column + 1).map(|rect| rect.left));
            }
            assert_eq!(geometry.cell_rect(0, last).map(|rect| rect.right), Some(geometry.cells.right));
        }
    }

    #[test]
    fn labels_keep_apart() {
        for map in samples() {
            for width in WIDTHS {
                let geometry = Geometry::natural(&map, width);
                let Labels { size, step, ref texts, slanted } = geometry.column_labels;
                let pitch = geometry.cells.width() / map.values.columns as f64 * step as f64;
                assert!(size >= 10.0 && step <= map.values.columns.max(1));
                if slanted {
                    assert!(
                        step >= map.values.columns || slant::line_distance(pitch) >= size,
                        "{width} {step}"
                    );
                } else {
                    let shown: Vec<&String> = texts.iter().step_by(step).collect();
                    for pair in shown.windows(2) {
                        let middle = (text::width(pair[0], size) + text::width(pair[1], size)) / 2.0;
                        assert!(pitch >= middle + 4.0, "{width}: {pair:?}");
                    }
                }
                let row = geometry.cells.height() / map.values.rows as f64 * geometry.row_labels.step as f64;
                assert!(row >= geometry.row_labels.size);
            }
        }
    }

    #[test]
    fn nothing_is_cut_at_the_edges() {
        for map in samples() {
            for width in &WIDTHS[1..] {
                let geometry = Geometry::natural(&map, *width);
                let Geometry { ref row_labels, ref column_labels, .. } = geometry;
                for (row, text) in row_labels.texts.iter().enumerate() {
                    assert!(
                        geometry.row_label_at(row).0 - text::width(text, row_labels.size) >= MARGIN - 1e-9
                    );
                }
                for (column, text) in column_labels.texts.iter().enumerate().step_by(column_labels.step) {
                    let (x, y) = geometry.column_label_at(column);
                    let (right, up) =
                        slant::extent(text::width(text, column_labels.size), column_labels.size);
                    let (right, up) = if column_labels.slanted {
                        (right, up)
                    } else {
                        (text::width(text, column_labels.size) / 2.0, column_labels.size / 2.0)
                    };
                    assert!(x + right <= width + 1e-9, "{text} at {width}");
                    let captions = geometry.column_axis.len() as f64 * CAPTION_LINE;
                    let title = geometry.title.len() as f64 * TITLE_LINE;
                    assert!(y - up >= MARGIN + title + captions - 1e-9, "{text} at {width}");
                }
                for line in &geometry.title {
                    assert!(MARGIN + text::width(line, TITLE_SIZE * BOLD) <= *width);
                }
                assert!(geometry.cells.right <= width - MARGIN + 1e-9);
                assert!(geometry.cells.bottom <= geometry.height - MARGIN + 1e-9);
                assert!(
                    geometry.cells.width()
                        >= (0.35 * width).min(WIDEST_CELL * geometry.columns as f64 - 1e-9),
                    "{}",
                    geometry.cells.width()
                );
            }
        }
    }

    #[test]
    fn the_notebooks_figures_have_their_numbers() {
        let mut maps = samples();
        // Probabilities have three decimals and no sign, values a sign and two decimals.
        maps[0].values.values.iter_mut().for_each(|value| *value = value.abs());
        for map in &maps[..2] {
            for width in [340.0, 500.0, 700.0] {
                let geometry = Geometry::natural(map, width);
                assert!(geometry.number_size.is_some_and(|size| size >= 9.0), "{width}");
                let row = geometry.cells.height() / 5.0;
                assert!((34.0..=44.0).contains(&row), "{row}");
            }
            assert!(Geometry::natural(map, 640.0).number_size.is_some_and(|size| size >= 13.0));
        }
    }

    #[test]
    fn at_its_narrowest_a_map_can_be_read() {
        for map in samples() {
            let width = Geometry::narrowest(&map);
            for width in [width, 1.3 * width] {
                let geometry = Geometry::natural(&map, width);
                let pitch = geometry.cells.width() / map.values.columns as f64;
                match map.values.columns {
                    25.. => assert!(pitch >= NARROWEST_COLOUR),
                    _ => assert!(geometry.number_size.is_some_and(|size| size >= LEGIBLE_NUMBER), "{pitch}"),
                }
            }
        }
        assert!(Geometry::narrowest(&samples()[1]) < 330.0, "the attention weights fit a telephone");
    }

    #[test]
    fn numbers_that_do_not_fit_are_left_out() {
        let [.., narrow, _, _, _] = &samples()[..] else { panic!("samples") };
        assert_eq!(Geometry::natural(narrow, 640.0).number_size, None);
        let map = &samples()[0];
        let natural = Geometry::height_for(map, 640.0);
        assert!(Geometry::within(map, 640.0, natural).number_size.is_some());
        assert_eq!(Geometry::within(map, 640.0, natural / 2.0).number_size, None);
    }

    #[test]
    fn the_natural_height_is_enough() {
        for map in samples() {
            for width in WIDTHS {
                let natural = Geometry::natural(&map, width);
                let within = Geometry::within(&map, width, Geometry::height_for(&map, width));
                assert_eq!(within.number_size, natural.number_size);
                assert!((within.cells.bottom - natural.cells.bottom).abs() <= 1.0);
            }
        }
    }

    #[test]
    fn odd_sizes_and_empty_maps_do_no_harm() {
        let empty = HeatMap { values: Matrix::filled(0, 0, 0.0), ..samples().remove(0) };
        for map in samples().iter().chain([&empty]) {
            for (width, height) in
                [(0.0, 0.0), (1.0, 1.0), (-5.0, 10.0), (f64::NAN, 100.0), (30.0, 4000.0), (4000.0, 3.0)]
            {
                let geometry = Geometry::within(map, width, height);
                assert!(geometry.cells.width() >= 0.0 && geometry.cells.height() >= 0.0);
                let _ = geometry.cell_at(1.0, 1.0);
            }
        }
    }
}
