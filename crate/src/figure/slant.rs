//! Slanted labels.
//!
//! plotters turns text by quarter turns only, and the labels above the columns of a heat map are slanted. So a figure
//! asks for a slanted label with `FontTransform::Rotate270`, anchored at its start, and uses that turn for nothing else.
//! The two ends draw the quarter turn as [`SLANT_DEGREES`]: `svg` writes the other angle into the file, `canvas` turns
//! the drawing context by it.

/// The turn of a slanted label in degrees, clockwise: the text rises to the right. Steep enough that the labels of
/// narrow columns stay apart and that the last one does not need much room on the right.
pub const SLANT_DEGREES: f64 = -50.0;

/// The extent to the right and upwards of a slanted label of this width and type size, from the middle of its start.
pub(super) fn extent(width: f64, size: f64) -> (f64, f64) {
    let (sine, cosine) = SLANT_DEGREES.to_radians().sin_cos();
    (width * cosine + size / 2.0 * sine.abs(), width * sine.abs() + size / 2.0 * cosine)
}

/// The distance of two slanted lines of text whose starts are `pitch` apart.
pub(super) fn line_distance(pitch: f64) -> f64 {
    pitch * SLANT_DEGREES.to_radians().sin().abs()
}
