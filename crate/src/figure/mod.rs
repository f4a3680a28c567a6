//! Drawings of what the model holds: heat maps of its matrices and the curve of its losses.
//!
//! A figure is plain data ([`HeatMap`], [`LossCurve`]) with a `draw` method that is generic over plotters' drawing
//! backend, so that the page's canvas and an SVG file show the same picture. Nothing here knows the model.
//!
//! All sizes are CSS pixels; a [`Theme`] carries the colours and the number of device pixels in a CSS pixel. Widths of
//! texts are estimated, never measured: in a browser plotters measures by inserting elements into the document, which
//! is far too slow for a figure that is redrawn at every frame.
//!
//! | module | what lives there |
//! |---|---|
//! | `palette` | the colours of numbers on light and on dark paper, and black or white on them |
//! | `range`, `reach` | which values have which colours; which numbers they span, while the numbers change |
//! | `theme` | colours on light and on dark paper, type, scale |
//! | `slant`, `whole` | how slanted labels, and the whole of shortened ones, pass through plotters |
//! | `heat_map`, `geometry`, `labels` | the heat map; where its cells are, for drawing and for hit tests; which labels have room |
//! | `cells` | a small heat map: cells alone, for pictures that stand among others |
//! | `stretch` | an axis with room at both ends |
//! | `loss_curve`, `end_labels`, `loss_axis`, `ticks`, `thin`, `stack` | the losses over the epochs: axes, long histories, labels that keep apart |
//! | `pen`, `text`, `clusters` | drawing in CSS pixels; estimated widths, line breaks, directions of writing; what is one letter |
//! | `svg`, `canvas` | the two ends: files, a canvas in the browser |

#[cfg(target_arch = "wasm32")]
mod canvas;
mod cells;
mod clusters;
mod end_labels;
mod geometry;
mod heat_map;
mod labels;
mod loss_axis;
mod loss_curve;
pub mod palette;
mod pen;
mod range;
mod reach;
mod slant;
mod stack;
pub mod stretch;
mod svg;
mod svg_canvas;
mod text;
mod theme;
mod thin;
mod ticks;
mod whole;

#[cfg(target_arch = "wasm32")]
pub use canvas::SlantedCanvas;
pub use cells::Cells;
pub use geometry::{Geometry, Rect};
pub use heat_map::HeatMap;
pub use loss_curve::{Before, Curve, Dots, LossCurve, Marker, Scale};
pub use range::Range;
pub use reach::{Reach, largest};
pub use slant::SLANT_DEGREES;
pub use svg::{FigureError, heat_map_svg, loss_curve_svg};
pub use text::isolated;
pub use theme::{FONT_FAMILY, Theme};
