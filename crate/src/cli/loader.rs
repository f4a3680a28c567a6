//! Keeps the Vulkan loader quiet.
//!
//! Where `XDG_RUNTIME_DIR` is not set, as under cron, in containers and in Slurm's jobs, a layer that
//! Mesa puts into the loader looks for a Wayland screen and complains on standard error, twice, in a run
//! that is good. No setting of Vulkan's own silences it. A program cannot change its environment safely
//! once it runs, so it begins once more with the variable set: to a folder that is not there, in which
//! no screen is found, without a word.

/// Begins the program once more if the loader would complain; then it does not come back.
#[cfg(target_os = "linux")]
pub fn quiet() {
    use std::os::unix::process::CommandExt;
    use std::path::Path;

    const NAME: &str = "XDG_RUNTIME_DIR";
    if std::env::var_os(NAME).is_some_and(|folder| Path::new(&folder).is_absolute()) {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        let mut again = std::process::Command::new(program);
        again.args(std::env::args_os().skip(1)).env(NAME, "/nonexistent");
        // It comes back only if it fails; then the complaint does no harm.
        _ = again.exec();
    }
}

/// Other systems have no such layer.
#[cfg(not(target_os = "linux"))]
pub fn quiet() {}
