//! What a run is written to and read from.

pub mod link;
pub mod weights;
