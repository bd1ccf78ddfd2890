//! Trades that were asked for or searched in vain, and who counted today.

use crate::db::{DbError, Source, Transaction, execute, fetch_all, fetch_held};
use chrono::NaiveDate;
use sqlx::FromRow;

/// A wish for a trade, or a search in vain.
#[derive(Clone, Debug)]
pub struct NewWish {
    /// The day, UTC.
    pub day: NaiveDate,
    /// Who it is of, as nobody can tell any more tomorrow.
    pub hash: String,
    /// ROME code.
    pub trade: String,
    /// INSEE code, or empty for anywhere.
    pub department: String,
    /// Whether it was asked for, or only searched in vain.
    pub asked: bool,
}

/// How often a trade was wanted in a département.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct WantedRow {
    /// ROME code.
    pub trade_code: String,
    /// INSEE code, or empty for anywhere.
    pub department: String,
    /// Searches in vain.
    pub searches: i64,
    /// Asked for.
    pub asks: i64,
    /// Rows among them that hold invented wishes.
    pub demonstrations: i64,
}

/// The secret of a day, which stays until this transaction ends; `candidate` becomes it, if the day has none yet.
///
/// # Errors
/// [`DbError`].
pub async fn salt_of(transaction: &mut Transaction, day: NaiveDate, candidate: &str) -> Result<String, DbError> {
    if let Some(salt) = held_salt(&mut *transaction, day).await? {
        return Ok(salt);
    }
    let sql = "insert into wanted_salt (day, salt) values ($1, $2) on conflict (day) do nothing";
    execute!(&mut *transaction, sql, day, candidate)?;
    // Somebody else may have been first; or it went in the meantime, as its day was over.
    held_salt(transaction, day).await?.ok_or(DbError::Conflict)
}

async fn held_salt(transaction: &mut Transaction, day: NaiveDate) -> Result<Option<String>, DbError> {
    let held = fetch_held!(transaction, (String,), "select salt from wanted_salt where day = $1", day)?;
    Ok(held.map(|(salt,)| salt))
}

/// Counts a wish unless the same person counted already. A search in vain turns into a wish when they ask.
///
/// # Errors
/// [`DbError`].
pub async fn count_wish(transaction: &mut Transaction, wish: &NewWish) -> Result<(), DbError> {
    let NewWish { day, hash, trade, department, asked } = wish;
    let sql = "insert into wanted_counted (day, hash, asked) values ($1, $2, $3) on conflict (day, hash) do nothing";
    if execute!(&mut *transaction, sql, day, hash, asked)? > 0 {
        let sql = "insert into wanted_trade (day, trade_code, department, searches, asks) values ($1, $2, $3, $4, $5)
                   on conflict (day, trade_code, department) do update
                   set searches = wanted_trade.searches + excluded.searches, asks = wanted_trade.asks + excluded.asks";
        execute!(transaction, sql, day, trade, department, i32::from(!asked), i32::from(*asked))?;
        return Ok(());
    }
    let sql = "update wanted_counted set asked = $3 where day = $1 and hash = $2 and not asked";
    if *asked && execute!(&mut *transaction, sql, day, hash, true)? > 0 {
        let sql = "update wanted_trade set searches = searches - 1, asks = asks + 1
                   where day = $1 and trade_code = $2 and department = $3";
        execute!(transaction, sql, day, trade, department)?;
    }
    Ok(())
}

/// Forgets who counted before `day`.
///
/// # Errors
/// [`DbError`].
pub async fn delete_salts_before(source: impl Into<Source<'_>>, day: NaiveDate) -> Result<(), DbError> {
    execute!(source.into(), "delete from wanted_salt where day < $1", day)?;
    Ok(())
}

/// What was wanted from `since` on, summed up by trade and département; of one trade, if `trade` is not empty.
///
/// # Errors
/// [`DbError`].
pub async fn list_wanted(
    source: impl Into<Source<'_>>,
    since: NaiveDate,
    trade: &str,
) -> Result<Vec<WantedRow>, DbError> {
    let sql = "select trade_code, department, sum(searches) as searches, sum(asks) as asks,
                   sum(case when demonstration then 1 else 0 end) as demonstrations
               from wanted_trade where day >= $1 and ($2 = '' or trade_code = $2) group by trade_code, department";
    fetch_all!(source.into(), WantedRow, sql, since, trade)
}

/// Wishes that are invented for demonstration: day, trade, département and how many asked.
pub type InventedWishes = (NaiveDate, String, String, i32);

/// Adds invented wishes, where nobody has wished for the same on that day.
///
/// # Errors
/// [`DbError`].
pub async fn insert_invented(transaction: &mut Transaction, wishes: &[InventedWishes]) -> Result<(), DbError> {
    let sql = "insert into wanted_trade (day, trade_code, department, asks, demonstration) values ($1, $2, $3, $4, $5)
               on conflict (day, trade_code, department) do nothing";
    for (day, trade, department, asks) in wishes {
        execute!(&mut *transaction, sql, day, trade, department, asks, true)?;
    }
    Ok(())
}
