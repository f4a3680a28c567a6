//! Why the head says what it says, and what it would say if.

pub mod intervene;
pub mod spectrum;
pub mod split;
