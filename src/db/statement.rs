//! The macros that run one statement on whichever engine is in use. `$source` is a `&Db`, a
//! `&mut Transaction` or a [`Source`](super::Source); values bind to `$1`, `$2`, … in order.

/// Expands `$run` once for each engine with `$c` bound to what executes the statement.
macro_rules! on_engine {
    ($source:expr, $access:ident, |$c:ident| $run:expr) => {
        match $crate::db::Source::from($source) {
            $crate::db::Source::Pool($crate::db::Db::Sqlite { $access: pool, .. }) => {
                let $c = pool;
                $run
            }
            $crate::db::Source::Pool($crate::db::Db::Postgres(pool)) => {
                let $c = pool;
                $run
            }
            $crate::db::Source::Transaction($crate::db::Transaction::Sqlite(open)) => {
                let $c = &mut **open;
                $run
            }
            $crate::db::Source::Transaction($crate::db::Transaction::Postgres(open)) => {
                let $c = &mut **open;
                $run
            }
        }
        .map_err($crate::db::DbError::from)
    };
}

/// Runs a statement that writes; gives the number of rows it touched.
macro_rules! execute {
    ($source:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::db::statement::on_engine!($source, writer, |c| sqlx::query($sql)
            $(.bind($bind))*
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
    };
}

/// All rows, as `$row`.
macro_rules! fetch_all {
    ($source:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::db::statement::on_engine!($source, readers, |c| sqlx::query_as::<_, $row>($sql)
            $(.bind($bind))*
            .fetch_all(c)
            .await)
    };
}

/// The row, or `None`.
macro_rules! fetch_optional {
    ($source:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::db::statement::on_engine!($source, readers, |c| sqlx::query_as::<_, $row>($sql)
            $(.bind($bind))*
            .fetch_optional(c)
            .await)
    };
}

/// The row, or `None`, as `$transaction` goes on: until it ends nobody changes the row, while others may hold it
/// too. PostgreSQL is told (`for share`); on SQLite nobody else writes meanwhile.
macro_rules! fetch_held {
    ($transaction:expr, $row:ty, $sql:literal $(, $bind:expr)* $(,)?) => {
        match $transaction {
            $crate::db::Transaction::Sqlite(open) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **open).await
            }
            $crate::db::Transaction::Postgres(open) => {
                sqlx::query_as::<_, $row>(concat!($sql, " for share"))$(.bind($bind))*.fetch_optional(&mut **open).await
            }
        }
        .map_err($crate::db::DbError::from)
    };
}

/// The one row that the statement always gives (a count, an insert that returns).
macro_rules! fetch_one {
    ($source:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::db::statement::on_engine!($source, readers, |c| sqlx::query_as::<_, $row>($sql)
            $(.bind($bind))*
            .fetch_one(c)
            .await)
    };
}

/// Inserts many rows in one statement: `insert_rows!(source, "insert into t (a, b)", rows, |row| row.a, row.b)`.
/// No rows, no statement.
macro_rules! insert_rows {
    ($source:expr, $sql:expr, $rows:expr, |$row:ident| $($bind:expr),+ $(,)?) => {{
        let rows = $rows;
        if rows.is_empty() {
            Ok(0)
        } else {
            $crate::db::statement::on_engine!($source, writer, |c| {
                let mut builder = sqlx::QueryBuilder::new(concat!($sql, " "));
                builder.push_values(rows, |mut values, $row| {
                    $(values.push_bind($bind);)+
                });
                builder.build().execute(c).await.map(|done| done.rows_affected())
            })
        }
    }};
}

/// The rows that a statement around many values gives: `fetch_with_values!(source, Row, "update t set a = v.column2 from (",
/// rows, |row| row.id, row.a; ") as v where t.id = v.column1 returning id")`. Both engines call the columns `column1`,
/// `column2`, …. No values, no statement.
macro_rules! fetch_with_values {
    ($source:expr, $row:ty, $before:expr, $rows:expr, |$one:ident| $($bind:expr),+; $after:expr) => {{
        let rows = $rows;
        if rows.is_empty() {
            Ok(Vec::new())
        } else {
            $crate::db::statement::on_engine!($source, writer, |c| {
                let mut builder = sqlx::QueryBuilder::new($before);
                builder.push_values(rows, |mut values, $one| {
                    $(values.push_bind($bind);)+
                });
                builder.push($after);
                builder.build_query_as::<$row>().fetch_all(c).await
            })
        }
    }};
}

/// The rows whose key is in a list: the statement must end in `… in` and the list follows. One more value can be bound
/// before it: `select_in!(source, Row, "… where a >", value, "and b in", keys)`.
macro_rules! select_in {
    ($source:expr, $row:ty, $sql:expr, $bind:expr, $rest:expr, $keys:expr) => {{
        let (keys, bind) = ($keys, $bind);
        if keys.is_empty() {
            Ok(Vec::new())
        } else {
            $crate::db::statement::on_engine!($source, readers, |c| {
                let mut builder = sqlx::QueryBuilder::new(concat!($sql, " "));
                builder.push_bind(bind).push(concat!(" ", $rest, " ("));
                let mut list = builder.separated(", ");
                for key in keys {
                    list.push_bind(key.clone());
                }
                list.push_unseparated(")");
                builder.build_query_as::<$row>().fetch_all(c).await
            })
        }
    }};
    ($source:expr, $row:ty, $sql:expr, $keys:expr) => {{
        let keys = $keys;
        if keys.is_empty() {
            Ok(Vec::new())
        } else {
            $crate::db::statement::on_engine!($source, readers, |c| {
                let mut builder = sqlx::QueryBuilder::new(concat!($sql, " ("));
                let mut list = builder.separated(", ");
                for key in keys {
                    list.push_bind(key.clone());
                }
                list.push_unseparated(")");
                builder.build_query_as::<$row>().fetch_all(c).await
            })
        }
    }};
}

/// The rows of a statement that joins a list: `fetch_joined!(source, Row, "select … from", rows, |row| row.a, row.b;
/// "as w join t on …")`. Both engines call the columns of the list `column1`, `column2`, …
macro_rules! fetch_joined {
    ($source:expr, $row:ty, $sql:expr, $rows:expr, |$item:ident| $($bind:expr),+; $join:expr) => {{
        let rows = $rows;
        if rows.is_empty() {
            Ok(Vec::new())
        } else {
            $crate::db::statement::on_engine!($source, readers, |c| {
                let mut builder = sqlx::QueryBuilder::new(concat!($sql, " ("));
                builder.push_values(rows, |mut values, $item| {
                    $(values.push_bind($bind);)+
                });
                builder.push(concat!(") ", $join));
                builder.build_query_as::<$row>().fetch_all(c).await
            })
        }
    }};
}

pub(crate) use {
    execute, fetch_all, fetch_held, fetch_joined, fetch_one, fetch_optional, fetch_with_values, insert_rows, on_engine,
    select_in,
};
