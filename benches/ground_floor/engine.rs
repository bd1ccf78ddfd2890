//! How long a search takes in the process, and how that grows with the number of professionals.

use super::{
    disk, queries,
    report::{Figure, Goal, Report},
    samples::{REPETITIONS, Samples},
};
use declic::search::{checkpoint::Checkpoint, criteria::Criteria, index::SearchIndex, synthetic::synthetic};
use std::{hint::black_box, path::Path, time::Instant};

const FEW: usize = 1_000;
const MANY: usize = 100_000;
const SEARCHES: usize = 4_000;
/// Documents taken up at once.
const BATCH: usize = 5_000;
const SEED: u64 = 1;
const P99_LIMIT_MS: f64 = 20.0;
const GROWTH_LIMIT: f64 = 3.0;

/// Searches both indexes in turn.
///
/// # Errors
/// When the engine fails.
pub fn measure(report: &mut Report) -> anyhow::Result<()> {
    let folder = disk::folder()?;
    let few = filled(&folder.path().join("few"), FEW)?;
    let many = filled(&folder.path().join("many"), MANY)?;
    let searches = queries::mixed(SEARCHES);
    for index in [&few, &many] {
        milliseconds(index, &searches)?;
    }
    let mut runs: Vec<(Samples, Samples)> = Vec::new();
    for _ in 0..REPETITIONS {
        runs.push((milliseconds(&few, &searches)?, milliseconds(&many, &searches)?));
    }
    for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
        let of_few: Samples = runs.iter().map(|(few, _)| few.percentile(share)).collect();
        let of_many: Samples = runs.iter().map(|(_, many)| many.percentile(share)).collect();
        let growth: Samples = runs.iter().map(|(few, many)| many.percentile(share) / few.percentile(share)).collect();
        let to_limit: Samples = runs.iter().map(|(_, many)| many.percentile(share) / P99_LIMIT_MS).collect();
        let grown = Figure::timed(
            format!("search of 100,000, {name}"),
            &of_many,
            "ms",
            &growth,
            format!("1,000 professionals: {:.3} ms", of_few.median()),
        );
        if share == 0.99 {
            report.add(grown.goal(Goal::RatioAtMost(GROWTH_LIMIT)));
            let limited = Figure::timed("search of 100,000, p99", &of_many, "ms", &to_limit, "limit of 20 ms");
            report.add(limited.goal(Goal::RatioAtMost(1.0)));
        } else {
            report.add(grown);
        }
    }
    Ok(())
}

fn filled(folder: &Path, professionals: usize) -> anyhow::Result<SearchIndex> {
    let index = SearchIndex::open(folder)?;
    for batch in synthetic(professionals, SEED).chunks(BATCH) {
        index.replace(batch)?;
    }
    index.commit(Checkpoint::default())?;
    index.compact()?;
    anyhow::ensure!(index.count() == professionals, "{} of {professionals} indexed", index.count());
    Ok(index)
}

fn milliseconds(index: &SearchIndex, searches: &[Criteria]) -> anyhow::Result<Samples> {
    let timed = searches.iter().map(|criteria| {
        let started = Instant::now();
        black_box(index.search(black_box(criteria))?);
        Ok(started.elapsed().as_secs_f64() * 1e3)
    });
    timed.collect()
}
