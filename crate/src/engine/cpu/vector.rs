//! What the step computes with: eight f32 at a time.
//!
//! Every function is inlined into the loop over the steps, which is compiled once for each set of
//! instructions. (So there are loops here in place of `map` and `fold`: those are compiled once,
//! for the plainest instructions.) Sums have one order on all of them, and products are never fused with sums, so
//! that every processor finds the same bits.

use std::iter::{StepBy, Take};
use std::slice::Iter;

use fearless_simd::{f32x4, f32x8, i32x8, prelude::*};

use super::sizes::Sizes;

/// f32 in a vector.
pub(super) const LANES: usize = 8;

/// Vectors that hold `n` values.
pub(super) fn vectors(n: usize) -> usize {
    n.div_ceil(LANES)
}

/// A vector in memory, where no load crosses a cache line.
#[repr(C, align(32))]
#[derive(Clone, Copy, Debug, Default, bytemuck::Pod, bytemuck::Zeroable)]
pub(super) struct Eight(pub [f32; LANES]);

impl Eight {
    #[inline(always)]
    pub fn load<S: Simd>(&self, simd: S) -> f32x8<S> {
        f32x8::simd_from(simd, self.0)
    }

    #[inline(always)]
    pub fn store<S: Simd>(&mut self, value: f32x8<S>) {
        value.store_slice(&mut self.0);
    }
}

/// The values of some vectors, one after another.
#[inline(always)]
pub(super) fn flat(vectors: &[Eight]) -> &[f32] {
    bytemuck::cast_slice(vectors)
}

/// [`flat`], to be written.
pub(super) fn flat_mut(vectors: &mut [Eight]) -> &mut [f32] {
    bytemuck::cast_slice_mut(vectors)
}

/// The product of two rows, lane by lane, not yet summed across the lanes.
#[inline(always)]
pub(super) fn product<S: Simd>(simd: S, a: &[Eight], b: &[Eight]) -> f32x8<S> {
    let mut rest = a.iter().zip(b);
    let Some((a, b)) = rest.next() else { return f32x8::splat(simd, 0.0) };
    let mut sum = a.load(simd) * b.load(simd);
    for (a, b) in rest {
        sum += a.load(simd) * b.load(simd);
    }
    sum
}

/// Sums across the lanes: lane i of the result is the sum of `row(i)`, for `count` rows at least.
#[inline(always)]
pub(super) fn across<S: Simd>(simd: S, count: usize, row: impl Fn(usize) -> f32x8<S>) -> f32x8<S> {
    let low = across_four([row(0), row(1), row(2), row(3)]);
    let high =
        if count > 4 { across_four([row(4), row(5), row(6), row(7)]) } else { f32x4::splat(simd, 0.0) };
    simd.combine_f32x4(low, high)
}

#[inline(always)]
fn across_four<S: Simd>([a, b, c, d]: [f32x8<S>; 4]) -> f32x4<S> {
    pairs(pairs(halves(a), halves(b)), pairs(halves(c), halves(d)))
}

#[inline(always)]
fn halves<S: Simd>(row: f32x8<S>) -> f32x4<S> {
    let (low, high) = row.split();
    low + high
}

/// Sums of neighbours: a0 + a1, a2 + a3, b0 + b1, b2 + b3.
#[inline(always)]
fn pairs<S: Simd>(a: f32x4<S>, b: f32x4<S>) -> f32x4<S> {
    a.simd.unzip_low_f32x4(a, b) + a.simd.unzip_high_f32x4(a, b)
}

/// `out` becomes the transpose of `rows`, of which the first `count` count. Both have as many vectors
/// a row as are given.
#[inline(always)]
pub(super) fn transpose<S: Simd>(
    simd: S,
    sizes: impl Sizes,
    rows: &[Eight],
    width: usize,
    out: &mut [Eight],
    out_width: usize,
    count: usize,
) {
    sizes.apart_if_open(
        #[inline(always)]
        move || {
            for i in 0..count.div_ceil(LANES) {
                for j in 0..width {
                    let mut square = [f32x8::splat(simd, 0.0); LANES];
                    for (r, row) in square.iter_mut().enumerate().take(count - i * LANES) {
                        *row = rows[(i * LANES + r) * width + j].load(simd);
                    }
                    // A row's number has three bits, a lane's too: each round takes one from the one to the other.
                    for _ in 0..3 {
                        let [a, b, c, d, e, f, g, h] = square;
                        let low = |a, b| simd.zip_low_f32x8(a, b);
                        let high = |a, b| simd.zip_high_f32x8(a, b);
                        square = [
                            low(a, e),
                            high(a, e),
                            low(b, f),
                            high(b, f),
                            low(c, g),
                            high(c, g),
                            low(d, h),
                            high(d, h),
                        ];
                    }
                    for (r, row) in square.into_iter().enumerate() {
                        out[(j * LANES + r) * out_width + i].store(row);
                    }
                }
            }
        },
    );
}

/// Weights that stand `stride` apart.
pub(super) type Weights<'a> = Take<StepBy<Iter<'a, f32>>>;

/// The first `count` of `values` that stand `stride` apart.
#[inline(always)]
pub(super) fn every(values: &[f32], stride: usize, count: usize) -> Weights<'_> {
    values.iter().step_by(stride).take(count)
}

/// `out` = the sum of weight times row, over all `rows` of `width` vectors that have a weight; of as
/// much of each row as `out` has room for.
#[inline(always)]
pub(super) fn weighted_row<S: Simd>(
    simd: S,
    sizes: impl Sizes,
    weights: Weights,
    rows: &[Eight],
    width: usize,
    out: &mut [Eight],
) {
    sizes.apart_if_open(
        #[inline(always)]
        move || {
            weighted_sum(
                simd,
                weights,
                rows,
                width,
                out.len(),
                #[inline(always)]
                |j, sum| out[j].store(sum),
            );
        },
    );
}

/// [`weighted_row`] for whoever goes on with it at once: calls `take(j, sum)` for each of the first
/// `count` vectors of the row.
#[inline(always)]
pub(super) fn weighted_sum<S: Simd>(
    simd: S,
    weights: Weights,
    rows: &[Eight],
    width: usize,
    count: usize,
    mut take: impl FnMut(usize, f32x8<S>),
) {
    let mut j = 0;
    while j < count {
        // A weight that is loaded serves several vectors, and their sums need not wait for one another.
        match count - j {
            1 => j += sum_vectors::<_, 1>(simd, weights.clone(), rows, width, j, &mut take),
            2 => j += sum_vectors::<_, 2>(simd, weights.clone(), rows, width, j, &mut take),
            3 => j += sum_vectors::<_, 3>(simd, weights.clone(), rows, width, j, &mut take),
            4 => j += sum_vectors::<_, 4>(simd, weights.clone(), rows, width, j, &mut take),
            _ => j += sum_vectors::<_, 5>(simd, weights.clone(), rows, width, j, &mut take),
        }
    }
}

/// [`weighted_sum`] for `N` vectors from `first` on.
#[inline(always)]
fn sum_vectors<S: Simd, const N: usize>(
    simd: S,
    weights: Weights,
    rows: &[Eight],
    width: usize,
    first: usize,
    take: &mut impl FnMut(usize, f32x8<S>),
) -> usize {
    let mut sums = [f32x8::splat(simd, 0.0); N];
    for (&weight, row) in weights.zip(rows.chunks_exact(width)) {
        for (sum, value) in sums.iter_mut().zip(&row[first..][..N]) {
            *sum += value.load(simd) * weight;
        }
    }
    for (j, sum) in sums.into_iter().enumerate() {
        take(first + j, sum);
    }
    N
}

/// e to the power of `x`, for x <= 88; 1e-38 for all that lies below.
///
/// The method of Cephes: a power of two from the bits of an f32, times a polynomial for what is
/// left, at most ln(2) / 2; its error is below 2 units in the last place.
#[inline(always)]
pub(super) fn exp<S: Simd>(simd: S, x: f32x8<S>) -> f32x8<S> {
    let x = x.max(f32x8::splat(simd, -87.3));
    let power = (x * std::f32::consts::LOG2_E).round_ties_even();
    // ln(2) in two parts, the first of few enough bits that its products are exact.
    let r = x - power * 0.693_359_4 - power * -2.121_944_4e-4;
    let mut p = r * 1.987_569_1e-4 + 1.398_2e-3;
    for coefficient in [8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1] {
        p = p * r + coefficient;
    }
    let p = p * (r * r) + r + 1.0;
    let bits: i32x8<S> = (power + 127.0).to_int();
    p * f32x8::from_bits((bits << 23).bitcast())
}
