//! Trades that were asked for or searched in vain.

use crate::db::{DbError, Source, execute};
use chrono::NaiveDate;

/// Counts a wish or a search in vain.
///
/// # Errors
/// [`DbError`].
pub async fn count_wanted(
    source: Source<'_>,
    day: NaiveDate,
    trade: &str,
    department: &str,
    asks: i32,
) -> Result<(), DbError> {
    let sql = "insert into wanted_trade (day, trade_code, department, searches, asks) values ($1, $2, $3, $4, $5)
               on conflict (day, trade_code, department) do update
               set searches = wanted_trade.searches + excluded.searches, asks = wanted_trade.asks + excluded.asks";
    execute!(source, sql, day, trade, department, 1 - asks, asks)?;
    Ok(())
}
