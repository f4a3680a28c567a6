//! How fast everything is: `cargo bench`, or `npm run bench` with the page as well.
//!
//! Three parts, each a Markdown table and a plot in `target/bench/`: the notebook's run on every
//! engine, the growth of a step with each size, and the throughput of a sweep. Whatever is compared
//! takes turns, so that a change in the machine's speed meets all alike; what counts are the ratios.

#[cfg(not(target_arch = "wasm32"))]
mod arguments;
#[cfg(not(target_arch = "wasm32"))]
mod beside;
#[cfg(not(target_arch = "wasm32"))]
mod engines;
#[cfg(not(target_arch = "wasm32"))]
mod growth;
#[cfg(not(target_arch = "wasm32"))]
mod operations;
#[cfg(not(target_arch = "wasm32"))]
mod plot;
#[cfg(not(target_arch = "wasm32"))]
mod report;
#[cfg(not(target_arch = "wasm32"))]
mod rounds;
#[cfg(not(target_arch = "wasm32"))]
mod runner;
#[cfg(not(target_arch = "wasm32"))]
mod sweep;
#[cfg(not(target_arch = "wasm32"))]
mod work;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    let arguments = arguments::Arguments::read();
    let outcome = match &arguments.serve {
        Some(name) => beside::serve(name),
        None => measure(&arguments),
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn measure(arguments: &arguments::Arguments) -> Result<(), Box<dyn std::error::Error>> {
    use arguments::Part;
    for part in &arguments.only {
        match part {
            Part::Engines => engines::measure(arguments)?,
            Part::Growth => growth::measure(arguments)?,
            Part::Sweep => sweep::measure(arguments)?,
        }
    }
    Ok(())
}
