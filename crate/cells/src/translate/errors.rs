//! What naga finds wrong with a text, as one sentence with its place.

use std::error::Error;

use naga::WithSpan;
use naga::front::wgsl::ParseError;
use naga::valid::ValidationError;

use crate::Fault;

/// Of the parser: its message, and what it says of the place.
pub(super) fn parse(error: &ParseError) -> Fault {
    let mut message = error.message().to_owned();
    let label = error.labels().next();
    // A message that quotes what it is about needs no label.
    if let Some((_, label)) = label.filter(|(_, label)| !label.is_empty() && !message.contains('`')) {
        message = format!("{message} ({label})");
    }
    for note in error.notes() {
        message = format!("{message}: {note}");
    }
    Fault { message: one_line(&message), at: label.and_then(|(span, _)| span.to_range()) }
}

/// Of the validator: the innermost of its errors, which says what it is, and the narrowest place that it knows.
pub(super) fn validation(error: &WithSpan<ValidationError>) -> Fault {
    let mut innermost: &dyn Error = error.as_inner();
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let places = error.spans().filter_map(|(span, _)| span.to_range());
    Fault { message: one_line(&innermost.to_string()), at: places.min_by_key(|place| place.len()) }
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
