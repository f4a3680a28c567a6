//! What the tests share: registration, comparison, devices, corpora and golden runs.

use attention_lab::engine::gpu::Device;
use attention_lab::model::adam::Adam;
use attention_lab::model::architecture::Architecture;
use attention_lab::model::tensors::Tensor;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;

/// Registers async test bodies natively and in the browser.
macro_rules! everywhere {
    ($($(#[$doc:meta])* async fn $name:ident() $body:block)*) => {$(
        $(#[$doc])*
        #[cfg(not(target_arch = "wasm32"))]
        #[test]
        fn $name() {
            pollster::block_on(async $body);
        }

        $(#[$doc])*
        #[cfg(target_arch = "wasm32")]
        #[wasm_bindgen_test::wasm_bindgen_test]
        async fn $name() $body
    )*};
}

/// The largest difference of two equally long lists.
///
/// # Panics
/// The lengths differ, or a value is not finite: nothing may pass for being absent or NaN.
pub fn largest_difference<A: Into<f64> + Copy, B: Into<f64> + Copy>(found: &[A], expected: &[B]) -> f64 {
    assert_eq!(found.len(), expected.len(), "lengths differ");
    assert!(!found.is_empty(), "nothing to compare");
    found.iter().zip(expected).fold(0.0, |largest: f64, (&found, &expected)| {
        let (found, expected): (f64, f64) = (found.into(), expected.into());
        assert!(found.is_finite() && expected.is_finite(), "{found} against {expected}");
        largest.max((found - expected).abs())
    })
}

/// Asserts that two lists agree within `tolerance` at every place.
pub fn assert_close<A: Into<f64> + Copy, B: Into<f64> + Copy>(
    what: &str,
    found: &[A],
    expected: &[B],
    tolerance: f64,
) {
    let difference = largest_difference(found, expected);
    assert!(difference <= tolerance, "{what}: differs by {difference:e}, allowed {tolerance:e}");
}

/// The largest absolute value of a list.
pub fn largest<A: Into<f64> + Copy>(values: &[A]) -> f64 {
    values.iter().fold(0.0, |largest: f64, &value| largest.max(value.into().abs()))
}

/// Every GPU device natively, the browser's own in the browser. None is a failure, not a skip.
pub async fn devices() -> Vec<Device> {
    #[cfg(not(target_arch = "wasm32"))]
    let devices = Device::all().await.expect("every GPU device opens");
    #[cfg(target_arch = "wasm32")]
    let devices = vec![Device::open().await.expect("the browser has a WebGPU device")];
    assert!(!devices.is_empty(), "no GPU device: install a Vulkan driver, mesa-vulkan-drivers for example");
    devices
}

/// Lets the browser answer its driver, which gives up a page that computes for half a minute without a pause.
pub async fn pause() {
    #[cfg(target_arch = "wasm32")]
    {
        let wait = js_sys::Promise::new(&mut |resolve, _| {
            let timer = js_sys::Reflect::get(&js_sys::global(), &"setTimeout".into()).expect("a timer");
            js_sys::Function::from(timer).call1(&wasm_bindgen::JsValue::NULL, &resolve).expect("a timer");
        });
        wasm_bindgen_futures::JsFuture::from(wait).await.expect("the timer ends");
    }
}

/// Three sentences of different lengths, with a word that comes twice in one of them.
pub fn ragged_corpus() -> Corpus {
    Corpus::parse("the cat saw the dog run\ndogs bark\nthe dog saw").expect("the corpus is well formed")
}

/// Twenty tokens, a sentence of twelve places and one of four.
pub fn larger_corpus() -> Corpus {
    Corpus::parse("a b c d e f g h i j k\nl m n\no p q r s a a s r\n").expect("the corpus is well formed")
}

/// Every combination of the two toggles, at a small head size.
pub fn toggles() -> [Settings; 4] {
    [(true, true), (true, false), (false, true), (false, false)].map(|(position, skip)| Settings {
        head_size: 3,
        position,
        skip,
        ..Settings::default()
    })
}

pub fn architecture(settings: &Settings, corpus: &Corpus) -> Architecture {
    Architecture::new(settings, corpus)
}

pub fn adam(settings: &Settings) -> Adam {
    Adam::of(settings)
}

/// A run of the notebook's model in PyTorch: see tests/golden/README.md.
pub struct Golden {
    pub name: &'static str,
    pub settings: Settings,
    pub json: Value,
    tensors: SafeTensors<'static>,
}

macro_rules! golden {
    ($name:literal) => {
        Golden::new(
            $name,
            include_str!(concat!("../golden/", $name, ".json")),
            include_bytes!(concat!("../golden/", $name, ".safetensors")),
        )
    };
}

impl Golden {
    /// The run whose losses the notebook prints.
    pub fn printed() -> Self {
        golden!("k2_h20_pos0_skip1")
    }

    /// The notebook as it reads.
    pub fn notebook() -> Self {
        golden!("k1_h20_pos1_skip1")
    }

    /// All runs.
    pub fn all() -> Vec<Self> {
        vec![
            Self::printed(),
            Self::notebook(),
            golden!("k1_h10_pos1_skip1"),
            golden!("k1_h20_pos0_skip1"),
            golden!("k1_h20_pos1_skip0"),
            golden!("k1_h20_pos0_skip0"),
        ]
    }

    fn new(name: &'static str, json: &str, tensors: &'static [u8]) -> Self {
        let json: Value = serde_json::from_str(json).expect("golden json");
        let meta = &json["meta"];
        let number = |key: &str| meta[key].as_u64().expect("a whole number");
        let settings = Settings {
            head_size: number("H") as u32,
            epochs: number("epochs") as u32,
            learning_rate: meta["lr"].as_f64().expect("a number"),
            seed: number("seed"),
            draw: number("instantiation") as u32,
            position: meta["use_pos"] == true,
            skip: meta["use_skip"] == true,
        };
        let tensors = SafeTensors::deserialize(tensors).expect("golden tensors");
        Self { name, settings, json, tensors }
    }

    pub fn architecture(&self) -> Architecture {
        architecture(&self.settings, &Corpus::notebook())
    }

    /// One tensor, as f64; `None` if the run has none of that name.
    pub fn tensor(&self, name: &str) -> Option<Vec<f64>> {
        let view = self.tensors.tensor(name).ok()?;
        Some(match view.dtype() {
            Dtype::F64 => view.data().as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect(),
            Dtype::F32 => {
                view.data().as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes).into()).collect()
            }
            other => panic!("{name} is of type {other:?}"),
        })
    }

    /// The tensors below `prefix` as one flat parameter vector; zeros where the run has none.
    pub fn flat(&self, prefix: &str) -> Vec<f64> {
        let architecture = self.architecture();
        let of = |tensor: Tensor| {
            let name = tensor.name();
            self.tensor(&format!("{prefix}/{name}")).unwrap_or_else(|| {
                assert!(!tensor.in_use, "{} has no {prefix}/{name}", self.name);
                vec![0.0; tensor.len()]
            })
        };
        architecture.tensors().into_iter().flat_map(of).collect()
    }

    /// Epoch and both losses, every 100 epochs.
    pub fn loss_trace(&self) -> Vec<[f64; 3]> {
        let rows = self.json["f32"]["loss_trace"].as_array().expect("rows");
        let number = |row: &Value, i: usize| row[i].as_f64().expect("a number");
        rows.iter().map(|row| std::array::from_fn(|i| number(row, i))).collect()
    }

    /// A matrix of the finished run.
    pub fn final_matrix(&self, sentence: usize, name: &str) -> Vec<f64> {
        let name = format!("f32/final_seq{}/{name}", sentence + 1);
        self.tensor(&name).unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }
}

everywhere! {
    /// The comparison itself can fail.
    async fn a_comparison_fails_when_it_must() {
        assert_eq!(largest_difference(&[1.0f32, 2.0], &[1.0f64, 2.5]), 0.5);
        assert_eq!(largest(&[1.0f32, -3.0]), 3.0);
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod failures {
    use super::assert_close;

    #[test]
    #[should_panic(expected = "NaN against 1")]
    fn nan_does_not_pass() {
        assert_close("nan", &[f32::NAN], &[1.0f32], 1e9);
    }

    #[test]
    #[should_panic(expected = "lengths differ")]
    fn a_missing_value_does_not_pass() {
        assert_close("short", &[1.0f32], &[1.0f32, 1.0], 1e9);
    }

    #[test]
    #[should_panic(expected = "differs by")]
    fn a_small_fault_does_not_pass() {
        assert_close("fault", &[1.0f32, 1.0], &[1.0f32, 1.001], 1e-4);
    }
}
