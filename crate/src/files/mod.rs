//! What a run is written to and read from.

pub mod figures;
pub mod link;
pub mod notebook;
pub mod npz;
pub mod opened;
pub mod report;
pub mod saved;
pub mod script;
pub mod settings_json;
pub mod tables;
pub mod taken;
pub mod weights;
