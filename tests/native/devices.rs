//! Which device computes, and what happens without one.

use std::process::Command;

use crate::program::Place;

/// Takes every Vulkan device away.
pub fn without_gpu(mut command: Command) -> Command {
    command.env("VK_DRIVER_FILES", "/nonexistent").env_remove("VK_ADD_DRIVER_FILES");
    command
}

#[cfg(not(target_vendor = "apple"))]
#[test]
fn without_a_gpu_the_gpu_is_refused() {
    let place = Place::new();
    let command = place.command(&["train", "--backend", "gpu", "--out", "out", "--json", "run.json"]);
    // What every driver has to say for itself helps nobody.
    let plain =
        "attention-lab: no GPU was found: install a Vulkan driver, or compute on the CPU (--backend cpu)\n";
    place.refuse_command(without_gpu(command), 3, &[plain]);
}

#[cfg(not(target_vendor = "apple"))]
#[test]
fn without_a_gpu_the_cpu_computes() {
    let place = Place::new();
    let mut command = without_gpu(place.command(&["train", "--epochs", "5"]));
    let output = command.output().unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("Computed by the CPU engine (one core, f32): no GPU was found."), "{said}");
}

#[test]
fn the_gpu_is_named() {
    let report = Place::new().json(&["train", "--backend", "gpu", "--epochs", "0"]);
    let adapter = &report["adapter"];
    assert_ne!(adapter["backend"], "cpu");
    assert!(!adapter["name"].as_str().unwrap().is_empty());
    let kind = adapter["kind"].as_str().unwrap();
    assert!(["cpu", "integrated", "discrete", "none"].contains(&kind), "{kind}");
}

/// As under cron, in containers and in Slurm's jobs, where the Vulkan loader complains.
#[test]
fn a_good_run_says_nothing_on_standard_error() {
    for given in [None, Some("not/absolute"), Some("")] {
        let place = Place::new();
        let mut command = place.command(&["train", "--backend", "gpu", "--epochs", "0"]);
        command.env_remove("XDG_RUNTIME_DIR");
        if let Some(given) = given {
            command.env("XDG_RUNTIME_DIR", given);
        }
        let output = command.output().unwrap();
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

/// A model that is too large is bad input: a smaller one would do.
#[test]
fn a_model_that_does_not_fit_the_gpu() {
    let place = Place::new().with("long.txt", "word ".repeat(255));
    let arguments = ["train", "--corpus", "long.txt", "--head-size", "128", "--epochs", "0"];
    let words = ["does not fit", "maxComputeWorkgroupStorageSize", "16384"];
    place.refuse(&[&arguments[..], &["--backend", "gpu"]].concat(), 2, &words);
    assert_eq!(place.json(&arguments)["adapter"]["backend"], "cpu");
}
