//! What is translated computes what WGSL says; what is not is refused in a sentence.

mod machine;
mod refused;
mod semantics;
mod stopped;
mod waiting;
