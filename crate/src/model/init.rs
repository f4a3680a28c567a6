//! Starting weights, drawn as PyTorch draws them on the CPU.
//!
//! The stream is that of `torch.manual_seed`: MT19937 seeded with the low 32 bits of the seed.
//! Embedding tables are standard normal (`nn.Embedding`), the three matrices uniform within
//! 1 / sqrt(E) (`nn.Linear`). Measured against torch 2.15: uniform values are equal bit by bit,
//! normal ones within 2e-6, since torch takes its logarithms and cosines in f32.

use std::f64::consts::TAU;

use rand_mt::Mt;

use super::architecture::Architecture;
use super::tensors::Module;
use crate::elementary::{ln, ln_1p, sin_cos};
use crate::task::settings::Settings;

/// The starting parameters of these settings, as one flat vector.
///
/// `draw` models are drawn in a row from one seeding, and the last is kept. The position embedding
/// is drawn even when it is left out, as the notebook does.
pub fn starting_parameters(architecture: &Architecture, settings: &Settings) -> Vec<f32> {
    let mut generator = Generator::new(settings.seed);
    let mut parameters = Vec::new();
    for _ in 0..settings.draw {
        parameters.clear();
        for tensor in architecture.tensors() {
            match tensor.role.module() {
                Module::Embedding => generator.normal(tensor.len(), &mut parameters),
                Module::Linear => generator.uniform(tensor.len(), tensor.columns, &mut parameters),
            }
        }
    }
    parameters
}

/// PyTorch's CPU generator.
struct Generator {
    bits: Mt,
    /// The second value of the last Box-Muller pair, kept for the next short normal draw.
    kept: Option<f64>,
}

/// Normal draws of this many values or more are made in blocks of as many.
const BLOCK: usize = 16;

impl Generator {
    fn new(seed: u64) -> Self {
        Self { bits: Mt::new(seed as u32), kept: None }
    }

    /// 24 random bits as a float in [0, 1).
    fn unit_f32(&mut self) -> f32 {
        (self.bits.next_u32() & 0xff_ffff) as f32 / (1 << 24) as f32
    }

    /// 53 random bits as a float in [0, 1); the first output is the high word.
    fn unit_f64(&mut self) -> f64 {
        let (high, low) = (u64::from(self.bits.next_u32()), u64::from(self.bits.next_u32()));
        ((high << 32 | low) & ((1 << 53) - 1)) as f64 / (1u64 << 53) as f64
    }

    /// Appends `n` values uniform within 1 / sqrt(`inputs`) of 0.
    fn uniform(&mut self, n: usize, inputs: usize, out: &mut Vec<f32>) {
        let bound = (1.0 / (inputs as f64).sqrt()) as f32;
        // Rounded once, as torch's fused multiply-add does.
        out.extend((0..n).map(|_| self.unit_f32().mul_add(bound + bound, -bound)));
    }

    /// Appends `n` standard normal values.
    fn normal(&mut self, n: usize, out: &mut Vec<f32>) {
        let start = out.len();
        if n < BLOCK {
            out.extend((0..n).map(|_| self.one_normal() as f32));
            return;
        }
        out.extend((0..n).map(|_| self.unit_f32()));
        let values = &mut out[start..];
        let (blocks, rest) = values.as_chunks_mut::<BLOCK>();
        blocks.iter_mut().for_each(box_muller);
        if !rest.is_empty() {
            // The last 16 values, some of them finished already, are drawn afresh as one block.
            let mut block = std::array::from_fn(|_| self.unit_f32());
            box_muller(&mut block);
            values[n - BLOCK..].copy_from_slice(&block);
        }
    }

    fn one_normal(&mut self) -> f64 {
        if let Some(value) = self.kept.take() {
            return value;
        }
        let (u1, u2) = (self.unit_f64(), self.unit_f64());
        let radius = (-2.0 * ln_1p(-u2)).sqrt();
        let (sine, cosine) = sin_cos(TAU * u1);
        self.kept = Some(radius * sine);
        radius * cosine
    }
}

/// Turns 16 uniform values into 16 normal ones: each of the first 8 with its fellow 8 places on.
fn box_muller(block: &mut [f32; BLOCK]) {
    for j in 0..BLOCK / 2 {
        // In f64 and rounded once: the same bits on every machine.
        let radius = (-2.0 * ln(f64::from(1.0 - block[j]))).sqrt();
        let (sine, cosine) = sin_cos(TAU * f64::from(block[j + BLOCK / 2]));
        block[j] = (radius * cosine) as f32;
        block[j + BLOCK / 2] = (radius * sine) as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_of_seed_77_is_torchs() {
        let mut generator = Generator::new(77);
        let first: [u32; 5] = std::array::from_fn(|_| generator.bits.next_u32());
        assert_eq!(first, [3947543255, 139010655, 2758209108, 1517742036, 3237169387]);
    }

    #[test]
    fn only_the_low_32_bits_of_a_seed_count() {
        let mut low = Generator::new(77);
        let mut high = Generator::new(77 + (5 << 32));
        assert_eq!(low.unit_f64(), high.unit_f64());
    }

    #[test]
    fn short_draws_keep_the_second_of_a_pair() {
        let mut together = Vec::new();
        Generator::new(1).normal(4, &mut together);
        let mut apart = Vec::new();
        let mut generator = Generator::new(1);
        generator.normal(1, &mut apart);
        generator.normal(3, &mut apart);
        assert_eq!(together, apart);
    }
}
