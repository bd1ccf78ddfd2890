//! The whole site in this process: router, SQLite file, index, as `declic serve` has them, without its
//! background jobs.

use super::disk;
use anyhow::Context;
use axum::Router;
use clap::Parser;
use declic::{
    context::{self, AppContext},
    server::{
        assets,
        config::{Cli, Settings},
        router, seed, state,
    },
    talks,
};
use leptos::config::LeptosOptions;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The client that cargo-leptos built.
pub const SITE: &str = "target/site";

/// A running site; its database goes with it.
pub struct Site {
    /// What the process shares.
    pub app: AppContext,
    /// What it is set to.
    pub settings: Settings,
    folder: TempDir,
}

impl Site {
    /// An empty site.
    ///
    /// # Errors
    /// Whatever would keep the server from starting.
    pub async fn empty() -> anyhow::Result<Self> {
        let folder = disk::folder()?;
        let data = folder.path().to_str().context("the target folder's name")?;
        let settings = Cli::try_parse_from(["declic", "serve", "--data-dir", data])?.settings;
        Ok(Self { app: state::build(&settings).await?, settings, folder })
    }

    /// A site with the demonstration data, indexed.
    ///
    /// # Errors
    /// As [`Site::empty`].
    pub async fn demonstration() -> anyhow::Result<Self> {
        let site = Self::empty().await?;
        let now = context::now();
        seed::load(&site.app.db, now).await?;
        talks::indexing::rebuild(&site.app, now).await?;
        Ok(site)
    }

    /// Every route.
    ///
    /// # Errors
    /// When no client was built.
    pub fn router(&self) -> anyhow::Result<Router> {
        Ok(router::build(self.app.clone(), options()?, &self.settings))
    }

    /// Every route, with the static files of `folder` instead of those that cargo-leptos built.
    ///
    /// # Errors
    /// When no client was built: pages name its files.
    pub fn router_over(&self, folder: &Path) -> anyhow::Result<Router> {
        let mut options = options()?;
        options.site_root = folder.display().to_string().into();
        Ok(router::build(self.app.clone(), options, &self.settings))
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// As the server has them; the file of hashes stands beside the server's program, one folder up from here.
fn options() -> anyhow::Result<LeptosOptions> {
    let site = Path::new(SITE).canonicalize().context("no built client: run `make bench`")?;
    let mut options = assets::leptos_options(&site);
    let hashes = release_folder()?.join("hash.txt");
    options.hash_files = hashes.is_file();
    options.hash_file = hashes.display().to_string().into();
    Ok(options)
}

/// Cargo's folder of release programs: benches are in its `deps`.
///
/// # Errors
/// When this program is somewhere else.
pub fn release_folder() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    Ok(program.ancestors().nth(2).context("this program is not in cargo's target folder")?.to_path_buf())
}
