//! Draws in CSS pixels what plotters draws in device pixels.

use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle};

use plotters::coord::Shift;

use super::geometry::Rect;
use super::palette::ink_on;
use super::theme::{FONT_FAMILY, Theme};
use super::whole::with_whole;
use crate::matrix::is_masked;

/// What drawing on a backend gives back.
pub(super) type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// How one text is set. Texts are always centred vertically on their place: there both ends agree.
#[derive(Clone, Copy)]
pub(super) struct Type {
    pub size: f64,
    pub bold: bool,
    pub colour: RGBColor,
    pub align: HPos,
    pub slanted: bool,
}

impl Type {
    pub fn new(size: f64, colour: RGBColor, align: HPos) -> Self {
        Self { size, bold: false, colour, align, slanted: false }
    }
}

/// In smaller cells a mark would be all that is seen.
const LEAST_MARKED: f64 = 8.0;

/// The radius of a [`Pen::ring`].
pub(super) const RING: f64 = 3.5;

/// A drawing area with a theme.
pub(super) struct Pen<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    pub theme: &'a Theme,
}

impl<'a, DB: DrawingBackend> Pen<'a, DB> {
    pub fn new(area: &'a DrawingArea<DB, Shift>, theme: &'a Theme) -> Self {
        Self { area, theme }
    }

    /// Width and height of the area in CSS pixels.
    pub fn size(&self) -> (f64, f64) {
        let (width, height) = self.area.dim_in_pixel();
        (f64::from(width) / self.theme.scale, f64::from(height) / self.theme.scale)
    }

    /// Covers everything with paper.
    pub fn clear(&self) -> Drawn<DB> {
        self.area.fill(&self.theme.paper)
    }

    pub fn text(&self, text: &str, at: (f64, f64), set: Type) -> Drawn<DB> {
        self.set(&drawable(text), at, set)
    }

    fn set(&self, text: &str, at: (f64, f64), set: Type) -> Drawn<DB> {
        if text.is_empty() {
            return Ok(());
        }
        let style = if set.bold { FontStyle::Bold } else { FontStyle::Normal };
        let turn = if set.slanted { FontTransform::Rotate270 } else { FontTransform::None };
        let font =
            FontDesc::new(FontFamily::Name(FONT_FAMILY), set.size * self.theme.scale, style).transform(turn);
        let style = font.color(&set.colour).pos(Pos::new(set.align, VPos::Center));
        self.area.draw_text(text, &style, self.device(at))
    }

    /// A text that was perhaps shortened, with the `whole` of it for who asks.
    pub fn shortened(&self, text: &str, whole: &str, at: (f64, f64), set: Type) -> Drawn<DB> {
        if !text.contains('…') || whole.contains('…') {
            return self.text(text, at, set);
        }
        self.set(&with_whole(&drawable(text), &drawable(whole)), at, set)
    }

    /// A filled rectangle; its edges fall between device pixels, so that neighbours touch and nothing is blurred.
    pub fn fill(&self, rect: Rect, colour: RGBColor) -> Drawn<DB> {
        let corners = [self.device((rect.left, rect.top)), self.device((rect.right, rect.bottom))];
        self.area.draw(&Rectangle::new(corners, colour.filled()))
    }

    /// A level line. A rectangle, because the canvas moves lines by half a pixel, which blurs those of even width.
    pub fn level(&self, y: f64, from: f64, to: f64, thickness: f64, colour: RGBColor) -> Drawn<DB> {
        let (left, top) = self.device((from, y - thickness / 2.0));
        let (right, _) = self.device((to, y));
        let corners = [(left, top), (right, top + self.thickness(thickness) as i32)];
        self.area.draw(&Rectangle::new(corners, colour.filled()))
    }

    /// An upright line.
    pub fn upright(&self, x: f64, from: f64, to: f64, thickness: f64, colour: RGBColor) -> Drawn<DB> {
        self.fill(
            Rect { left: x - thickness / 2.0, top: from, right: x + thickness / 2.0, bottom: to },
            colour,
        )
    }

    /// A level line of dashes.
    pub fn dashes(&self, y: f64, from: f64, to: f64, thickness: f64, colour: RGBColor) -> Drawn<DB> {
        let (dash, gap) = (6.0, 4.0);
        let mut left = from;
        while left < to {
            self.level(y, left, (left + dash).min(to), thickness, colour)?;
            left += dash + gap;
        }
        Ok(())
    }

    pub fn disc(&self, centre: (f64, f64), radius: f64, colour: RGBColor) -> Drawn<DB> {
        let radius = (radius * self.theme.scale).round().max(1.0);
        self.area.draw(&Circle::new(self.device(centre), radius as i32, colour.filled()))
    }

    /// A cell of a matrix: its number in the colour that stands for it, and perhaps as a text of this size. A masked one
    /// is paper with a small mark; where nobody knows the number, because the run went wrong, no colour stands for it.
    pub fn cell(&self, cell: Rect, value: f32, colour: RGBColor, number: Option<(String, f64)>) -> Drawn<DB> {
        if is_masked(value) {
            return self.masked(cell);
        }
        let (colour, ink) = match value.is_nan() {
            true => (self.theme.grid, self.theme.ink),
            false => (colour, ink_on(colour)),
        };
        self.fill(cell, colour)?;
        match number {
            Some((text, size)) => self.text(&text, cell.centre(), Type::new(size, ink, HPos::Center)),
            None if value.is_nan() => self.cross(cell),
            None => Ok(()),
        }
    }

    fn masked(&self, cell: Rect) -> Drawn<DB> {
        self.fill(cell, self.theme.paper)?;
        if cell.width().min(cell.height()) < LEAST_MARKED {
            return Ok(());
        }
        self.disc(cell.centre(), 1.5, self.theme.faint_ink)
    }

    fn cross(&self, cell: Rect) -> Drawn<DB> {
        let Rect { left, top, right, bottom } = cell;
        self.path(&[(left, top), (right, bottom)], 1.0, self.theme.faint_ink)?;
        self.path(&[(left, bottom), (right, top)], 1.0, self.theme.faint_ink)
    }

    /// A small ring, with paper in it.
    pub fn ring(&self, centre: (f64, f64), colour: RGBColor) -> Drawn<DB> {
        self.disc(centre, RING, colour)?;
        self.disc(centre, RING - 1.5, self.theme.paper)
    }

    /// A line through all the points.
    pub fn path(&self, points: &[(f64, f64)], thickness: f64, colour: RGBColor) -> Drawn<DB> {
        let points: Vec<_> = points.iter().map(|&point| self.device(point)).collect();
        let style =
            ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: self.thickness(thickness) };
        self.area.draw(&PathElement::new(points, style))
    }

    fn thickness(&self, thickness: f64) -> u32 {
        (thickness * self.theme.scale).round().max(1.0) as u32
    }

    fn device(&self, (x, y): (f64, f64)) -> (i32, i32) {
        ((x * self.theme.scale).round() as i32, (y * self.theme.scale).round() as i32)
    }
}

/// A control character in a word would make the SVG file unreadable.
fn drawable(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}
