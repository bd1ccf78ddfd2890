//! What the process holds, built once from the settings.

use super::config::Settings;
use crate::{
    accounts::{password::PasswordHasher, rate_limit::RateLimits},
    agenda::calendar_client::CalendarClient,
    context::{self, AppContext},
    db::Db,
    notifications::{delivery::Mailer, unsubscribe::UnsubscribeKey},
    search::service::SearchService,
    talks,
};
use anyhow::Context;
use std::sync::Arc;
use tokio::sync::watch;
use url::Url;

/// Opens the database and brings its schema up to date.
///
/// # Errors
/// What is missing or wrong, in one line.
pub async fn open_database(settings: &Settings) -> anyhow::Result<Db> {
    std::fs::create_dir_all(&settings.data_dir)
        .with_context(|| format!("cannot create the data folder {}", settings.data_dir.display()))?;
    let db = Db::connect(&settings.database_url()).await.context("cannot open the database")?;
    db.migrate().await.context("cannot migrate the database")?;
    Ok(db)
}

/// Opens the database (migrated) and the search index.
///
/// # Errors
/// What is missing or wrong, in one line.
pub async fn build(settings: &Settings) -> anyhow::Result<AppContext> {
    let db = open_database(settings).await?;
    let search = SearchService::open(&settings.data_dir.join("search")).context("cannot open the search index")?;
    let unsubscribing = UnsubscribeKey::of_site(&db).await.context("cannot read the site's secrets")?;
    Ok(AppContext {
        db,
        search,
        passwords: PasswordHasher::new().map_err(|error| anyhow::anyhow!("cannot hash passwords: {error}"))?,
        limits: Arc::new(RateLimits::new()),
        base_url: Arc::new(settings.base_url.clone()),
        room_url: Arc::new(settings.room_url.clone()),
        calendars: CalendarClient::new(settings.local_calendars).context("cannot read calendars")?,
        unsubscribing,
        development: settings.development,
        stopping: watch::Sender::new(false),
        delete_account: |app, user, farewell| {
            Box::pin(async move { talks::leaving::delete_account(&app, &user, farewell, context::now()).await })
        },
    })
}

/// The mailer, when a mail server is set.
///
/// # Errors
/// A mail server's URL that does not parse.
pub fn mailer(settings: &Settings) -> anyhow::Result<Option<Mailer>> {
    let host = settings.base_url.host_str().unwrap_or("localhost");
    if settings.smtp_url.as_deref().is_some_and(shows_password) {
        tracing::warn!("the mail server's password travels unencrypted: use smtps:// or ?tls=required");
    }
    let mailer = settings.smtp_url.as_deref().map(|url| Mailer::new(url, settings.mail_from.clone(), host)).transpose();
    mailer.context("--smtp-url (DECLIC_SMTP_URL)")
}

/// Whether a mail server's URL has a password and lets it go out in the clear.
fn shows_password(smtp_url: &str) -> bool {
    Url::parse(smtp_url).is_ok_and(|url| {
        let requires_tls = url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        url.scheme() == "smtp" && url.password().is_some() && !requires_tls
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_the_clear_is_seen() {
        assert!(shows_password("smtp://me:geheim@mail.example"));
        assert!(shows_password("smtp://me:geheim@mail.example?tls=opportunistic"));
        for url in
            ["smtp://mail.example:25", "smtps://me:geheim@mail.example", "smtp://me:geheim@mail.example?tls=required"]
        {
            assert!(!shows_password(url), "{url}");
        }
    }
}
