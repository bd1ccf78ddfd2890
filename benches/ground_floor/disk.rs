//! The disk that durable figures are measured on, and what a bare durable write costs there.

use anyhow::Context;
use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    time::Instant,
};
use tempfile::TempDir;

/// What SQLite adds to its log at least: a page.
const PAGE: usize = 4096;

/// A folder that is gone at the end, in cargo's target folder.
///
/// # Errors
/// When it cannot be made.
pub fn folder() -> anyhow::Result<TempDir> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(target)?;
    tempfile::tempdir_in(target).with_context(|| target.display().to_string())
}

/// The kind of file system that `path` is on, as the mount table names it.
///
/// # Errors
/// When there is no mount table, or `path` is in memory: nothing durable could be measured.
pub fn file_system(path: &Path) -> anyhow::Result<String> {
    let path = path.canonicalize()?;
    let mounts = fs::read_to_string("/proc/self/mounts").context("/proc/self/mounts")?;
    let mut on: Vec<(PathBuf, &str)> = mounts
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ').skip(1);
            Some((PathBuf::from(fields.next()?), fields.next()?))
        })
        .filter(|(mount, _)| path.starts_with(mount))
        .collect();
    on.sort_by_key(|(mount, _)| mount.components().count());
    let (_, kind) = on.pop().context("no mount holds the target folder")?;
    anyhow::ensure!(
        !matches!(kind, "tmpfs" | "ramfs"),
        "the target folder is in memory; set CARGO_TARGET_DIR to a disk"
    );
    Ok(kind.to_owned())
}

/// Durable writes a second of one page each, one after the other: write, then wait for the disk.
///
/// # Errors
/// When the disk refuses.
pub fn bare_writes_per_second(folder: &Path, writes: usize) -> anyhow::Result<f64> {
    let path = folder.join("bare");
    let mut file = File::create(&path)?;
    let page = [7_u8; PAGE];
    let started = Instant::now();
    for _ in 0..writes {
        file.write_all(&page)?;
        file.sync_data()?;
    }
    let seconds = started.elapsed().as_secs_f64();
    fs::remove_file(path)?;
    Ok(writes as f64 / seconds)
}
