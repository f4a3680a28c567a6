//! Figures on a canvas of the page.

use plotters::prelude::DrawingBackend;
use plotters::style::FontTransform;
use plotters::style::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::slant::SLANT_DEGREES;
use super::whole::apart;

type Drawn = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// plotters' canvas, with quarter turns of text drawn as [`SLANT_DEGREES`] and round corners of lines.
pub struct SlantedCanvas {
    canvas: CanvasBackend,
    context: CanvasRenderingContext2d,
}

impl SlantedCanvas {
    /// `None` if the canvas does not give a drawing context, for example because it has one of another kind.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        // The peaks of a restless curve would otherwise grow spikes.
        context.set_line_join("round");
        Some(Self { canvas: CanvasBackend::with_canvas_object(canvas)?, context })
    }

    fn slanted_text<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Result<(), JsValue> {
        let BackendColor { alpha, rgb: (red, green, blue) } = style.color();
        let context = &self.context;
        context.save();
        context.translate(f64::from(x), f64::from(y))?;
        context.rotate(SLANT_DEGREES.to_radians())?;
        context.set_text_baseline("middle");
        context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "center",
            HPos::Right => "end",
        });
        context.set_fill_style_str(&format!("rgba({red},{green},{blue},{alpha})"));
        context.set_font(&format!(
            "{} {}px {}",
            style.style().as_str(),
            style.size(),
            style.family().as_str()
        ));
        context.fill_text(text, 0.0, 0.0)?;
        context.restore();
        Ok(())
    }
}

impl DrawingBackend for SlantedCanvas {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.canvas.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.canvas.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.canvas.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.canvas.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.canvas.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.canvas.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.canvas.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.canvas.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        self.canvas.fill_polygon(vert, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Drawn {
        let (text, _) = apart(text);
        if matches!(style.transform(), FontTransform::Rotate270) {
            self.slanted_text(text, style, pos).map_err(|error| {
                DrawingErrorKind::FontError(format!("a slanted label failed: {error:?}").into())
            })
        } else {
            self.canvas.draw_text(text, style, pos)
        }
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        self.canvas.estimate_text_size(text, style)
    }

    fn blit_bitmap(&mut self, pos: BackendCoord, size: (u32, u32), src: &[u8]) -> Drawn {
        self.canvas.blit_bitmap(pos, size, src)
    }
}
