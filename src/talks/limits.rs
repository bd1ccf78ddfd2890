//! What a professional limits: talks in a day, a week and a month, and the time kept free around each.
//!
//! Maxima are counters that a booking raises by a conditional update: two bookings at once cannot both take the last
//! place, on either engine.
//!
//! Buffers are no rule of the schema, as cells are: they are read, and what is read has to hold until all is written. So
//! bookings with one professional come one after the other: [`store::hold_listed`] takes the professional's row by an
//! update that changes nothing. On PostgreSQL a second booking waits there until the first one has ended, and what it reads
//! afterwards (read committed: each statement sees what was committed before it) includes the first one's cells. On
//! SQLite a write transaction is alone from its beginning. An hour that the professional takes from
//! somebody else, as an explorer, is not held back by their own buffers.

use super::store::{self, ProfessionalRow, TalkRow};
use crate::{
    agenda::period::{Period, PeriodKind},
    db::{DbError, Transaction, WriteError},
    error::AppError,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Counts a talk into the day, week and month of its start.
///
/// # Errors
/// [`AppError::NotOffered`] when one of them is full.
pub async fn take(
    transaction: &mut Transaction,
    professional: &ProfessionalRow,
    starts_at: DateTime<Utc>,
) -> Result<(), WriteError> {
    let most = |kind| match kind {
        PeriodKind::Day => professional.maximum_per_day,
        PeriodKind::Month => professional.maximum_per_month,
        PeriodKind::Week => professional.maximum_per_week,
    };
    let counted =
        Period::all_of(starts_at, professional.zone()).map(|period| (period, most(period.kind).unwrap_or(i32::MAX)));
    match store::count_in_periods(transaction, professional.id, counted).await? {
        true => Ok(()),
        false => Err(WriteError::Answer(AppError::NotOffered)),
    }
}

/// Takes a talk that is off out of the day, week and month that it was counted in.
///
/// # Errors
/// [`DbError`].
pub async fn give_back(transaction: &mut Transaction, talk: &TalkRow) -> Result<(), DbError> {
    let Some(professional) = talk.professional_id else { return Ok(()) };
    let zone = talk.professional_zone.parse().unwrap_or(Tz::Europe__Paris);
    let agreed = Period::all_of(talk.starts_at, zone).map(|period| match period.kind {
        PeriodKind::Week => Period { starts_on: talk.monday, ..period },
        PeriodKind::Day | PeriodKind::Month => period,
    });
    store::discount_from_periods(transaction, professional, agreed).await
}
