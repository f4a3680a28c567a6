//! Heat maps of the page: of a sentence, or of what is different between two.

use std::mem;

use tsify::Ts;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use super::canvas::{self, Surface};
use super::lab::Lab;
use super::records::{Table, plain};
use crate::figure::{Geometry, HeatMap, Rect};
use crate::matrix::Matrix;
use crate::model::activations::Activation;
use crate::show::colours::Colours;

/// What a picture shows: a matrix of one sentence, or that of one minus that of another.
#[wasm_bindgen]
pub struct Subject {
    picture: Activation,
    sentence: usize,
    minus: Option<usize>,
    /// The numbers of the moment.
    numbers: Matrix<f32>,
    drawn: Option<Drawn>,
    /// No nearer to the top left corner than this begin its cells: where the labels of pictures beside it are longer.
    corner: (f64, f64),
}

/// What is on a canvas, and how.
struct Drawn {
    map: HeatMap,
    geometry: Geometry,
    surface: Surface,
}

#[wasm_bindgen]
impl Subject {
    /// The matrix of this name (see `Lab.figure_names`) of a sentence, and perhaps which sentence is taken away.
    ///
    /// # Errors
    /// There is no such figure.
    #[wasm_bindgen(constructor)]
    pub fn new(figure: &str, sentence: usize, minus: Option<usize>) -> Result<Self, JsError> {
        let picture = Activation::from_name(figure)
            .ok_or_else(|| JsError::new(&format!("there is no figure '{figure}'")))?;
        Ok(Self { picture, sentence, minus, numbers: Matrix::default(), drawn: None, corner: (0.0, 0.0) })
    }

    /// How many columns it has now.
    pub fn columns(&self) -> usize {
        self.numbers.columns
    }

    /// The number of a cell, counted row by row from 0; NaN where there is no such cell. `labels` says which are masked.
    pub fn number(&self, cell: usize) -> f32 {
        self.numbers.values.get(cell).copied().unwrap_or(f32::NAN)
    }

    /// Its cells shall begin no nearer to the top left corner than this, in CSS pixels: those of pictures of the same places
    /// then agree.
    pub fn align(&mut self, left: f64, top: f64) {
        self.corner = (left, top);
    }

    /// The next drawing is a whole one: the font may be another one, for example.
    pub fn renew(&mut self) {
        self.drawn = None;
    }
}

/// The colours of all pictures.
#[wasm_bindgen(js_name = Colours)]
#[derive(Default)]
pub struct ColoursItem(Colours);

#[wasm_bindgen(js_class = Colours)]
impl ColoursItem {
    /// The colours at the start.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the colours span the numbers of the moment, instead of a range that stays.
    pub fn set_fit(&mut self, fit: bool) {
        self.0.fit = fit;
    }

    /// Whether values have the one hue of the notebook's third figure, instead of two, for and against a word.
    pub fn set_notebook_values(&mut self, on: bool) {
        self.0.notebook_values = on;
    }

    /// For another run.
    pub fn renew(&mut self) {
        self.0.renew();
    }
}

#[wasm_bindgen]
impl Lab {
    /// Takes note of the numbers of a figure in all sentences, and of those that the subject has taken of a difference;
    /// before they are drawn.
    pub fn cover(&self, colours: &mut ColoursItem, subject: &Subject) {
        let matrices: Vec<_> = self.traces.iter().map(|trace| subject.picture.shown(trace)).collect();
        colours.0.cover(subject.picture, false, &matrices);
        if subject.minus.is_some() {
            colours.0.cover(subject.picture, true, [&subject.numbers]);
        }
    }

    /// The words and numbers of a picture.
    ///
    /// # Errors
    /// There are no such sentences, or they have no difference.
    pub fn labels(&self, subject: &Subject) -> Result<Ts<Table>, JsError> {
        plain(self.subject_map(subject)?)
    }

    /// Takes the numbers of the moment; returns the cells whose number is another than before, counted row by row from
    /// 0: all of them at the first time, and where there are other columns.
    ///
    /// # Errors
    /// As for `labels`.
    pub fn take(&self, subject: &mut Subject) -> Result<Vec<u32>, JsError> {
        let now = self.cells(subject)?;
        let before = mem::replace(&mut subject.numbers, now);
        Ok(subject.numbers.changed(&before).map(|cell| cell as u32).collect())
    }

    /// The least width in CSS pixels at which a picture can be read.
    ///
    /// # Errors
    /// As for `labels`.
    pub fn narrowest(&self, subject: &Subject, colours: &ColoursItem) -> Result<f64, JsError> {
        Ok(Geometry::narrowest(&self.coloured(subject, colours)?))
    }

    /// Where the cells of a picture begin by its own labels, `width` CSS pixels wide: so far to the right and down.
    ///
    /// # Errors
    /// As for `labels`.
    pub fn corner(&self, subject: &Subject, colours: &ColoursItem, width: f64) -> Result<Vec<f64>, JsError> {
        let Rect { left, top, .. } = Geometry::natural(&self.coloured(subject, colours)?, width).cells;
        Ok(vec![left, top])
    }

    /// Draws a picture `width` CSS pixels wide, always on the same canvas; what looks the same as at the last time is not
    /// drawn again. Sizes the canvas in device pixels, and returns in CSS pixels: the height,
    /// then left, top, right and bottom of all cells together. Columns are equally wide, and rows equally high.
    ///
    /// # Errors
    /// As for `labels`, or the canvas cannot be drawn on.
    pub fn draw(
        &self,
        canvas: HtmlCanvasElement,
        subject: &mut Subject,
        colours: &ColoursItem,
        width: f64,
        pixel_ratio: f64,
        dark: bool,
    ) -> Result<Vec<f64>, JsError> {
        let map = self.coloured(subject, colours)?;
        let geometry = Geometry::natural_from(&map, width, subject.corner).in_whole_pixels();
        let surface = Surface { pixel_ratio, dark };
        let before =
            subject.drawn.take().filter(|drawn| drawn.surface == surface && drawn.geometry == geometry);
        canvas::redraw_heat_map(canvas, &map, &geometry, surface, before.as_ref().map(|drawn| &drawn.map))?;
        let Rect { left, top, right, bottom } = geometry.cells;
        let height = geometry.height;
        subject.drawn = Some(Drawn { map, geometry, surface });
        Ok(vec![height, left, top, right, bottom])
    }
}

impl Lab {
    fn cells(&self, subject: &Subject) -> Result<Matrix<f32>, JsError> {
        let &Subject { picture, sentence, minus, .. } = subject;
        self.sentence(sentence)?;
        let Some(other) = minus else { return Ok(picture.shown(&self.traces[sentence])) };
        self.sentence(other)?;
        picture.difference([&self.traces[sentence], &self.traces[other]]).ok_or_else(no_difference)
    }

    fn subject_map(&self, subject: &Subject) -> Result<HeatMap, JsError> {
        let &Subject { picture, sentence, minus, .. } = subject;
        let (corpus, one) = (self.trainer.corpus(), self.sentence(sentence)?);
        let Some(other) = minus else { return Ok(picture.heat_map(corpus, one, &self.traces[sentence])) };
        let traces = [&self.traces[sentence], &self.traces[other]];
        picture.difference_map(corpus, [one, self.sentence(other)?], traces).ok_or_else(no_difference)
    }

    fn coloured(&self, subject: &Subject, colours: &ColoursItem) -> Result<HeatMap, JsError> {
        let range = colours.0.range(subject.picture, subject.minus.is_some());
        Ok(HeatMap { title: String::new(), range, ..self.subject_map(subject)? })
    }
}

fn no_difference() -> JsError {
    JsError::new("the two sentences have not the same number of places")
}
