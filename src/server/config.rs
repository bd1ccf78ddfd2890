//! What can be set from outside: flags of the `declic` program and the environment variables behind them.

use clap::{Args, Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf};
use url::Url;

/// Déclic: find your way by meeting someone who does the job.
#[derive(Debug, Parser)]
#[command(name = "declic", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Settings shared by every command.
    #[command(flatten)]
    pub settings: Settings,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the site (migrates the database first).
    Serve,
    /// Brings the database's schema up to date.
    Migrate,
    /// Loads data.
    Seed {
        /// Invented professionals, marked as such on every page; does nothing when they are there.
        #[arg(long, required = true)]
        demo: bool,
    },
    /// Builds the search index anew from the database.
    Reindex,
    /// Rewrites `data/` from the unpacked source packages (see data/SOURCES.md).
    ImportReference {
        /// The folder that the packages are unpacked in.
        #[arg(long)]
        sources: PathBuf,
        /// The folder to write to.
        #[arg(long, default_value = "data")]
        out: PathBuf,
    },
}

/// Settings; flags win over the environment.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// The address to listen on.
    #[arg(long, env = "DECLIC_ADDR", default_value = "127.0.0.1:3000", global = true)]
    pub addr: SocketAddr,
    /// The database: `sqlite://path` (created when absent) or `postgres://user@host/name`.
    /// Default: `declic.sqlite` in the data folder.
    #[arg(long, env = "DECLIC_DATABASE_URL", value_parser = database_url, global = true)]
    pub database_url: Option<String>,
    /// Where people reach this site; `https` switches on secure cookies and HSTS.
    #[arg(long, env = "DECLIC_BASE_URL", default_value = "http://localhost:3000", value_parser = base_url, global = true)]
    pub base_url: Url,
    /// The folder of the SQLite file and of the search index.
    #[arg(long, env = "DECLIC_DATA_DIR", default_value = "var", global = true)]
    pub data_dir: PathBuf,
    /// The mail server: `smtp://host:port` or `smtps://user:password@host`. Without it mail stays in the
    /// outbox, and on a development server is read at /dev/mail.
    #[arg(long, env = "DECLIC_SMTP_URL", value_parser = smtp_url, hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,
    /// Who mails are from.
    #[arg(
        long,
        env = "DECLIC_MAIL_FROM",
        default_value = "Déclic <ne-pas-repondre@localhost.localdomain>",
        global = true
    )]
    pub mail_from: String,
    /// The site where video and audio rooms are opened; the room's name is added to its path.
    #[arg(long, env = "DECLIC_ROOM_URL", default_value = "https://meet.jit.si", value_parser = base_url, global = true)]
    pub room_url: Url,
    /// The folder of the built client. Default: `site` beside the program, else `target/site`.
    #[arg(long, env = "DECLIC_SITE_DIR", global = true)]
    pub site_dir: Option<PathBuf>,
    /// Trust the last `X-Forwarded-For` address: only behind a proxy that writes it itself.
    #[arg(long, env = "DECLIC_BEHIND_PROXY", default_value_t = false, global = true)]
    pub behind_proxy: bool,
    /// Worker threads. Default: one a core.
    #[arg(long, env = "DECLIC_WORKERS", value_parser = clap::value_parser!(u16).range(1..=256), global = true)]
    pub workers: Option<u16>,
}

impl Settings {
    /// The database's URL, by default a file in the data folder.
    #[must_use]
    pub fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", self.data_dir.join("declic.sqlite").display()))
    }

    /// Whether the pages under `/dev` exist: no mail server and no `https`.
    #[must_use]
    pub fn development(&self) -> bool {
        self.smtp_url.is_none() && !self.is_secure()
    }

    /// Whether people reach the site by `https`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.base_url.scheme() == "https"
    }
}

fn database_url(text: &str) -> Result<String, String> {
    let known = ["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
    if known { Ok(text.to_owned()) } else { Err("must start with sqlite:// or postgres://".to_owned()) }
}

fn base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        Ok(url)
    } else {
        Err("must be an http:// or https:// address".to_owned())
    }
}

fn smtp_url(text: &str) -> Result<String, String> {
    let known = ["smtp://", "smtps://"].iter().any(|scheme| text.starts_with(scheme));
    if known { Ok(text.to_owned()) } else { Err("must start with smtp:// or smtps://".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Cli, clap::Error> {
        Cli::try_parse_from([&["declic", "serve"], args].concat())
    }

    #[test]
    fn wrong_values_are_refused_by_name() {
        for (flag, value) in [
            ("--addr", "localhost"),
            ("--database-url", "mysql://host"),
            ("--base-url", "declic.example"),
            ("--smtp-url", "mail.example:25"),
            ("--workers", "0"),
        ] {
            let error = parse(&[flag, value]).unwrap_err().to_string();
            assert!(error.contains(flag), "{error}");
        }
    }

    #[test]
    fn https_ends_development() {
        assert!(parse(&["--base-url", "http://localhost:3000"]).unwrap().settings.development());
        assert!(!parse(&["--base-url", "https://declic.example"]).unwrap().settings.development());
    }
}
