//! A run: trained, rewound, looked back at, its next step under the lens.

pub mod course;
pub mod divergence;
pub mod history;
pub mod lens;
pub mod run;
pub mod shadow;
pub mod timeline;
pub mod trainer;
