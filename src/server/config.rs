//! What can be set from outside: flags of the `declic` program and the environment variables behind them.

use crate::moderation::types::Role;
use anyhow::ensure;
use clap::{Args, Parser, Subcommand, builder::BoolishValueParser};
use lettre::message::Mailbox;
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
    /// Lists mails of the outbox.
    Mails {
        /// Those that were given up: id, when, to whom (shortened), subject, attempts, the mail server's last words.
        #[arg(long, required = true)]
        dead: bool,
        /// Puts them all back in line, as if they were new.
        #[arg(long)]
        retry: bool,
    },
    /// Who moderates: relays look after the profiles of a région, administrators after everybody. Written to the log.
    Role {
        /// What to do.
        #[command(subcommand)]
        change: RoleChange,
    },
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

/// What can be done with roles.
#[derive(Debug, Subcommand)]
pub enum RoleChange {
    /// Gives a role to somebody who has an account.
    Grant(RoleArgs),
    /// Takes a role back.
    Revoke(RoleArgs),
    /// Lists everybody's roles: address, role, région.
    List,
}

/// Whose role, and which.
#[derive(Args, Debug)]
pub struct RoleArgs {
    /// The e-mail address of the account.
    pub email: String,
    /// `relay` or `administrator`.
    #[arg(value_parser = role)]
    pub role: Role,
    /// The région of a relay, by its INSEE code or its name: `76`, `Occitanie`.
    #[arg(long)]
    pub region: Option<String>,
}

/// Settings; flags win over the environment.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// The address to listen on.
    #[arg(long, env = "DECLIC_ADDR", default_value = "127.0.0.1:3000", global = true)]
    pub addr: SocketAddr,
    /// The database: `sqlite://path` (created when absent) or `postgres://user@host/name`.
    /// Default: `declic.sqlite` in the data folder.
    #[arg(long, env = "DECLIC_DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// Where people reach this site, without a path; `https` switches on secure cookies and HSTS.
    #[arg(long, env = "DECLIC_BASE_URL", default_value = "http://localhost:3000", value_parser = base_url, global = true)]
    pub base_url: Url,
    /// Shows everybody all mail at /dev/mail and the components at /dev/ui: never where other people are.
    #[arg(long, env = "DECLIC_DEVELOPMENT", value_parser = BoolishValueParser::new(), global = true)]
    pub development: bool,
    /// The folder of the SQLite file and of the search index.
    #[arg(long, env = "DECLIC_DATA_DIR", default_value = "var", global = true)]
    pub data_dir: PathBuf,
    /// The mail server: `smtps://user:password@host` (TLS), `smtp://user:password@host:587?tls=required`
    /// (STARTTLS) or `smtp://host:port` (unencrypted). Without it mail waits in the outbox.
    #[arg(long, env = "DECLIC_SMTP_URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,
    /// Who mails are from.
    #[arg(
        long,
        env = "DECLIC_MAIL_FROM",
        default_value = "Déclic <ne-pas-repondre@localhost.localdomain>",
        value_parser = mail_from,
        global = true
    )]
    pub mail_from: Mailbox,
    /// The site where video and audio rooms are opened; the room's name is added to its path.
    #[arg(long, env = "DECLIC_ROOM_URL", default_value = "https://meet.jit.si", value_parser = web_url, global = true)]
    pub room_url: Url,
    /// Also read people's calendars by `http` from this address: for development, where nothing else is public.
    #[arg(long, env = "DECLIC_LOCAL_CALENDARS", global = true)]
    pub local_calendars: Option<SocketAddr>,
    /// The folder of the built client. Default: `site` beside the program, else `target/site`.
    #[arg(long, env = "DECLIC_SITE_DIR", global = true)]
    pub site_dir: Option<PathBuf>,
    /// Trust the last `X-Forwarded-For` address: only behind a proxy that writes it itself.
    #[arg(long, env = "DECLIC_BEHIND_PROXY", value_parser = BoolishValueParser::new(), global = true)]
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

    /// Refuses settings that are right one by one but not together, or name what is not there.
    ///
    /// # Errors
    /// What is wrong, in one line.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            !(self.development && self.is_secure()),
            "--development (DECLIC_DEVELOPMENT) shows everybody all mail: it cannot go with an https --base-url"
        );
        ensure!(
            self.local_calendars.is_none() || !self.is_secure(),
            "--local-calendars (DECLIC_LOCAL_CALENDARS) lets people reach into this network: it cannot go with an https --base-url"
        );
        // These may hold a password: what was given is not repeated.
        ensure!(
            starts_with_one_of(self.database_url.as_deref(), &["sqlite://", "postgres://", "postgresql://"]),
            "--database-url (DECLIC_DATABASE_URL) must start with sqlite:// or postgres://"
        );
        ensure!(
            !self.database_url.as_deref().and_then(|url| url.strip_prefix("sqlite://")).is_some_and(is_no_file),
            "--database-url (DECLIC_DATABASE_URL) must name a file after sqlite://"
        );
        ensure!(
            starts_with_one_of(self.smtp_url.as_deref(), &["smtp://", "smtps://"]),
            "--smtp-url (DECLIC_SMTP_URL) must start with smtp:// or smtps://"
        );
        if let Some(folder) = &self.site_dir {
            ensure!(folder.is_dir(), "--site-dir (DECLIC_SITE_DIR) {} is not a folder", folder.display());
        }
        Ok(())
    }

    /// Whether people reach the site by `https`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.base_url.scheme() == "https"
    }
}

/// Whether SQLite would keep this in memory, for each connection apart.
fn is_no_file(path: &str) -> bool {
    path.is_empty() || path.starts_with(':') || path.starts_with('?')
}

/// Whether a URL, if there is one, has one of these schemes.
fn starts_with_one_of(url: Option<&str>, schemes: &[&str]) -> bool {
    url.is_none_or(|url| schemes.iter().any(|scheme| url.starts_with(scheme)))
}

fn base_url(text: &str) -> Result<Url, String> {
    let url = web_url(text)?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if bare { Ok(url) } else { Err("must end after the host and port".to_owned()) }
}

fn web_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| "must be an http:// or https:// address".to_owned())
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_code(text).ok_or_else(|| "must be relay or administrator".to_owned())
}

fn mail_from(text: &str) -> Result<Mailbox, String> {
    text.parse().map_err(|error| format!("must be an e-mail address: {error}"))
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
            ("--base-url", "declic.example"),
            ("--base-url", "https://declic.example/site"),
            ("--mail-from", "nobody"),
            ("--room-url", "meet.example"),
            ("--workers", "0"),
        ] {
            let error = parse(&[flag, value]).unwrap_err().to_string();
            assert!(error.contains(flag), "{error}");
        }
    }

    #[test]
    fn what_may_hold_a_password_is_not_repeated() {
        for (flag, value) in [("--database-url", "mysql://me:geheim@host"), ("--smtp-url", "me:geheim@mail.example")] {
            let error = parse(&[flag, value]).unwrap().settings.check().unwrap_err().to_string();
            assert!(error.contains(flag) && !error.contains("geheim"), "{error}");
        }
    }

    #[test]
    fn a_database_in_memory_is_refused() {
        for (url, is_right) in [("sqlite://", false), ("sqlite://:memory:", false), ("sqlite://a.sqlite", true)] {
            assert_eq!(parse(&["--database-url", url]).unwrap().settings.check().is_ok(), is_right, "{url}");
        }
    }

    #[test]
    fn development_is_asked_for_and_never_goes_with_https() {
        let check = |flags: &[&str]| parse(flags).unwrap().settings.check();
        assert!(!parse(&[]).unwrap().settings.development);
        assert!(check(&["--development"]).is_ok());
        assert!(check(&["--base-url", "https://declic.example"]).is_ok());
        assert!(check(&["--local-calendars", "127.0.0.1:4000"]).is_ok());
        let error = check(&["--local-calendars", "127.0.0.1:4000", "--base-url", "https://declic.example"]);
        assert!(error.unwrap_err().to_string().contains("DECLIC_LOCAL_CALENDARS"));
        let error = check(&["--development", "--base-url", "https://declic.example"]).unwrap_err().to_string();
        assert!(error.contains("DECLIC_DEVELOPMENT") && error.lines().count() == 1, "{error}");
    }

    #[test]
    fn a_folder_that_is_not_there_is_refused() {
        let error = parse(&["--site-dir", "/nowhere/at/all"]).unwrap().settings.check().unwrap_err().to_string();
        assert!(error.contains("/nowhere/at/all") && error.lines().count() == 1, "{error}");
    }
}
