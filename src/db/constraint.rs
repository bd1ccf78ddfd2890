//! What went wrong in the database, told apart: a broken rule of the schema by its name, a conflict
//! worth another try, or a failure.

use crate::error::AppError;

/// Rules of the schema whose violation is an answer to a person, not a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// An account with this e-mail address exists.
    AccountEmail,
    /// One of the two people is already taken at that hour.
    AgendaCell,
    /// A professional has this calendar already.
    BusyFeedUrl,
}

impl Constraint {
    const ALL: [Self; 3] = [Self::AccountEmail, Self::AgendaCell, Self::BusyFeedUrl];

    /// The name in PostgreSQL, and how SQLite names it: by the columns of the index.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::AccountEmail => ("account_email_key", "account.email_key"),
            Self::AgendaCell => ("agenda_cell_pkey", "agenda_cell.person_id, agenda_cell.starts_at"),
            Self::BusyFeedUrl => ("busy_feed_url_key", "busy_feed.professional_id, busy_feed.url"),
        }
    }
}

/// A failure of the database. Its text is for the log, never for a person.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A rule of the schema refused the write.
    #[error("violates {0:?}")]
    Violated(Constraint),
    /// The transaction lost against another one and may be tried again.
    #[error("conflict with another transaction")]
    Conflict,
    /// A text holds a sign that PostgreSQL does not store (U+0000).
    #[error("text that cannot be stored")]
    Text,
    /// The URL names neither SQLite nor PostgreSQL.
    #[error("the database URL must start with sqlite:// or postgres://")]
    Url,
    /// The linked SQLite can lose commits.
    #[error("SQLite {0} can lose commits in WAL mode; 3.51.3 or newer is needed")]
    SqliteTooOld(String),
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The task that ran the transaction stopped.
    #[error("the writing task stopped")]
    TaskStopped,
    /// The database does not answer for now: no connection, no room, or it is going down.
    #[error("the database does not answer: {0}")]
    Unavailable(sqlx::Error),
    /// Anything else.
    #[error("{0}")]
    Other(sqlx::Error),
}

/// Whether a failure without an error of the database is about reaching it.
fn is_out_of_reach(error: &sqlx::Error) -> bool {
    use sqlx::Error::{Io, PoolClosed, PoolTimedOut, Tls, WorkerCrashed};
    matches!(error, Io(_) | PoolClosed | PoolTimedOut | Tls(_) | WorkerCrashed)
}

/// Whether a code of the database says that it cannot serve now. PostgreSQL: classes 08 (connection), 53
/// (resources), 57P (going down or coming up), and what took too long (57014, a lock 55P03, a pause 25P03). SQLite: I/O error, disk full, file not openable, the lower byte of
/// an extended code.
fn is_out_of_order(code: &str) -> bool {
    let is_postgres = code.len() == 5;
    if is_postgres {
        return ["08", "53", "57P", "57014", "55P03", "25P03"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 10 | 13 | 14))
}

/// Whether the database gave a transaction up because of another one, so that it may be tried again. PostgreSQL:
/// serialization failure, deadlock, and a row that two transactions update while others only refer to it (their foreign keys
/// share it): rarely, as one of the two is rolled back at that moment, the server takes both for its updaters and raises an
/// internal error (`MultiXactIdCreateFromMembers`), which has no code of its own and is never translated. SQLite:
/// `SQLITE_BUSY` and its extended codes.
fn is_conflict(code: &str, message: &str) -> bool {
    matches!(code, "40001" | "40P01" | "5" | "261" | "517")
        || (code == "XX000" && message.starts_with("new multixact has more than one updating member"))
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let Some(database) = error.as_database_error() else {
            return if is_out_of_reach(&error) { Self::Unavailable(error) } else { Self::Other(error) };
        };
        let code = database.code().unwrap_or_default();
        if is_conflict(&code, database.message()) {
            return Self::Conflict;
        }
        // PostgreSQL: character not in repertoire.
        if code == "22021" {
            return Self::Text;
        }
        if is_out_of_order(&code) {
            return Self::Unavailable(error);
        }
        let (name, message) = (database.constraint().unwrap_or_default(), database.message());
        let violated = Constraint::ALL.into_iter().find(|constraint| {
            let (postgres, sqlite) = constraint.names();
            name == postgres || message.strip_prefix("UNIQUE constraint failed: ") == Some(sqlite)
        });
        violated.map_or(Self::Other(error), Self::Violated)
    }
}

impl From<DbError> for AppError {
    /// Logs the cause once; the person only learns that something failed.
    fn from(error: DbError) -> Self {
        tracing::error!(error = %error, "database");
        match error {
            DbError::Conflict | DbError::Unavailable(_) => Self::Unavailable,
            DbError::Text => Self::Malformed,
            _ => Self::Internal,
        }
    }
}

/// Turning a violated rule into the answer that a person gets.
pub trait OnConstraint<T> {
    /// The value, or `answer` when the write broke `constraint`.
    ///
    /// # Errors
    /// `answer`, or the error itself.
    fn on_constraint(self, constraint: Constraint, answer: AppError) -> Result<T, WriteError>;
}

impl<T> OnConstraint<T> for Result<T, DbError> {
    fn on_constraint(self, constraint: Constraint, answer: AppError) -> Result<T, WriteError> {
        self.map_err(|error| match error {
            DbError::Violated(violated) if violated == constraint => WriteError::Answer(answer),
            other => WriteError::Db(other),
        })
    }
}

/// Why a transaction was rolled back.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It ran into a rule: the person is told this.
    #[error("{0}")]
    Answer(#[from] AppError),
    /// The database refused or failed; a conflict is tried again.
    #[error("{0}")]
    Db(#[from] DbError),
}

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<WriteError> for AppError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Answer(answer) => answer,
            WriteError::Db(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_out_of_order_is_told_from_a_mistake_of_ours() {
        for code in ["08006", "53300", "57P01", "57014", "55P03", "25P03", "10", "13", "14", "266", "778"] {
            assert!(is_out_of_order(code), "{code}");
        }
        for code in ["23505", "42601", "57000", "25P02", "", "1", "8", "19", "1555", "2067"] {
            assert!(!is_out_of_order(code), "{code}");
        }
    }

    #[test]
    fn a_transaction_that_lost_is_told_from_a_mistake_of_ours() {
        let both_update = "new multixact has more than one updating member: 0 2[190160 (nokeyupd), 190165 (nokeyupd)]";
        for (code, message) in [("40001", ""), ("40P01", "deadlock detected"), ("517", ""), ("XX000", both_update)] {
            assert!(is_conflict(code, message), "{code}: {message}");
        }
        for (code, message) in
            [("23505", both_update), ("XX000", "cache lookup failed for type 0"), ("", ""), ("19", "")]
        {
            assert!(!is_conflict(code, message), "{code}: {message}");
        }
    }

    #[test]
    fn a_pool_without_a_connection_is_unavailable() {
        for error in [sqlx::Error::PoolTimedOut, sqlx::Error::PoolClosed, sqlx::Error::WorkerCrashed] {
            assert_eq!(AppError::from(DbError::from(error)), AppError::Unavailable);
        }
        assert_eq!(AppError::from(DbError::from(sqlx::Error::RowNotFound)), AppError::Internal);
    }
}
