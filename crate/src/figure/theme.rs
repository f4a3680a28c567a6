//! Colours on light and on dark paper, the type, and the scale of a figure.

use plotters::style::RGBColor;

use super::palette::Schemes;

/// The type of all texts in figures: that of the page where the page serves it, else the reader's own.
pub const FONT_FAMILY: &str = "Source Sans, system-ui, sans-serif";

/// How a figure looks on one kind of paper, at one density of pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Behind everything, and between the cells of a heat map.
    pub paper: RGBColor,
    /// Titles and labels.
    pub ink: RGBColor,
    /// Captions, tick labels, the mark of a masked cell.
    pub faint_ink: RGBColor,
    /// Grid lines.
    pub grid: RGBColor,
    /// The lines of the sentences, in their order; told apart with every common kind of colour blindness.
    pub lines: [RGBColor; 6],
    /// The colours of the cells of a heat map.
    pub schemes: Schemes,
    /// Device pixels in a CSS pixel.
    pub scale: f64,
}

impl Theme {
    /// Dark ink on white paper. `scale` is the number of device pixels in a CSS pixel.
    pub fn light(scale: f64) -> Self {
        Self {
            paper: RGBColor(0xff, 0xff, 0xff),
            ink: RGBColor(0x1b, 0x1f, 0x24),
            faint_ink: RGBColor(0x5c, 0x65, 0x70),
            grid: RGBColor(0xe6, 0xe9, 0xec),
            // Okabe and Ito's blue, vermilion and green (their other colours are too pale on white), then Tol's.
            lines: [
                RGBColor(0x00, 0x72, 0xb2),
                RGBColor(0xd5, 0x5e, 0x00),
                RGBColor(0x00, 0x9e, 0x73),
                RGBColor(0xaa, 0x44, 0x99),
                RGBColor(0x99, 0x77, 0x00),
                RGBColor(0x33, 0x22, 0x88),
            ],
            schemes: Schemes::LIGHT,
            scale: usable(scale),
        }
    }

    /// Light ink on dark paper. `scale` is the number of device pixels in a CSS pixel.
    pub fn dark(scale: f64) -> Self {
        Self {
            paper: RGBColor(0x16, 0x19, 0x1d),
            ink: RGBColor(0xe8, 0xea, 0xed),
            faint_ink: RGBColor(0x9a, 0xa3, 0xad),
            grid: RGBColor(0x2c, 0x31, 0x37),
            // Okabe and Ito's colours; their dark blue gives way to white-grey.
            lines: [
                RGBColor(0x56, 0xb4, 0xe9),
                RGBColor(0xe6, 0x9f, 0x00),
                RGBColor(0x00, 0x9e, 0x73),
                RGBColor(0xcc, 0x79, 0xa7),
                RGBColor(0xf0, 0xe4, 0x42),
                RGBColor(0xbb, 0xbb, 0xbb),
            ],
            schemes: Schemes::DARK,
            scale: usable(scale),
        }
    }

    /// The same colours at another density.
    pub fn with_scale(&self, scale: f64) -> Self {
        Self { scale: usable(scale), ..self.clone() }
    }

    /// The colour of the line of a sentence; after the last colour they begin again.
    pub fn line(&self, sentence: usize) -> RGBColor {
        self.lines[sentence % self.lines.len()]
    }
}

/// A browser that is asked at an odd moment may report a density of 0: a figure would vanish.
fn usable(scale: f64) -> f64 {
    if scale.is_finite() && scale > 0.0 { scale } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::super::palette::contrast;
    use super::*;

    #[test]
    fn everything_can_be_read_on_its_paper() {
        for theme in [Theme::light(1.0), Theme::dark(1.0)] {
            assert!(contrast(theme.ink, theme.paper) >= 7.0);
            assert!(contrast(theme.faint_ink, theme.paper) >= 4.5);
            assert!(contrast(theme.grid, theme.paper) < 1.5, "grid lines are quiet");
            for line in theme.lines {
                let ratio = contrast(line, theme.paper);
                assert!(ratio >= 3.0, "contrast {ratio} of {line:?} on {:?}", theme.paper);
            }
        }
    }

    #[test]
    fn neighbouring_sentences_differ() {
        let theme = Theme::dark(2.0);
        assert!((0..12).all(|sentence| theme.line(sentence) != theme.line(sentence + 1)));
    }

    #[test]
    fn a_scale_that_makes_no_sense_is_one() {
        for scale in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Theme::light(scale).scale, 1.0);
        }
        assert_eq!(Theme::dark(1.0).with_scale(2.5), Theme::dark(2.5));
    }
}
