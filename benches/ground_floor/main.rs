//! The figures of the ground floor: size, speed and durability, each beside its peer in the same run.
//! `make bench` builds the client and runs this; `docs/BENCHMARKS.md` tells what each figure means.

mod bookings;
mod disk;
mod engine;
mod load;
mod parts;
mod pinning;
mod queries;
mod report;
mod samples;
mod search_page;
mod site;
mod size;
mod wasm;

use anyhow::Context;
use report::Report;
use std::{fs::File, sync::Mutex, time::Instant};
use tracing_subscriber::EnvFilter;

/// What the measures log, as a server would; cargo runs benches in the package's folder.
const LOG: &str = "target/bench.log";

/// One of the measures: what it found goes into the report.
type Measure = fn(&mut Report) -> anyhow::Result<()>;

fn main() -> anyhow::Result<()> {
    std::fs::create_dir_all("target").context("target")?;
    let log = File::create(LOG).context(LOG)?;
    let filter = EnvFilter::new("info,tantivy=warn,sqlx=warn");
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Mutex::new(log)).init();

    // `cargo bench … -- size engine` runs only these.
    let chosen: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let measures: [(&str, Measure); 4] = [
        ("size", size::measure),
        ("page", search_page::measure),
        ("engine", engine::measure),
        ("bookings", bookings::measure),
    ];
    let mut report = Report::default();
    for (name, measure) in measures {
        if !chosen.is_empty() && !chosen.iter().any(|choice| choice == name) {
            continue;
        }
        let started = Instant::now();
        measure(&mut report).with_context(|| name.to_owned())?;
        eprintln!("{name}: {:.0} s", started.elapsed().as_secs_f64());
    }
    report.finish()
}
