//! The loss of each sentence over the epochs.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;

use super::end_labels::{EndLabel, keep_apart, label_lines};
use super::geometry::Rect;
use super::loss_axis::LossAxis;
use super::pen::{Drawn, Pen, RING, Type};
use super::text;
use super::theme::Theme;
use super::thin::thin;
use super::ticks::{round_step, tick_text, ticks};
use crate::numbers::fixed;

/// The losses of one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Stands at the end of the line: the sentence.
    pub label: String,
    /// (epoch, loss) in the order of the epochs. A loss that is not finite leaves a gap.
    pub points: Vec<(f64, f64)>,
}

/// How the vertical axis counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// From 0 on.
    #[default]
    Linear,
    /// By factors: a loss that is not positive leaves a gap.
    Logarithmic,
}

/// Losses known from elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    /// What they are.
    pub label: String,
    /// Whose they are, in the order of the curves.
    pub sentence: usize,
    /// (epoch, loss).
    pub points: Vec<(f64, f64)>,
}

/// The epoch that is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// Where it is.
    pub epoch: f64,
    /// The loss of each curve there.
    pub losses: Vec<f64>,
}

/// The losses of another run, beside which these are seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    /// What they are.
    pub label: String,
    /// In the order of the theme's colours, as those of the run itself.
    pub curves: Vec<Curve>,
}

/// The losses of all sentences to be drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LossCurve {
    /// One for each sentence that is shown by itself, in the order of the theme's colours.
    pub curves: Vec<Curve>,
    /// (epoch, lowest, highest loss) of all sentences, where not each is shown by itself.
    pub band: Vec<(f64, f64, f64)>,
    /// What no model can beat on average, if that is known.
    pub floor: Option<f64>,
    /// The epochs of the whole run: the axis does not grow while the lines do.
    pub epochs: f64,
    /// How the vertical axis counts.
    pub scale: Scale,
    /// What to compare with.
    pub dots: Option<Dots>,
    /// Another run, drawn thin.
    pub before: Option<Before>,
    /// What is looked at, unless that is the end of the lines.
    pub marker: Option<Marker>,
    /// Where something was changed, and what, in a few words.
    pub changes: Vec<(f64, String)>,
}

const MARGIN: f64 = 4.0;
pub(super) const SIZE: f64 = 12.0;
pub(super) const LINE: f64 = 15.0;
/// From the end of a line to its label: a short stroke in the line's colour leads there.
const LEADER: f64 = 16.0;
const TICK: f64 = 4.0;
/// Lines of the run itself, and of another one beside it.
const THICK: f64 = 2.0;
const THIN: f64 = 1.0;
/// Before a note, for the mark that it explains.
const NOTE_MARK: f64 = 40.0;

/// The axes: where the plot is, and what its corners mean.
struct Axes {
    plot: Rect,
    epochs: f64,
    losses: LossAxis,
    /// What the marks of the plot mean, at the top right of the figure; in several lines where the figure is narrow.
    notes: [Option<Vec<String>>; 3],
}

impl Axes {
    fn place(&self, (epoch, loss): (f64, f64)) -> (f64, f64) {
        let x = self.plot.left + epoch / self.epochs * self.plot.width();
        let y = self.plot.bottom - self.losses.height(loss) * self.plot.height();
        (x, y)
    }
}

impl LossCurve {
    /// Draws the curves over the whole area.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: &Theme,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let pen = Pen::new(area, theme);
        pen.clear()?;
        let Some(axes) = self.axes(pen.size()) else { return Ok(()) };
        self.draw_band(&pen, &axes)?;
        self.draw_axes(&pen, &axes)?;
        self.draw_notes(&pen, &axes)?;
        self.draw_floor(&pen, &axes)?;
        self.draw_changes(&pen, &axes)?;
        self.draw_before(&pen, &axes)?;
        self.draw_lines(&pen, &axes)?;
        self.draw_dots(&pen, &axes)?;
        self.draw_labels(&pen, &axes)?;
        self.draw_marker(&pen, &axes)
    }

    /// `None` where there is no room for a plot.
    fn axes(&self, (width, height): (f64, f64)) -> Option<Axes> {
        let before = self.before.iter().flat_map(|before| &before.curves);
        let curves = self.curves.iter().chain(before);
        let points = || curves.clone().flat_map(|curve| &curve.points).filter(|point| is_finite(point));
        let last = points().map(|point| point.0).fold(0.0, f64::max);
        let epochs = if self.epochs.is_finite() { self.epochs.max(last).max(1.0) } else { last.max(1.0) };
        let band = self.band.iter().flat_map(|&(_, low, high)| [low, high]).filter(|loss| loss.is_finite());
        let losses = points().map(|point| point.1).chain(band);
        let losses = losses.chain(self.floor.filter(|floor| floor.is_finite()));
        let losses = LossAxis::new(self.scale, losses);

        let tick_width = text::widest(losses.ticks().into_iter().map(|(_, text)| text), SIZE);
        let left = MARGIN + tick_width + 8.0;
        let note_room = width - 2.0 * MARGIN - text::width(self.title(), SIZE) - NOTE_MARK;
        let notes = self.notes().map(|note| note.map(|note| text::balance(&note, SIZE, note_room, 3)));
        let labels =
            text::widest(self.curves.iter().flat_map(|curve| label_lines(&curve.label, width)), SIZE);
        let right = if labels > 0.0 { labels + LEADER + MARGIN } else { 16.0 };
        let lines: usize = notes.iter().flatten().map(Vec::len).sum();
        let plot = Rect {
            left,
            top: MARGIN + LINE * lines.max(1) as f64 + 8.0,
            right: width - right,
            bottom: height - MARGIN - 2.0 * LINE - TICK - 2.0,
        };
        (plot.width() >= 20.0 && plot.height() >= 20.0).then_some(Axes { plot, epochs, losses, notes })
    }

    /// What the vertical axis is.
    fn title(&self) -> &'static str {
        match self.scale {
            Scale::Linear => "loss",
            Scale::Logarithmic => "loss, log scale",
        }
    }

    /// The texts at the top right, which say what the floor, the dots and the thin lines are.
    fn notes(&self) -> [Option<String>; 3] {
        let floor = self.floor.filter(|floor| floor.is_finite()).map(floor_text);
        let dots = self.dots.as_ref().map(|dots| dots.label.clone());
        [floor, dots, self.before.as_ref().map(|before| before.label.clone())]
    }

    fn draw_axes<DB: DrawingBackend>(&self, pen: &Pen<DB>, axes: &Axes) -> Drawn<DB> {
        let Axes { plot, epochs, losses, .. } = axes;
        let faint = Type::new(SIZE, pen.theme.faint_ink, HPos::Right);
        for (loss, text) in losses.ticks() {
            let y = axes.place((0.0, loss)).1;
            pen.text(&text, (plot.left - 8.0, y), faint)?;
            let colour = if loss == losses.lowest { pen.theme.faint_ink } else { pen.theme.grid };
            pen.level(y, plot.left, plot.right, 1.0, colour)?;
        }
        pen.text(self.title(), (MARGIN, MARGIN + LINE / 2.0), Type { align: HPos::Left, ..faint })?;

        let widest_tick = text::width(&tick_text(*epochs, 1.0), SIZE) + 24.0;
        let step = round_step(*epochs, ((plot.width() / widest_tick) as usize).clamp(1, 5)).max(1.0);
        let faint = Type { align: HPos::Center, ..faint };
        for epoch in ticks(*epochs, step) {
            let (x, y) = (axes.place((epoch, losses.lowest)).0, plot.bottom);
            let mark = Rect { left: x - 0.5, top: y, right: x + 0.5, bottom: y + TICK };
            pen.fill(mark, pen.theme.faint_ink)?;
            pen.text(&tick_text(epoch, step), (x, y + TICK + 2.0 + LINE / 2.0), faint)?;
        }
        let below = plot.bottom + TICK + 2.0 + 1.5 * LINE;
        pen.text("epoch", (plot.right, below), Type { align: HPos::Right, ..faint })
    }

    /// Where something was changed: a quiet line, and the text where there is room for it.
    fn draw_changes<DB: DrawingBackend>(&self, pen: &Pen<DB>, axes: &Axes) -> Drawn<DB> {
        let mut free = axes.plot.left;
        for (epoch, change) in &self.changes {
            let x = axes.place((*epoch, axes.losses.lowest)).0;
            pen.upright(x, axes.plot.top, axes.plot.bottom, 1.0, pen.theme.faint_ink)?;
            if x >= free && x + 5.0 + text::width(change, SIZE) <= axes.plot.right {
                let at = (x + 5.0, axes.plot.top + LINE / 2.0);
                pen.text(change, at, Type::new(SIZE, pen.theme.faint_ink, HPos::Left))?;
                free = x + 10.0 + text::width(change, SIZE);
            }
        }
        Ok(())
    }

    fn draw_marker<DB: DrawingBackend>(&self, pen: &Pen<DB>, axes: &Axes) -> Drawn<DB> {
        let Some(Marker { epoch, losses }) = &self.marker else { return Ok(()) };
        let x = axes.place((*epoch, axes.losses.lowest)).0;
        pen.upright(x, axes.plot.top, axes.plot.bottom + TICK, 1.5, pen.theme.ink)?;
        for (sentence, &loss) in losses.iter().enumerate() {
            if axes.losses.has(loss) {
                let place = axes.place((*epoch, loss));
                pen.disc(place, 5.0, pen.theme.paper)?;
                pen.disc(place, 3.5, pen.theme.line(sentence))?;
            }
        }
        Ok(())
    }

    fn draw_dots<DB: DrawingBackend>(&self, pen: &Pen<DB>, axes: &Axes) -> Drawn<DB> {
        let Some(dots) = &self.dots else { return Ok(()) };
        // Where the figure is narrow all of them would hide the line.
        let room = axes.plot.width() / dots.points.len().max(1) as f64;
        let every = (2.5 * RING / room).ceil().max(1.0) as usize;
        for &point in dots.points.iter().step_by(every) {
            if is_finite(&point) && axes.losses.has(point.1) {
                pen.ring(axes.place(point), pen.theme.line(dots.sentence))?;
            }
        }
        Ok(())
    }

    fn draw_notes<DB: DrawingBackend>(&self, pen: &Pen<DB>, axes: &Axes) -> Drawn<DB> {
        let faint = pen.theme.faint_ink;
        let widest = text::widest(axes.notes.iter().flatten().flatten(), SIZE);
        let least = MARGIN + text::width(self.title(), SIZE) + NOTE_MARK;
        let start = (axes.plot.right - widest).max(least);
        let mut y = MARGIN + LINE / 2.0;
        for (kind, lines) in axes.notes.iter().enumerate() {
            for (line, text) in lines.iter().flatten().enumerate() {
                match (line, kind, &self.dots) {
                    (0, 0, _) => pen.dashes(y, start - 32.0, start - 6.0, 1.5, faint)?,
                    (0, 2, _) => pen.path(&[(start - 32.0, y), (start - 6.0, y)], THIN, pen.theme.line(0))?,
                    (0, _, Some(dots)) => pen.ring((start - 19.0, y), pen.theme.line(dots.sentence))?,
                    _ => {}
                }
                pen.text(text, (start, y), Type::new(SIZE, faint, HPos::Left))?;
                y += LINE;
            }
        }
        Ok(())
    }

    /// All sentences together: from the lowest to the highest loss, a bar for each point.
    fn draw_band<DB: DrawingBackend>(&self, pen: &Pen<DB>, axes: &Axes) -> Drawn<DB> {
        for pair in self.band.windows(2) {
            let [(from, low, high), (to, ..)] = [pair[0], pair[1]];
            if !axes.losses.has(high) || !low.is_finite() {
                continue;
            }
            let low = if axes.losses.has(low) { low } else { axes.losses.lowest };
            let ((left, bottom), (right, top)) = (axes.place((from, low)), axes.place((to, high)));
            pen.fill(Rect { left, top, right, bottom }, pen.theme.grid)?;
        }
        Ok(())
    }

    fn draw_floor<DB: DrawingBackend>(&self, pen: &Pen<DB>, axes: &Axes) -> Drawn<DB> {
        let Some(floor) = self.floor.filter(|&floor| axes.losses.has(floor)) else { return Ok(()) };
        let y = axes.place((0.0, floor)).1;
        pen.dashes(y, axes.plot.left, axes.plot.right, 1.5, pen.theme.faint_ink)
    }

    fn draw_before<DB: DrawingBackend>(&self, pen: &Pen<DB>, axes: &Axes) -> Drawn<DB> {
        self.before.as_ref().map_or(Ok(()), |before| draw_curves(&before.curves, THIN, pen, axes))
    }

    fn draw_lines<DB: DrawingBackend>(&self, pen: &Pen<DB>, axes: &Axes) -> Drawn<DB> {
        draw_curves(&self.curves, THICK, pen, axes)
    }

    fn draw_labels<DB: DrawingBackend>(&self, pen: &Pen<DB>, axes: &Axes) -> Drawn<DB> {
        let (width, _) = pen.size();
        let ends = self.curves.iter().enumerate().filter_map(|(sentence, curve)| {
            let last = curve.points.iter().rfind(|point| is_finite(point) && axes.losses.has(point.1))?;
            let lines = label_lines(&curve.label, width);
            (!lines.is_empty()).then(|| EndLabel { sentence, end: axes.place(*last), lines })
        });
        let labels = keep_apart(ends.collect(), axes.plot.top - LINE / 2.0, axes.plot.bottom + TICK);
        // Grid and floor do not run through the letters.
        for (label, top) in &labels {
            let left = label.end.0 + LEADER - 2.0;
            let right = left + text::widest(&label.lines, SIZE) + 4.0;
            pen.fill(Rect { left, top: *top, right, bottom: top + label.height() }, pen.theme.paper)?;
        }
        for (label, top) in labels {
            let (x, y) = label.end;
            let leader = [(x + 4.0, y), (x + LEADER - 3.0, top + label.height() / 2.0)];
            pen.path(&leader, 1.0, pen.theme.line(label.sentence))?;
            for (line, text) in label.lines.iter().enumerate() {
                let middle = label.middle(line);
                let set = Type::new(SIZE, pen.theme.ink, HPos::Left);
                pen.shortened(text, &self.curves[label.sentence].label, (x + LEADER, top + middle), set)?;
            }
        }
        Ok(())
    }
}

fn draw_curves<DB: DrawingBackend>(
    curves: &[Curve],
    thickness: f64,
    pen: &Pen<DB>,
    axes: &Axes,
) -> Drawn<DB> {
    let drawable = |point: &(f64, f64)| is_finite(point) && axes.losses.has(point.1);
    for (sentence, curve) in curves.iter().enumerate() {
        let colour = pen.theme.line(sentence);
        for run in curve.points.split(|point| !drawable(point)).filter(|run| !run.is_empty()) {
            let places: Vec<_> = run.iter().map(|&point| axes.place(point)).collect();
            let places = thin(&places, 1.0 / pen.theme.scale);
            if places.len() > 1 {
                pen.path(&places, thickness, colour)?;
            }
            if let Some(&end) = places.last() {
                pen.disc(end, 1.5 * thickness, colour)?;
            }
        }
    }
    Ok(())
}

fn is_finite((epoch, loss): &(f64, f64)) -> bool {
    epoch.is_finite() && loss.is_finite()
}

fn floor_text(floor: f64) -> String {
    format!("floor {}: no model can go below it on average", fixed(floor, 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_above_the_largest_loss() {
        let curve = |losses: &[f64]| LossCurve {
            curves: vec![Curve {
                label: "man ordrd the chkn".into(),
                points: losses.iter().enumerate().map(|(epoch, loss)| (epoch as f64, *loss)).collect(),
            }],
            floor: Some(0.1386),
            epochs: 5000.0,
            ..LossCurve::default()
        };
        for (losses, highest) in
            [(&[3.1632, 0.2586][..], 4.0), (&[2.0], 2.0), (&[], 0.15), (&[f64::NAN, f64::INFINITY, 0.9], 1.0)]
        {
            let axes = curve(losses).axes((640.0, 300.0)).expect("room");
            assert!((axes.losses.highest - highest).abs() < 1e-9, "{} for {losses:?}", axes.losses.highest);
            assert_eq!(axes.epochs, 5000.0);
        }
        assert!(curve(&[1.0]).axes((60.0, 40.0)).is_none());
    }
}
