//! A matrix as coloured cells with its numbers.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;

use crate::matrix::{Matrix, is_masked};
use crate::numbers::fixed;

use super::geometry::{CAPTION_LINE, CAPTION_SIZE, Geometry, MARGIN, Rect, TITLE_LINE, TITLE_SIZE};
use super::labels::LABEL_GAP;
use super::pen::{Drawn, Pen, Type};
use super::range::Range;
use super::text;
use super::theme::Theme;

/// A matrix to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// Stands above the map; may be empty.
    pub title: String,
    /// What a row does, such as "asks"; may be empty.
    pub row_axis: String,
    /// What is done to a column, such as "is looked at"; may be empty.
    pub column_axis: String,
    /// A label for each row of `values`.
    pub rows: Vec<String>,
    /// A label for each column of `values`. Plain indices stand upright, anything else is slanted.
    pub columns: Vec<String>,
    /// The numbers. [`MASKED`](crate::matrix::MASKED) is paper with a small mark, never a 0; any other NaN says so.
    pub values: Matrix<f32>,
    /// Decimals of the numbers in the cells.
    pub decimals: usize,
    /// Why a row has but one number: stands in its masked cells, where it fits; may be empty.
    pub alone: String,
    /// What the colours span.
    pub range: Range,
}

const KEY_LENGTH: f64 = 110.0;
const KEY_THICKNESS: f64 = 8.0;
/// From the cells down to the middle of the key.
const KEY_MIDDLE: f64 = 15.0;

impl HeatMap {
    /// Draws the map over the whole area, as high as the area is; [`Geometry::height_for`] says what height suits it.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: &Theme,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let (width, height) = Pen::new(area, theme).size();
        self.draw_in(&Geometry::within(self, width, height), area, theme)
    }

    /// Draws the map in a layout that is known.
    pub fn draw_in<DB: DrawingBackend>(
        &self,
        geometry: &Geometry,
        area: &DrawingArea<DB, Shift>,
        theme: &Theme,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let pen = Pen::new(area, theme);
        pen.clear()?;
        self.draw_captions(&pen, geometry)?;
        self.draw_labels(&pen, geometry)?;
        self.draw_cells(&pen, geometry, |_, _| true)?;
        self.draw_reasons(&pen, geometry)?;
        self.draw_key(&pen, geometry)
    }

    /// Draws again only the cells that look otherwise than in `before`, a map that was drawn in the same layout with the
    /// same theme and from which this one [differs by its numbers alone](Self::differs_by_numbers).
    pub fn draw_changes<DB: DrawingBackend>(
        &self,
        before: &Self,
        geometry: &Geometry,
        area: &DrawingArea<DB, Shift>,
        theme: &Theme,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let span = self.span();
        let look = |value: f32| (self.number(value), self.range.colour(value, span, &theme.schemes));
        self.draw_cells(&Pen::new(area, theme), geometry, |index, value| {
            before
                .values
                .values
                .get(index)
                .is_none_or(|&before| before.to_bits() != value.to_bits() && look(before) != look(value))
        })
    }

    /// Whether everything but the numbers, the colours of a number too, is as in `before`.
    pub fn differs_by_numbers(&self, before: &Self) -> bool {
        let rest = |map: &Self| (map.decimals, map.range, map.values.rows, map.values.columns);
        rest(self) == rest(before)
            && self.span() == before.span()
            && (&self.title, &self.row_axis, &self.column_axis, &self.alone)
                == (&before.title, &before.row_axis, &before.column_axis, &before.alone)
            && (&self.rows, &self.columns) == (&before.rows, &before.columns)
    }

    /// The natural height at this width, both in CSS pixels.
    pub fn height_for(&self, width: f64) -> f64 {
        Geometry::height_for(self, width)
    }

    /// The lowest and the highest value of the colours.
    pub fn span(&self) -> (f32, f32) {
        self.range.span(&self.values)
    }

    /// A value as the text in its cell; empty for a masked cell.
    pub(super) fn number(&self, value: f32) -> String {
        if is_masked(value) {
            return String::new();
        }
        if value.is_infinite() {
            return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
        }
        fixed(value.into(), self.decimals).replace('-', "−")
    }

    /// A number of the key to the colours: no more decimals than it needs.
    fn bound(&self, value: f32) -> String {
        let text = self.number(value);
        if text.contains('.') && !text.contains('e') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    }

    fn draw_captions<DB: DrawingBackend>(&self, pen: &Pen<DB>, geometry: &Geometry) -> Drawn<DB> {
        let head = Type { bold: true, ..Type::new(TITLE_SIZE, pen.theme.ink, HPos::Left) };
        let mut y = MARGIN;
        for line in &geometry.title {
            pen.text(line, (MARGIN, y + TITLE_LINE / 2.0), head)?;
            y += TITLE_LINE;
        }
        if !geometry.title.is_empty() {
            y += 6.0;
        }
        let caption = Type::new(CAPTION_SIZE, pen.theme.faint_ink, HPos::Left);
        for line in &geometry.column_axis {
            pen.text(line, (geometry.cells.left, y + CAPTION_LINE / 2.0), caption)?;
            y += CAPTION_LINE;
        }
        let caption = Type { align: HPos::Right, ..caption };
        for (line, above) in geometry.row_axis.iter().rev().zip(0..) {
            let y = geometry.cells.top - (f64::from(above) + 0.5) * CAPTION_LINE;
            pen.text(line, (geometry.cells.left - LABEL_GAP, y), caption)?;
        }
        Ok(())
    }

    fn draw_labels<DB: DrawingBackend>(&self, pen: &Pen<DB>, geometry: &Geometry) -> Drawn<DB> {
        let labels = &geometry.row_labels;
        let set = Type::new(labels.size, pen.theme.ink, HPos::Right);
        for (row, label) in labels.texts.iter().enumerate().step_by(labels.step) {
            pen.shortened(label, whole(&self.rows, row), geometry.row_label_at(row), set)?;
        }
        let labels = &geometry.column_labels;
        let align = if labels.slanted { HPos::Left } else { HPos::Center };
        let set = Type { slanted: labels.slanted, ..Type::new(labels.size, pen.theme.ink, align) };
        for (column, label) in labels.texts.iter().enumerate().step_by(labels.step) {
            pen.shortened(label, whole(&self.columns, column), geometry.column_label_at(column), set)?;
        }
        Ok(())
    }

    /// Draws the cells that `due` says, by their index and their number.
    fn draw_cells<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        geometry: &Geometry,
        due: impl Fn(usize, f32) -> bool,
    ) -> Drawn<DB> {
        let span = self.span();
        for (row, values) in self.values.rows_iter().enumerate() {
            for (column, &value) in values.iter().enumerate() {
                if !due(row * self.values.columns + column, value) {
                    continue;
                }
                let Some(cell) = geometry.cell_rect(row, column) else { continue };
                let colour = self.range.colour(value, span, &pen.theme.schemes);
                let number = geometry.number_size.map(|size| (self.number(value), size));
                pen.cell(without_lines(cell), value, colour, number)?;
            }
        }
        Ok(())
    }

    /// Where a row has but one number, and it comes first, says why in the masked cells behind it.
    fn draw_reasons<DB: DrawingBackend>(&self, pen: &Pen<DB>, geometry: &Geometry) -> Drawn<DB> {
        let needs = text::width(&self.alone, CAPTION_SIZE) + 2.0 * LABEL_GAP;
        for (row, values) in self.values.rows_iter().enumerate().filter(|_| !self.alone.is_empty()) {
            let [first, others @ ..] = values else { continue };
            let masked = others.iter().all(|value| value.is_nan()) && !others.is_empty();
            let (Some(from), Some(to)) = (geometry.cell_rect(row, 1), geometry.cell_rect(row, others.len()))
            else {
                continue;
            };
            let room = Rect { right: to.right, ..from };
            if first.is_nan() || !masked || room.width() < needs || room.height() < CAPTION_SIZE {
                continue;
            }
            pen.fill(without_lines(room), pen.theme.paper)?;
            let set = Type::new(CAPTION_SIZE, pen.theme.faint_ink, HPos::Left);
            pen.text(&self.alone, (room.left + LABEL_GAP, room.centre().1), set)?;
        }
        Ok(())
    }

    /// A bar of the colours between the two numbers that they span.
    fn draw_key<DB: DrawingBackend>(&self, pen: &Pen<DB>, geometry: &Geometry) -> Drawn<DB> {
        let (low, high) = self.span();
        let (low_text, high_text) = (self.bound(low), self.bound(high));
        let room = geometry.width - MARGIN - geometry.cells.left;
        let texts = text::width(&low_text, CAPTION_SIZE) + text::width(&high_text, CAPTION_SIZE) + 12.0;
        let length = (room - texts).min(KEY_LENGTH);
        if self.values.values.is_empty() || length < 20.0 {
            return Ok(());
        }
        let middle = geometry.cells.bottom + KEY_MIDDLE;
        let set = Type::new(CAPTION_SIZE, pen.theme.faint_ink, HPos::Left);
        pen.text(&low_text, (geometry.cells.left, middle), set)?;
        let left = geometry.cells.left + text::width(&low_text, CAPTION_SIZE) + 6.0;
        let patches = 40;
        for patch in 0..patches {
            let part = |patch: i32| f64::from(patch) / f64::from(patches);
            let patch_rect = Rect {
                left: left + length * part(patch),
                top: middle - KEY_THICKNESS / 2.0,
                // Each patch goes to the end and the next covers it: no seams.
                right: left + length,
                bottom: middle + KEY_THICKNESS / 2.0,
            };
            pen.fill(
                patch_rect,
                self.range.shade((part(patch) + part(patch + 1)) / 2.0, &pen.theme.schemes),
            )?;
        }
        pen.text(&high_text, (left + length + 6.0, middle), set)
    }
}

fn whole(labels: &[String], index: usize) -> &str {
    labels.get(index).map_or("", String::as_str)
}

/// The part of a cell that is coloured: the lines between cells get thinner with the cells.
fn without_lines(cell: Rect) -> Rect {
    let line = |extent: f64| match extent {
        // The next cell covers what is too much here: without it, paper would shine through at the seam.
        ..6.0 => -0.5,
        ..18.0 => 1.0,
        _ => 2.0,
    };
    let (across, down) = (line(cell.width()), line(cell.height()));
    Rect { right: cell.right - across, bottom: cell.bottom - down, ..cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::MASKED;

    fn map(values: Matrix<f32>, range: Range) -> HeatMap {
        HeatMap {
            title: "Attention weights".into(),
            row_axis: "asks".into(),
            column_axis: "is looked at".into(),
            rows: (0..values.rows).map(|row| format!("{row} man")).collect(),
            columns: (0..values.columns).map(|column| format!("{column} the")).collect(),
            values,
            decimals: 2,
            alone: String::new(),
            range,
        }
    }

    #[test]
    fn numbers_are_written_for_people() {
        let map = map(Matrix::filled(1, 1, 0.0), Range::OfTheValues);
        assert_eq!([-2.0, 0.5, 0.25, 20.0].map(|value| map.bound(value)), ["−2", "0.5", "0.25", "20"]);
        assert_eq!(map.number(0.9785), "0.98");
        assert_eq!(map.number(-0.5), "−0.50");
        assert_eq!(map.number(-0.0), "0.00");
        assert_eq!(map.number(-0.001), "0.00");
        assert_eq!(map.number(MASKED), "");
        assert_eq!(map.number(f32::NAN), "NaN");
        assert_eq!([map.number(2e26), map.bound(1e10)], ["2e26", "1e10"]);
        assert_eq!(map.number(f32::NEG_INFINITY), "−∞");
    }
}
