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

/// Seconds that all threads of this program have spent on processors so far, to the hundredth.
pub fn seconds_of_program() -> f64 {
    /// Linux counts in these whatever the kernel's own clock is.
    const TICKS_A_SECOND: f64 = 100.0;
    let statistics = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The program's name may hold spaces; it ends at the last parenthesis. User and system time are
    // the 14th and 15th field (proc(5)), the state being the third.
    let after_name = statistics.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|text| text.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS_A_SECOND
}
