//! A canvas that is sharp on its screen.

use plotters::drawing::IntoDrawingArea;
use plotters::prelude::DrawingBackend;
use wasm_bindgen::JsError;
use web_sys::HtmlCanvasElement;

use crate::figure::{Cells, Geometry, HeatMap, LossCurve, SlantedCanvas, Theme};

/// How a page wants a figure drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Surface {
    /// Device pixels of a CSS pixel.
    pub pixel_ratio: f64,
    /// Light on dark.
    pub dark: bool,
}

impl Surface {
    fn theme(self, scale: f64) -> Theme {
        if self.dark { Theme::dark(scale) } else { Theme::light(scale) }
    }
}

/// Draws a heat map `width` CSS pixels wide; returns its height in CSS pixels.
pub(super) fn draw_heat_map(
    canvas: HtmlCanvasElement,
    map: &HeatMap,
    width: f64,
    surface: Surface,
) -> Result<f64, JsError> {
    let geometry = Geometry::natural(map, width).in_whole_pixels();
    redraw_heat_map(canvas, map, &geometry, surface, None)?;
    Ok(geometry.height)
}

/// Draws a heat map in its layout. What has been drawn `before` on the same canvas, in the same layout and with the same
/// surface, stays where the maps look the same.
pub(super) fn redraw_heat_map(
    canvas: HtmlCanvasElement,
    map: &HeatMap,
    geometry: &Geometry,
    surface: Surface,
    before: Option<&HeatMap>,
) -> Result<(), JsError> {
    let area = sized(canvas, geometry.width, geometry.height, surface.pixel_ratio)?.into_drawing_area();
    let theme = surface.theme(surface.pixel_ratio);
    match before.filter(|before| map.differs_by_numbers(before)) {
        Some(before) => map.draw_changes(before, geometry, &area, &theme),
        None => map.draw_in(geometry, &area, &theme),
    }
    .map_err(failed)
}

/// Draws the losses, `width` x `height` CSS pixels large.
pub(super) fn draw_losses(
    canvas: HtmlCanvasElement,
    curve: &LossCurve,
    width: f64,
    height: f64,
    surface: Surface,
) -> Result<(), JsError> {
    // plotters counts in whole pixels; with fewer than two to a CSS pixel a curve looks jagged.
    let scale = surface.pixel_ratio.max(2.0);
    let backend = sized(canvas, width, height, scale)?;
    curve.draw(&backend.into_drawing_area(), &surface.theme(scale)).map_err(failed)
}

/// Draws cells over a canvas, in the size in which the page shows it.
pub(super) fn draw_cells(canvas: HtmlCanvasElement, cells: &Cells, surface: Surface) -> Result<(), JsError> {
    let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
    let backend = sized(canvas, width, height, surface.pixel_ratio)?;
    cells.draw(&backend.into_drawing_area(), &surface.theme(surface.pixel_ratio)).map_err(failed)
}

fn sized(
    canvas: HtmlCanvasElement,
    width: f64,
    height: f64,
    scale: f64,
) -> Result<impl DrawingBackend<ErrorType: 'static>, JsError> {
    let pixels = |length: f64| (length * scale).round() as u32;
    // Setting a size clears a canvas and costs time: only where it changes.
    if (canvas.width(), canvas.height()) != (pixels(width), pixels(height)) {
        canvas.set_width(pixels(width));
        canvas.set_height(pixels(height));
    }
    SlantedCanvas::new(canvas)
        .ok_or_else(|| JsError::new("a figure cannot be drawn: this browser gives no 2d canvas context"))
}

fn failed(error: impl std::error::Error) -> JsError {
    JsError::new(&format!("a figure cannot be drawn: {error}"))
}
