//! Write transactions: begun, committed, tried again and kept alive in one place.

use super::{Db, DbError};
use crate::{db::constraint::WriteError, error::AppError};
use futures::future::BoxFuture;
use std::time::Duration;

/// How often a transaction that lost against another one is tried in all.
const ATTEMPTS: u32 = 8;
const FIRST_PAUSE: Duration = Duration::from_millis(5);

/// An open write transaction on either engine.
pub enum Transaction {
    /// `BEGIN IMMEDIATE`: the write lock is taken first, so a read inside it cannot go stale.
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    /// Read committed; what must hold is a constraint or a conditional update.
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Db {
    /// Runs `work` in one transaction: all of it is written, or nothing. It runs in a task of its own,
    /// so a client that hangs up can neither leave it half done nor leave a connection poisoned; it
    /// is tried again when it lost against another transaction.
    ///
    /// # Errors
    /// What `work` answers, or [`AppError::Internal`] and [`AppError::Unavailable`] for failures.
    pub async fn write<I, T, F>(&self, input: I, work: F) -> Result<T, AppError>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Transaction, &'t I) -> BoxFuture<'t, Result<T, WriteError>> + Send + Sync + 'static,
    {
        let db = self.clone();
        let task = tokio::spawn(async move { db.attempt_until_settled(&input, &work).await });
        match task.await {
            Ok(outcome) => outcome.map_err(AppError::from),
            Err(_) => Err(DbError::TaskStopped.into()),
        }
    }

    async fn attempt_until_settled<I, T, F>(&self, input: &I, work: &F) -> Result<T, WriteError>
    where
        F: for<'t> Fn(&'t mut Transaction, &'t I) -> BoxFuture<'t, Result<T, WriteError>>,
    {
        let mut pause = FIRST_PAUSE;
        for _ in 1..ATTEMPTS {
            match self.attempt(input, work).await {
                Err(WriteError::Db(DbError::Conflict)) => {
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                settled => return settled,
            }
        }
        self.attempt(input, work).await
    }

    async fn attempt<I, T, F>(&self, input: &I, work: &F) -> Result<T, WriteError>
    where
        F: for<'t> Fn(&'t mut Transaction, &'t I) -> BoxFuture<'t, Result<T, WriteError>>,
    {
        let mut transaction = match self {
            Self::Sqlite { writer, .. } => Transaction::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        };
        // On an error the transaction is dropped here, which rolls it back.
        let value = work(&mut transaction, input).await?;
        match transaction {
            Transaction::Sqlite(open) => open.commit().await?,
            Transaction::Postgres(open) => open.commit().await?,
        }
        Ok(value)
    }
}
