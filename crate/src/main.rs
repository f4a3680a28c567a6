//! The native program: trains the head from the command line.

#[cfg(not(target_arch = "wasm32"))]
mod cli;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    cli::main()
}

// wasm-pack compiles every target of the package.
#[cfg(target_arch = "wasm32")]
fn main() {}
