//! The crate's own types as records.

use super::records::{Change, Fault, Found, Refused, Slope};
use crate::check::{self, Check};
use crate::engine::EngineError;
use crate::engine::gpu::SourceError;
use crate::train::run::Run;

impl From<EngineError> for Refused {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Source(faults) => {
                Self { faults: faults.into_iter().map(Fault::from).collect(), ran: false }
            }
            EngineError::Stopped(fault) => Self { faults: vec![Fault::from(*fault)], ran: true },
            other => {
                let message = other.to_string();
                Self { faults: vec![Fault { part: String::new(), line: 1, column: 1, message }], ran: false }
            }
        }
    }
}

impl From<SourceError> for Fault {
    fn from(SourceError { part, line, column, message }: SourceError) -> Self {
        Self { part, line, column, message }
    }
}

impl From<(Check, &Run)> for Found {
    fn from((check, run): (Check, &Run)) -> Self {
        Self {
            is_good: check.is_good(),
            looked_at: check.sentences.len(),
            sentences: run.corpus.sentences().len(),
            slopes: check.slopes.into_iter().map(Slope::from).collect(),
            order: check.order,
            changes: check.changes.iter().map(Change::from).collect(),
        }
    }
}

impl From<check::Slope> for Slope {
    fn from(slope: check::Slope) -> Self {
        Self {
            is_ok: slope.is_ok(),
            tensor: slope.tensor.name().into_owned(),
            shape: [slope.tensor.rows, slope.tensor.columns],
            in_use: slope.tensor.in_use,
            difference: slope.difference,
            largest: slope.largest,
            at: slope.at,
            differences: slope.differences,
        }
    }
}

impl From<&check::Change> for Change {
    fn from(change: &check::Change) -> Self {
        Self { matrix: change.name(), difference: change.difference, largest: change.largest }
    }
}
