//! Opening a database by its URL, bringing its schema up to date, and closing it.

use super::{Db, DbError};
use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{str::FromStr, time::Duration};

/// SQLite before 3.51.3 can lose commits in WAL mode (<https://sqlite.org/changes.html>).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;
/// Milliseconds that a statement, a lock or a pause within a transaction may last on PostgreSQL. Far less than what the
/// index and the mails of saved searches wait for a transaction that has begun (`talks/changes.rs`).
const POSTGRES_PATIENCE: u32 = 30_000;

impl Db {
    /// Opens the database at `sqlite://path` (created when absent) or `postgres://…`.
    ///
    /// # Errors
    /// A URL of another scheme, a database that cannot be reached, or an SQLite too old to trust.
    pub async fn connect(url: &str) -> Result<Self, DbError> {
        if url.starts_with("sqlite:") {
            Self::connect_sqlite(url).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url)?.options([
                ("lock_timeout", POSTGRES_PATIENCE),
                ("statement_timeout", POSTGRES_PATIENCE),
                ("idle_in_transaction_session_timeout", POSTGRES_PATIENCE),
            ]);
            let pool = PgPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(Duration::from_secs(10))
                .connect_with(options)
                .await?;
            Ok(Self::Postgres(pool))
        } else {
            Err(DbError::Url)
        }
    }

    async fn connect_sqlite(url: &str) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        // FULL: an acknowledged booking survives a power cut, not only a crash.
        let writer = sqlite_pool(1)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.clone().synchronous(SqliteSynchronous::Full))
            .await?;
        let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(&writer).await?;
        require_sqlite_version(&version)?;
        let readers = sqlite_pool(SQLITE_READERS)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self::Sqlite { writer, readers })
    }

    /// Applies the migrations that this database has not seen yet.
    ///
    /// # Errors
    /// A migration that fails, or a database whose migrations are not ours.
    pub async fn migrate(&self) -> Result<(), DbError> {
        match self {
            Self::Sqlite { writer, .. } => sqlx::migrate!("migrations/sqlite").run(writer).await?,
            Self::Postgres(pool) => {
                // On a connection of its own: a migration may take its time.
                let options = pool.connect_options().as_ref().clone();
                let patient = options.options([("lock_timeout", 0), ("statement_timeout", 0)]);
                let mut connection = PgConnection::connect_with(&patient).await?;
                sqlx::migrate!("migrations/postgres").run(&mut connection).await?;
                connection.close().await?;
            }
        }
        Ok(())
    }

    /// Answers whether the database answers.
    pub async fn is_ready(&self) -> bool {
        let answer: Result<(String,), DbError> = super::fetch_one!(self, (String,), "select 'ready'");
        answer.is_ok()
    }

    /// Waits for what runs, then closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// The pool asks each connection as it comes back, which finds a thread that ended. Nothing happens to one that waits
/// (there is no line that could drop, as to PostgreSQL), so asking again would keep every statement waiting for nothing.
fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(connections).test_before_acquire(false)
}

fn require_sqlite_version(version: &str) -> Result<(), DbError> {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < OLDEST_SQLITE {
        return Err(DbError::SqliteTooOld(version.to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sqlite_that_can_lose_commits_is_refused() {
        assert!(require_sqlite_version("3.51.3").is_ok());
        assert!(require_sqlite_version("3.60.0").is_ok());
        assert!(require_sqlite_version("4.0").is_ok());
        assert!(require_sqlite_version("3.51.2").is_err());
        assert!(require_sqlite_version("3.9.99").is_err());
    }
}
