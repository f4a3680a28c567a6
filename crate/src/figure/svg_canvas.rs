//! A document that plotters draws on: each call is one element, and texts stand as they do on the page's canvas.

use std::convert::Infallible;
use std::fmt::{Display, Write};

use plotters::prelude::DrawingBackend;
use plotters::style::FontTransform;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontStyle,
};

use super::slant::SLANT_DEGREES;
use super::whole::apart;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// The body of an SVG document of this size in plotters' pixels.
pub struct SvgCanvas<'a> {
    /// Element after element, a line each.
    pub body: &'a mut String,
    /// Width and height.
    pub size: (u32, u32),
}

impl SvgCanvas<'_> {
    fn element(&mut self, element: impl Display) -> Drawn {
        // Writing into a String cannot fail.
        let _ = writeln!(self.body, "{element}");
        Ok(())
    }
}

/// The attributes that paint a shape.
fn painted<S: BackendStyle>(style: &S, fill: bool) -> String {
    if fill {
        return paint("fill", style.color());
    }
    format!("fill=\"none\" {} stroke-width=\"{}\"", paint("stroke", style.color()), style.stroke_width())
}

fn paint(what: &str, BackendColor { alpha, rgb: (red, green, blue) }: BackendColor) -> String {
    let opaque = format!("{what}=\"#{red:02X}{green:02X}{blue:02X}\"");
    if alpha < 1.0 { format!("{opaque} {what}-opacity=\"{alpha}\"") } else { opaque }
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    path.into_iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
}

/// A text as it may stand in a document.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace(char::is_control, " ")
}

impl DrawingBackend for SvgCanvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.element(format!("<rect x=\"{x}\" y=\"{y}\" width=\"1\" height=\"1\" {}/>", paint("fill", color)))
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        (x1, y1): BackendCoord,
        (x2, y2): BackendCoord,
        style: &S,
    ) -> Drawn {
        let style = painted(style, false);
        self.element(format!("<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" {style}/>"))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (width, height, style) = (right - left, bottom - top, painted(style, fill));
        self.element(format!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" {style}/>"
        ))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.element(format!("<polyline {} points=\"{}\"/>", painted(style, false), points(path)))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.element(format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {}/>", painted(style, fill)))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.element(format!("<polygon {} points=\"{}\"/>", painted(style, true), points(path)))
    }

    /// Centred on the height of capitals and digits, as on a canvas, and slanted where a quarter turn is asked for. What
    /// was shortened has the whole of it as its title, which a reader sees who points at it.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let down = match style.anchor().v_pos {
            VPos::Top => "0.76em",
            VPos::Center => "0.35em",
            VPos::Bottom => "-0.5ex",
        };
        let turn = match style.transform() {
            FontTransform::None => String::new(),
            FontTransform::Rotate90 => format!(" transform=\"rotate(90, {x}, {y})\""),
            FontTransform::Rotate180 => format!(" transform=\"rotate(180, {x}, {y})\""),
            FontTransform::Rotate270 => format!(" transform=\"rotate({SLANT_DEGREES}, {x}, {y})\""),
        };
        let weight = match style.style() {
            FontStyle::Normal => "",
            FontStyle::Bold => " font-weight=\"bold\"",
            FontStyle::Oblique | FontStyle::Italic => " font-style=\"italic\"",
        };
        let (shown, whole) = apart(text);
        let whole = whole.map(|whole| format!("<title>{}</title>", escaped(whole))).unwrap_or_default();
        self.element(format!(
            "<text x=\"{x}\" y=\"{y}\" dy=\"{down}\" text-anchor=\"{anchor}\" font-family=\"{}\" font-size=\"{:.2}\"{weight} \
             {}{turn}>{whole}{}</text>",
            style.family().as_str(),
            style.size(),
            paint("fill", style.color()),
            escaped(shown),
        ))
    }

    /// Figures measure their texts themselves (`text.rs`); this is for plotters, which asks before it draws one.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let (shown, _) = apart(text);
        Ok(((super::text::width(shown, style.size())).ceil() as u32, style.size().ceil() as u32))
    }
}
