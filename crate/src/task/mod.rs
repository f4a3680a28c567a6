//! What is to be learned: the sentences, and every knob of a run.

pub mod corpus;
pub mod printed;
pub mod settings;
pub mod shelf;
pub mod typed;
