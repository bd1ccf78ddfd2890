//! How many talks a professional gives in each day, week and month.

use crate::{
    agenda::period::{Period, PeriodKind},
    db::{DbError, Source, Transaction, execute, select_in},
};
use chrono::NaiveDate;
use sqlx::FromRow;
use uuid::Uuid;

/// How many talks a professional gives in a period.
#[derive(Clone, Debug, FromRow)]
pub struct PeriodRow {
    /// Whose period.
    pub professional_id: Uuid,
    kind: String,
    starts_on: NaiveDate,
    /// Talks in it.
    pub taken: i32,
}

impl PeriodRow {
    /// The period, if its kind is one of ours.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        Some(Period { kind: PeriodKind::from_code(&self.kind)?, starts_on: self.starts_on })
    }
}

/// The periods of these professionals in which there are talks.
///
/// # Errors
/// [`DbError`].
pub async fn list_periods(source: impl Into<Source<'_>>, ids: &[Uuid]) -> Result<Vec<PeriodRow>, DbError> {
    select_in!(
        source.into(),
        PeriodRow,
        "select professional_id, kind, starts_on, taken from talk_period where taken > 0 and professional_id in",
        ids
    )
}

/// Counts a talk into its three periods, each up to its maximum; gives whether all had room. Where one had none, the
/// transaction must be given up.
///
/// # Errors
/// [`DbError`].
pub async fn count_in_periods(
    transaction: &mut Transaction,
    professional: Uuid,
    counted: [(Period, i32); 3],
) -> Result<bool, DbError> {
    let sql = "insert into talk_period (professional_id, kind, starts_on, taken)
               values ($1, $2, $3, 1), ($1, $5, $6, 1), ($1, $8, $9, 1)
               on conflict (professional_id, kind, starts_on) do update set taken = talk_period.taken + 1
               where talk_period.taken < case excluded.kind
                   when $2 then cast($4 as integer) when $5 then cast($7 as integer) else cast($10 as integer) end";
    let [(one, most_of_one), (two, most_of_two), (three, most_of_three)] = counted;
    let touched = execute!(
        transaction,
        sql,
        professional,
        one.kind.code(),
        one.starts_on,
        most_of_one,
        two.kind.code(),
        two.starts_on,
        most_of_two,
        three.kind.code(),
        three.starts_on,
        most_of_three
    )?;
    Ok(touched == 3)
}

/// Takes a talk that is off out of its three periods.
///
/// # Errors
/// [`DbError`].
pub async fn discount_from_periods(
    transaction: &mut Transaction,
    professional: Uuid,
    [one, two, three]: [Period; 3],
) -> Result<(), DbError> {
    let sql = "update talk_period set taken = taken - 1
               where professional_id = $1 and taken > 0
                   and ((kind = $2 and starts_on = $3) or (kind = $4 and starts_on = $5) or (kind = $6 and starts_on = $7))";
    execute!(
        transaction,
        sql,
        professional,
        one.kind.code(),
        one.starts_on,
        two.kind.code(),
        two.starts_on,
        three.kind.code(),
        three.starts_on
    )?;
    Ok(())
}

/// Forgets the periods that began before `until`.
///
/// # Errors
/// [`DbError`].
pub async fn delete_periods_before(transaction: &mut Transaction, until: NaiveDate) -> Result<(), DbError> {
    execute!(transaction, "delete from talk_period where starts_on < $1", until)?;
    Ok(())
}
