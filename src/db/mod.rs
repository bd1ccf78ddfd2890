//! The database: one SQL text, two engines. SQLite is the embedded default, PostgreSQL the way to
//! scale. Stores write each statement once through the macros of [`statement`]; what differs between
//! the engines (connection, migrations, error codes) lives here and nowhere else.

mod connect;
mod constraint;
pub(crate) mod statement;
mod transaction;

pub use constraint::{Constraint, DbError, OnConstraint, WriteError};
pub(crate) use statement::{
    execute, fetch_all, fetch_held, fetch_joined, fetch_one, fetch_optional, fetch_with_values, insert_rows, select_in,
};
pub use transaction::Transaction;

use sqlx::{PgPool, SqlitePool};

/// The pools of the engine in use. Cloning shares them.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writer connection (SQLite allows one write at a time) and a pool of readers.
    Sqlite {
        /// Its only connection runs every write.
        writer: SqlitePool,
        /// Serve everything that only reads.
        readers: SqlitePool,
    },
    /// One pool for everything.
    Postgres(PgPool),
}

/// What a store reads from: the pools themselves, or the transaction it is part of.
pub enum Source<'s> {
    /// A statement of its own.
    Pool(&'s Db),
    /// A statement inside a transaction.
    Transaction(&'s mut Transaction),
}

impl<'s> From<&'s Db> for Source<'s> {
    fn from(db: &'s Db) -> Self {
        Self::Pool(db)
    }
}

impl<'s> From<&'s mut Transaction> for Source<'s> {
    fn from(transaction: &'s mut Transaction) -> Self {
        Self::Transaction(transaction)
    }
}

impl Source<'_> {
    /// The same source for one more statement.
    pub fn again(&mut self) -> Source<'_> {
        match self {
            Self::Pool(db) => Source::Pool(db),
            Self::Transaction(transaction) => Source::Transaction(transaction),
        }
    }
}
