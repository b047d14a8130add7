//! What the figures were taken on, and of.

use std::fs;
use std::process::Command;
use std::thread;

/// One line about the machine, the compiler and the pages.
pub(crate) fn describe() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(": ")?.1.trim().to_owned())
    });
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let rustc = Command::new("rustc").arg("--version").output().ok();
    let rustc = rustc.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    format!(
        "{}, {cores} cores, {}, {}. Pages and samples: `{}`.",
        cpu.unwrap_or_else(|| "unknown CPU".to_owned()),
        std::env::consts::OS,
        rustc.unwrap_or_else(|| "unknown compiler".to_owned()),
        ucwa_bench::corpus::name(),
    )
}
