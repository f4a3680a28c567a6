//! Figures as SVG files.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};

use super::heat_map::HeatMap;
use super::loss_curve::LossCurve;
use super::svg_canvas::{SvgCanvas, escaped};
use super::theme::Theme;

/// Why a figure could not be drawn, in plotters' words.
#[derive(Debug, thiserror::Error)]
#[error("the figure could not be drawn: {0}")]
pub struct FigureError(String);

/// plotters counts in whole pixels: with finer ones, lines are smooth at any magnification.
const PIXELS: f64 = 8.0;

/// A heat map as an SVG document, `width` CSS pixels wide and as high as suits it.
pub fn heat_map_svg(map: &HeatMap, width: f64, theme: &Theme) -> Result<String, FigureError> {
    document(&map.title, width, map.height_for(width), theme, |area, theme| map.draw(area, theme))
}

/// A loss curve as an SVG document of this size in CSS pixels.
pub fn loss_curve_svg(
    curve: &LossCurve,
    width: f64,
    height: f64,
    theme: &Theme,
) -> Result<String, FigureError> {
    document("Loss of each sentence over the epochs", width, height, theme, |area, theme| {
        curve.draw(area, theme)
    })
}

fn document<E: std::error::Error + Send + Sync>(
    title: &str,
    width: f64,
    height: f64,
    theme: &Theme,
    draw: impl FnOnce(&DrawingArea<SvgCanvas, Shift>, &Theme) -> Result<(), DrawingAreaErrorKind<E>>,
) -> Result<String, FigureError> {
    let theme = theme.with_scale(PIXELS);
    let pixels = |length: f64| (length.clamp(1.0, 100_000.0) * PIXELS).round() as u32;
    let size = (pixels(width), pixels(height));
    let mut body = String::new();
    let area = SvgCanvas { body: &mut body, size }.into_drawing_area();
    draw(&area, &theme).map_err(|error| FigureError(error.to_string()))?;
    drop(area);
    let title = escaped(title);
    let (right, bottom) = size;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {right} {bottom}\" \
         role=\"img\" stroke-linejoin=\"round\">\n<title>{title}</title>\n{body}</svg>\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Geometry;
    use super::super::loss_curve::{Before, Curve, Dots};
    use super::super::range::Range;
    use super::*;
    use crate::matrix::{MASKED, Matrix};

    fn map(values: Matrix<f32>) -> HeatMap {
        HeatMap {
            title: "Weights <b> & \"more\"".into(),
            row_axis: "asks".into(),
            column_axis: "is looked at".into(),
            rows: (0..values.rows).map(|row| format!("{row} <ST>")).collect(),
            columns: (0..values.columns).map(|column| format!("word{column}")).collect(),
            values,
            decimals: 2,
            alone: String::new(),
            range: Range::OfTheValues,
        }
    }

    fn svg(map: &HeatMap) -> String {
        heat_map_svg(map, 400.0, &Theme::light(1.0)).expect("it can be drawn")
    }

    #[test]
    fn every_cell_has_its_number_and_every_column_its_slant() {
        let svg = svg(&map(Matrix::from_fn(2, 3, |row, column| (row * 3 + column) as f32)));
        for number in ["0.00", "1.00", "2.00", "3.00", "4.00", "5.00"] {
            assert!(svg.contains(&format!(">{number}</text>")), "{number}");
        }
        assert_eq!(svg.matches("rotate(-50, ").count(), 3);
        assert!(!svg.contains("rotate(270"));
        assert!(svg.contains("&lt;ST&gt;") && svg.contains("<title>Weights &lt;b&gt; &amp;"));
        assert!(svg.contains("font-size=\"128.00\""), "the title is 16 px");
    }

    #[test]
    fn a_masked_cell_is_a_mark_and_no_number() {
        let svg = svg(&map(Matrix::from_fn(2, 2, |row, column| if column > row { MASKED } else { 0.5 })));
        assert_eq!(svg.matches("<circle").count(), 1);
        assert_eq!(svg.matches(">0.50</text>").count(), 3);
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn what_is_no_number_is_neither_masked_nor_0() {
        let broken = |rows, columns| svg(&map(Matrix::filled(rows, columns, f32::NAN)));
        let drawn = broken(2, 2);
        assert_eq!((drawn.matches(">NaN</text>").count(), drawn.matches("<circle").count()), (4, 0));
        // Where a cell has no room for letters it is crossed out.
        let small = broken(2, 60);
        assert!(!small.contains("NaN") && !small.contains("<circle"));
        assert_eq!(small.matches("<polyline").count(), 240);
    }

    #[test]
    fn what_was_shortened_can_be_read_in_full() {
        let mut map = map(Matrix::filled(1, 2, 1.0));
        map.rows[0] = "0 <counterrevolutionaries-of-all-countries>".into();
        map.columns[0] = "الأنثروبولوجياالاجتماعيةوالثقافيةالأنثروبولوجيا".into();
        let svg = svg(&map);
        assert!(
            svg.contains("<title>0 &lt;counterrevolutionaries-of-all-countries&gt;</title>0 &lt;counter")
        );
        assert!(svg.contains(&format!("<title>{}</title>", map.columns[0])));
        assert_eq!(svg.matches("<title>").count(), 3);
        assert!(!svg.contains('\u{1f}'));
    }

    #[test]
    fn only_what_looks_otherwise_is_drawn_again() {
        let before = HeatMap { range: Range::Fixed(0.0, 100.0), ..map(Matrix::filled(3, 3, 0.5)) };
        let mut now = before.clone();
        now.values.values[4] = 0.75;
        now.values.values[7] = MASKED;
        // Too little for the second decimal and for the colour.
        now.values.values[0] = 0.500_01;
        assert!(now.differs_by_numbers(&before));
        let geometry = Geometry::natural(&now, 400.0);
        let svg = document("", 400.0, geometry.height, &Theme::light(1.0), |area, theme| {
            now.draw_changes(&before, &geometry, area, theme)
        })
        .expect("it can be drawn");
        assert_eq!((svg.matches("<rect").count(), svg.matches("<text").count()), (2, 1));
        assert!(svg.contains(">0.75</text>") && svg.contains("<circle"));

        let otherwise = [
            HeatMap { range: Range::Fixed(0.0, 1.0), ..now.clone() },
            HeatMap { range: Range::OfTheValues, ..now.clone() },
            HeatMap { decimals: 3, ..now.clone() },
            HeatMap { rows: vec![], ..now.clone() },
            HeatMap { values: Matrix::filled(3, 4, 0.5), ..now.clone() },
        ];
        assert!(otherwise.iter().all(|map| !map.differs_by_numbers(&before)));
    }

    #[test]
    fn what_is_no_number_is_drawn_all_the_same() {
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, 0.0] {
            let drawn = svg(&map(Matrix::filled(3, 4, value)));
            assert!(drawn.ends_with("</svg>\n") && !drawn.contains("\"NaN"));
        }
        for (rows, columns) in [(0, 0), (0, 3), (3, 0)] {
            assert!(svg(&map(Matrix::filled(rows, columns, 1.0))).ends_with("</svg>\n"));
        }
    }

    #[test]
    fn labels_that_are_missing_are_left_out() {
        let mut map = map(Matrix::filled(3, 3, 1.0));
        map.rows.truncate(1);
        map.columns.clear();
        map.columns.push("a\u{1} \"word".into());
        let svg = svg(&map);
        assert!(!svg.contains('\u{1}') && svg.contains("a &quot;word"));
    }

    #[test]
    fn a_word_that_looks_like_markup_stays_a_word() {
        let mut map = map(Matrix::filled(1, 1, 1.0));
        map.rows[0] = "dy=\"0.5ex\"".into();
        assert!(svg(&map).contains("dy=&quot;0.5ex&quot;"));
    }

    #[test]
    fn a_loss_curve_has_its_lines_labels_and_floor() {
        let curve = LossCurve {
            curves: ["man ordrd", "woman ordrd"]
                .map(|label| Curve {
                    label: label.into(),
                    points: vec![(0.0, 2.5), (100.0, 1.0), (200.0, f64::NAN), (300.0, 0.3)],
                })
                .to_vec(),
            floor: Some(std::f64::consts::LN_2 / 5.0),
            epochs: 5000.0,
            dots: Some(Dots { label: "as printed".into(), sentence: 1, points: vec![(0.0, 2.4)] }),
            changes: vec![(1000.0, "learning rate 0.001".into())],
            ..LossCurve::default()
        };
        let svg = loss_curve_svg(&curve, 640.0, 300.0, &Theme::dark(1.0)).expect("it can be drawn");
        for text in [
            "man ordrd",
            "woman ordrd",
            "floor 0.139: no model can go below it on average",
            "as printed",
            "learning rate 0.001",
            "epoch",
            "loss",
            "5,000",
        ] {
            assert!(svg.contains(text), "{text}");
        }
        assert!(!svg.contains("NaN"));
        let empty = LossCurve::default();
        assert!(loss_curve_svg(&empty, 640.0, 300.0, &Theme::light(1.0)).is_ok());
    }

    #[test]
    fn another_run_is_drawn_thin_beside_a_run_and_has_room() {
        let curve =
            |epochs: f64, loss: f64| Curve { label: String::new(), points: vec![(0.0, loss), (epochs, 0.5)] };
        let alone = LossCurve { curves: vec![curve(100.0, 1.0)], epochs: 100.0, ..LossCurve::default() };
        let before = Before { label: "thin: head size 20".into(), curves: vec![curve(400.0, 3.0)] };
        let both = LossCurve { before: Some(before), ..alone.clone() };
        let [alone, both] = [alone, both]
            .map(|curve| loss_curve_svg(&curve, 640.0, 300.0, &Theme::light(1.0)).expect("it can be drawn"));
        let lines = |svg: &str| svg.matches("<polyline").count();
        assert_eq!(lines(&both), lines(&alone) + 2, "its line, and what says which it is");
        assert!(both.contains("thin: head size 20"));
        assert!(both.contains(">400</text>") && !alone.contains(">400</text>"), "it is longer");
        assert!(both.contains(">3</text>") && !alone.contains(">3</text>"), "it begins higher");
    }
}
