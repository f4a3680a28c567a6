//! Which pictures there are of a run, what stands in them and which colours they have.

pub mod colours;
pub mod pictures;
