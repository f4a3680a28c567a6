//! The plots: bars and log-log lines, as SVG.

use std::error::Error;
use std::ops::Range;

use attention_lab::figure::{FONT_FAMILY, Theme};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

type Drawn = Result<(), Box<dyn Error>>;
type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A line through points with a label.
pub struct Line {
    pub label: String,
    pub points: Vec<(f64, f64)>,
    /// Not measured: drawn thin and without dots.
    pub expected: bool,
}

/// Log-log axes with some lines.
pub struct Panel {
    pub x: &'static str,
    pub y: &'static str,
    pub lines: Vec<Line>,
}

const PANEL: (u32, u32) = (560, 420);
const BAR: u32 = 34;
/// The title and the legend.
const HEAD: i32 = 70;
/// plotters draws SVG text smaller than asked for, by this factor.
const TEXT: f64 = 1.24;

fn document(
    width: u32,
    height: u32,
    draw: impl FnOnce(&Area, &Theme) -> Drawn,
) -> Result<String, Box<dyn Error>> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        let theme = Theme::light(1.0);
        area.fill(&theme.paper)?;
        draw(&area, &theme)?;
        area.present()?;
    }
    Ok(svg)
}

fn text(size: f64, colour: RGBColor, anchor: Pos) -> TextStyle<'static> {
    (FONT_FAMILY, size * TEXT).into_font().color(&colour).pos(anchor)
}

/// Horizontal bars over a logarithmic axis, each with its name and its value.
pub fn bars(title: &str, axis: &str, values: &[(String, f64)]) -> Result<String, Box<dyn Error>> {
    let (width, names) = (900, 330);
    let range = decades(values.iter().map(|(_, value)| *value));
    let span = (range.end / range.start).ln();
    document(width, 84 + BAR * values.len() as u32, |area, theme| {
        let middle = Pos::new(HPos::Right, VPos::Center);
        area.draw_text(title, &text(16.0, theme.ink, Pos::new(HPos::Left, VPos::Top)), (16, 14))?;
        let room = f64::from(width as i32 - names - 110);
        let at = |value: f64| names + ((value / range.start).ln() / span * room) as i32;
        for (row, (name, value)) in (0..).zip(values) {
            let (top, bottom) = (46 + row * BAR as i32, 46 + row * BAR as i32 + 22);
            let bar = Rectangle::new([(names, top), (at(*value), bottom)], theme.lines[0].filled());
            area.draw(&bar)?;
            area.draw_text(name, &text(13.0, theme.ink, middle), (names - 10, top + 11))?;
            let value_text = crate::report::thousands(*value);
            let style = text(13.0, theme.ink, Pos::new(HPos::Left, VPos::Center));
            area.draw_text(&value_text, &style, (at(*value) + 8, top + 11))?;
        }
        let below = 46 + values.len() as i32 * BAR as i32 + 14;
        let caption = format!("{axis}, logarithmic");
        area.draw_text(
            &caption,
            &text(12.0, theme.faint_ink, Pos::new(HPos::Left, VPos::Center)),
            (names, below),
        )?;
        Ok(())
    })
}

/// Panels of log-log axes, two a row.
pub fn panels(title: &str, unit: &str, panels: &[Panel]) -> Result<String, Box<dyn Error>> {
    let columns = panels.len().min(2);
    let rows = panels.len().div_ceil(columns);
    let (width, height) = (PANEL.0 * columns as u32, PANEL.1 * rows as u32 + HEAD as u32);
    document(width, height, |area, theme| {
        let anchor = Pos::new(HPos::Left, VPos::Top);
        area.draw_text(title, &text(16.0, theme.ink, anchor), (16, 14))?;
        // All panels have the same lines: one legend is enough.
        legend(panels.first().map_or(&[], |panel| &panel.lines), area, theme)?;
        let (_, below) = area.split_vertically(HEAD);
        for (panel, area) in panels.iter().zip(below.split_evenly((rows, columns))) {
            draw(panel, unit, &area, theme)?;
        }
        Ok(())
    })
}

fn legend(lines: &[Line], area: &Area, theme: &Theme) -> Drawn {
    let (mut left, y) = (16, HEAD - 14);
    for (colour, line) in lines.iter().filter(|line| !line.expected).enumerate() {
        area.draw(&PathElement::new([(left, y), (left + 18, y)], theme.line(colour).stroke_width(2)))?;
        let anchor = Pos::new(HPos::Left, VPos::Center);
        area.draw_text(&line.label, &text(12.0, theme.ink, anchor), (left + 26, y))?;
        left += 50 + 7 * line.label.len() as i32;
    }
    Ok(())
}

fn draw(panel: &Panel, unit: &str, area: &Area, theme: &Theme) -> Drawn {
    let points = || panel.lines.iter().flat_map(|line| &line.points);
    let x = ends(points().map(|point| point.0));
    let y = decades(points().map(|point| point.1));
    let mut chart = ChartBuilder::on(area)
        .margin(14)
        .x_label_area_size(40)
        .y_label_area_size(66)
        .build_cartesian_2d(x.log_scale(), y.log_scale())?;
    let (ink, faint) = (theme.ink, theme.faint_ink);
    chart
        .configure_mesh()
        .x_desc(panel.x)
        .y_desc(panel.y)
        .bold_line_style(theme.grid)
        .light_line_style(TRANSPARENT)
        .axis_style(faint)
        .axis_desc_style(text(12.0, ink, Pos::default()))
        .label_style(text(11.0, faint, Pos::default()))
        .y_label_formatter(&|value| tick(*value, unit))
        .x_label_formatter(&|value| tick(*value, ""))
        .draw()?;
    let mut colour = 0;
    for line in &panel.lines {
        if line.expected {
            // Of the measured line before it.
            let style = theme.line(colour - 1).mix(0.45).stroke_width(1);
            chart.draw_series(DashedLineSeries::new(line.points.iter().copied(), 5, 4, style))?;
            continue;
        }
        let shade = theme.line(colour);
        colour += 1;
        chart.draw_series(LineSeries::new(line.points.iter().copied(), shade.stroke_width(2)))?;
        chart.draw_series(line.points.iter().map(|&point| Circle::new(point, 3, shade.filled())))?;
    }
    Ok(())
}

/// The text of a tick; none where ticks would stand too close.
fn tick(value: f64, unit: &str) -> String {
    let leading = value / 10f64.powf(value.log10().floor());
    if ![1.0, 2.0, 5.0].iter().any(|digit| (leading - digit).abs() < 1e-6) {
        return String::new();
    }
    let rounded = |value: f64| (value * 1e6).round() / 1e6;
    match unit {
        "s" if value < 0.999e-6 => format!("{} ns", rounded(value * 1e9)),
        "s" if value < 0.999e-3 => format!("{} µs", rounded(value * 1e6)),
        "s" if value < 0.999 => format!("{} ms", rounded(value * 1e3)),
        "s" => format!("{} s", rounded(value)),
        _ if value < 1.0 => rounded(value).to_string(),
        _ => crate::report::thousands(value),
    }
}

/// From the smallest to the largest.
fn ends(values: impl Iterator<Item = f64>) -> Range<f64> {
    let (low, high) =
        values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    low..high
}

/// From a power of ten to a power of ten.
fn decades(values: impl Iterator<Item = f64>) -> Range<f64> {
    let Range { start, end } = ends(values);
    10f64.powf((start * 0.99).log10().floor())..10f64.powf((end * 1.01).log10().ceil())
}
