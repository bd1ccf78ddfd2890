//! One processor for what is measured, another for what measures it.

use std::{fs, process::Command};

/// Keeps the calling thread, and every thread that it starts from now on, on processor `cpu`.
/// Answers whether that worked: it needs `taskset` (util-linux) and that many processors.
pub fn pin(cpu: usize) -> bool {
    let Ok(thread) = fs::read_link("/proc/thread-self") else { return false };
    let Some(id) = thread.file_name() else { return false };
    let outcome = Command::new("taskset").args(["--cpu-list", "--pid", &cpu.to_string()]).arg(id).output();
    outcome.is_ok_and(|output| output.status.success())
}

/// Seconds that the calling thread has spent on a processor so far.
pub fn seconds_on_processor() -> f64 {
    let statistics = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = statistics.split_whitespace().next().and_then(|text| text.parse::<f64>().ok());
    nanoseconds.map_or(f64::NAN, |nanoseconds| nanoseconds / 1e9)
}
